"""Numbers to play with: their arithmetic is NumPy's and Keras's, by hand, by key and by touch."""

import re

import numpy as np
import pytest

from diagrams.build.files import ROOT
from diagrams.draw.scale import Scale
from diagrams.facts import MINUS, decimal, share
from diagrams.inputs import Layer
from diagrams.translations.words import JAPANESE
from tests.browser.conftest import POSTS, SCHEMES
from tests.browser.test_pages import contrast

RANDOM = np.random.default_rng(0)
RELU, POOLING, ANSWER = (f"posts/{name}.html" for name in ("relu", "maxpooling2d", "softmax"))
TOYS = sorted((ROOT / "docs" / "assets" / "play").glob("play-*.js"))
ASKED = {page: re.findall(r"^<(play-\w+)", page.read_text(encoding="utf-8"), re.M)
         for page in (ROOT / "docs").rglob("*.md")}
SOFTMAX = '<play-softmax labels="dogs; cats; birds" logits="0.52 −1.304 2.7"></play-softmax>'
PLACE = "html => document.querySelector('article h1').insertAdjacentHTML('afterend', html)"
CALL = """async ([file, name, calls]) => {
  const found = await import(new URL(`play/${file}.js`, document.querySelector('script[src$="site.js"]').src))
  return calls.map(call => found[name](...call))
}"""
OUTS = ".toy-pool > div:last-child .toy-cell"


def number(text: str) -> float:
    return float(text.replace(MINUS, "-"))


@pytest.fixture(scope="module")
def call(browser, address):
    """A function of a module, called with each of these arguments, in the browser."""
    page = browser.new_page()
    page.goto(address + "en/index.html")
    yield lambda file, name, calls: page.evaluate(CALL, [file, name, calls])
    page.close()


@pytest.fixture
def play(visit):
    """A toy put on a page of its own, in English."""
    def played(html: str):
        page = visit("en/index.html")
        page.evaluate(PLACE, html)
        page.evaluate(CALL.replace("calls.map(call => found[name](...call))", "null"),
                      [re.match(r"<([\w-]+)", html)[1], "", []])
        return page.locator(".toy")

    return played


@pytest.fixture
def toy_of(visit):
    """The toy of a page, once it can be played with."""
    def found(path, **settings):
        toy = visit(path, **settings).locator(".toy")
        toy.locator("button").wait_for()
        return toy

    return found


def field(toy):
    return toy.locator("input[type=text]").first


def slider(toy):
    return toy.locator("input[type=range]").first


def enter(toy, x):
    field(toy).fill(str(x))
    field(toy).press("Enter")


# The same numbers as on the pages


def test_numbers_are_written_as_the_pages_write_them(call):
    numbers = [0.0, -0.0, -0.0004, 0.0005001, 1e-9, 12.3456, -1000.0, *RANDOM.normal(0, 3, 60).tolist()]
    assert call("numbers", "decimal", [[x, 3] for x in numbers]) == [decimal(x, 3) for x in numbers]
    parts = [0.0, 1.0, 0.9996, 0.99949, 0.0004, 0.0006, 0.0996, 0.1, 0.125, 0.985, 0.9851, *RANDOM.random(60).tolist()]
    assert call("numbers", "share", [[part] for part in parts]) == [share(part).text["en"] for part in parts]


@pytest.mark.parametrize(("text", "value"), [
    ("−0.061", -0.061), ("-.5", -0.5), (" 12 ", 12), ("１．５", 1.5), ("ー２", -2), ("+1e-2", 0.01), ("7.", 7),
    *((text, np.nan) for text in ("", "abc", "1e999", "--1", "1,5", "NaN", "0x10", ".", "1 2", "Infinity")),
])
def test_what_people_type_is_read(call, text, value):
    assert call("numbers", "read", [[text]]) == pytest.approx([value], nan_ok=True)


def test_the_ends_of_scales_are_round(call):
    ends = call("numbers", "roundUp", [[x] for x in (0.764, 0.192, 0.2, 1, 1.01, 4, 51, 1000)])
    assert ends == pytest.approx([1, 0.2, 0.2, 1, 2, 5, 100, 1000])


def test_colours_are_those_of_the_figures(call):
    values = [-3, *np.linspace(-1, 1, 81), 9]
    found = np.array(call("colours", "signed", [[value, 1] for value in values]))
    np.testing.assert_allclose(found, 255 * Scale(1).rgb(values), atol=3)
    inks = call("colours", "inkOn", found[:, None].tolist())
    assert {*inks} == {"#000000", "#ffffff"}
    for ink, rgb in zip(inks, found.astype(int).tolist(), strict=True):
        plain = f"rgb({int(ink[1:3], 16)}, {int(ink[3:5], 16)}, {int(ink[5:], 16)})"
        assert contrast(plain, f"rgb({', '.join(map(str, rgb))})") >= 4.5


