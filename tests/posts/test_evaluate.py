"""Every number of the post on evaluation, counted again; and its figures for other labels and other answers."""

import re
from dataclasses import replace
from functools import reduce

import numpy as np
import pytest

from diagrams.draw.claims import wilson
from diagrams.draw.confusion import Confusion, told_of_tests
from diagrams.draw.occluded import title_of_square, told_of_cost, told_of_square
from diagrams.draw.reliability import Reliability, told_of_both
from diagrams.facts import share
from diagrams.inputs import Card, Labels, Photo, Probe, Samples, TracedPhoto, Until
from diagrams.labels import label_name
from diagrams.language import Say, Text
from diagrams.posts import evaluate as post
from tests.by_hand import by_hand
from tests.drawings import assert_apart, assert_inside, boxes_of, words_of

CLOSE = {"rtol": 1e-3, "atol": 1e-5}
UNKNOWN = "The network has no label for anything that the sample photos show."


@pytest.fixture(scope="module")
def card(resolve):
    return resolve(Card())


@pytest.fixture(scope="module")
def table(card):
    return card["answers on test photos"]


@pytest.fixture(scope="module")
def square(resolve):
    return resolve(Probe("occlusion"))


@pytest.fixture(scope="module")
def labels(resolve):
    return resolve(Labels())


@pytest.fixture(scope="module")
def facts(arguments):
    return post.facts(**arguments(post.facts))


# The matrix


def test_the_matrix_holds_the_test_photos_of_the_card(card, table):
    found = Confusion.of(table)
    for n, (label, answers) in enumerate(table.items()):
        assert found.photos[n] == sum(answers.values()) == card["photos"][label]["test"]
        assert found.parts[n, n] == pytest.approx(card["accuracy on test photos"]["per label"][label], abs=5e-5)


def test_the_figure_shows_every_count(texts, table):
    shown = texts(post.confusion)
    for answers in table.values():
        for number in answers.values():
            assert not number or str(number) in shown
        assert f"{sum(answers.values()):,}" in shown


def test_the_balanced_accuracy_by_hand(facts, card, table):
    recalls = [table[label][label] / sum(table[label].values()) for label in table if sum(table[label].values())]
    assert facts["mean"].value == pytest.approx(sum(recalls) / len(recalls))
    assert facts["mean"].value == pytest.approx(card["accuracy on test photos"]["balanced"], abs=5e-5)
    terms = [int(over) / int(under) for over, under in
             re.findall(r"\\dfrac\{(\d+)\}\{(\d+)\}", facts["sum_of_terms"].text.en)]
    assert terms == recalls
    assert sum(terms) == pytest.approx(facts["sum"].value)
    assert facts["all_share"].value == pytest.approx(card["accuracy on test photos"]["all photos"], abs=5e-5)


def test_the_extremes_of_the_matrix(facts, table):
    recalls = {label: answers[label] / sum(answers.values()) for label, answers in table.items()
               if any(answers.values())}
    assert recalls[facts["weakest"].text.en] == min(recalls.values()) == facts["weakest_share"].value
    for label, recall in recalls.items():
        extreme = recall in (min(recalls.values()), max(recalls.values()))
        assert (label in facts["extremes"].text.en) == extreme or len(set(recalls.values())) == 1


def test_the_largest_mix_up(table):
    told = told_of_tests(Confusion.of(table))
    mixed = max(number / (sum(answers.values()) or 1) for label, answers in table.items()
                for answer, number in answers.items() if answer != label)
    assert told["mixed_share"].value == pytest.approx(mixed)
    assert table[told["mixed"].text.en][told["mixed_answer"].text.en] == told["mixed_photos"].value


