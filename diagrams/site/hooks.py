"""MkDocs calls these; each hands over to a plain function of this package and does nothing else."""

import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.utils.templates import TemplateContext

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from diagrams.language import LANGUAGES  # noqa: E402
from diagrams.site import blocks, explorer, formulas, glossary, search, switch  # noqa: E402
from diagrams.site import page as pages  # noqa: E402
from diagrams.site.breaks import Breaks  # noqa: E402
from diagrams.site.pixels import Pixels  # noqa: E402
from diagrams.site.terms import Terms  # noqa: E402
from diagrams.translations import parity, stamps  # noqa: E402
from diagrams.translations.markdown import Unreadable  # noqa: E402

MkDocsPage = Any  # mkdocs.structure.pages.Page, to whose file i18n adds what MkDocs does not declare

log = get_plugin_logger("diagrams")


@dataclass
class Build:
    """What one build of the site keeps between its events."""

    pixels: Pixels = field(default_factory=Pixels)
    posts: dict[str, pages.Post] = field(default_factory=dict)
    notices: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    open_pages: dict[str, pages.Page] = field(default_factory=dict)
    notebooks: dict[str, bytes] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    breaks: Breaks = field(default_factory=Breaks)


build = Build()


def on_startup(**_: object) -> None:
    """Hear only warnings of i18n."""
    logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)


def on_config(config: MkDocsConfig) -> None:
    """Let Markdown link the terms of the glossary, and break Japanese lines between phrases."""
    known: list[Any] = config.markdown_extensions  # names, says MkDocs; it takes extensions, too
    for extension in (build.terms, build.breaks):
        if extension not in known:
            known.append(extension)


def on_pre_build(config: MkDocsConfig) -> None:
    """Read what the figure builder wrote."""
    i18n: Any = config.plugins["i18n"]
    if not i18n.building:
        build.pixels = Pixels()
        compare_languages()
    build.posts = pages.read_posts(Path(config.docs_dir) / "figures")
    build.terms.glossary = glossary.read(Path(config.docs_dir))


def compare_languages() -> None:
    """Warn of what one language has and the other has not; remember which sections are not in step."""
    for problem in parity.problems(ROOT):
        log.warning(problem)
    try:
        build.notices = stamps.notices(ROOT)
    except Unreadable as error:
        log.warning(error)


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, **_: object) -> str:
    """Put figures, facts and listings into a page."""
    open_page = pages.Page(page.file.src_uri, page.file.locale, Path(config.docs_dir), build.posts,
                           log.warning, page.url)
    open_page.notices = build.notices.get((open_page.name, open_page.language), {})
    build.open_pages[page.url] = build.terms.page = open_page
    build.breaks.language = open_page.language
    markdown = blocks.prepare(markdown, open_page, build.pixels)
    if open_page.notebook:
        build.notebooks[str(Path(page.file.dest_uri).with_suffix(".ipynb"))] = open_page.notebook
    return markdown


def on_page_content(html: str, page: MkDocsPage, **_: object) -> str:
    """Put formulas and finished blocks into a page; links may lead to what is in them."""
    open_page = build.open_pages[page.url]
    page.present_anchor_ids.update(open_page.anchors())
    return open_page.put_searched(formulas.to_mathml(html))


def urls_of(page: MkDocsPage) -> dict[str, str]:
    """Where each language's version of a page lies in the site."""
    return {language: page.file.alternates[language].dest_uri for language in LANGUAGES}


def on_page_context(context: TemplateContext, page: MkDocsPage, config: MkDocsConfig,
                    **_: object) -> TemplateContext:
    """Let the language switch lead to the same page."""
    for alternate in config.extra["alternate"]:
        alternate["link"] = urls_of(page)[alternate["lang"]]
    return context


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Put in the rest of the blocks, link the two languages, and let a page search in its own."""
    html = explorer.early(build.open_pages.pop(page.url).put_blocks(output))
    html = switch.put_links(html, urls_of(page), page.url, config.site_url)
    return search.search_with_ours(html, page.url, page.file.locale)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """The page for what was not found has one version and a Japanese search; without an address, no map of the site."""
    if template_name == "sitemap.xml" and not config.site_url:
        return ""
    if template_name == "404.html":
        return search.search_with_ours(switch.ALTERNATE.sub("", output), template_name, switch.DEFAULT)
    return output


@event_priority(-200)  # after the search index of all languages has been written
def on_post_build(config: MkDocsConfig) -> None:
    """Write pixel maps and notebooks, and what each language searches in."""
    build.pixels.write(Path(config.site_dir))
    for path, content in build.notebooks.items():
        (Path(config.site_dir) / path).write_bytes(content)
    search.prepare(Path(config.site_dir), build.terms.glossary)