def test_softmax_is_that_of_numpy_and_never_overflows(call):
    scores = [*RANDOM.normal(0, 4, (40, 6)).tolist(), [1000, 999, -1000], [-1e6, -1e6], [0], [1e6, 0]]
    for found, given in zip(call("play-softmax", "softmax", [[each] for each in scores]), scores, strict=True):
        powers = np.exp(np.subtract(given, max(given)))
        np.testing.assert_allclose(found, powers / powers.sum(), rtol=1e-12, atol=1e-300)


def test_every_toy_that_a_page_asks_for_has_its_script():
    assert {name for names in ASKED.values() for name in names} <= {path.stem for path in TOYS}
    assert all(len(names) <= 1 for names in ASKED.values())  # the cells of two would be one group


# ReLU


def test_relu_gives_what_keras_gave(toy_of, resolve):
    toy, relu = toy_of(RELU), resolve(Layer("ReLU", maps=True))
    start = field(toy).input_value()
    assert start == decimal(relu.input[(*relu.cell, relu.channel)], 3)
    assert toy.locator("output").inner_text() == decimal(relu.output[(*relu.cell, relu.channel)], 3)
    before, after = (values[..., relu.channel].ravel()[:40] for values in (relu.input, relu.output))
    for x, y in zip(before, after, strict=True):
        enter(toy, f"{x:.3f}")
        assert number(toy.locator("output").inner_text()) == pytest.approx(y, abs=0.00051)


def test_the_dot_is_where_the_numbers_are(toy_of):
    toy = toy_of(RELU)
    for x in (-0.8, 0, 0.5):
        enter(toy, x)
        dot, thumb = toy.locator(".dot").bounding_box(), slider(toy).bounding_box()
        middle = thumb["x"] + 11 + (x + 1) / 2 * (thumb["width"] - 22)
        assert dot["x"] + dot["width"] / 2 == pytest.approx(middle, abs=2)
    assert toy.locator("output.cut").count() == 0
    assert toy.locator(".dot.positive").count() == 1


@pytest.mark.parametrize("touch", [False, True])
def test_the_graph_can_be_dragged(toy_of, touch):
    toy = toy_of(RELU, has_touch=touch)
    page, graph = toy.page, toy.locator("svg")
    graph.scroll_into_view_if_needed()
    box = graph.bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 2
    if touch:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.move(x + 50, y)
        page.mouse.down()
        page.mouse.move(x, y)
        page.mouse.up()
        page.mouse.move(x + 90, y)
    assert number(field(toy).input_value()) == pytest.approx(-85.5 / 141, abs=0.01)
    assert toy.locator("output").inner_text() == "0"


def test_the_axis_grows_with_the_number_and_comes_back(toy_of):
    toy = toy_of(RELU)
    enter(toy, 4)
    assert toy.locator("svg text").all_text_contents().count("5") == 2
    assert slider(toy).get_attribute("max") == "5"
    toy.locator("button").click()
    assert slider(toy).get_attribute("max") == "1"


# Pooling


def grid(values) -> str:
    return "; ".join(" ".join(decimal(x, 2) for x in row) for row in values)


def pooled(values, rows, columns):
    """The largest of each window by NumPy, and which cells are the largest of some window."""
    best = np.array([[values[top:bottom, left:right].max() for left, right in columns] for top, bottom in rows])
    won = np.zeros(values.shape, bool)
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            won[top:bottom, left:right] |= values[top:bottom, left:right] == best[i, j]
    return best, won


def shown(toy):
    """What comes out, and which cells are not marked as dropped."""
    out = [number(text) for text in toy.locator(OUTS).all_inner_texts()]
    return out, toy.locator("label").evaluate_all("all => all.map(one => !one.classList.contains('dropped'))")


@pytest.mark.parametrize(("rows", "columns"), [
    ([(0, 2), (2, 4)], [(0, 2), (2, 4)]), ([(0, 3), (2, 5)], [(0, 3), (2, 5)]), ([(0, 2), (3, 5)], [(0, 1), (3, 4)]),
    ([(0, 1), (1, 3)], [(0, 4)]),
])
def test_pooling_is_that_of_numpy(play, rows, columns):
    values = RANDOM.normal(0, 1, (rows[-1][1], columns[-1][1])).round(2)
    texts = [" ".join(f"{start}:{stop}" for start, stop in spans) for spans in (rows, columns)]
    toy = play(f'<play-pooling values="{grid(values)}" rows="{texts[0]}" columns="{texts[1]}"></play-pooling>')
    for _ in range(6):
        best, won = pooled(values, rows, columns)
        out, marked = shown(toy)
        assert out == pytest.approx(best.ravel().tolist())
        assert marked == won.ravel().tolist()
        place = RANDOM.integers(values.size)
        values.flat[place] = round(RANDOM.normal(0, 2), 2)
        toy.locator("label").nth(place).click()
        enter(toy, decimal(values.flat[place], 2))


