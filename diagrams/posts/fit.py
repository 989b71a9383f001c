"""Post 18: what happens in an epoch?"""

from typing import Any

import numpy as np

from diagrams.draw import WIDTH, Canvas, Drawing, Scale
from diagrams.draw.counts import draw_counts, draw_pace
from diagrams.draw.film import draw_film, places
from diagrams.draw.kernels import moves
from diagrams.draw.palette import ACCENT, INK, SOFT
from diagrams.draw.reported import Loss, draw_losses, draw_steps, gap_key
from diagrams.draw.tables import table_of, table_of_rates
from diagrams.facts import Fact, change, code, count, decimal, learning_rate, sentence, share, value, word
from diagrams.inputs import Card, Experiment, Layer, Line, Probe
from diagrams.language import Say
from diagrams.post import Post
from diagrams.traced import TracedLayer

POST = Post(number=18, explains=(Line("fit"),))

LEFT, RIGHT = 8, WIDTH - 8
FRAMES = 13  # pictures of a film, at most
AGAIN = "training loss measured again"
KINDS = {
    "reported": (word(ja="fitの表示", en="as reported"), INK, "o"),
    "again": (word(ja="測り直すと", en="measured again"), ACCENT, "D"),
    "plain": (word(ja="変化なしなら", en="not varied"), SOFT, "s"),
    "validation": (word(ja="検証データ", en="validation"), SOFT, "^"),
}


# The losses of a small experiment


def losses_of(say: Say, runs: dict[str, Any]) -> dict[str, Loss]:
    """The training loss as reported, as measured again on the same pictures and on plain photos; validation.

    What is reported is a mean over an epoch, so it stands in the middle of it.
    """
    made, epochs = runs["runs"], np.arange(runs["size"]["epochs"] + 1)
    reported, validation = (np.array([run["by epoch"][key] for run in made]) for key in ("loss", "val_loss"))
    varied, plain = (np.array([run[AGAIN][key] for run in made]) for key in ("as varied", "as they are"))
    found = {"reported": (epochs[1:] - 0.5, reported), "again": (epochs, varied), "plain": (epochs, plain),
             "validation": (epochs[1:], validation)}
    return {name: Loss(say.fact(word), *found[name], *look) for name, (word, *look) in KINDS.items()}


def told_of_losses(losses: dict[str, Loss]) -> dict[str, Fact]:
    """The end of each loss."""
    return {name: value(loss.last, 3) for name, loss in losses.items()}


def losses(say: Say, runs: dict[str, Any] = Experiment("fit")) -> Drawing:
    """The training loss as reported, the same measured again after each epoch, and the validation loss."""
    found = losses_of(say, runs)
    canvas = Canvas(say, say(ja="訓練の損失は、表示では{reported}。同じ写真で測り直すと{again}です",
                             en="Training loss: {reported} as reported, {again} when the same pictures are measured "
                                "again", **told_of_losses(found)))
    shown, y = [found[name] for name in ("reported", "again", "validation")], canvas.y - 2
    draw_losses(canvas, y, 210, shown)
    canvas.text(LEFT + 34, y + 238, say(ja="終わったエポック", en="epochs done"), size=10, color=SOFT)
    end = gap_key(canvas, y + 250, say(ja="表示された損失と、測り直した損失の差",
                                       en="between reported and measured again"))
    names = [loss.name for loss in shown]
    rows = [(count(n + 1), *(value(mean, 3) for mean in means)) for n, means in enumerate(zip(
        shown[0].mean, shown[1].mean[1:], shown[2].mean, strict=True))]
    return canvas.drawing(end + 2, say(
        ja="損失をエポックの順に示しました。線は{seeds}通りの乱数シードの平均、帯は最低から最高までです。",
        en="The losses over the epochs. Lines are means over {seeds} random seeds, bands reach from the lowest to the "
           "highest.", seeds=count(len(runs["runs"]))),
        [(say(ja="エポック", en="epoch"), *names), *(tuple(map(say.fact, row)) for row in rows)])


