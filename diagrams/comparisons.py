"""What came of an experiment whose trainings differ in one thing: what does best on new photos, and is that clear?"""

from typing import Any

from diagrams.draw.epochs import at_the_end, by_epoch, seeds_of
from diagrams.facts import Fact, both, count, sentence, share, word


def named(runs: dict[str, Any], names: dict[str, Fact]) -> dict[str, Fact]:
    """The variations of an experiment in words; one that has no name is called what the experiment calls it."""
    return {variation: names.get(variation, both("word", variation, variation))
            for variation in at_the_end(runs, "val_accuracy")}


def listed(parts: list[Fact]) -> Fact:
    """Several things, one after the other."""
    return word(ja="、".join(part.text.ja for part in parts), en=", ".join(part.text.en for part in parts))


def facts_of_trainings(runs: dict[str, Any], names: dict[str, Fact]) -> dict[str, Fact]:
    """How each variation ends, which does best and worst on validation photos, and how small the experiment is."""
    names, ends = named(runs, names), at_the_end(runs, "val_accuracy")
    best, worst = max(ends, key=ends.__getitem__), min(ends, key=ends.__getitem__)
    parts = {name: [sentence(ja="「{name}」{part}", en="“{name}” {part}", name=names[variation], part=share(end))
                    for variation, end in at_the_end(runs, key).items()]
             for name, key in (("ends", "val_accuracy"), ("seen", "accuracy"))}
    return {**{name: listed(each) for name, each in parts.items()}, "clear": clear(runs, names, best),
            "best": names[best], "best_share": share(ends[best]), "worst": names[worst],
            "worst_share": share(ends[worst]), "choices": count(len(ends)), "seeds": count(seeds_of(runs)),
            "epochs": count(runs["size"]["epochs"]), "photos": count(runs["size"]["training photos"]),
            "pixels": count(runs["size"]["pixels"])}


def clear(runs: dict[str, Any], names: dict[str, Fact], best: str) -> Fact:
    """Whether the worst seed of the best variation ends above the best seed of all others."""
    last = {variation: by_epoch(runs, "val_accuracy", variation)[:, -1] for variation in names}
    others = [values.max() for variation, values in last.items() if variation != best]
    if others and last[best].min() <= max(others):
        return word(ja="ただし、シードごとの結果は重なっているので、どれがいちばんよいとは言い切れません。",
                    en="But the results of single seeds overlap, so none of them is clearly the best.")
    return sentence(ja="「{best}」の結果は、どの乱数シードでも、ほかのすべての結果を上回りました。",
                    en="Whatever the seed, “{best}” ended above all results of the others.", best=names[best])
