"""Post 5: how do photos become training data without cheating?"""

from typing import Any

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing
from diagrams.draw.dealing import draw_columns, draw_held_back, draw_parts, held_back_key, told_of_siblings
from diagrams.draw.dumbbells import Run, draw_dumbbells, dumbbell_key, points
from diagrams.draw.hashes import Hashed, Mark, differing, draw_hashes, draw_line, told_of_hashes
from diagrams.draw.kernels import channel_marks
from diagrams.draw.leak import (
    Leak,
    Order,
    draw_growth,
    title_of_growth,
    title_of_leak,
    told_of_growth,
    told_of_leak,
    verdict,
)
from diagrams.draw.palette import SOFT
from diagrams.draw.planes import draw_planes, most_colourful
from diagrams.draw.sheet import reduced, sheet
from diagrams.draw.tables import table_of, table_of_cells, written
from diagrams.facts import Fact, both, code, count, shape, share, value, word
from diagrams.inputs import Card, Experiment, Line, Photo, Probe
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedPhoto

PREPARATION = "augment_images.py"
POST = Post(number=5, explains=(Line("groups_of_lookalikes", PREPARATION), Line("augment", PREPARATION)))

LEFT, RIGHT = 8, WIDTH - 8
FIRST, SPLIT = "augment first", "split first"  # as the experiment calls the two orders
ORDERS = {FIRST: word(ja="データ拡張が先、分割があと", en="augment first, then split"),
          SPLIT: word(ja="分割が先、データ拡張があと", en="split first, then augment")}
PARTS = (word(ja="訓練", en="training"), word(ja="検証", en="validation"), word(ja="テスト", en="test"))
ROWS = ("training", "validation", "test", "training after augmentation")  # what the card tells of each label's photos
CROP, LEVELS = 7, 256  # pixels shown in numbers, each way; levels of brightness in an image file
PLAYED = 100_000  # photos in the lines to copy


# What it costs


def leak_of(found: dict[str, Any]) -> Leak:
    """Both orders of the experiment."""
    return Leak(Order.of(found, FIRST), Order.of(found, SPLIT))


def leak(say: Say, found: dict[str, Any] = Experiment("leak")) -> Drawing:
    """For every seed, the accuracy that one would report and the one on new photos, in either order of the steps."""
    both_orders, chance = leak_of(found), 1 / len(found["runs"][0]["new photos"]["per label"])
    canvas = Canvas(say, title_of_leak(say, both_orders))
    groups = [(say.fact(name), [Run(say(ja="シード{n}", en="seed {n}", n=count(seed)), *shares) for seed, *shares in
                                zip(order.seeds, order.reported, order.honest, strict=True)])
              for name, order in zip(ORDERS.values(), (both_orders.first, both_orders.split), strict=True)]
    end = draw_dumbbells(canvas, say, canvas.y - 6, groups, chance)
    end = dumbbell_key(canvas, say, end + 8, say(ja="報告する数：取り分けた写真での正解率",
                                                 en="what one would report: right on held-back pictures"),
                       say(ja="本当の数：新しい写真での正解率", en="the truth: right on new photos"))
    head = (say(ja="順序", en="order"), say(ja="シード", en="seed"), say(ja="報告する数", en="reported"),
            say(ja="本当の数", en="true"), say(ja="差", en="gap"))
    rows = [(name, run.name, say.fact(share(run.reported)), say.fact(share(run.honest)), points(run.gap))
            for name, runs in groups for run in runs]
    return canvas.drawing(end + 4, say(
        ja="塗りつぶした丸は取り分けた写真での正解率、白い丸は新しい写真での正解率。ふたつの丸を結ぶ線の長さが差です。",
        en="A filled dot is the accuracy on held-back pictures, a hollow one that on new photos. "
           "The line between them is the gap."), [head, *rows])


def siblings(say: Say, probe: dict[str, np.ndarray] = Probe("siblings")) -> Drawing:
    """Variations of sample photos, those held back in a frame: dealt one by one, and photo by photo."""
    canvas = Canvas(say, say(ja="データ拡張が先だと、取り分けた{held}枚のうち{caught}枚の兄弟が訓練に入ります",
                             en="Augment first, and {caught} of {held} held-back pictures have a sibling in training",
                             **told_of_siblings(probe)))
    y, ways = canvas.y + 8, {
        "augment_first": say(ja="データ拡張が先：できた写真をばらばらに取り分ける",
                             en="augment first: variations are held back one by one"),
        "split_first": say(ja="分割が先：写真ごとにまとめて取り分ける",
                           en="split first: a photo goes with all its variations")}
    for way, name in ways.items():
        canvas.text(LEFT, y, name)
        y = draw_held_back(canvas, y + 10, probe["copies"], probe[way]) + 24
    return canvas.drawing(held_back_key(canvas, say, y - 14), say(
        ja="一列が、一枚の写真から作った写真です。二重の枠は、成績を測るために取り分けたもの。",
        en="Each column holds variations of one photo. Those in a double frame are held back to measure on."))


