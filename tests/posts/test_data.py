"""Every number of the post on the data, counted again; and its figures for other results and other photos."""

import re
import shutil
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from diagrams import samples, script
from diagrams.draw.dealing import mixed, with_sibling
from diagrams.draw.hashes import told_of_hashes
from diagrams.draw.leak import title_of_growth, title_of_leak, told_of_growth, verdict
from diagrams.draw.planes import most_colourful
from diagrams.experiments import studies
from diagrams.facts import share
from diagrams.inputs import Card, Experiment, Photo, Probe
from diagrams.language import Say
from diagrams.posts import data as post
from diagrams.probes import preparation as probes
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

SIZE = script.load(script.NETWORK).image_size


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


@pytest.fixture(scope="module")
def found(resolve):
    return resolve(Experiment("leak"))


@pytest.fixture(scope="module")
def card(resolve):
    return resolve(Card())


@pytest.fixture(scope="module")
def prepare():
    """The script as a module."""
    return script.load(samples.PREPARATION)


@pytest.fixture(scope="module")
def free():
    return [sample for sample in samples.credited_samples() if sample.is_free]


def assert_readable(drawing):
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


# What it costs


def mean_of(found, variation, read) -> float:
    values = [read(run) for run in found["runs"] if run["variation"] == variation]
    return sum(values) / len(values)


@pytest.mark.parametrize(("name", "variation"), [("", "augment first"), ("split_", "split first")])
def test_reports_and_truths_are_means_over_the_seeds(facts, found, name, variation):
    reported = mean_of(found, variation, lambda run: run["held back"])
    honest = mean_of(found, variation, lambda run: run["new photos"]["balanced"])
    assert facts[f"{name}reported"].value == pytest.approx(reported)
    assert facts[f"{name}honest"].value == pytest.approx(honest)
    assert facts[f"{name}gap"].value == pytest.approx(100 * (reported - honest))


def test_what_the_order_moves(facts):
    assert facts["excess"].value == pytest.approx(facts["gap"].value - facts["split_gap"].value)


def test_every_run_is_in_the_figure_with_both_numbers_and_their_gap(texts, found):
    shown = texts(post.leak)
    expected = sorted(share(value).text.en for run in found["runs"]
                      for value in (run["held back"], run["new photos"]["balanced"]))
    chance = share(1 / len(found["runs"][0]["new photos"]["per label"])).text.en
    in_axis = {chance, "25%", "50%", "75%", "100%"}
    percent = sorted(text for text in shown if re.fullmatch(r"[\d.]+%", text))
    for mark in in_axis & set(percent):
        if percent.count(mark) > expected.count(mark):
            percent.remove(mark)
    assert percent == expected
    for run in found["runs"]:
        gap = 100 * (run["held back"] - run["new photos"]["balanced"])
        assert f"{gap:+.1f}".replace("-", "−") in shown


def test_the_gap_after_early_and_late_epochs(facts, found):
    at_end = [mean_of(found, way, lambda run: run["by epoch"]["val_accuracy"][-1]) for way in (post.FIRST, post.SPLIT)]
    assert facts["apart"].value == pytest.approx(100 * (at_end[0] - at_end[1]))
    early = facts["early"].value - 1
    then = [mean_of(found, way, lambda run: run["by epoch"]["val_accuracy"][early]) for way in (post.FIRST, post.SPLIT)]
    assert facts["apart_early"].value == pytest.approx(100 * (then[0] - then[1]))
    assert 1 <= facts["early"].value < facts["last"].value == found["size"]["epochs"]


def results(first, split, epochs=5) -> dict:
    """Results with these (reported, honest) pairs, one for each seed."""
    runs = [{"variation": way, "seed": seed, "held back": reported,
             "new photos": {"balanced": honest, "per label": dict.fromkeys("abcdef", honest)},
             "by epoch": {"val_accuracy": np.linspace(0.2, reported, epochs).tolist()}}
            for way, pairs in ((post.FIRST, first), (post.SPLIT, split))
            for seed, (reported, honest) in enumerate(pairs)]
    return {"runs": runs[::-1], "size": {"pixels": 33, "training photos": 12, "originals": 6, "epochs": epochs,
                                         "validation photos": 10}}