def steps(say: Say, runs: dict[str, Any] = Experiment("fit")) -> Drawing:
    """From the reported loss to the validation loss, one change at a time."""
    found = losses_of(say, runs)
    canvas = Canvas(say, say(ja="表示された訓練の損失{reported}から検証の損失{validation}まで、ひとつずつ変えていくと",
                             en="From a reported {reported} to a validation loss of {validation}, one change at a time",
                             **told_of_losses(found)))
    reasons = [say(ja="ドロップアウトを止め、エポックの後で測る", en="dropout off, after the epoch"),
               say(ja="写真に変化を付けない", en="photos not varied"),
               say(ja="見たことのない写真にする", en="photos that it never saw")]
    end = draw_steps(canvas, canvas.y + 10, [*found.values()], reasons)
    return canvas.drawing(end, say(
        ja="最後のエポックの四つの損失。点は{seeds}通りの乱数シードの平均、太い線は最低から最高までです。",
        en="Losses of the last epoch. Points are means over {seeds} random seeds, thick lines reach from the lowest to "
           "the highest.", seeds=count(len(runs["runs"]))),
        [("", say(ja="損失", en="loss")), *((loss.name, decimal(loss.last, 3)) for loss in found.values())])


# Batches, steps, epochs, and the size of the steps


def told_of_counts(pace: dict[str, np.ndarray]) -> dict[str, Fact]:
    """How many photos make a batch, batches an epoch, epochs the training, and steps in all."""
    batches, epochs = pace["batches"], int(pace["epochs"][0])
    return {"photos": count(batches.sum()), "batch": count(batches[0]), "last_batch": count(batches[-1]),
            "batches": count(len(batches)), "epochs": count(epochs), "steps": count(len(batches) * epochs),
            "seen": count(int(batches.sum()) * epochs)}


def counts(say: Say, pace: dict[str, np.ndarray] = Probe("pace")) -> Drawing:
    """A batch of photos, an epoch of batches, a training of epochs."""
    told = told_of_counts(pace)
    canvas = Canvas(say, say(ja="{steps}回、写真を{batch}枚ずつ見ては重みを動かします",
                             en="{steps} steps, each with {batch} photos and one move of the weights", **told))
    things = (("batch", say(ja="枚でひとつのバッチ", en="photos: a batch")),
              ("batches", say(ja="バッチで一エポック", en="batches: an epoch")),
              ("epochs", say(ja="エポックで訓練終了", en="epochs: the training")))
    end = draw_counts(canvas, canvas.y - 6, [(told[key].value, say.fact(told[key]), name) for key, name in things])
    return canvas.drawing(end, say(
        ja="バッチひとつ分の写真、一エポック分のバッチ、訓練全体のエポックを、小さな四角で数えました。",
        en="The photos of a batch, the batches of an epoch and the epochs of the training, counted as small squares."),
        table_of((say(ja="数えたもの", en="counted"), say(ja="数", en="how many")),
                 [say(ja="ひとつのバッチの写真", en="photos of a batch"),
                  say(ja="一エポックのバッチ", en="batches of an epoch"),
                  say(ja="訓練のエポック", en="epochs of the training")], [say.fact(told[key]) for key, _ in things]))


def told_of_pace(pace: dict[str, np.ndarray]) -> dict[str, Fact]:
    """The learning rate at its start, at its highest and at its end."""
    at, rates = pace["at"], pace["rates"]
    return {"first_rate": learning_rate(rates[0]), "last_rate": learning_rate(rates[-1]),
            "highest_rate": learning_rate(rates.max()), "highest_at": count(at[rates.argmax()])}


def pace(say: Say, pace: dict[str, np.ndarray] = Probe("pace")) -> Drawing:
    """The learning rate over all steps."""
    length = len(pace["batches"])
    canvas = Canvas(say, title_of_pace(say, pace))
    axes = draw_pace(canvas, canvas.y + 2, 140, pace["at"] / length, pace["rates"])
    highest = pace["rates"].max()
    axes.set_yticks([0, highest], ["0", say.fact(learning_rate(highest))])
    canvas.text(56, canvas.y + 172, say(ja="エポック（それぞれ{batches}ステップ）", en="epochs, {batches} steps each",
                                        batches=count(length)), size=10, color=SOFT)
    return canvas.drawing(canvas.y + 180, say(
        ja="学習率を、訓練の最初から最後まで示しました。いちばん高い所に印を付けました。",
        en="The learning rate from the first step to the last. A mark stands at its highest."),
        table_of_rates((say(ja="ステップ", en="step"), say(ja="学習率", en="learning rate")), pace["at"],
                       pace["rates"]))


