/* What the explorer says of photos of the reader's own, and of weights that are loaded only for them. */
export const ownWords = {
  choose: { ja: "自分の写真を使う", en: "Use a photo of your own" },
  ways: {
    ja: "ここへドラッグしても、貼り付けても使えます。写真がこの端末の外に送られることはありません。",
    en: "You can also drop one here, or paste it. It never leaves your machine.",
  },
  photo: { ja: "自分の写真", en: "your own photo" },
  credit: {
    ja: "自分の写真：訓練のときと同じように、真ん中の正方形を{size}×{size}ピクセルに縮めたもの",
    en: "Your own photo: its middle square, scaled to {size}×{size} pixels as in training",
  },
  preparing: { ja: "写真を準備しています。", en: "Preparing the photo." },
  unread: {
    ja: "「{name}」は写真として開けませんでした。壊れているか、このブラウザが対応していない形式です。",
    en: "“{name}” could not be opened as a photo: it is damaged, or of a kind that this browser cannot read.",
  },
  empty: { ja: "「{name}」には何も入っていません。", en: "“{name}” is empty." },
  small: {
    ja: "「{name}」は{width}×{height}ピクセルしかありません。縦も横も{smallest}ピクセル以上必要です。",
    en: "“{name}” has only {width}×{height} pixels; it needs {smallest} or more on each side.",
  },
  many: {
    ja: "「{name}」は{width}×{height}ピクセルもあり、大きすぎます。全部で{most}メガピクセルまでにしてください。",
    en: "“{name}” has {width}×{height} pixels, which is too large: {most} megapixels are the most.",
  },
  lacking: {
    ja: "{name}の手前までは計算できました。{name}の重みはとても大きいので、頼まれるまで読み込みません。",
    en: "Everything before {name} is computed. The weights of {name} are large, so they are loaded only if you ask.",
  },
  ask: { ja: "重み{size} MBを読み込んで、答えを計算する", en: "Load {size} MB of weights and compute the answer" },
  again: { ja: "残りの{size} MBを読み込む", en: "Load the remaining {size} MB" },
  come: { ja: "{whole} MBのうち{come} MB", en: "{come} of {whole} MB" },
  loading: { ja: "重みの読み込み", en: "Loading the weights" },
  cancel: { ja: "中止", en: "Cancel" },
  broken: {
    ja: "途中で読み込めなくなりました。ここまでに届いた分は残っているので、続きから読み込めます。",
    en: "Loading broke off. What has come so far is kept, so you can go on from there.",
  },
};