RESULTS = {
    "clear": results([(0.7, 0.5), (0.72, 0.51)], [(0.5, 0.5), (0.48, 0.52)]),
    "hidden": results([(0.5, 0.55), (0.52, 0.56)], [(0.4, 0.5), (0.42, 0.55)]),
    "unclear": results([(0.5, 0.5), (0.4, 0.5)], [(0.45, 0.5), (0.5, 0.5)]),
    "below chance": results([(1.0, 0.0), (0.1, 0.15)], [(0.0, 1.0), (0.2, 0.2)]),
    "two epochs, one seed": results([(0.995, 0.99)], [(0.98, 0.985)], epochs=2),
}


@pytest.mark.parametrize(("name", "title", "words"), [
    ("clear", "Augment first, and you would report 71%; the truth is 50%", "flatters more"),
    ("hidden", "Augmenting first raises what one would report by 7.0 points", "flatters more"),
    ("unclear", "In either order: no clear difference", "nothing can be said"),
])
def test_the_message_follows_the_results(name, title, words):
    leak = post.leak_of(RESULTS[name])
    assert title_of_leak(Say("en"), leak) == title
    assert words in verdict(leak).text.en


def test_a_gap_that_does_not_grow_is_not_said_to():
    grows, shrinks = (post.leak_of(RESULTS[name]) for name in ("clear", "unclear"))
    assert "opens" in title_of_growth(Say("en"), grows)
    assert told_of_growth(grows).text.en.startswith("No. After 1 epoch, ")
    assert "opens" not in title_of_growth(Say("en"), shrinks)
    assert told_of_growth(shrinks).text.en.startswith("Here, that cannot be told")


@pytest.mark.parametrize("name", RESULTS)
def test_other_results_can_be_read(say, name):
    assert_readable(post.leak(say, RESULTS[name]))
    assert_readable(post.over_epochs(say, RESULTS[name]))


def test_a_report_that_flatters_is_marked_by_more_than_colour(say):
    shown = words_of(post.leak(say, RESULTS["clear"]))
    assert "+20.0" in shown
    assert "−4.0" in shown


# Siblings


def test_the_pictures_held_back_are_those_of_the_experiment(resolve):
    probe, random = resolve(Probe("siblings")), np.random.default_rng
    shape = probe["copies"].shape[:2]
    np.testing.assert_array_equal(probe["augment_first"], random(0).random(np.prod(shape)).reshape(shape) < 0.2)
    np.testing.assert_array_equal(probe["split_first"].T, [random(0).random((1, shape[0]))[0] < 0.2] * shape[1])
    assert shape[1] == studies.STUDIES["leak"].copies
    assert probe["share"][0] == studies.HELD_BACK


def test_the_variations_are_the_scripts(resolve, prepare, free):
    random, shown = np.random.default_rng(0), resolve(Probe("siblings"))["copies"]
    photo = prepare.smaller(prepare.open_photo(free[0].path), SIZE)
    for copy in shown[0]:
        np.testing.assert_array_equal(copy * 256, np.asarray(prepare.augment(photo, random, SIZE)))


def test_siblings_are_counted_one_by_one(facts, resolve):
    probe, caught = resolve(Probe("siblings")), 0
    held = probe["augment_first"]
    for photo, copy in np.argwhere(held):
        caught += any(not held[photo, other] for other in range(held.shape[1]) if other != copy)
    drawing = post.siblings(Say("en"), probe)
    assert f"{caught} of {held.sum()} held-back" in drawing.title
    assert with_sibling(probe["split_first"]) == 0
    assert mixed(np.array([[1, 1], [1, 0], [0, 0]], bool)).tolist() == [False, True, False]