def test_pooling_begins_with_what_keras_pooled(toy_of, resolve):
    toy, pool = toy_of(POOLING), resolve(Layer("MaxPooling2D"))
    out, _ = shown(toy)
    rows = np.array(out).reshape(2, 2)
    maps = pool.output[..., pool.channel].round(3)
    found = np.lib.stride_tricks.sliding_window_view(maps, (2, 2))
    assert np.isclose(found, rows, atol=1e-6).all(axis=(2, 3)).any()


def test_a_tie_has_as_many_winners(play):
    toy = play('<play-pooling values="1 1; 1 0" rows="0:2" columns="0:2"></play-pooling>')
    assert shown(toy) == ([1], [True, True, True, False])


def test_cells_are_chosen_and_changed_by_key(toy_of):
    toy = toy_of(POOLING)
    page = toy.page
    cells = toy.locator("input[type=radio]")
    cells.first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowDown", 5), ("ArrowUp", 1), ("ArrowUp", 1), ("ArrowLeft", 0)):
        page.keyboard.press(key)
        assert cells.nth(place).is_checked()
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    assert toy.locator(OUTS).first.inner_text() == "0.500"
    assert toy.locator("label").first.inner_text() == "0.500"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    assert number(field(toy).input_value()) == pytest.approx(0.495)
    page.keyboard.press("Shift+Tab")
    assert cells.first.evaluate("cell => cell === document.activeElement")


# Softmax


def test_softmax_begins_with_the_answer_of_keras(toy_of, resolve):
    toy, last = toy_of(ANSWER), resolve(Layer("Softmax"))
    assert toy.locator(".toy-share").all_inner_texts() == [share(part).text["ja"] for part in last.output]
    fields = [each.input_value() for each in toy.locator("input[type=text]").all()]
    assert fields == [*(decimal(logit, 3) for logit in last.input), "1.00"]


def test_probabilities_are_those_of_numpy_at_any_temperature(play):
    toy = play(SOFTMAX)
    fields, logits = toy.locator("input[type=text]"), np.array([0.52, -1.304, 2.7])
    for changed, temperature in ((logits, 1), ((0, 0, 0), 0.1), ((5, -2, 4.5), 10), ((3, 1, 2), 2.5),
                                 ((800, -1000, 799), 0.5)):
        if changed is not logits:
            for n, x in enumerate((*changed, temperature)):
                fields.nth(n).fill(str(x))
        powers = np.exp((np.array(changed) - max(changed)) / temperature)
        wanted = powers / powers.sum()
        assert toy.locator(".toy-share").all_inner_texts() == [share(part).text["en"] for part in wanted]
        widths = toy.locator(".toy-bar").evaluate_all("bars => bars.map(bar => bar.style.getPropertyValue('--part'))")
        np.testing.assert_allclose([float(width) for width in widths], wanted, atol=1e-9)


def test_the_temperature_has_one_in_the_middle_of_its_slider(play):
    toy = play(SOFTMAX)
    warmth = toy.locator("input[type=range]").last
    assert warmth.input_value() == "0"
    warmth.press("Home")
    assert toy.locator("input[type=text]").last.input_value() == "0.10"
    warmth.press("End")
    assert warmth.get_attribute("aria-valuetext") == "10.00"


def test_all_logits_share_one_scale(play):
    toy = play(SOFTMAX)
    enter(toy, 40)
    assert [each.get_attribute("max") for each in toy.locator("input[type=range]").all()] == ["50"] * 3 + ["1"]
    assert toy.locator(".toy-scale span").all_inner_texts() == [f"{MINUS}50", "0", "50"]


# All of them


@pytest.fixture(params=["play-relu", "play-pooling", "play-softmax"])
def toy(request, toy_of, play):
    if request.param == "play-softmax":
        return play(SOFTMAX)
    return toy_of({"play-relu": f"en/{RELU}", "play-pooling": f"en/{POOLING}"}[request.param])


@pytest.mark.parametrize(("typed", "said"), [
    ("", "cannot be read"), ("abc", "cannot be read"), ("1e999", "cannot be read"), ("5000", "Numbers here go from"),
])
def test_bad_input_does_no_harm(toy, typed, said):
    before = field(toy).input_value()
    field(toy).fill(typed)
    assert field(toy).get_attribute("aria-invalid") == "true"
    field(toy).press("Tab")
    assert field(toy).get_attribute("aria-invalid") is None
    end = float(slider(toy).get_attribute("max"))
    assert number(field(toy).input_value()) == (end if typed == "5000" else number(before))
    assert said in toy.locator(".toy-told").inner_text()


