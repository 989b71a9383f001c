"""What the reader of a figure must know of it, as the figure itself says it."""

from collections.abc import Iterable

from diagrams.language import Say, Text

NOTICES = {
    "untrained": Text(ja="未訓練の重みで描いた図です（訓練: make train）",
                      en="drawn with untrained weights (to train: make train)"),
    "outdated": Text(ja="いまより前のネットワークで測った図です", en="measured with an earlier network than today's"),
}


def say(language: str, caveats: Iterable[str]) -> Say:
    """Says things on a figure with these caveats: "untrained", what it shows was read at or after a layer without
    trained weights; "outdated", it was measured with an earlier network than today's."""
    return Say(language, tuple(NOTICES[caveat][language] for caveat in sorted(caveats)))
