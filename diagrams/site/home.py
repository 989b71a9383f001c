"""The home page: the photo's way through the network as a strip of pictures, ways to begin, the script below."""

from html import escape
from typing import Any

from diagrams.site import facts, figures, listing, pictures
from diagrams.site.breaks import breakable
from diagrams.site.page import Page, Post
from diagrams.site.pictures import Picture
from diagrams.site.pixels import Pixels

SHORT_PATH = {"conv2d": "Conv2D", "relu": "ReLU", "maxpooling2d": "MaxPooling2D", "dense": "Dense",
              "softmax": "Softmax"}


def script_map(page: Page, pixels: Pixels) -> str:
    """The strip and the script, which light each other, and between them where to begin."""
    steps = pictures.of_the_script(page, pixels)
    parts = strip(page, steps), begin(page), listing.script_map(page, steps)
    return f'<div class="map" data-search-exclude>{"".join(parts)}</div>'


def strip(page: Page, steps: list[Picture]) -> str:
    """All steps of the network in a row, each as wide and high as it is beside the photo, and the answer."""
    if not steps:
        return ""
    posts, label = listing.explained(page), page.say(ja="写真が通る道すじ", en="The photo's way through the network")
    items = "".join(stage(step, posts.get(step.line), page) for step in steps)
    main = page.posts[pictures.POST]
    values, answer, part = (main.facts[name][page.language] for name in ("photo_values", "answer", "answer_share"))
    goes_in = page.say(ja=f"{values}個の数が入り", en=f"{values} numbers go in")
    comes_out = page.say(ja=f"答えは「{escape(answer)}」", en=f"the answer: {escape(answer)}")
    return (f'<div class="strip"><ol class="pipeline" aria-label="{label}">{items}</ol>'
            f'<p class="ends"><span>{goes_in}</span><span>{comes_out} <b>{part}</b></span></p>'
            f"{figures.caveat_notes(main.figures[pictures.FIGURE], page)}</div>")


def stage(step: Picture, post: Post | None, page: Page) -> str:
    """One step: its picture, its name and the shape of what it gives; a link where a post explains it."""
    inside = f'{step.html(lazy=False)}<span class="what"><b>{escape(step.name)}</b> {step.shape}</span>'
    where = f' data-line="{step.line}"' if step.line else ""
    place = f'<a href="{page.link_to(post)}"{where}>{inside}</a>' if post else f"<span{where}>{inside}</span>"
    return f'<li style="--wide:{step.wide:.3f}">{place}</li>'


def begin(page: Page) -> str:
    """The first post, and a short path for the hurried; of posts that have a page."""
    written = [post for slug, post in page.posts.items() if page.about(slug)]
    short = [(name, page.posts[slug]) for slug, name in SHORT_PATH.items() if page.about(slug)]
    ways = []
    if written:
        title = breakable(page.about_post(written[0])["title"], page.language)
        ways.append((page.say(ja="最初から読む", en="From the beginning"),
                     f'<a href="{page.link_to(written[0])}">{title}</a>'))
    if len(short) > 1:
        steps = "".join(f'<li><a href="{page.link_to(post)}">{name}</a></li>' for name, post in short)
        ways.append((page.say(ja="急ぐときは", en="In a hurry"), f'<ol class="path">{steps}</ol>'))
    rows = "".join(f"<div><dt>{name}</dt><dd>{way}</dd></div>" for name, way in ways)
    return f'<dl class="begin">{rows}</dl>' if rows else ""


def others(page: Page) -> str:
    """A card for everything that no line of the network's script leads to: first the posts, then other pages."""
    linked = {*listing.explained(page).values()}
    posts = [card(page.link_to(post), page.about_post(post), page, page.numbered(post))
             for slug, post in page.posts.items() if page.about(slug) and post not in linked]
    names = sorted(path.name.split(".")[0] for path in page.docs.glob(f"*.{page.language}.md"))
    pages = [card(page.link(f"{name}.html"), head, page) for name in names
             if name != page.name and (head := page.head_of(name)) is not None]
    return f'<ol class="cards">{"".join(posts + pages)}</ol>' if posts or pages else ""


def card(target: str, about: dict[str, Any], page: Page, number: str = "") -> str:
    """One page as a card that leads to it, with its number if it has one, its title and its description."""
    series = f'<p class="series">{number}</p>' if number else ""
    description = escape(facts.fill(about.get("description", ""), page))
    return (f'<li class="card">{series}<p class="card-title"><a href="{target}">'
            f'{breakable(about["title"], page.language)}</a></p><p>{description}</p></li>')
