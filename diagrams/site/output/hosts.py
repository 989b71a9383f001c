"""Header files that common hosts read: what may be kept for how long, and what a browser must refuse."""

from pathlib import Path
from urllib.parse import urlsplit

FOR_GOOD = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def write(site: Path, assets: str, address: str, policy: str) -> None:
    """Write `_headers` (Netlify, Cloudflare Pages) and `.htaccess` (Apache)."""
    everywhere = EVERYWHERE | {"Content-Security-Policy": policy}
    lasting = (assets, "assets/pixels")
    above = urlsplit(address).path.rstrip("/")
    (site / "_headers").write_text(listed(everywhere, lasting, above), encoding="utf-8")
    (site / ".htaccess").write_text(apache(everywhere, lasting, above), encoding="utf-8")
    (site / ".nojekyll").write_text("", encoding="utf-8")  # GitHub Pages would leave out names that begin with _


def listed(everywhere: dict[str, str], lasting: tuple[str, ...], above: str) -> str:
    """Headers per path. Both hosts join what several rules say of one header, so pages keep the host's caching."""
    rules = [(f"{above}/*", everywhere)]
    rules += [(f"{above}/{folder}/*", {"Cache-Control": FOR_GOOD}) for folder in lasting]
    return "".join(f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
                   for path, headers in rules)


def apache(everywhere: dict[str, str], lasting: tuple[str, ...], above: str) -> str:
    """The same for Apache, with compression and the page for what is not found."""
    always = "".join(f'  Header set {name} "{value}"\n' for name, value in everywhere.items())
    folders = "|".join(lasting)
    return (f'<IfModule mod_headers.c>\n{always}  Header set Cache-Control "{ASK_EACH_TIME}"\n'
            f'  <If "%{{REQUEST_URI}} =~ m#/({folders})/#">\n    Header set Cache-Control "{FOR_GOOD}"\n  </If>\n'
            "</IfModule>\n"
            "<IfModule mod_deflate.c>\n  AddOutputFilterByType DEFLATE text/html text/css text/javascript "
            "application/javascript application/json application/xml image/svg+xml application/wasm\n</IfModule>\n"
            f"AddType application/wasm .wasm\nErrorDocument 404 {above}/404.html\n")
