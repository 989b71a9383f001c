/* What the explorer says beside a look into layers: in the family tree of an answer, and in the game. */
export const moreWords = {
  family: {
    title: { ja: "答えの家系図", en: "Family tree of an answer" },
    label: { ja: "どのラベルの確率からたどりますか", en: "Trace back the probability of" },
    begin: {
      ja: "確率から写真まで、いちばん大きく貢献した数だけを、ひとつずつさかのぼります。",
      en: "From a probability back to the photo, always on to the number that contributed most.",
    },
    power: {
      ja: "確率{share}は、このラベルのロジットのeのべき乗を、全部の合計で割ったものです。",
      en: "The probability {share} is the power of e of this label’s logit, divided by the sum of all.",
    },
    sum: {
      ja: "{sign}の積{count}個を合わせた中で、いちばん大きい積が{share}を占めます。その積のもとになったのが、次の数です。",
      en: "Of all {count} {sign} products together, the largest makes up {share}. It comes from the next number.",
    },
    mean: {
      ja: "平均した{sign}の数{count}個を合わせた中で、いちばん大きい数が{share}を占めます。",
      en: "Of the {count} {sign} numbers averaged here, the largest makes up {share}.",
    },
    signs: [{ ja: "負", en: "negative" }, { ja: "正", en: "positive" }],
    won: { ja: "次の数が、窓の中の最大値でした。", en: "The next number was the largest of its window." },
    same: { ja: "ひとつ前の層の、同じ場所の数からできました。", en: "It was made from the number in the same place, one layer before." },
    zero: { ja: "ここへは、ゼロしか届いていません。", en: "Nothing but zeros arrives here." },
    photo: { ja: "写真", en: "Photo" },
    pixel: { ja: "写真の{row}行{column}列の{colour}", en: "{colour} in row {row}, column {column} of the photo" },
    end: {
      ja: "ここまでの道は、いちばん太い枝だけをたどったものです。ほかの枝もすべて合わさって、はじめて答えになります。",
      en: "This path took the strongest branch each time. It takes all the other branches, too, to make the answer.",
    },
    look: { ja: "この数を見る", en: "Look at it" },
    lookAt: { ja: "この数を見る：{name}", en: "Look at it: {name}" },
    map: { ja: "{place}の印が付いた特徴マップ", en: "The map with {place} marked" },
    patch: { ja: "この数から見える写真：{rows}×{columns}ピクセル", en: "What it sees of the photo: {rows}×{columns} pixels" },
  },
  game: {
    title: { ja: "ネットワークになってみる", en: "Be the network" },
    rule: {
      ja: "最後の畳み込みのセルひとつに見えるのは、写真の{rows}×{columns}ピクセルだけです。それだけを見て、何の写真か当ててみてください。",
      en: "One cell of the last convolution sees {rows}×{columns} pixels of the photo and no more. What is it a photo of?",
    },
    four: { ja: "セル四つ分なら、どうでしょうか。", en: "And with four cells?" },
    all: { ja: "すべてのセルを合わせると、写真全体になります。", en: "All cells together see the whole photo." },
    patch: { ja: "写真の一部分、{count}枚中{n}枚目", en: "Part of the photo, {n} of {count}" },
    whole: { ja: "写真全体", en: "The whole photo" },
    guess: { ja: "答えを選んでください", en: "Your guess" },
    truth: { ja: "正解は「{label}」です。", en: "The right answer is “{label}”." },
    guesses: { ja: "あなたの答え：{one}、{four}、{all}", en: "You said: {one}, then {four}, then {all}" },
    network: { ja: "ネットワークの答え：", en: "The network says:" },
    again: { ja: "別の写真で試す", en: "Another photo" },
    failed: { ja: "写真を読み込めませんでした。", en: "The photo could not be loaded." },
  },
};