def test_the_chance_of_having_no_sibling_by_trying_all_deals(facts, found):
    copies, held = facts["copies"].value, Fraction(1, 5)
    assert copies * found["size"]["originals"] == found["size"]["training photos"]
    alone = Fraction(0)
    for deal in product((True, False), repeat=copies):
        if deal[0] and all(deal[1:]):
            alone += np.prod([held if back else 1 - held for back in deal])
    alone /= held
    assert facts["product"].value == pytest.approx(float(alone))
    assert facts["alone_in"].value == round(1 / alone)
    assert facts["caught_share"].value == pytest.approx(float(1 - alone))
    terms, result = facts["product"].text.en.split(" = ")
    assert np.prod([float(term) for term in terms.split(r"\times")]) == pytest.approx(float(result), rel=0.01)
    assert facts["one_in"].value == pytest.approx(5 ** (facts["most_copies"].value - 1), rel=1e-6)


def test_the_lines_to_copy_print_what_the_page_says(printed, facts):
    out = printed(facts["numpy"].value)
    assert out.strip() == facts["simulated"].text.en
    assert float(out) == pytest.approx(facts["caught_share"].value, abs=0.005)


# A photo is numbers


def test_the_pixel_in_the_frame_is_the_files(facts, resolve, prepare):
    path = samples.FOLDER / resolve(Photo()).name
    image = prepare.fit(prepare.open_photo(path), SIZE)
    pixel = image.getpixel((facts["column"].value - 1, facts["row"].value - 1))
    assert pixel == tuple(facts[name].value for name in ("red", "green", "blue"))
    assert facts["size"].value == [SIZE, SIZE, 3]
    assert facts["numbers"].value == SIZE * SIZE * 3


def test_the_square_is_the_one_with_most_colour(resolve):
    pixels, side = resolve(Photo()).pixels.astype(np.float64), post.CROP
    (top, bottom), (left, right) = most_colourful(pixels.astype(np.float32), side)
    assert (bottom - top, right - left) == (side, side)

    def spread(row, column) -> float:
        square = pixels[row : row + side, column : column + side]
        colour = square - square.mean(axis=2, keepdims=True)
        return sum(colour[..., n].std() for n in range(3))

    best = max(spread(row, column) for row in range(SIZE - side + 1) for column in range(SIZE - side + 1))
    assert spread(top, left) == pytest.approx(best, rel=1e-4)


def test_every_number_of_the_square_is_shown(texts, resolve):
    photo = resolve(Photo())
    rows, columns = (slice(*span) for span in most_colourful(photo.pixels, post.CROP))
    numbers = [text for text in texts(post.channels) if text.isdigit()]
    expected = np.moveaxis(photo.pixels * 256, -1, 0)[:, rows, columns].astype(int).ravel().tolist()
    assert numbers == [str(number) for number in expected]


def test_memory_is_counted_in_bytes(facts, card):
    made = sum(photos["training after augmentation"] for photos in card["photos"].values())
    for name, kind in (("as_bytes", np.uint8), ("as_float32", np.float32), ("as_float", float)):
        assert facts[name].value == pytest.approx(made * np.zeros((SIZE, SIZE, 3), kind).nbytes / 1e9)


# Split, then augment


def test_the_parts_are_what_the_script_makes_of_the_same_photos(resolve, prepare, free, tmp_path):
    for sample in free:
        (tmp_path / sample.label).mkdir(exist_ok=True)
        shutil.copy(sample.path, tmp_path / sample.label)
    assert sorted(free, key=lambda sample: sample.label) == free, "the script reads labels in the order of their names"
    arrays, _ = prepare.prepare(tmp_path, probes.COPIES, 0, SIZE)
    probe = resolve(Probe("dealt"))
    np.testing.assert_array_equal(probe["copies"] * 256, arrays["x_train"])
    for place, part in enumerate(prepare.parts[1:], 1):
        dealt = {photo.tobytes() for photo in (probe["photos"][probe["part"] == place] * 256).astype(np.uint8)}
        assert dealt == {photo.tobytes() for photo in arrays[f"x_{part}"]}


def test_variations_are_made_of_training_photos_alone(resolve):
    probe = resolve(Probe("dealt"))
    assert set(probe["part"][probe["original"]]) == {0}