@pytest.mark.parametrize(("counts", "told"), [
    ([[9, 1, 0], [2, 8, 0], [1, 1, 8]], "Best: **dogs**, with 90% right. Worst: **cats and newts**, with 80%."),
    ([[9, 0, 0], [9, 0, 0], [9, 0, 0]], "Best: **dogs**, with 100% right. Worst: **cats and newts**, with 0%."),
    ([[5, 5, 0], [0, 0, 0], [5, 0, 5]], "None is best and none is worst: 50% right, whatever the label."),
])
def test_labels_that_share_an_extreme(counts, told):
    found = confusion_of(counts)
    assert post.extremes(found).text.en == told


def test_names_in_a_row():
    assert post.listed([label_name(label) for label in ("dogs", "cats", "x")]).text == Text(ja="犬、猫、x",
                                                                                            en="dogs, cats and x")


@pytest.mark.parametrize(("counts", "told"), [
    ([[9, 0], [0, 9]], "Here, nothing was mixed up."),
    ([[9, 1], [0, 9]], "No mix-up takes a larger share of its row than this one: of the photos labelled “dogs”, 10% "
                       "(1) got the answer “cats”."),
])
def test_the_page_tells_of_the_largest_mix_up(counts, told):
    assert post.matrix(confusion_of(counts))["mix_up"].text.en == told


def test_without_a_mistake_there_is_no_mix_up_to_explain(say):
    right, wrong = (words_of(post.confusion(say, card_of(counts))) for counts in ([[9, 0], [0, 9]], [[9, 1], [0, 9]]))
    frame = say(ja="二重の枠", en="double frame")
    assert [any(frame in text for text in shown) for shown in (right, wrong)] == [False, True]


def test_the_numpy_lines_print_the_recalls_and_their_mean(printed, facts):
    *_, last = printed(facts["numpy"].value).split()
    assert last == facts["mean"].text.en


def test_wilsons_ends_are_just_as_far_from_the_share_as_luck_allows(facts):
    right, photos = facts["weakest_right"].value, facts["weakest_photos"].value
    for end in wilson(right / photos, photos):
        assert abs(right / photos - end) == pytest.approx(1.96 * np.sqrt(end * (1 - end) / photos))
    assert facts["sure_low"].value < facts["weakest_share"].value < facts["sure_high"].value
    assert facts["all_low"].value < facts["all_share"].value < facts["all_high"].value


# What the probability is worth


def test_the_groups_are_those_of_the_card_and_hold_every_photo(facts, resolve):
    groups = resolve(Card())["test photos by probability"]
    photos = sum(group["photos"] for group in groups)
    assert photos == facts["photos"].value
    assert sum(group["right"] for group in groups) == facts["right"].value
    assert facts["hit"].text == facts["all_share"].text
    said = sum(group["mean probability"] * group["photos"] for group in groups) / photos
    assert facts["said"].value == pytest.approx(said)
    gap = sum(abs(group["right"] - group["mean probability"] * group["photos"]) for group in groups) / photos
    assert facts["said_gap"].value == pytest.approx(100 * gap)
    largest = max(groups, key=lambda group: group["photos"])
    assert (facts["group_photos"].value, facts["group_right"].value) == (largest["photos"], largest["right"])


def card_by_probability(*groups: tuple[float, int, int]) -> dict:
    """A card with groups (mean probability, photos, how many right)."""
    names = ("mean probability", "photos", "right")
    return {"test photos by probability": [dict(zip(names, group, strict=True)) for group in groups]}


def groups_of(*groups: tuple[float, int, int]) -> Reliability:
    return Reliability.of(card_by_probability(*groups))


def test_a_card_that_does_not_know_is_named():
    with pytest.raises(ValueError, match=r"python -m diagrams\.release"):
        Reliability.of({})


@pytest.mark.parametrize(("right", "told"), [(9, "modest, by 40.0 points"), (2, "too sure, by 30.0 points"),
                                             (5, "right as often as it says")])
def test_which_way_a_network_errs(right, told):
    assert told in told_of_both(groups_of((0.5, 10, right)))["calibration"].text.en


