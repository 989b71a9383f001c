"""Post 6: what goes in, what comes out?"""

from typing import Any

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.answers import credit, cross
from diagrams.draw.journey import layer_name, sizes_table
from diagrams.draw.kernels import channel_marks
from diagrams.draw.levels import draw_crop, draw_levels
from diagrams.draw.onehot import Rows, draw_rows
from diagrams.draw.palette import INK, SOFT
from diagrams.draw.pipeline import Pipeline
from diagrams.draw.tables import table_of_cells, written
from diagrams.draw.thumbnails import draw_lines, of_answers, of_maps, of_values, smaller
from diagrams.facts import Fact, both, code, count, counted, decimal, sentence, shape, share, value, word
from diagrams.inputs import Card, Labels, Line, Photo, Probe, Samples, Until
from diagrams.labels import label_name
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer, TracedPhoto
from diagrams.windows import Spans, grown, place_in_photo

SEED, READ, ENCODE, TRAIN = Line("set_random_seed"), Line("read_arrays"), Line("to_categorical"), Line("model_train")
TEST, SCALE, INPUT = Line("model_eval"), Line("astype"), Line("Input")
WHOLE = Until("Softmax", answers=True)
POST = Post(number=6, explains=(SEED, READ, ENCODE, TRAIN, TEST, SCALE, INPUT))

LEFT, RIGHT = 8, WIDTH - 8
LEVELS = 256  # that a byte can tell apart; the script divides by them
CROP, DECIMALS = 3, 3  # pixels of the crop each way, digits of a scaled one
BYTES = 4  # of a float32


# The whole network


def pipeline(say: Say, photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE,
             labels: tuple[str, ...] = Labels()) -> Drawing:
    """The photo, every step's maps or values, and the answers as bars."""
    parts, names = layers[-1].output, [say.fact(label_name(label)) for label in labels]
    canvas = Canvas(say, say(
        ja="{all}個の数を入れると、{n}個の確率が出てきます。いちばん高いのは「{answer}」の{part}",
        en="{all} numbers go in, {n} probabilities come out: “{answer}” leads with {part}",
        all=count(photo.pixels.size), n=count(parts.size), answer=label_name(labels[parts.argmax()]),
        part=share(parts.max())))
    scale = scale_of(layers)
    rows = Pipeline(canvas, say, canvas.y - 6, scale, max(photo.pixels.shape[:2]))
    rows.photo(say(ja="写真", en="photo"), photo.pixels)
    for layer in layers[:-1]:
        one_step(rows, layer)
    rows.answers(layers[-1].kind, names, parts)
    y = pipeline_key(canvas, say, rows, any(scale.clips(layer.output) for layer in layers[:-1]))
    return canvas.drawing(y, say(
        ja="写真が各層を順に通り、最後に種類ごとの確率になるまで。層ごとに、特徴マップの一部か値、形状、値の数を並べました。",
        en="The photo on its way through every layer, until it is a probability for each label. For each step: some of "
           "its maps, or its values, their shape and how many they are."), table_of_steps(say, photo, layers))


def table_of_steps(say: Say, photo: TracedPhoto, layers: tuple[TracedLayer, ...]) -> list[tuple[str, ...]]:
    """The photo and every step, with shapes and numbers of values."""
    return sizes_table(say, [(say(ja="写真", en="photo"), photo.pixels.shape),
                             *((layer_name(say, layer), layer.output.shape) for layer in layers)])


def scale_of(layers: tuple[TracedLayer, ...]) -> Scale:
    """One scale for all layers: that of the followed maps, or of all values where there are no maps."""
    maps = [layer.output[..., layer.channel] for layer in layers if layer.output.ndim == 3]
    return Scale.of(*maps or [layer.output for layer in layers[:-1]], keep=0.97)


def one_step(rows: Pipeline, layer: TracedLayer) -> None:
    """A layer's row."""
    if np.array_equal(layer.output, layer.input):
        rows.unchanged(layer.kind)
    elif layer.output.ndim == 3:
        rows.maps(layer.kind, layer.output, layer.channel)
    else:
        rows.values(layer.kind, layer.output)


def pipeline_key(canvas: Canvas, say: Say, rows: Pipeline, clipped: bool) -> float:
    """The scale, and what frames and numbers mean; returns where they end."""
    y = rows.y + 20
    canvas.scale(LEFT, y, 96, rows.scale, clipped=clipped)
    canvas.rectangle(LEFT + 116, y, 9, 9, stroke=INK, thickness=1.6)
    canvas.text(LEFT + 132, y + 9, say(ja="追いかけている特徴マップ", en="the map that we follow"), size=10, color=SOFT)
    if rows.leaves_out:
        more = say(ja="+の数：描いていない特徴マップの枚数", en="+ how many more maps there are")
        canvas.text(LEFT + 116, y + 24, more, size=10, color=SOFT)
    return y + 34