def over_epochs(say: Say, found: dict[str, Any] = Experiment("leak")) -> Drawing:
    """The share of held-back pictures that are right after each epoch, in either order of the steps."""
    both_orders = leak_of(found)
    canvas = Canvas(say, title_of_growth(say, both_orders))
    names = [say(ja="データ拡張が先", en="augment first"), say(ja="分割が先", en="split first")]
    canvas.text(LEFT, canvas.y + 10, say(ja="取り分けた写真の正解率（シードの平均）",
                                         en="right on held-back pictures, mean of the seeds"), size=11, color=SOFT)
    end = draw_growth(canvas, say, canvas.y + 24, both_orders, names)
    rows = [(f"{epoch}", *(say.fact(share(part)) for part in parts)) for epoch, *parts in
            zip(range(1, len(both_orders.apart) + 1), both_orders.first.by_epoch.mean(axis=0),
                both_orders.split.by_epoch.mean(axis=0), strict=True)]
    return canvas.drawing(end, say(
        ja="横軸はエポック、縦軸は取り分けた写真での正解率。二本の線は、手順の順序だけが違います。",
        en="Epochs from left to right, the accuracy on held-back pictures upwards. "
           "The two lines differ in the order of the steps only."), [(say(ja="エポック", en="epoch"), *names), *rows])


# A photo is numbers


def levels_of(photo: TracedPhoto) -> np.ndarray:
    """The photo as whole numbers, as the image file has them: (height, width, channels)."""
    return np.rint(photo.pixels * LEVELS).astype(int)


def spot_of(photo: TracedPhoto) -> tuple[int, int]:
    """The pixel (row, column) that the page tells about: the middle of the crop."""
    rows, columns = most_colourful(photo.pixels, CROP)
    return sum(rows) // 2, sum(columns) // 2


def channels(say: Say, photo: TracedPhoto = Photo()) -> Drawing:
    """The photo and its channels, and a small square of each in numbers."""
    levels, spans = levels_of(photo), most_colourful(photo.pixels, CROP)
    canvas = Canvas(say, say(ja="写真は{n}個の数。ひとつのピクセルが赤・緑・青の{channels}個です",
                             en="A photo is {n} numbers: {channels} for each pixel, red, green and blue",
                             n=count(levels.size), channels=count(levels.shape[-1])))
    end = draw_planes(canvas, canvas.y, photo.pixels, levels, spans, spot_of(photo))
    canvas.text(LEFT, end + 20, say(ja="{low}は黒、{high}はいちばん明るい。二重の枠：同じピクセル",
                                    en="{low} is black, {high} is brightest; double frame: one pixel",
                                    low=count(0), high=count(LEVELS - 1)), size=11, color=SOFT)
    return canvas.drawing(end + 30, say(
        ja="写真の一部を拡大し、赤・緑・青のチャンネルごとに、画像ファイルに入っている数で表しました。",
        en="A small square of the photo, enlarged, and the numbers that the image file holds for it, channel by "
           "channel."), table_of_cells(say, [
               (letter, written(levels[slice(*spans[0]), slice(*spans[1]), n], 0))
               for n, (letter, _) in enumerate(channel_marks(levels.shape[-1]))], (spans[0][0], spans[1][0])))


# Split, then augment


def parts(say: Say, probe: dict[str, np.ndarray] = Probe("dealt"), card: dict[str, Any] = Card()) -> Drawing:
    """Sample photos as the script deals them to three parts, and the variations that it makes of the first alone."""
    told = told_of_photos(card)
    canvas = Canvas(say, say(ja="先に分けるので、増やすのは訓練用の{training}枚だけです",
                             en="Split first: all variations come from the {training} training photos", **told))
    canvas.text(LEFT, canvas.y + 10, say(ja="サンプル写真を分けて", en="sample photos, split"), size=11, color=SOFT)
    end, places = draw_parts(canvas, canvas.y + 18, probe["photos"], probe["part"], len(PARTS))
    middles = [left + max(len(inside), 1) * step / 2 for left, inside, step in places]
    for name, x in zip(PARTS, middles, strict=True):
        canvas.text(x, end + 17, say.fact(name), anchor="middle")
    canvas.arrow((middles[0], end + 23), (middles[0], end + 43))
    canvas.text(middles[0] + 10, end + 37, say(ja="訓練用だけを増やします", en="only these are varied"), size=11,
                color=SOFT)
    (left, inside, step), *_ = places
    end = draw_columns(canvas, left, end + 48, step, inside, probe["copies"], probe["original"]) + 8
    canvas.line([LEFT, RIGHT], [end, end])
    canvas.text(LEFT, end + 18, say(ja="このネットワークの写真では", en="the photos of this network"), size=11,
                color=SOFT)
    for part, x in zip(ROWS, middles, strict=False):
        canvas.text(x, end + 38, say.fact(told[part]), size=13, anchor="middle")
    canvas.arrow((middles[0], end + 44), (middles[0], end + 58))
    canvas.text(middles[0], end + 73, say.fact(told["augmented"]), size=13, anchor="middle")
    head = ("", *(say.fact(name) for name in PARTS), say(ja="増やしたあとの訓練", en="training, augmented"))
    rows = [(say.fact(label_name(label)), *(f"{photos[part]:,}" for part in ROWS))
            for label, photos in card["photos"].items()]
    return canvas.drawing(end + 84, say(
        ja="サンプル写真を訓練・検証・テストに分けたあと、訓練の写真だけから作った写真を並べました。",
        en="Sample photos dealt to training, validation and test; below, the variations that the script makes of the "
           "training photos alone."), [head, *rows])