@pytest.mark.parametrize(("right", "told"), [(5, "every bar meets"), (10, "miss the line: the group at 50%")])
def test_groups_off_the_line_are_named(right, told):
    assert told in told_of_both(groups_of((0.5, 10, right)))["off_line"].text.en


@pytest.mark.parametrize("photos", [12, 20, 765])
def test_a_group_that_is_all_sure_and_all_right_is_on_the_line(photos):
    for certain, right in ((1.0, photos), (0.0, 0)):
        assert "every bar meets" in told_of_both(groups_of((certain, photos, right)))["off_line"].text.en


@pytest.mark.parametrize("groups", [
    [(1.0, 10_000, 10_000)], [(0.05, 1, 0), (0.99, 1, 0)], [(0.29, 300, 90), (0.31, 300, 90), (0.5, 300, 90)],
], ids=["all sure and right", "all wrong", "close together"])
def test_the_chart_holds_other_networks(groups, say):
    assert_readable(post.reliability(say, card_by_probability(*groups)))


# The samples


def through(layers, photo: np.ndarray) -> np.ndarray:
    """The network's answer to a photo, computed in NumPy, layer by layer."""
    return reduce(lambda flow, layer: by_hand(replace(layer, input=flow)), layers, photo)


def test_a_samples_answer_by_hand(resolve):
    layers, last = resolve(Until("Softmax")), resolve(Samples())[-1]
    np.testing.assert_allclose(through(layers, last.pixels), resolve(Probe("sample_answers"))["probabilities"][-1],
                               **CLOSE)


def test_the_followed_photo_is_among_the_samples(resolve):
    followed, found = resolve(Photo()), resolve(Probe("sample_answers"))["probabilities"]
    place = [photo.name for photo in resolve(Samples())].index(followed.name)
    np.testing.assert_allclose(found[place], resolve(Until("Softmax"))[-1].output, **CLOSE)


def test_every_sample_says_what_became_of_it(facts, resolve, labels):
    right, known = 0, 0
    for photo, parts in zip(resolve(Samples()), resolve(Probe("sample_answers"))["probabilities"], strict=True):
        answer, told = labels[int(np.argmax(parts))], facts[photo.name.removesuffix(".jpg")].text.en
        assert told.startswith(f"“{answer}” at {share(parts.max()).text.en}, ")
        assert told.endswith("right" if answer == photo.label else "wrong" if photo.label in labels else "answers")
        right += answer == photo.label
        known += photo.label in labels
    assert facts["samples_told"].text.en == (f"Right: {right} of {known}." if known else UNKNOWN)


def test_where_no_sample_is_known_nobody_counts(resolve):
    samples, others = resolve(Samples()), ("a", "b")
    told = post.told_of_mistakes(post.told_of_samples(
        post.answered(samples, {"probabilities": answers_as(samples, others, True)}, others), others))
    assert told["samples_told"].text.en == UNKNOWN
    assert told["surest_mistake"].text.en.endswith("answers all the same.")


@pytest.mark.parametrize(("right", "told"), [(True, "Below, nothing is wrong."),
                                             (False, "The surest mistake below says “cats” at 100%.")])
def test_the_surest_mistake(resolve, right, told):
    dogs, labels = [photo for photo in resolve(Samples()) if photo.label == "dogs"], ("dogs", "cats")
    shown = post.answered(dogs, {"probabilities": answers_as(dogs, labels, right)}, labels)
    assert post.told_of_mistakes(post.told_of_samples(shown, labels))["surest_mistake"].text.en == told


def test_photos_with_conditions_name_their_author_in_the_figure_and_on_the_page(texts, facts, resolve):
    shown = " ".join(texts(post.sample_photos))
    for photo in resolve(Samples()):
        assert photo.is_free or (photo.author in shown and photo.licence in shown)
        assert photo.is_free or f"{photo.author}, {photo.licence}" in facts["credits"].text.en


# The grey square


