"""The animals' names in both languages; a label that is not listed is shown as it is."""

from collections.abc import Sequence

from diagrams.facts import Fact, word

JAPANESE = {"dogs": "犬", "cats": "猫", "monkeys": "猿", "birds": "鳥", "fish": "魚", "lizards": "トカゲ"}


def label_name(label: str) -> Fact:
    """A label of the script as a word: 犬, dogs."""
    return word(ja=JAPANESE.get(label, label), en=label)


def place_of(label: str, labels: Sequence[str]) -> int | None:
    """Where a label is among those that the network knows; None where it is not."""
    return labels.index(label) if label in labels else None