def told_of_photos(card: dict[str, Any]) -> dict[str, Fact]:
    """How many photos each part has, and how many are made of those for training."""
    totals = {part: sum(photos[part] for photos in card["photos"].values()) for part in ROWS}
    return {"photos": count(sum(totals[part] for part in ROWS[:3])), "augmented": count(totals[ROWS[3]]),
            **{part: count(totals[part]) for part in ROWS[:3]}}


# Look-alikes


def lookalikes(say: Say, probe: dict[str, np.ndarray] = Probe("lookalikes")) -> Drawing:
    """The hash of one photo, of three changed copies of it and of another photo; how many bits differ."""
    told = told_of_hashes(probe)
    canvas = Canvas(say, say(ja="保存し直した写真は{bits}ビットのうち{saved}、別の写真は{pairs_low}以上が違います",
                             en="Saved again, {saved} of {bits} bits differ; in another photo, {pairs_low} or more",
                             **told))
    names = (say(ja="元の写真", en="the photo"), say(ja="小さく保存", en="saved smaller"),
             say(ja="左を切る", en="left side cut"), say(ja="左右反転", en="mirrored"),
             say(ja="別の写真", en="another photo"))
    y = draw_hashes(canvas, say, canvas.y + 8, [
        Hashed(*each) for each in zip(names, probe["pictures"], probe["greys"], probe["bits"], strict=True)])
    marks = [Mark(n, n, name) for name, n in zip(names[1:4], differing(probe)[1:4].tolist(), strict=True)]
    marks.append(Mark(int(probe["pairs"].min()), int(probe["pairs"].max()),
                      say(ja="別の写真どうし", en="any two photos")))
    end = draw_line(canvas, y + 14, marks, int(probe["limit"][0]), probe["bits"][0].size,
                    say(ja="← 似ている（{limit}まで）", en="← alike (up to {limit})", **told))
    canvas.text(LEFT, end + 14, say(ja="違うビットの数（全部で{bits}）", en="bits that differ, of {bits}", **told),
                size=11, color=SOFT)
    return canvas.drawing(end + 24, say(
        ja="上から、写真、それを縮めた灰色の升目、「右のほうが明るいか」のビット、「下のほうが明るいか」のビット。"
           "濃い色のセルが、いちばん左の写真と違うビットです。",
        en="From top to bottom: the photo, its few greys, one bit for each “is it brighter to the right?”, one for "
           "each “is it brighter below?”. Dark cells are bits that differ from those of the first photo."),
        table_of((say(ja="写真", en="picture"), say(ja="違うビットの数", en="number of bits that differ")),
                 names,
                 [f"{n}" for n in differing(probe)]))


# Anew in each epoch


def each_epoch(say: Say, photo: TracedPhoto = Photo(), probe: dict[str, np.ndarray] = Probe("each_epoch")) -> Drawing:
    """The followed photo, and what training would be shown of it in one epoch after another."""
    pictures = np.stack([photo.pixels, *probe["pictures"]])
    canvas = Canvas(say, say(ja="同じ写真が、{n}エポックで{different}通りの姿になります",
                             en="One photo, {n} epochs, {different} different pictures",
                             n=count(len(pictures) - 1), different=count(len(np.unique(probe["pictures"], axis=0)))))
    boxes = sheet(canvas, LEFT, canvas.y, RIGHT - LEFT, np.stack([reduced(each, 160) for each in pictures]), 4, gap=8)
    canvas.window(boxes[0].x, boxes[0].y, boxes[0].width, boxes[0].height)
    end = canvas.paragraph(LEFT, boxes[-1].y + boxes[-1].height + 24, say(
        ja="二重の枠：元の写真。ほかは、エポックごとに訓練で見せる姿",
        en="double frame: the photo; the others: as training shows it, epoch by epoch"), size=11, color=SOFT)
    return canvas.drawing(end, say(
        ja="左上が元の写真。そのあとに、訓練のスクリプトがエポックごとに作る姿を並べました。",
        en="At the top left the photo as it is; then what the training script makes of it, epoch by epoch."))