def test_one_place_of_the_grey_square_by_hand(resolve, square):
    photo, (row, column), side = resolve(Photo()).pixels.copy(), (3, 7), int(square["side"][0])
    for y in range(side):
        for x in range(side):
            photo[square["starts"][row] + y, square["starts"][column] + x] = (0.5, 0.5, 0.5)
    np.testing.assert_allclose(through(resolve(Until("Softmax")), photo), square["covered"][0, row, column], **CLOSE)


def test_the_square_reaches_every_edge(square):
    assert square["starts"][0] == 0
    assert square["starts"][-1] + square["side"][0] == square["photos"].shape[1]
    assert np.diff(square["starts"]).max() <= square["side"][0]
    assert len(square["photos"]) * len(square["starts"]) ** 2 < 500


def test_the_second_photo_is_the_narrowest_miss(resolve, square, labels):
    followed, missed = resolve(Photo()).name, {}
    for photo, parts in zip(resolve(Samples()), resolve(Probe("sample_answers"))["probabilities"], strict=True):
        if photo.is_free and photo.name != followed and photo.label in labels and labels[parts.argmax()] != photo.label:
            missed[float(parts[labels.index(photo.label)])] = photo
    assert len(square["photos"]) == 1 + bool(missed)
    if missed:
        np.testing.assert_array_equal(square["photos"][1], missed[max(missed)].pixels)
        assert labels[square["truth"][1]] == missed[max(missed)].label


def test_the_facts_of_the_square(facts, square, labels, resolve):
    label = labels.index(resolve(Photo()).label)
    found = square["covered"][0, :, :, label]
    assert facts["label"].text.en == labels[label]
    assert facts["high"].value == pytest.approx(found.max())
    assert share(found.min()).text.en in facts["cost"].text.en
    assert share(square["whole"][0, label]).text.en in facts["cost"].text.en
    assert facts["turned"].value == sum(int(parts.argmax() != square["whole"][0].argmax())
                                        for row in square["covered"][0] for parts in row)
    size, inner, outer = square["photos"].shape[1], [], []
    for (row, column), part in np.ndenumerate(found):
        middle = [square["starts"][n] + square["side"][0] / 2 for n in (row, column)]
        inside = all(size * (1 - 0.5**0.5) / 2 <= place <= size * (1 + 0.5**0.5) / 2 for place in middle)
        (inner if inside else outer).append(100 * (part - square["whole"][0, label]))
    assert facts["inner"].value == pytest.approx(np.mean(inner), abs=1e-4)
    assert facts["outer"].value == pytest.approx(np.mean(outer), abs=1e-4)


@pytest.mark.parametrize(("place", "words"), [((0, 0), "at the top left"), ((5, 5), "in the centre"),
                                              ((10, 5), "at the bottom"), ((5, 10), "on the right")])
def test_places_have_names(square, place, words):
    _, found = post.occluded(square, range(99))[0]
    covered = np.full(found.covered.shape, 0.5)
    covered[place] = 0.1
    assert told_of_square("cats", replace(found, covered=covered))["low_where"].text.en == words


@pytest.mark.parametrize(("whole", "covered", "cost", "title"), [
    (0.9, 0.2, "It costs most at the top left: “cats” goes from 90% to 20%.", "between 20% and 90%"),
    (0.9, 0.95, "Nowhere to speak of: “cats” has 90% without the square, and with it nowhere less than 90%.",
     "between 90% and 95%"),
    (0.99999, 0.99998,
     "Nowhere to speak of: “cats” has >99.9% without the square, and with it nowhere less than >99.9%.",
     "Wherever the grey square lies, “cats” is at >99.9%"),
    (0.1, 0.1, "Nowhere to speak of: “cats” has 10% without the square, and with it nowhere less than 10%.",
     "Wherever the grey square lies, “cats” is at 10%"),
])
def test_a_square_may_cost_nothing(square, whole, covered, cost, title):
    _, found = post.occluded(square, range(99))[0]
    places = np.full(found.covered.shape, whole)
    places[0, 0] = covered
    told = told_of_square("cats", replace(found, whole=whole, covered=places))
    assert told_of_cost(told).text.en == cost
    assert title_of_square(Say("en"), told).endswith(title)