def written(toy) -> tuple[str, str]:
    """All that is written in a toy, but for what a screen reader is told a little later, and its number."""
    return toy.evaluate("""toy => {
        const copy = toy.cloneNode(true);
        copy.querySelector("[role=status]").remove();
        return copy.textContent;
    }"""), field(toy).input_value()


def test_the_real_numbers_come_back(toy):
    before = written(toy)
    slider(toy).press("PageDown")
    enter(toy, 77)
    assert written(toy) != before
    toy.locator("button").press("Enter")
    assert written(toy) == before


def test_a_hand_finds_zero_and_a_key_leaves_it(toy):
    box = slider(toy).bounding_box()
    for place in (0.1, 0.505):  # not on the thumb, which a click would not move
        slider(toy).click(position={"x": box["width"] * place, "y": box["height"] / 2})
    assert number(field(toy).input_value()) == 0
    slider(toy).press("ArrowRight")
    assert 0 < number(field(toy).input_value()) < 0.2


def test_what_has_become_of_the_numbers_is_said_when_the_hand_rests(toy):
    status = toy.locator("[role=status]")
    status.evaluate("status => { window.said = []; new MutationObserver(() => said.push(status.textContent))"
                    ".observe(status, {childList: true}) }")
    slider(toy).evaluate("slider => { for (let n = 0; n < 5; n += 1) {"
                         " slider.stepDown(); slider.dispatchEvent(new Event('input')) } }")
    toy.page.wait_for_function("() => said.length")
    toy.page.wait_for_timeout(100)
    assert toy.page.evaluate("said") == [toy.locator(".toy-told").inner_text()]


def test_everything_has_a_name_and_room_for_a_finger(toy):
    tree = toy.aria_snapshot()
    controls = re.findall(r"^ *- '?(slider|textbox|radio|button)( .*)$", tree, re.M)
    assert len(controls) == toy.locator("input, button").count()
    assert all(re.match(r' "[^"]+"', named) for _, named in controls), tree
    boxes = toy.locator("input:not([type=radio]), button, label").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))")
    assert min(boxes) >= 24


@pytest.mark.parametrize("path", [path for path in POSTS if re.search("relu|maxpooling|softmax", path)])
def test_a_toy_speaks_the_language_of_its_page(toy_of, path):
    tree = toy_of(path).aria_snapshot()
    assert bool(JAPANESE.search(tree)) == (not path.startswith("en/"))


@pytest.mark.parametrize("path", [RELU, POOLING, ANSWER])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_digits_can_be_read_on_their_colours(toy_of, path, scheme):
    toy = toy_of(path, scheme=scheme)
    pairs = toy.locator(".toy-cell").evaluate_all("""cells => cells.map(cell => {
      const style = getComputedStyle(cell)
      return [style.color, cell.matches('.dropped, .cut') ? 'rgb(196, 200, 206)' : style.backgroundColor]
    })""")
    assert min(contrast(*pair) for pair in pairs) >= 4.5


@pytest.mark.parametrize("path", [RELU, POOLING, ANSWER])
def test_without_javascript_the_figure_stays_and_nothing_is_missing(visit, path):
    page = visit(path, java_script_enabled=False)
    empty = page.locator("play-relu, play-pooling, play-softmax")
    assert empty.inner_text() == ""
    assert empty.bounding_box()["height"] == 0
    assert page.locator(".diagram > svg").first.is_visible()


def test_only_pages_with_a_toy_fetch_its_script(visit, address):
    for name in ("index", "posts/relu"):
        page, asked = visit(), []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{address}{name}.html")
        page.wait_for_load_state("networkidle")
        found = {script for url in asked for script in re.findall(r"(play-\w+)\.js", url)}
        assert found == {*ASKED[ROOT / "docs" / f"{name}.ja.md"]}


def test_paper_has_no_toys_and_who_wants_no_motion_sees_none(toy_of):
    toy = toy_of(POOLING, reduced_motion="reduce")
    assert toy.locator(".toy-cell").first.evaluate("cell => getComputedStyle(cell).transitionDuration") == "0s"
    toy.page.emulate_media(media="print")
    assert not toy.is_visible()


def test_colours_stay_when_a_reader_forces_others(toy_of):
    toy = toy_of(POOLING, forced_colors="active")
    colours = toy.locator(OUTS).evaluate_all("cells => cells.map(cell => getComputedStyle(cell).backgroundColor)")
    assert "rgb(255, 255, 255)" not in colours