def title_of_pace(say: Say, pace: dict[str, np.ndarray]) -> str:
    """How the learning rate moves."""
    told, rates = told_of_pace(pace), pace["rates"]
    if np.ptp(rates) == 0:
        return say(ja="学習率は、最初から最後まで{highest_rate}です",
                   en="The learning rate is {highest_rate} from the first step to the last", **told)
    if rates.argmax() == 0:
        return say(ja="学習率は{highest_rate}から始まり、{last_rate}で終わります",
                   en="The learning rate begins at {highest_rate} and ends at {last_rate}", **told)
    return say(ja="学習率は{first_rate}から{highest_at}ステップで{highest_rate}に上がり、{last_rate}で終わります",
               en="From {first_rate}, the learning rate climbs to {highest_rate} in {highest_at} steps; it ends at "
                  "{last_rate}", **told)


# Filters as they grow


def kernels_of(runs: dict[str, Any]) -> np.ndarray:
    """The first kernel before training and after each epoch: (seeds, frames, height, width, inputs, filters)."""
    return np.stack([array.astype(float) for array in runs["arrays"].values()])


def way(kernels: np.ndarray) -> np.ndarray:
    """How far the filters that move are from their start, as a part of where they end, on average: (frames,)."""
    far = np.sqrt(((kernels - kernels[:, :1]) ** 2).sum(axis=(2, 3, 4))).transpose(0, 2, 1)
    moving = far[far[..., -1] > 0]
    return (moving / moving[:, -1:]).mean(axis=0) if len(moving) else np.zeros(far.shape[-1])


def begins_alike(kernels: np.ndarray, start: np.ndarray) -> bool:
    """Whether the first seed begins with the numbers that the network's own training began with."""
    return kernels[0, 0].shape == start.shape and np.allclose(kernels[0, 0], start, atol=1e-3)


def shown_filters(kernels: np.ndarray, conv: TracedLayer, start: np.ndarray) -> list[int]:
    """The followed filter, if it begins with the same numbers; the ones that move most and least."""
    moved = moves(kernels[0, 0], kernels[0, -1])
    followed = [conv.channel] if begins_alike(kernels, start) else []
    return list(dict.fromkeys([*followed, int(moved.argmax()), int(moved.argmin())]))


def film(say: Say, runs: dict[str, Any] = Experiment("filters"), conv: TracedLayer = Layer("Conv2D"),
         start: dict[str, np.ndarray] = Probe("initial_filters")) -> Drawing:
    """A few filters of the first convolution, epoch by epoch."""
    kernels = kernels_of(runs)
    moved, chosen = moves(kernels[0, 0], kernels[0, -1]), shown_filters(kernels, conv, start["kernel"])
    canvas = Canvas(say, say(ja="{epochs}エポックのうち{half}エポックで、道のりの{part}を進みました",
                             en="After {half} of {epochs} epochs, the filters have gone {part} of their way",
                             **told_of_film(runs)))
    at = np.unique(np.linspace(0, len(kernels[0]) - 1, FRAMES).round().astype(int))
    scale, x, y = Scale.of(kernels[0][..., chosen]), LEFT + 16, canvas.y + 6
    for frame, place in zip(at, places(kernels[0][at]), strict=True):
        name = say.fact(count(frame)) if frame else say(ja="最初", en="start")
        canvas.text(x + place, y, name, size=10, color=SOFT, anchor="middle")
    for filter_ in chosen:
        told = {"n": count(filter_ + 1), "moved": share(moved[filter_])}
        name = say(ja="{n}番目のフィルタ：{moved}動いた", en="filter {n}: moved by {moved} of its size", **told)
        canvas.text(LEFT, y + 20, name, size=11)
        y = draw_film(canvas, x, y + 28, kernels[0][at][..., filter_], scale) + 6
    canvas.scale(RIGHT - 120, y + 8, 120, scale, decimals=2)
    return canvas.drawing(y + 40, say(
        ja="最初の畳み込み層のフィルタの、訓練前の姿と、各エポックの後の姿。一行がひとつのチャンネルです。",
        en="Filters of the first convolution before training and after each epoch. Each row is one channel."))


