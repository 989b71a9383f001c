"""The way through the network found again, by hand or by Keras another way; the poster, as a file."""

import hashlib
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
import yaml
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

from diagrams.build import modules
from diagrams.build.files import ROOT
from diagrams.draw import Canvas, Scale, fonts
from diagrams.draw.pdf import to_pdf
from diagrams.draw.steps import BAR, LEAST, Plan, Step
from diagrams.draw.thread import Thread, bent
from diagrams.draw.ways import power, ways
from diagrams.facts import decimal, share
from diagrams.inputs import Labels, Photo, Probe
from diagrams.language import LANGUAGES, Say
from diagrams.posts import review as post
from tests.by_hand import by_hand
from tests.drawings import words_of

CLOSE = {"rtol": 1e-3, "atol": 1e-5}
PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def layers(resolve):
    return resolve(post.WHOLE)


@pytest.fixture(scope="module")
def probe(resolve):
    return resolve(Probe("thread"))


@pytest.fixture(scope="module")
def steps(layers, probe):
    return post.steps_of(Say("en"), layers, probe)


@pytest.fixture(scope="module")
def sheet(arguments):
    """Language -> the bytes of the poster."""
    return {language: to_pdf(post.poster(Say(language), **arguments(post.poster))) for language in LANGUAGES}


# The number


def test_the_number_is_at_the_followed_place_of_each_layer(layers, steps):
    for before, layer, step in zip([None, *layers], layers, steps, strict=False):
        wanted = layer.output[..., layer.channel]
        if layer.kind == "Flatten":
            wanted = before.output[(*before.cell, before.channel)]
        elif layer.cell:
            wanted = wanted[layer.cell]
        assert step.number == wanted
        assert step.told == (decimal(wanted, 3) if wanted else "0")


@pytest.mark.parametrize(("name", "kind", "nth"), [
    ("conv2d.result", "Conv2D", 1), ("relu.after", "ReLU", 1), ("conv2d_again.result", "Conv2D", 2),
    ("flatten.value", "Flatten", 1), ("dense.result", "Dense", 1), ("softmax.answer_logit", "Dense", 2),
    ("softmax.answer_part", "Softmax", 1)])
def test_it_is_the_number_that_other_posts_tell(arguments, layers, steps, name, kind, nth):
    other, _, fact = name.partition(".")
    told = modules.load(other).facts(**arguments(modules.load(other).facts))[fact]
    [step] = [step for layer, step in zip(layers, steps, strict=True) if (layer.kind, layer.nth) == (kind, nth)]
    assert step.number == pytest.approx(told.value)
    assert told.text.en in (step.told, decimal(step.number, 2))


def test_parameters_are_those_of_kernels_and_biases(layers, steps, facts):
    for layer, step in zip(layers, steps, strict=True):
        assert step.parameters == sum(part.size for part in (layer.kernel, layer.bias) if part is not None)
    assert facts["parameters"].value == sum(step.parameters for step in steps)
    used = [np.prod(layer.kernel.shape[:-1]) + 1 for layer in layers if layer.kernel.size]
    assert facts["used"].value == sum(used)
    assert facts["used_share"].value == pytest.approx(sum(used) / facts["parameters"].value)
    assert facts["learning"].value == len(used)


def test_the_answer_without_the_number_by_hand(layers, probe):
    flat = next(n for n, layer in enumerate(layers) if layer.output.ndim == 1)
    for n in (0, *range(flat - 2, len(layers) - 1)):
        place = tuple(at for at in probe["places"][n] if at >= 0)
        flow = layers[n].output.copy()
        assert flow[place] == layers[n].output[place]
        flow[place] = 0
        for layer in layers[n + 1:]:
            flow = by_hand(replace(layer, input=flow))
        np.testing.assert_allclose(flow, probe["without"][n], rtol=2e-3, atol=1e-5)


