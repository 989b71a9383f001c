"""What can be said of the photos that the network of the weights file was trained and tested on."""

from typing import Any

from diagrams.facts import Fact, word

GECKOS = '"Lizards" are geckos only'  # what the card says of the photos that the first text of each pair is about
TRAINED_ON = {
    "sources": (
        word(ja="テスト用の写真には、公開を認めるライセンスが付いていないので、ここには載せられません。"
                "代わりに、このサイトのサンプル写真を使います。訓練に使った写真とは別の所から集めたもので、"
                "サンプル写真に合わせてネットワークを調整したことは一度もありません。",
             en="The test photos cannot be shown here, because no licence permits it. The sample photos of this site "
                "can. They come from other sources than the training photos, and the network was never tuned to them."),
        word(ja="テスト用の写真は、ここには載せていません。代わりに、このサイトのサンプル写真を使います。",
             en="The test photos are not shown here. The sample photos of this site are.")),
    "in_training": (
        word(ja="訓練で見たトカゲはヤモリの仲間だけで、アガマもオオトカゲも一枚も出てきません。魚はほとんどが水の外にいて、"
                "市場に並んでいたり、釣り人の手の中にいたりします。猫はペットのスナップ写真です。"
                "犬は、かなりの数がスプリンガー・スパニエルで、残りはペットのスナップ写真です。"
                "鳥は何百という種にわたり、一種あたりの写真はわずかです。猿は種が少なく、木々に囲まれているものが多くあります。",
             en="In training, lizards were geckos and nothing else: no agama, no monitor. Fish were mostly out of the "
                "water, many at a market or in an angler's hands. Cats were snapshots of pets, and so were dogs, but "
                "for a good many springer spaniels. Birds came in hundreds of species, with only a few photos of each; "
                "monkeys came in only a few, often with trees around them."),
        word(ja="訓練に使った写真がどんなものかは、訓練した人がいちばんよく知っています。",
             en="What the training photos look like, whoever trained the network knows best.")),
    "background": (
        word(ja="訓練に使った写真のことも、正直に書いておきます。魚はほとんどが水の外にいて、釣り人に抱えられたものもたくさんあります。"
                "トカゲはヤモリの仲間だけで、多くは無地の背景にいます。"
                "こういう背景は、それだけで答えを教えてしまうことがあります。",
             en="A word of honesty about the training photos. The fish are mostly out of the water, many held by an "
                "angler; the lizards are geckos, mostly on plain ground. A background like that can give the label "
                "away."),
        word(ja="背景だけで答えが分かってしまうこともあります。", en="A background alone can give the label away.")),
}


def trained_on(card: dict[str, Any]) -> dict[str, Fact]:
    """What can be said of the photos that the network was trained and tested on."""
    known = GECKOS in card["about"]
    return {name: texts[0] if known else texts[1] for name, texts in TRAINED_ON.items()}