def told_of_film(runs: dict[str, Any]) -> dict[str, Fact]:
    """After how many epochs at least half of the way is done, and how much that is."""
    done = way(kernels_of(runs))
    half = int((done >= 0.5).argmax())
    return {"half": count(half), "part": share(done[half]), "epochs": count(len(done) - 1)}


FIGURES = (losses, steps, counts, pace, film)


# Facts


def facts(runs: dict[str, Any] = Experiment("fit"), pace: dict[str, np.ndarray] = Probe("pace"),
          grown: dict[str, Any] = Experiment("filters"), conv: TracedLayer = Layer("Conv2D"),
          start: dict[str, np.ndarray] = Probe("initial_filters"), card: dict[str, Any] = Card(),
          line: str = Line("fit"), schedule: str = Line("CosineDecay"), backup: str = Line("BackupAndRestore"),
          vary: str = Line("vary")) -> dict[str, Fact]:
    return {**facts_of_losses(runs), **facts_of_counts(pace, card), **told_of_pace(pace),
            "first_step": first_step(pace), **{f"film_{name}": fact for name, fact in told_of_film(grown).items()},
            "followed": told_of_followed(kernels_of(grown), conv, start["kernel"]), "line": code(line),
            "schedule": code(schedule), "backup": code(backup), "vary": code(vary)}


def facts_of_losses(runs: dict[str, Any]) -> dict[str, Fact]:
    """The ends of the losses, the changes between them, how it began, and how small the experiment is."""
    found = losses_of(Say("en"), runs)
    ends = [loss.last for loss in found.values()]
    changes = dict(zip(("by_dropout", "by_variation", "by_new_photos"), np.diff(ends), strict=True))
    labels = len(runs["runs"][0]["new photos"]["per label"])
    return {**told_of_losses(found), **{name: change(size, 3) for name, size in changes.items()},
            "compared": word(ja="低い", en="Lower") if ends[1] < ends[0] else word(ja="低くない", en="Not lower"),
            "before": value(found["again"].mean[0], 3), "chance": value(np.log(labels), 3), "labels": count(labels),
            "pixels": count(runs["size"]["pixels"]), "few_photos": count(runs["size"]["training photos"]),
            "few_epochs": count(runs["size"]["epochs"]), "seeds": count(len(runs["runs"])),
            "numpy": code(numpy_lines(found["reported"], found["again"]))}


def numpy_lines(reported: Loss, again: Loss) -> str:
    """Python that compares two losses of the last epoch, seed by seed and on average."""
    given = [f"{name} = np.array([{', '.join(f'{number:.4f}' for number in loss.values[:, -1])}])"
             for name, loss in (("reported", reported), ("again", again))]
    return "\n".join(["import numpy as np", *given, "print((again - reported).round(4))",
                      "print(reported.mean().round(3))", "print(again.mean().round(3))"])


def facts_of_counts(pace: dict[str, np.ndarray], card: dict[str, Any]) -> dict[str, Fact]:
    """How the steps of the training are counted."""
    told = told_of_counts(pace)
    photos = sum(each["training"] for each in card["photos"].values())
    return told | {"originals": count(photos), "exact": value(told["photos"].value / told["batch"].value)}


def first_step(pace: dict[str, np.ndarray]) -> Fact:
    """What the first step does."""
    if pace["rates"][0] == 0:
        return word(ja="最初のステップの学習率はちょうどゼロなので、最初のバッチでは重みがひとつも動きません。",
                    en="The very first step has a learning rate of exactly zero: the first batch moves nothing.")
    return sentence(ja="最初のステップの学習率は{first_rate}です。",
                    en="The first step has a learning rate of {first_rate}.", **told_of_pace(pace))


def told_of_followed(kernels: np.ndarray, conv: TracedLayer, start: np.ndarray) -> Fact:
    """Whether the film begins with the very numbers that the network's own training began with."""
    if not begins_alike(kernels, start):
        return word(ja="この小さな実験は、サイトのネットワークとは別の乱数から始まりました。",
                    en="This small training began with other random numbers than the network of this site.")
    return sentence(ja="いちばん上は、どの記事でも追いかけている{n}番目のフィルタです。"
                       "小さな実験ですが、サイトのネットワークの訓練とまったく同じ乱数から始まっています。",
                    en="The one on top is filter {n}, the one that all posts follow: small as this training is, it "
                       "began with the very same random numbers as that of the network.", n=count(conv.channel + 1))