def lines(say: Say, photo: TracedPhoto = Photo(), takes: str = INPUT,
          layers: tuple[TracedLayer, ...] = WHOLE) -> Drawing:
    """Every line that makes a step of the network, with a small picture of what it gives; for the home page."""
    largest, scale = max(photo.pixels.shape[:2]), scale_of(layers)
    drawn = [(takes, smaller(photo.pixels, largest)),
             *((layer.source, small_picture(layer, scale, largest)) for layer in layers[:-1]),
             (layers[-1].source, of_answers(layers[-1].output))]
    canvas = Canvas(say, say(ja="スクリプトの行が、写真をこう変えていきます",
                             en="What the lines of the script make of the photo"))
    end = draw_lines(canvas, canvas.y, drawn)
    return canvas.drawing(end, say(
        ja="ネットワークを組み立てる行と、そこで写真から計算された値の小さな絵。",
        en="The lines that build the network, each with a small picture of what it computes from the photo."),
        table_of_steps(say, photo, layers))


def small_picture(layer: TracedLayer, scale: Scale, largest: int) -> np.ndarray:
    """The followed map of a layer, or its values, in colours: (rows, columns, 3)."""
    if layer.output.ndim == 3:
        return of_maps(layer.output, layer.channel, scale, largest)
    return of_values(layer.output, scale)


# A photo as numbers


