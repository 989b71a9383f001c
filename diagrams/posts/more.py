"""Beside the series: would more photos have helped, or more variation?"""

from typing import Any

from diagrams.comparisons import facts_of_trainings, named
from diagrams.draw import Canvas, Drawing
from diagrams.draw.compared import draw_compared, kinds_of, table_of
from diagrams.draw.epochs import seeds_of
from diagrams.draw.learning import at_the_end_of, draw_learning_curve
from diagrams.facts import Fact, both, code, count, counted, decimal, share, value, word
from diagrams.inputs import Card, Experiment, Line
from diagrams.language import Say
from diagrams.post import Post

POST = Post(number=None)

ANEW = {"anew each time": word(ja="毎回新しく変える", en="anew each time"),
        "always the same": word(ja="いつも同じ姿", en="always the same")}


def amounts(runs: dict[str, Any]) -> dict[str, Fact]:
    """The variations of an experiment that are parts of a whole, 1/8 to all, in photos: equally many of each label."""
    labels = len(runs["runs"][0]["new photos"]["per label"])
    of_label = runs["size"]["originals"] // labels
    parts = dict.fromkeys(run["variation"] for run in runs["runs"])
    return {part: count(of_label // int(part.partition("/")[2] or 1) * labels) for part in parts}


def in_photos(runs: dict[str, Any]) -> dict[str, Fact]:
    """The same as a text names them."""
    return {part: counted(amount.value, ja="枚", one="photo", many="photos") for part, amount in amounts(runs).items()}


def photos(say: Say, runs: dict[str, Any] = Experiment("data")) -> Drawing:
    """Accuracy after the last epoch over the number of photos."""
    title = say(ja="写真が{fewest}枚なら新しい写真の{fewest_share}が正解、{most}枚なら{most_share}です",
                en="{fewest} photos: {fewest_share} of new ones right; {most} photos: {most_share}",
                **ends_of(runs, amounts(runs)))
    return learning_curve(say, runs, title, amounts(runs),
                          say(ja="訓練に使う写真の枚数", en="photos to learn from"))


def learning_curve(say: Say, runs: dict[str, Any], title: str, amounts: dict[str, Fact], axis: str) -> Drawing:
    """Accuracy after the last epoch over amounts of something, which `axis` names."""
    canvas, kinds = Canvas(say, title), kinds_of(say)
    names = {each: say.fact(amount) for each, amount in amounts.items()}
    end = draw_learning_curve(canvas, say, canvas.y, runs, list(names.values()), axis, kinds)
    return canvas.drawing(end, say(
        ja="最後のエポックの後の正解率。点はひとつの乱数シード、線は{seeds}通りの平均です。",
        en="Accuracy after the last epoch. A dot for each random seed, a line through the means of {seeds}.",
        seeds=count(seeds_of(runs))), table_of(say, runs, names, kinds, axis))


def anew(say: Say, runs: dict[str, Any] = Experiment("variation")) -> Drawing:
    """Trainings that vary each photo anew, and trainings that never vary it."""
    told = facts_of_trainings(runs, ANEW)
    return draw_compared(say, runs, named(runs, ANEW), say(
        ja="{epochs}エポックの訓練の後、新しい写真の正解率は{ends}です",
        en="New photos right after {epochs} epochs: {ends}", **told))


def copies(say: Say, runs: dict[str, Any] = Experiment("copies")) -> Drawing:
    """Accuracy after the last epoch over the number of pictures made of each photo."""
    title = say(ja="新しい写真の正解率は、写真一枚から{most}枚の画像を作ると{most_share}、"
                   "一枚だけなら{fewest_share}です",
                en="With {most} pictures of each photo: {most_share} of new ones right; with one: {fewest_share}",
                **ends_of(runs, many_of(runs)))
    return learning_curve(say, runs, title, many_of(runs),
                          say(ja="写真一枚から作った画像の枚数", en="pictures made of each photo"))


FIGURES = (photos, anew, copies)


# Facts


def ends_of(runs: dict[str, Any], amounts: dict[str, Fact]) -> dict[str, Fact]:
    """What comes of the smallest amount, and of the largest."""
    ends, many = at_the_end_of(runs, "val_accuracy").mean(axis=1), list(amounts.values())
    return {"fewest": many[0], "fewest_share": share(ends[0]), "most": many[-1], "most_share": share(ends[-1])}


def many_of(runs: dict[str, Any]) -> dict[str, Fact]:
    """The variations of an experiment that are numbers of pictures."""
    return {part: count(int(part)) for part in dict.fromkeys(run["variation"] for run in runs["runs"])}


def in_pictures(runs: dict[str, Any]) -> dict[str, Fact]:
    """The same as a text names them."""
    return {part: counted(many.value, ja="枚", one="picture", many="pictures") for part, many in many_of(runs).items()}


def facts(data: dict[str, Any] = Experiment("data"), variation: dict[str, Any] = Experiment("variation"),
          copied: dict[str, Any] = Experiment("copies"), vary: str = Line("vary"),
          card: dict[str, Any] = Card()) -> dict[str, Fact]:
    found = {"photos": facts_of_trainings(data, in_photos(data)) | ends_of(data, amounts(data)) | doubled(data),
             "anew": facts_of_trainings(variation, ANEW),
             "copies": facts_of_trainings(copied, in_pictures(copied)) | ends_of(copied, many_of(copied))}
    return {f"{study}_{name}": fact for study, each in found.items() for name, fact in each.items()} | {
        "vary": code(vary), "published": share(card["accuracy on test photos"]["balanced"])}


def doubled(runs: dict[str, Any]) -> dict[str, Fact]:
    """What the last doubling of the photos brings, in points, as arithmetic over the seeds."""
    half, whole = 100 * at_the_end_of(runs, "val_accuracy")[-2:]
    sums = [rf"\frac{{{' + '.join(decimal(each, 2) for each in part)}}}{{{len(part)}}}" for part in (whole, half)]
    gain = decimal((whole - half).mean(), 2)
    return {"doubled": value((whole - half).mean(), 1), "sum": both("formula", (whole - half).tolist(),
                                                                    rf"{' - '.join(sums)} = {gain}")}