def test_a_zero_taken_away_changes_nothing(steps, layers, probe, facts):
    zeros = [n for n, step in enumerate(steps) if step.number == 0]
    assert facts["zeros"].value == len(zeros)
    np.testing.assert_allclose(probe["without"][zeros], np.tile(layers[-1].output, (len(zeros), 1)), atol=1e-6)


def test_gates_and_pools(layers, steps, facts):
    relus = [step for layer, step in zip(layers, steps, strict=True) if layer.kind == "ReLU"]
    assert facts["gates"].text.en == (f"It meets our number {len(relus)} times. Zeros made of it: "
                                      f"{sum(step.number == 0 for step in relus)}.")
    others = 0
    for layer in layers:
        if layer.kind == "MaxPooling2D":
            row, column = layer.cell
            window = layer.input[2 * row : 2 * row + 2, 2 * column : 2 * column + 2, layer.channel]
            before = layers[layers.index(layer) - 1]
            others += before.output[(*before.cell, layer.channel)] != window.max()
    assert facts["pools"].text.en.endswith(f"{others}.") if others else "each time" in facts["pools"].text.en


# The ways


def back(layers, end: int, *, is_open: bool) -> np.ndarray:
    """How many ways lead to a number of the last layer from each number that the first gives, found backwards."""
    flow = np.eye(layers[-1].output.size)[end]
    for layer in reversed(layers[1:]):
        given = tf.constant(layer.input[None].astype(np.float64))
        with tf.GradientTape() as tape:
            tape.watch(given)
            if layer.kind == "Conv2D":
                made = tf.nn.conv2d(given, np.ones(layer.kernel.shape), 1, layer.settings["padding"].upper())
            elif layer.kind == "MaxPooling2D":
                pool = tf.nn.max_pool2d if is_open else tf.nn.avg_pool2d
                made = pool(given, 2, 2, "VALID") * (1 if is_open else 4)
            elif layer.kind == "Dense":
                made = given @ np.ones(layer.kernel.shape)
            elif layer.kind == "ReLU" and is_open:
                made = keras.ops.relu(given)
            else:
                made = tf.reshape(given, (1, *layer.output.shape))
        flow = np.asarray(tape.gradient(made, given, output_gradients=tf.constant(flow[None])))[0]
    return flow


def test_the_ways_are_counted_backwards_too(layers, steps, facts):
    place, end = steps[0].place, steps[-1].place[0]
    found = {is_open: back(layers[:-1], end, is_open=is_open)[place] for is_open in (False, True)}
    assert ways(layers[:-1], place, end, is_open=False) == found[False] > 1e9
    assert ways(layers[:-1], place, end, is_open=True) == pytest.approx(found[True], rel=1e-6)
    assert 0 < facts["open_ways"].value < facts["ways"].value == found[False]
    assert facts["open_share"].text == share(found[True] / found[False]).text


@pytest.mark.parametrize(("n", "told"), [(0, "0"), (999, "999"), (12_345, "12{,}345"), (4.94e10, r"4.9 \times 10^{10}"),
                                         (1e6, r"1.0 \times 10^{6}"), (9.99e6, r"1.0 \times 10^{7}")])
def test_numbers_of_any_size(n, told):
    assert power(n).text.en == told


# The drawings


def images_of(drawing) -> list[np.ndarray]:
    """The colours of every picture on a drawing, (rows, columns, 3) from 0 to 255."""
    return [np.asarray(image.get_array()) for image in drawing.figure.axes[0].images]


@pytest.mark.parametrize("draw", [post.way, post.poster])
def test_every_step_is_told_with_its_number(say, arguments, layers, probe, draw):
    shown = words_of(draw(say, **arguments(draw)))
    for layer, step in zip(layers, post.steps_of(say, layers, probe), strict=True):
        assert step.name in shown
        assert layer.source in shown
        assert step.told in shown
        if layer.output.ndim > 1:
            assert "×".join(map(str, layer.output.shape)) in shown
        if step.parameters:
            assert any(f"{step.parameters:,}" in text for text in shown)
            assert any(f"{np.prod(layer.kernel.shape[:-1]):,}" in text for text in shown)
    for part in layers[-1].output:
        assert share(part).text.en in shown
    assert max(shown.count(step.told) for step in post.steps_of(say, layers, probe)) >= 3


