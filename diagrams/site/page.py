"""One page while its blocks are put in, and the posts whose figures and facts it may use."""

import json
import math
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from diagrams.translations.markdown import front_matter

PLACE = re.compile(r"(?:<p>|<i data-search-exclude>)?(@@block-(\d+)@@)(?:</p>|</i>)?")
NOT_SEARCHED = re.compile(r"<(figure|section)\b[^>]* data-search-exclude[ >].*</\1>\s*", re.S)
ID = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, eq=False)
class Post:
    """What the figure builder wrote about one post in its post.json."""

    slug: str
    number: int | None
    first_published: str | None
    script: str
    lines: list[int]
    caveats: list[str]
    facts: dict[str, dict[str, Any]]
    figures: dict[str, dict[str, Any]]
    explains: list[str] = field(default_factory=list)


def read_post(path: Path) -> Post:
    """Read one post.json; the folder's name is the post's name."""
    content = json.loads(path.read_text(encoding="utf-8"))
    known = {field.name for field in fields(Post)}
    return Post(slug=path.parent.name, **{name: value for name, value in content.items() if name in known})


def read_posts(figures: Path) -> dict[str, Post]:
    """All built posts by name, in the order of their numbers; what has none comes last."""
    posts = [read_post(path) for path in figures.glob("*/post.json")]
    return {post.slug: post for post in sorted(posts, key=lambda post: (post.number or math.inf, post.slug))}


@dataclass
class Page:
    """A page in one language; `report` takes one line for each mistake found on it.

    `notices` say which sections are not in step with the other language, and how; `notebook` is that of a post.
    """

    source: str
    language: str
    docs: Path
    posts: dict[str, Post]
    report: Callable[[str], None]
    url: str = "index.html"
    notices: dict[str, str] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    notebook: bytes = b""

    @property
    def name(self) -> str:
        """The page without its language: posts/relu.ja.md -> posts/relu."""
        return self.source.split(".")[0]

    @property
    def slug(self) -> str:
        """The name that page, post module and folder of figures share: posts/relu.ja.md -> relu."""
        return posixpath.basename(self.name)

    @property
    def post(self) -> Post | None:
        """The post that this page tells, if it is one."""
        return self.posts.get(self.slug) if self.source.startswith("posts/") else None

    @property
    def its_post(self) -> Post:
        """The post of a page that tells one."""
        if self.post is None:
            raise ValueError(f"{self.source} tells no post")
        return self.post

    def say(self, *, ja: str, en: str) -> str:
        """The text in the language of this page."""
        return {"ja": ja, "en": en}[self.language]

    def numbered(self, post: Post) -> str:
        """A post's number in the series, as it is written beside its title."""
        if not post.number:
            return self.say(ja="番外編", en="Extra")
        return self.say(ja=f"第{post.number}回", en=f"No. {post.number}")

    def about(self, slug: str | None) -> dict[str, Any] | None:
        """What the page of a post says of itself in this language: title and description; None without a page."""
        return self.head_of(f"posts/{slug}") if slug in self.posts else None

    def about_post(self, post: Post) -> dict[str, Any]:
        """The same for a post that has a page."""
        about = self.about(post.slug)
        if about is None:
            raise ValueError(f"the post {post.slug} has no page in {self.language}")
        return about

    def head_of(self, name: str) -> dict[str, Any] | None:
        """What a page says of itself in this language; None where there is no such page."""
        source = self.docs / f"{name}.{self.language}.md"
        return front_matter(source.read_text(encoding="utf-8-sig")) if source.is_file() else None

    def anchors(self) -> set[str]:
        """The ids in the kept HTML."""
        return {anchor for block in self.blocks for anchor in ID.findall(block)}

    def link(self, target: str) -> str:
        """Path from this page to a file of the site, in the page's own language where it has two."""
        folder = "" if self.language == "ja" else self.language
        return posixpath.relpath(posixpath.join(folder, target), posixpath.dirname(self.url) or ".")

    def link_to(self, post: Post) -> str:
        """Path from this page to a post."""
        return self.link(f"posts/{post.slug}.html")

    def in_other_language(self) -> str:
        """Path from this page to the same page in the other language."""
        other = f"en/{self.url}" if self.language == "ja" else self.url.removeprefix("en/")
        return posixpath.relpath(other, posixpath.dirname(self.url) or ".")

    def shared(self, target: str) -> str:
        """Path from this page to a file that both languages share."""
        return posixpath.relpath(target, posixpath.dirname(self.url) or ".")

    def mistake(self, line: str) -> str:
        """Report a mistake, and return what stands in its place."""
        self.report(f"{self.source}: {line}")
        return f"**{line}**"

    def place(self, block: str) -> str:
        """Keep finished HTML away from Markdown; the returned mark stands for it until `put_blocks`."""
        self.blocks.append(block)
        return f"@@block-{len(self.blocks) - 1}@@"

    def put_blocks(self, html: str) -> str:
        """Put the kept HTML where its marks stand."""
        return PLACE.sub(lambda mark: self.blocks[int(mark[2])], html)

    def put_searched(self, html: str) -> str:
        """Put only what readers can search for, and spare the search from reading the rest; its marks stay."""
        def put(mark: re.Match[str]) -> str:
            block = self.blocks[int(mark[2])]
            return f"<i data-search-exclude>{mark[1]}</i>" if NOT_SEARCHED.fullmatch(block) else block

        return PLACE.sub(put, html)
