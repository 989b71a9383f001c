"""The picture of a page that other sites show of a link to it: its first figure's; of the whole where it has none."""

import io
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image

from diagrams.build.social import Picture
from diagrams.site.output.pages import BuiltPage

FOLDER = "social"
LARGE = '<meta name="twitter:card" content="summary_large_image">\n'
WHOLE = "main"  # the post whose picture stands for pages without figures of their own


def put(page: BuiltPage, site: Path, address: str, pictures: dict[tuple[str, str], Picture]) -> str:
    """Write the picture of a page, one of those by (post, language), and return what the page's head says of it.

    It is named by its content, because other sites keep it.
    """
    post = Path(page.source).name.partition(".")[0]
    post = post if (post, page.language) in pictures else WHOLE
    if (post, page.language) not in pictures:
        return ""
    data, title = pictures[post, page.language]
    path = site / FOLDER / f"{post}.{page.language}.{sha256(data).hexdigest()[:10]}.png"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    width, height = Image.open(io.BytesIO(data)).size
    told = {"og:image": urljoin(address, path.relative_to(site).as_posix()), "og:image:width": width,
            "og:image:height": height, "og:image:alt": title}
    return "".join(f'<meta property="{name}" content="{escape(str(text))}">\n' for name, text in told.items()) + LARGE