FIGURES = (leak, siblings, over_epochs, channels, parts, lookalikes, each_epoch)


# Facts


def facts(found: dict[str, Any] = Experiment("leak"), dealt: dict[str, np.ndarray] = Probe("siblings"),
          photo: TracedPhoto = Photo(), card: dict[str, Any] = Card(), split: dict[str, np.ndarray] = Probe("dealt"),
          hashes: dict[str, np.ndarray] = Probe("lookalikes"),
          split_line: str = Line("groups_of_lookalikes", PREPARATION),
          augment_line: str = Line("augment", PREPARATION)) -> dict[str, Fact]:
    both_orders, size = leak_of(found), found["size"]
    return {
        **told_of_leak(both_orders), "verdict": verdict(both_orders), "growth": told_of_growth(both_orders),
        "seeds": count(len(both_orders.first.seeds)), "pixels": shape([size["pixels"]] * 2),
        "originals": count(size["originals"]), "trained_epochs": count(size["epochs"]),
        "new_photos": count(size["validation photos"]), **chances(size, float(dealt["share"][0])),
        **balance(card, float(dealt["share"][0])), **told_of_pixel(photo), **told_of_photos(card),
        **memory(photo, card), **told_of_hashes(hashes), "held_out": share(split["held_out"][0]),
        "split_line": code(split_line), "augment_line": code(augment_line),
    }


def chances(size: dict[str, Any], held: float) -> dict[str, Fact]:
    """How likely it is that a variation, of those held back in the experiment, has no sibling in training."""
    copies = size["training photos"] // size["originals"]
    alone, product = held ** (copies - 1), r" \times ".join([f"{held:g}"] * (copies - 1))
    return {"copies": count(copies), "held_share": share(held), "alone_in": count(round(1 / alone)),
            "caught_share": share(1 - alone), "product": both("formula", alone, rf"{product} = {alone:.2g}"),
            **to_copy(copies, held)}


def to_copy(copies: int, held: float) -> dict[str, Fact]:
    """Python that deals variations by chance and counts those with a sibling in training, and what it prints."""
    held_back = np.random.default_rng(0).random((PLAYED, copies)) < held
    siblings = 1 - copies * held_back.all(axis=1).sum() / held_back.sum()
    return {"simulated": value(siblings, 5), "numpy": code("\n".join([
        "import numpy as np", "random = np.random.default_rng(0)",
        f"held_back = random.random(({PLAYED}, {copies})) < {held:g}  # a row for each photo",
        f"alone = {copies} * held_back.all(axis=1).sum()", 'print(f"{1 - alone / held_back.sum():.5f}")']))}


def told_of_pixel(photo: TracedPhoto) -> dict[str, Fact]:
    """The pixel in the frame, and how many numbers the photo is."""
    (row, column), levels = spot_of(photo), levels_of(photo)
    names = ("red", "green", "blue")
    return {"size": shape(levels.shape), "numbers": count(levels.size), "row": count(row + 1),
            "column": count(column + 1), "lowest": count(0), "highest": count(LEVELS - 1), "levels": count(LEVELS),
            **{name: count(level) for name, level in zip(names, levels[row, column], strict=True)}}


def balance(card: dict[str, Any], held: float) -> dict[str, Fact]:
    """How many variations of each photo it takes for all labels to have equally many, and what a leak would be then."""
    photos = card["photos"]
    most, least = (choose(photos, key=lambda label: photos[label]["training"]) for choose in (max, min))
    copies = {label: photos[label][ROWS[3]] / photos[label]["training"] for label in (most, least)}
    return {"most": label_name(most), "most_photos": count(photos[most]["training"]), "least": label_name(least),
            "least_photos": count(photos[least]["training"]), "each": count(photos[most][ROWS[3]]),
            "most_copies": count(copies[most]), "least_copies": value(copies[least], 1),
            "one_in": count(held ** (1 - copies[most]))}


def memory(photo: TracedPhoto, card: dict[str, Any]) -> dict[str, Fact]:
    """What all training photos take in memory, in gigabytes, by how a number is stored."""
    numbers = told_of_photos(card)["augmented"].value * photo.pixels.size
    return {name: value(numbers * size / 1e9, 1)
            for name, size in (("as_bytes", 1), ("as_float32", 4), ("as_float", 8))}