def crop_of(photo: TracedPhoto, layers: tuple[TracedLayer, ...]) -> Spans:
    """The rows and columns, (start, stop) each, of a few pixels around the followed place, or in the middle."""
    sizes = photo.pixels.shape[:2]
    place = place_in_photo(layers) if any(layer.cell for layer in layers) else [size // 2 for size in sizes]
    rows, columns = (grown((int(at), int(at) + 1), size, CROP) for at, size in zip(place, sizes, strict=True))
    return rows, columns


def levels_of(photo: TracedPhoto, spans: Spans) -> np.ndarray:
    """Part of a photo as its file holds it: whole numbers from 0 to 255, (rows, columns, 3)."""
    return np.rint(photo.pixels[slice(*spans[0]), slice(*spans[1])] * LEVELS).astype(int)


def levels(say: Say, photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE) -> Drawing:
    """A few pixels in colour, as whole numbers, and divided."""
    spans = crop_of(photo, layers)
    canvas = Canvas(say, say(ja="写真は{low}から{high}までの数の集まり。割り算で、どれも{one}より小さくなります",
                             en="A photo is numbers from {low} to {high}; the division brings them all below {one}",
                             low=count(0), high=count(LEVELS - 1), one=count(1)))
    y = draw_crop(canvas, say, canvas.y, photo.pixels, spans)
    shown = levels_of(photo, spans)
    y = draw_levels(canvas, say, y + 12, shown, LEVELS, DECIMALS)
    return canvas.drawing(y + 10, say(
        ja="写真の小さな一部を、R・G・Bの数で表しました。上はファイルに入っている整数、下はそれを{n}で割った数です。",
        en="A small part of the photo as its R, G and B numbers. Above, the whole numbers in the file; below, the same "
           "divided by {n}.", n=count(LEVELS)), table_of_cells(say, [
               (f"{letter}{divided}", written(shown[..., n] / divisor, decimals))
               for divided, divisor, decimals in (("", 1, 0), (f" ÷ {LEVELS}", LEVELS, DECIMALS))
               for n, (letter, _) in enumerate(channel_marks(shown.shape[-1]))], (spans[0][0], spans[1][0])))


# Labels and answers as rows


def one_hot(labels: tuple[str, ...], label: str) -> np.ndarray | None:
    """Zeros with a one at the label's place: (labels,); None where it is not among the labels."""
    return np.eye(len(labels))[labels.index(label)] if label in labels else None


def one_of_each(samples: tuple[TracedPhoto, ...], labels: tuple[str, ...]) -> list[int]:
    """Places of the first sample photo of each label, in the order of the labels; of all, where none is known."""
    shown = [photo.label for photo in samples]
    return [shown.index(label) for label in labels if label in shown] or list(range(len(shown)))


def rows(say: Say, samples: tuple[TracedPhoto, ...] = Samples(), probe: dict[str, np.ndarray] = Probe("sample_answers"),
         labels: tuple[str, ...] = Labels()) -> Drawing:
    """A sample photo for each label: its label as a row of zeros and a one, above what the network answers."""
    chosen = one_of_each(samples, labels)
    photos = [Rows(samples[n].pixels, one_hot(labels, samples[n].label), probe["probabilities"][n]) for n in chosen]
    canvas = Canvas(say, say(ja="正解も答えも{n}個の数の行で、合計はどちらも{one}です",
                             en="Label and answer are rows alike: {n} numbers that add up to {one}",
                             n=count(len(labels)), one=count(1)))
    scale, names = Scale(1.0), [say.fact(label_name(label)) for label in labels]
    y = draw_rows(canvas, canvas.y + 6, names, photos, scale) + 14
    canvas.text(LEFT, y + 4, say(ja="上の行：正解ラベル、下の行：ネットワークの答え",
                                 en="upper row: the label; lower row: the network's answer"), size=11, color=SOFT)
    if any(photo.is_wrong for photo in photos):
        cross(canvas, LEFT + 8, y + 20)
        canvas.text(LEFT + 22, y + 24, say(ja="答えが間違い", en="the answer is wrong"), size=11, color=SOFT)
    canvas.text(RIGHT, y + 24, say(ja="表示だけ丸めています。", en="Rounded for display only."), size=10, color=SOFT,
                anchor="end")
    y += 36
    for n in chosen:
        y += credit(canvas, say, y, samples[n])
    head = (say(ja="写真", en="photo"), "", *names)
    pairs = zip(chosen, photos, strict=True)
    return canvas.drawing(y + 2, say(
        ja="ラベルごとに一枚のサンプル写真。正解ラベルを表すゼロと一の行の下に、ネットワークの答えの行を置きました。",
        en="A sample photo for each label. Below the row of zeros and a one that stands for its label is the row that "
           "the network answers."), [head, *(row for n, photo in pairs for row in table_rows(say, samples[n], photo))])


def table_rows(say: Say, photo: TracedPhoto, shown: Rows) -> list[tuple[str, ...]]:
    """The two rows of a photo as text."""
    label = ["–"] * len(shown.answer) if shown.label is None else [decimal(each, 0) for each in shown.label]
    return [(photo.name, say(ja="正解", en="label"), *label),
            (photo.name, say(ja="答え", en="answer"), *(decimal(each, 2) for each in shown.answer))]


FIGURES = (pipeline, levels, rows, lines)


# Facts


def facts(photo: TracedPhoto = Photo(), layers: tuple[TracedLayer, ...] = WHOLE, labels: tuple[str, ...] = Labels(),
          probe: dict[str, np.ndarray] = Probe("other_scales"), card: dict[str, Any] = Card(), seed: str = SEED,
          read: str = READ, encode: str = ENCODE, train: str = TRAIN, test: str = TEST, scale: str = SCALE,
          takes: str = INPUT) -> dict[str, Fact]:
    lines = {"seed": seed, "read": read, "encode": encode, "train": train, "test": test, "scale": scale, "input": takes}
    return {**facts_of_the_way(photo, layers, labels), **facts_of_a_pixel(photo, layers),
            **facts_of_rows(photo, layers, labels), **facts_of_scales(probe), **facts_of_batches(photo, labels, card),
            "numpy": code(numpy_lines(photo, layers, labels)),
            **{f"line_{name}": code(line) for name, line in lines.items()}}


def facts_of_the_way(photo: TracedPhoto, layers: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> dict[str, Fact]:
    """What goes in, what comes out, and where there are most values."""
    parts = layers[-1].output
    return {"photo_shape": shape(photo.pixels.shape), "photo_values": count(photo.pixels.size),
            "labels": count(len(labels)), "steps": count(len(layers)), "peak": told_of_peak(photo, layers),
            "answer": label_name(labels[parts.argmax()]), "answer_share": share(parts.max()),
            "unchanged": told_of_unchanged(layers)}


def told_of_peak(photo: TracedPhoto, layers: tuple[TracedLayer, ...]) -> Fact:
    """Which step has the most values, and how many."""
    largest = max(layers, key=lambda layer: layer.output.size)
    if largest.output.size <= photo.pixels.size:
        return sentence(ja="ありません。このネットワークに、写真の{all}個より数の多い段階はありません。",
                        en="No. In this network, no step has more than the {all} of the photo.",
                        all=count(photo.pixels.size))
    return sentence(ja="あります。`{kind}`の後は**{n}個**、つまり写真の{times}倍になり、これより多い段階はありません。",
                    en="Yes. After a `{kind}` there are **{n}**, {times} times as many as in the photo, and no step "
                       "has more.", kind=both("word", largest.kind, largest.kind), n=count(largest.output.size),
                    times=value(largest.output.size / photo.pixels.size, 1))


def told_of_unchanged(layers: tuple[TracedLayer, ...]) -> Fact:
    """Which steps hand on every number as it is."""
    idle = sorted({layer.kind for layer in layers if np.array_equal(layer.input, layer.output)})
    if not idle:
        return word(ja="どの段階でも、数が変わるか、並べ替えられます。",
                    en="Every step changes its numbers or rearranges them.")
    told = sentence(ja="何も変えずに渡すだけの段階もあります（{names}）。",
                    en="Some steps change nothing: {names}.",
                    names=both("word", idle, ", ".join(f"`{kind}`" for kind in idle)))
    if "Dropout" not in idle:
        return told
    return sentence(ja="{told}ドロップアウトが働くのは、訓練のときだけです。",
                    en="{told} Dropout acts in training only.", told=told)


def facts_of_a_pixel(photo: TracedPhoto, layers: tuple[TracedLayer, ...]) -> dict[str, Fact]:
    """The pixel in the middle of the crop, and the ends of the scale."""
    spans = crop_of(photo, layers)
    row, column = (start + (stop - start) // 2 for start, stop in spans)
    levels = levels_of(photo, ((row, row + 1), (column, column + 1)))[0, 0]
    told = {"row": count(row + 1), "column": count(column + 1), "zero": count(0), "one": count(1),
            "top": count(LEVELS - 1), "levels": count(LEVELS), "top_scaled": value((LEVELS - 1) / LEVELS, 4),
            "channels": count(len(levels))}
    for name, level in zip(("red", "green", "blue"), levels, strict=True):
        told |= {name: count(level), f"{name}_scaled": value(level / LEVELS, DECIMALS)}
    return told


def known_label(photo: TracedPhoto, layers: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> str:
    """The label of the followed photo; where nobody said it, or it is not among the labels, the network's answer."""
    return photo.label if photo.label in labels else labels[layers[-1].output.argmax()]


def facts_of_rows(photo: TracedPhoto, layers: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> dict[str, Fact]:
    """The row of a label, and where its one stands."""
    label = known_label(photo, layers, labels)
    row = ", ".join(decimal(each, 0) for each in np.eye(len(labels))[labels.index(label)])
    names = word(ja="、".join(label_name(each).text.ja for each in labels), en=", ".join(labels))
    return {"label": label_name(label), "place": count(labels.index(label)), "one_hot": both("values", row, row),
            "names": names}


def facts_of_scales(probe: dict[str, np.ndarray]) -> dict[str, Fact]:
    """What becomes of the answers to the sample photos when they are scaled in another way, or come one by one."""
    usual, top, raw = probe["together"], probe["by_255"], probe["undivided"]
    changed = {name: count((other.argmax(axis=1) != usual.argmax(axis=1)).sum())
               for name, other in (("top_changes", top), ("raw_changes", raw))}
    return changed | {"samples": count(len(usual)), "top_moves": at_most(100 * np.abs(top - usual).max(), 1),
                      "sureness": share(usual.max(axis=1).mean()), "raw_sureness": share(raw.max(axis=1).mean()),
                      "alone_differs": at_most(np.abs(probe["alone"] - usual).max(), 6)}


def at_most(x: float, decimals: int) -> Fact:
    """A number rounded up."""
    return value(np.ceil(float(x) * 10**decimals) / 10**decimals, decimals)


def facts_of_batches(photo: TracedPhoto, labels: tuple[str, ...], card: dict[str, Any]) -> dict[str, Fact]:
    """What training sends through the network at a time, and what all its photos would take at once."""
    photos = sum(each["training after augmentation"] for each in card["photos"].values())
    batch, values = card["training"]["batch size"], photos * photo.pixels.size
    return {"photos": count(photos), "batch": count(batch), "batch_shape": shape((batch, *photo.pixels.shape)),
            "batch_answers": shape((batch, len(labels))), "as_floats": memory(values * BYTES),
            "as_bytes": memory(values), "bytes": counted(BYTES, ja="バイト", one="byte", many="bytes")}


def memory(size: int) -> Fact:
    """A number of bytes, in gigabytes or megabytes."""
    unit, name = (1e9, "GB") if size >= 1e9 else (1e6, "MB")
    return both("value", size, f"{decimal(size / unit, 1)} {name}")


def numpy_lines(photo: TracedPhoto, layers: tuple[TracedLayer, ...], labels: tuple[str, ...]) -> str:
    """Python that scales the pixel of the page and writes a label as a row."""
    told, label = facts_of_a_pixel(photo, layers), known_label(photo, layers, labels)
    pixel = ", ".join(str(told[name].value) for name in ("red", "green", "blue"))
    return "\n".join(["import numpy as np", f"pixel = np.array([{pixel}])",
                      f"print((pixel / {LEVELS}).round({DECIMALS}))", f"labels = {list(labels)}",
                      f'print(np.eye(len(labels))[labels.index("{label}")])'])