@pytest.mark.parametrize("draw", [post.way, post.poster])
def test_the_followed_map_of_each_layer_is_there(arguments, layers, draw):
    pictures, scale = images_of(draw(Say("en"), **arguments(draw))), post.scale_of(layers)
    for layer in layers:
        if layer.output.ndim == 3 and layer.kind != "Dropout":
            wanted = np.rint(scale.rgb(layer.output[..., layer.channel]) * 255)
            assert any(picture.shape == wanted.shape and np.array_equal(picture, wanted) for picture in pictures)


def test_the_window_is_what_the_first_number_reads(arguments, resolve, layers, facts):
    photo, (rows, columns) = resolve(Photo()), post.window_of(layers)
    row, column = layers[0].cell
    assert (rows, columns) == ((row - 1, row + 2), (column - 1, column + 2))
    wanted = np.rint(photo.pixels[row - 1 : row + 2, column - 1 : column + 2] * 255)
    assert any(np.array_equal(picture, wanted) for picture in images_of(post.way(Say("en"), **arguments(post.way))))
    assert facts["window"].text.en == "3×3"


def test_the_bars_are_the_probabilities_that_are_left(say, arguments, layers, probe):
    drawing, answer = post.without(say, **arguments(post.without)), int(layers[-1].output.argmax())
    assert [row[-1] for row in drawing.table[1:]] == [share(each[answer]).text.en for each in probe["without"][:-1]]
    widths = [patch.get_width() for patch in drawing.figure.axes[0].patches if patch.get_facecolor()[3]]
    left = probe["without"][:-1, answer]
    np.testing.assert_allclose(np.array(widths) / widths[0], left / left[0], rtol=1e-3)


def test_a_network_without_zeros_has_a_title_of_its_own(arguments, layers, probe):
    changed = [replace(layer, output=layer.output + (layer.output == 0)) for layer in layers]
    given = arguments(post.way) | {"layers": changed}
    assert "none of" in post.way(Say("en"), **given).title


# The layout


def step_of(*sizes, is_same=False) -> Step:
    return Step("layer", "code", "deed", np.ones(sizes), (0,) * len(sizes), 0, is_same)


PLAN = Plan((0, 200), (210, 60), (280, 400), 0.6, 0.25, 4, 0, 4, True)


@pytest.mark.parametrize("maps", [1, 7, 32, 500])
@pytest.mark.parametrize("count", [1, 6, 14])
def test_a_plan_fills_the_room_and_shows_every_map(maps, count):
    steps = [*[step_of(100, 100, maps)] * count, step_of(6)]
    plan = PLAN.fitted(steps, 900)
    assert plan.shows_all(steps)
    assert plan.needs(steps) + plan.gap * len(steps) <= max(900, plan.needs(steps) + LEAST * len(steps)) + 1e-6
    across, shown = plan.grid(steps[0].values)
    assert shown == maps
    assert across * 100 * plan.small <= 400 + 1e-6


def test_maps_that_do_not_fit_are_counted():
    across, shown = replace(PLAN, small=0.5).grid(np.ones((100, 100, 60)))
    assert (across, shown) == (8, 31)


def test_the_answers_are_as_high_as_their_bars():
    assert PLAN.needs([step_of(30)]) == 30 * BAR