def test_a_square_that_changes_nothing_is_drawn(say, square, labels):
    shape = square["covered"].shape
    still = square | {"covered": np.broadcast_to(square["whole"][:, None, None], shape)}
    assert_readable(post.occlusion(say, still, labels))


# What is left


def test_what_is_left_of_a_photo(resolve):
    left, photo = resolve(Probe("what_is_left")), resolve(Photo()).pixels
    assert set(left) == set(post.LEFT_OVER)
    np.testing.assert_array_equal(left["whole photo"], photo)
    changed = (left["border only"] != photo).any(axis=-1)
    assert changed.mean() == pytest.approx(0.5, abs=0.03)
    border = photo[(left["border only"] == photo).all(axis=-1)].mean(axis=0)
    np.testing.assert_allclose(left["border only"][photo.shape[0] // 2, photo.shape[1] // 2], border, atol=0.02)
    assert np.ptp(left["no colour"], axis=-1).max() == 0


def test_every_share_is_that_of_the_card(texts, card, table):
    found = card["accuracy on what is left of the test photos"]
    rows = [[each["per label"].get(label) for each in found.values()] for label in table]
    expected = [share(part).text.en for row in rows for part in row if part is not None]
    expected += [share(each["balanced"]).text.en for each in found.values()]
    assert [text for text in texts(post.left_over) if re.fullmatch(r"[<>]?[\d.]+%", text)] == expected


def test_what_is_left_in_facts(facts, card, table):
    found = card["accuracy on what is left of the test photos"]
    assert facts["left_border_only"].value == found["border only"]["balanced"]
    assert facts["chance"].value == 1 / len(table)
    assert facts["same_answer"].value == 1 / sum(any(answers.values()) for answers in table.values())


@pytest.mark.parametrize(("grey", "told"), [
    ({"dogs": 0.5, "cats": 0.2}, "No label suffers more than “cats”: 80% with colour, 20% without."),
    ({"dogs": 0.5, "cats": 0.8}, "No label suffers."),
    ({"dogs": 0.6, "cats": 0.9}, "No label suffers."),
])
def test_the_label_that_needs_colour(grey, told):
    assert post.told_of_colour({"dogs": 0.5, "cats": 0.8}, grey).text.en == told


def test_a_label_without_photos_never_earns_what_an_answer_does(arguments):
    facts = post.facts(**arguments(post.facts) | {"card": card_of(CARDS["a label without photos"])})
    assert facts["same_answer"].value == 1 / 2
    assert facts["chance"].value == 1 / 3


# The photos it was trained on


GECKOS = ('three collections of geckos. "Lizards" are geckos only: iguanas, agamas and monitors were never seen. '
          "Fish are mostly out of the water, many on markets or in an angler's hands.")


def test_what_is_said_of_the_training_photos_holds_for_them_alone():
    ours, others = (post.trained_on({"about": about}) for about in (GECKOS, "data/mine.npz"))
    assert "no licence permits it" in ours["sources"].text.en
    assert "springer spaniels" in ours["in_training"].text.en
    assert "angler" in ours["background"].text.en
    for word in ("licence", "lizard", "fish", "gecko", "spaniel", "other sources"):
        assert not any(word in fact.text.en.lower() for fact in others.values())


# Other networks


def confusion_of(counts) -> Confusion:
    """The matrix of a card with these counts."""
    return post.confusion_of(card_of(counts))


def card_of(counts) -> dict:
    """A card for a matrix of answers, with seeded shares of what is left."""
    random, names = np.random.default_rng(0), ("dogs", "cats", "newts", "a very long name of an animal", *"abcdefghij")
    labels = list(names[: len(counts)])
    tested = [label for label, row in zip(labels, counts, strict=True) if sum(row)]
    shares = {name: {label: float(random.random()) for label in tested} for name in post.LEFT_OVER}
    return {
        "about": "photos",
        "answers on test photos": {label: dict(zip(labels, map(int, row), strict=True))
                                   for label, row in zip(labels, counts, strict=True)},
        "accuracy on what is left of the test photos": {
            name: {"balanced": float(np.mean(list(part.values()))), "per label": part}
            for name, part in shares.items()},
        "test photos by probability": [{"mean probability": 0.5, "photos": 4, "right": 3}],
        "float32 model": {"answers that differ": 0}, "training": {"date": "2026-01-01"},
    }


NUMBERS = np.random.default_rng(1).integers(0, 40, (14, 14))
CARDS = {
    "two labels": NUMBERS[:2, :2], "four labels": NUMBERS[:4, :4], "fourteen labels": NUMBERS,
    "a label without photos": NUMBERS[:3, :3] * [[1], [0], [1]], "all right": np.diag([12, 7, 1]),
    "all wrong": [[0, 5], [9, 0]], "many photos": 100 * NUMBERS[:6, :6],
}


@pytest.fixture(params=CARDS.values(), ids=CARDS)
def other_card(request):
    return card_of(request.param)


def assert_readable(drawing):
    boxes = boxes_of(drawing)
    assert_inside(drawing, boxes)
    assert_apart(boxes)


def test_figures_hold_other_cards(other_card, say, resolve):
    assert_readable(post.confusion(say, other_card))
    assert_readable(post.left_over(say, other_card, resolve(Probe("what_is_left"))))


def test_facts_hold_other_cards(other_card, printed, arguments):
    facts = post.facts(**arguments(post.facts) | {"card": other_card})
    assert printed(facts["numpy"].value).split()[-1] == facts["mean"].text.en
    assert 0 <= facts["sure_low"].value <= facts["sure_high"].value <= 1


def answers_as(samples, labels, right: bool) -> np.ndarray:
    """Sure answers to the samples, all right or all wrong."""
    places = [labels.index(photo.label) if photo.label in labels else 0 for photo in samples]
    return np.eye(len(labels))[[place if right else (place + 1) % len(labels) for place in places]]


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("others", [("dogs", "newts"), ("a", "b", "c")])
def test_samples_hold_other_labels_and_answers(say, resolve, right, others, labels):
    for names in (labels, others):
        samples = resolve(Samples())
        found = answers_as(samples, names, right)
        drawing = post.sample_photos(say, samples, {"probabilities": found}, names)
        assert_readable(drawing)
        known = sum(photo.label in names for photo in samples)
        assert not known or str(known if right else 0) in drawing.title
        assert bool(known) == any(char.isdigit() for char in drawing.title)
        assert len(drawing.table) == len(samples) + 1


def test_a_photo_of_the_readers_own_counts_as_what_the_network_says(say, square, labels):
    one = {name: values[:1] if name not in ("starts", "side") else values for name, values in square.items()}
    assert_readable(post.occlusion(say, one, labels))
    assert post.squares(one, labels)["miss"] == post.NO_MISS


def test_the_narrowest_miss_is_told_where_there_is_one(square, labels):
    two = square | {name: np.concatenate([square[name][:1]] * 2) for name in ("photos", "truth", "whole", "covered")}
    assert post.squares(two, labels)["miss"].text.en.startswith("The lower row belongs to a miss")


def test_a_wrong_answer_is_marked_by_more_than_colour(resolve, labels):
    photo = TracedPhoto("x.jpg", "cats", "CC0-1.0", "n", True, np.zeros((8, 8, 3), np.float32))
    marks = []
    for right in (True, False):
        found = {"probabilities": answers_as([photo], labels, right)}
        drawing = post.sample_photos(Say("en"), (photo,), found, labels)
        marks.append(len(drawing.figure.axes[0].lines))
    assert marks[1] - marks[0] == 2  # the strokes of the cross
