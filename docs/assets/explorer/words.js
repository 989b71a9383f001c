/* Everything that the explorer says, but for what it says of one layer's arithmetic: that is in told.js. */
export const words = {
  title: { ja: "本物のネットワークを動かす", en: "The real network at work" },
  photo: { ja: "写真", en: "Photo" },
  credit: { ja: "写真：{author}（{licence}）", en: "Photo: {author} ({licence})" },
  layers: { ja: "層", en: "Layers" },
  layer: { ja: "{name}、形状{shape}", en: "{name}, shape {shape}" },
  answer: { ja: "ネットワークの答え：「{label}」{share}", en: "The network answers “{label}”, {share}" },
  untrained: { ja: "未訓練の層を含む", en: "includes untrained layers" },
  failed: {
    ja: "ここでは動かせないので、図をそのまま載せています（{reason}）。",
    en: "It cannot run here, so the figure stays ({reason}).",
  },
  cannot: {
    ja: "このネットワークの{name}層（{reason}）はブラウザでは計算できないので、図をそのまま載せています。",
    en: "A browser cannot run the {name} layer of this network ({reason}), so the figure stays.",
  },
  slow: {
    ja: "このブラウザではWebAssemblyを使えないので、遅いほうの方法で計算しています。",
    en: "WebAssembly is not available in this browser: a slower engine does the work.",
  },
  photoFailed: { ja: "写真を読み込めませんでした。", en: "The photo could not be loaded." },
  maps: { ja: "特徴マップ", en: "Map" },
  mapOf: { ja: "{count}枚中{n}枚目", en: "{n} of {count}" },
  scale: { ja: "色の目盛り：この層のすべての値に共通", en: "Colours: one scale for all values of this layer" },
  clipped: {
    ja: "色の目盛り：この層のすべての値に共通。端を超える値は、端の色",
    en: "Colours: one scale for all values of this layer; values beyond an end have its colour",
  },
  point: {
    ja: "セルを選んでください。マウスで指すか、指で押さえたまま動かすか、矢印キーで動かします。",
    en: "Choose a cell: point at it, hold a finger and move it, or use the arrow keys.",
  },
  picker: { ja: "{name}のセル。矢印キーで動かせます", en: "Cells of {name}; the arrow keys move from one to the next" },
  cell: { ja: "{row}行{column}列", en: "row {row}, column {column}" },
  cellOfMap: { ja: "特徴マップ{map}の{row}行{column}列", en: "row {row}, column {column} of map {map}" },
  unit: { ja: "{n}番目の数", en: "number {n}" },
  label: { ja: "「{label}」の数", en: "the number of “{label}”" },
  value: { ja: "{place}：{value}", en: "{place}: {value}" },
  table: { ja: "表で見る", en: "As a table" },
  link: { ja: "この表示へのリンクをコピー", en: "Copy a link to this view" },
  copied: { ja: "コピーしました。", en: "Copied." },
  copyThis: { ja: "このリンクをコピーしてください", en: "Copy this link" },
};