@pytest.mark.parametrize(("x", "y", "to_x", "to_y"), [(0, 0, 5, 100), (0, 0, 200, 14), (200, 10, 0, 24), (3, 3, 3, 3)])
def test_the_thread_goes_where_it_is_told_and_never_up(x, y, to_x, to_y):
    xs, ys = bent(x, y, to_x, to_y)
    np.testing.assert_allclose([xs[0], ys[0], xs[-1], ys[-1]], [x, y, to_x, to_y], atol=1e-9)
    assert (np.diff(ys) >= -1e-9).all()
    assert min(x, to_x) - 1e-9 <= xs.min() <= xs.max() <= max(x, to_x) + 1e-9


def test_the_thread_is_dashed_where_it_carries_a_zero():
    thread = Thread(Canvas(Say("en"), "title"), 20)
    for is_zero in (False, True):
        thread.through(20, thread.y + 10, thread.y + 15, thread.y + 20, is_zero=is_zero)
    thread.to(20, 60)
    dashed = [line.is_dashed() for line in thread.canvas.page.lines if line.get_linewidth() == pytest.approx(2.2)]
    assert dashed == [False, False, False, False, False, True, True]


# The poster as a file


def streams(data: bytes) -> list[bytes]:
    """The streams of a PDF, uncompressed as far as they can be."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def written_in(data: bytes) -> set[str]:
    """The characters that can be copied from a PDF."""
    maps = [stream.decode("ascii") for stream in streams(data) if b"begincmap" in stream]
    codes = [code for each in maps for found in re.findall(r"\[(.*?)\]", each) for code in re.findall("<(.*?)>", found)]
    return {bytes.fromhex(code).decode("utf-16be") for code in codes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poster_is_one_sheet_of_a3(sheet, language):
    data = sheet[language]
    assert re.findall(rb"/MediaBox \[ (.*?) \]", data) == [b"0 0 842 1191"]
    np.testing.assert_allclose(np.array([842, 1191]) / 72 * 25.4, [297, 420], atol=0.2)
    assert len(re.findall(rb"/Type */Page\b", data)) == 1
    assert b"CreationDate" not in data


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_fonts_are_embedded_as_truetype(sheet, language):
    data = sheet[language]
    assert not re.search(rb"/Subtype */Type3", data)
    kinds = re.findall(rb"/Subtype */(Type0|CIDFontType2|Type1|TrueType)", data)
    assert kinds.count(b"Type0") == kinds.count(b"CIDFontType2") == len(re.findall(rb"/FontFile2 ", data)) > 1
    assert not any(stream.startswith(b"OTTO") for stream in streams(data))
    assert sum(stream.startswith(b"\0\1\0\0") for stream in streams(data)) == len(re.findall(rb"/FontFile2 ", data))
    assert {name.split(b"+")[1] for name in re.findall(rb"/BaseFont /(\S+)", data)} == {
        b"DejaVuSans", b"NotoSansCJKjp-Regular"}


def test_it_says_in_its_language_what_is_drawn(say, arguments, sheet):
    wanted = {character for text in words_of(post.poster(say, **arguments(post.poster))) for character in text}
    assert wanted - {" ", "　"} <= written_in(sheet[say.language])
    japanese = {character for character in written_in(sheet[say.language]) if "\u3040" <= character <= "\u9fff"}
    assert bool(japanese) == (say.language == "ja")


def test_the_same_bytes_again_and_from_a_fresh_process(arguments, sheet):
    assert to_pdf(post.poster(Say("ja"), **arguments(post.poster))) == sheet["ja"]
    code = ("import hashlib\nfrom diagrams.build import modules, tracing\nfrom diagrams.draw.pdf import to_pdf\n"
            "from diagrams.language import Say\nfrom diagrams.posts import review as post\n"
            "found = tracing.manifest()\n"
            "given = {n: m.resolve(found, tracing.ARRAYS) for n, m in modules.markers(post.poster).items()}\n"
            "print(hashlib.sha256(to_pdf(post.poster(Say('ja'), **given))).hexdigest())")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "1"},
                          capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(sheet["ja"]).hexdigest()


def test_a_poster_leaves_the_fonts_of_figures_alone(arguments, sheet):
    known = [font.fname for font in fonts.font_manager.fontManager.ttflist]
    assert known[1] == str(fonts.TEXT)
    assert all(Path(name).exists() for name in known)


def test_truetype_letters_are_those_of_the_font(tmp_path):
    letters = [ord(letter) for letter in "写真が答Conv2D%−,8"]
    fonts.cut(fonts.TEXT, letters, tmp_path / "cubic.otf")
    fonts.to_truetype(tmp_path / "cubic.otf", tmp_path / "quadratic.ttf")
    cubic, quadratic = (TTFont(tmp_path / name) for name in ("cubic.otf", "quadratic.ttf"))
    for letter in letters:
        areas = []
        for font in (cubic, quadratic):
            pen = AreaPen()
            font.getGlyphSet()[font.getBestCmap()[letter]].draw(pen)
            areas.append(abs(pen.value))
        assert areas[0] == pytest.approx(areas[1], rel=0.01)
        assert cubic["hmtx"][cubic.getBestCmap()[letter]] == quadratic["hmtx"][quadratic.getBestCmap()[letter]]


def test_whose_photo_and_which_site_it_is(say, arguments, resolve):
    shown, photo = words_of(post.poster(say, **arguments(post.poster))), resolve(Photo())
    lines = re.sub(r"!\w+", "", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    site = yaml.safe_load(lines[: lines.index("markdown_extensions:")])
    [i18n] = [plugin["i18n"] for plugin in site["plugins"] if "i18n" in plugin]
    names = {each["locale"]: each.get("site_name", site["site_name"]) for each in i18n["languages"]}
    assert names[say.language] in shown
    assert any(photo.author in text and photo.licence in text and "CC BY 4.0" in text for text in shown)


@pytest.mark.parametrize(("licence", "is_free", "author", "told"), [
    ("CC BY-SA 3.0", False, "N. N.", "N. N. (CC BY-SA 3.0) · Poster: CC BY-SA 3.0"),
    ("", False, "", "cat.jpg (–) · Poster: CC BY 4.0"), ("CC0-1.0", True, "N.", "N. (CC0-1.0) · Poster: CC BY 4.0")])
def test_a_photo_with_conditions_sets_them_for_the_poster(resolve, licence, is_free, author, told):
    photo = replace(resolve(Photo()), name="cat.jpg", licence=licence, is_free=is_free, author=author)
    assert post.credits(Say("en"), photo) == f"Photo: {told}"


def test_a_network_of_many_steps_gets_a_longer_sheet(arguments):
    given = arguments(post.poster)
    more = [layer for layer in given["layers"] if layer.kind == "Dropout"][:1] * 30
    layers = [*given["layers"][:6], *more, *given["layers"][6:]]
    probe = {name: np.concatenate([each[:6], np.repeat(each[5:6], 30, axis=0), each[6:]])
             for name, each in given["probe"].items()}
    height = post.poster(Say("en"), **given | {"layers": layers, "probe": probe}).figure.get_size_inches()[1] * 72
    assert height > 1191 + 30 * 20


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_only_the_review_links_to_the_poster(path):
    links = re.findall(r"\]\((\S+\.pdf)\)", path.read_text(encoding="utf-8"))
    assert links == (["../figures/review/poster.pdf"] if path.name.startswith("review.") else [])


def test_the_lines_to_copy_print_what_the_page_says(facts, printed):
    needed, part = printed(facts["numpy"].value).split()
    assert f"{int(needed):,}" == facts["used"].text.en
    assert part == facts["used_share"].text.en


def test_the_scale_is_that_of_the_followed_maps(layers):
    followed = np.concatenate([layer.output[..., layer.channel].ravel() for layer in layers if layer.output.ndim == 3])
    assert post.scale_of(layers) == Scale(float(np.quantile(np.abs(followed), 0.97)))


def test_the_names_of_the_answers(say, resolve):
    assert len(post.names_of(say, resolve(Labels()))) == len(resolve(Labels()))