def test_the_photos_of_the_card_are_counted(facts, card, texts):
    totals = {part: sum(photos[part] for photos in card["photos"].values()) for part in post.ROWS}
    assert facts["photos"].value == totals["training"] + totals["validation"] + totals["test"]
    assert facts["augmented"].value == totals["training after augmentation"]
    shown = texts(post.parts)
    for part in ("training", "validation", "test"):
        assert facts[part].value == totals[part]
        assert f"{totals[part]:,}" in shown
    most, least = (card["photos"][facts[name].text.en] for name in ("most", "least"))
    trained = [photos["training"] for photos in card["photos"].values()]
    assert (most["training"], least["training"]) == (max(trained), min(trained))
    assert facts["least_copies"].value == pytest.approx(least["training after augmentation"] / least["training"])


def test_samples_that_all_go_one_way_can_be_drawn(say, resolve, card):
    probe = resolve(Probe("dealt"))
    for part in (np.zeros_like(probe["part"]), np.arange(len(probe["part"])) % 3):
        assert_readable(post.parts(say, probe | {"part": part}, card))


# Look-alikes


def test_the_bits_by_hand(resolve):
    probe = resolve(Probe("lookalikes"))
    for greys, (right, below) in zip(probe["greys"].astype(int), probe["bits"], strict=True):
        for row, column in np.ndindex(8, 8):
            assert right[row, column] == (greys[row, column + 1] > greys[row, column])
            assert below[row, column] == (greys[row + 1, column] > greys[row, column])


def test_differing_bits_are_the_scripts(facts, resolve, prepare):
    known = samples.credited_samples()
    photos = {sample.path.name: prepare.smaller(prepare.open_photo(sample.path), SIZE) for sample in known}

    def differing(one, other) -> int:
        pair = (prepare.fingerprint(photo) for photo in (one, other))
        return sum(bin(int(a) ^ int(b)).count("1") for a, b in zip(*pair, strict=True))

    pairs = [differing(one, other) for one, other in combinations(photos.values(), 2)]
    assert (facts["pairs_low"].value, facts["pairs_high"].value) == (min(pairs), max(pairs))
    assert facts["pairs"].value == len(pairs)
    photo, limit = photos[resolve(Photo()).name], facts["limit"].value
    assert facts["mirrored"].value == differing(photo, photo.transpose(0))
    alike = prepare.groups_of_lookalikes([photo, photo.transpose(0)])
    assert (len(alike) == 2) == (facts["mirrored"].value > limit) == (facts["mirrored_told"].text.en.startswith("To"))


def test_how_much_of_the_left_may_be_missing(resolve):
    probe = resolve(Probe("lookalikes"))
    limit = probe["limit"][0]
    for cuts, told in (([limit, limit + 1, 0], "1.0%"), ([limit + 1, 0, 0], "0%"), ([0, 0, 0], "3.0%")):
        assert f"up to {told} of" in told_of_hashes(probe | {"cuts": np.array(cuts)})["cut_told"].text.en


def test_every_distance_is_in_the_figure(texts, facts):
    shown = texts(post.lookalikes)
    for name in ("saved", "cut", "mirrored"):
        assert facts[name].text.en in shown
    assert f"{facts['pairs_low'].value}–{facts['pairs_high'].value}" in shown


# Anew in each epoch


def test_each_epoch_is_the_scripts_own_variation(resolve):
    source, photo = script.load(script.NETWORK), resolve(Photo()).pixels
    shown = resolve(Probe("each_epoch"))["pictures"]
    assert len(shown) == min(probes.EPOCHS, source.epochs)
    for epoch, picture in enumerate(shown):
        random = np.random.default_rng((source.seed, epoch, 0))
        np.testing.assert_array_equal(picture, source.vary(photo, random))


def test_pictures_that_are_all_alike_are_counted_as_one(resolve):
    photo = resolve(Photo())
    drawing = post.each_epoch(Say("en"), photo, {"pictures": np.stack([photo.pixels] * 3)})
    assert drawing.title == "One photo, 3 epochs, 1 different pictures"
