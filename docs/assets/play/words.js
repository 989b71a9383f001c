/* Everything that the numbers to play with say. */
export const words = {
  back: { ja: "本物の数に戻す", en: "Back to the real numbers" },
  unread: {
    ja: "数として読めないので、{value}のままにしました。",
    en: "That cannot be read as a number, so it is still {value}.",
  },
  beyond: {
    ja: "ここで使えるのは{low}から{high}までなので、{value}にしました。",
    en: "Numbers here go from {low} to {high}, so it is now {value}.",
  },
  relu: {
    title: { ja: "入る数を動かしてみましょう", en: "Try it: move the number that goes in" },
    into: { ja: "入る数", en: "number in" },
    out: { ja: "出る数", en: "number out" },
    kept: { ja: "{x}は正なので、そのまま出ます。", en: "{x} is positive: it comes out as it is." },
    cut: { ja: "{x}は正ではないので、ゼロが出ます。", en: "{x} is not positive: zero comes out." },
  },
  pooling: {
    title: { ja: "数を変えて、何が残るか見てみましょう", en: "Try it: change a number, see what is kept" },
    into: { ja: "入る数", en: "numbers in" },
    out: { ja: "各窓の最大値", en: "largest of each" },
    place: { ja: "{row}行{column}列", en: "row {row}, column {column}" },
    cell: { ja: "{place}：{value}", en: "{place}: {value}" },
    winner: { ja: "{place}：{value}、窓の最大値", en: "{place}: {value}, largest of its window" },
    kept: { ja: "{place}の{value}は窓の最大値なので、残ります。", en: "{value} is the largest of its window: it is kept." },
    dropped: {
      ja: "{place}の{value}は窓の最大値ではないので、捨てられます。",
      en: "{value} is not the largest of its window: it is dropped.",
    },
    unread: { ja: "{place}は、どの窓にも入りません。", en: "No window reads {place}." },
  },
  softmax: {
    title: { ja: "ロジットと温度を動かしてみましょう", en: "Try it: move the logits and the temperature" },
    logit: { ja: "「{label}」のロジット", en: "logit of “{label}”" },
    temperature: { ja: "温度", en: "temperature" },
    real: { ja: "縦の線：本物の数のとき", en: "upright line: with the real numbers" },
    leads: { ja: "いちばん高い確率：「{label}」{share}", en: "Highest probability: “{label}”, {share}" },
  },
};

const language = document.documentElement.lang;

/* A text in the page's language, with values where it has {names}. */
export function say(text, values = {}) {
  return text[language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
