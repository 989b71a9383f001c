/* What the explorer says of the arithmetic of one number. */
export const told = {
  rounded: { ja: "表示だけ丸めています。", en: "Rounded for display only." },
  sums: {
    ja: "入力の特徴マップ{count}枚それぞれの積の和。1枚を選ぶと、その積が下に出ます",
    en: "Sums of the products of each of {count} input maps; choose one to see its products below",
  },
  channel: { ja: "{name}：{value}", en: "{name}: {value}" },
  channels: [{ ja: "赤", en: "red" }, { ja: "緑", en: "green" }, { ja: "青", en: "blue" }],
  inputMap: { ja: "入力の特徴マップ{n}", en: "input map {n}" },
  inWindow: { ja: "窓の中の数", en: "numbers in the window" },
  weights: { ja: "重み", en: "weights" },
  products: { ja: "積", en: "products" },
  allSums: { ja: "{count}個の和の合計", en: "all {count} sums" },
  bias: { ja: "バイアス", en: "bias" },
  result: { ja: "結果", en: "result" },
  conv: {
    ja: "{products}個の積をすべて足し、バイアスを足すと{result}になります。",
    en: "All {products} products and the bias add up to {result}.",
  },
  border: { ja: "窓が縁からはみ出した所には、ゼロが入ります。", en: "Beyond the border the window reads zeros." },
  before: { ja: "入る数", en: "number in" },
  after: { ja: "出る数", en: "number out" },
  ReLU: {
    kept: { ja: "{x}は正なので、そのまま出ます。", en: "{x} is positive: it comes out as it is." },
    cut: { ja: "{x}は正ではないので、ゼロが出ます。", en: "{x} is not positive: zero comes out." },
  },
  plain: { ja: "{x}が{y}になります。", en: "{x} becomes {y}." },
  same: { ja: "{x}は、そのまま出ます。", en: "{x} comes out as it is." },
  largest: {
    ja: "窓の最大値は{place}の{result}です。これだけが残ります。",
    en: "The largest of the window, {result} in {place}, is kept.",
  },
  tie: {
    ja: "窓の中の数はどれも{result}なので、{result}が残ります。",
    en: "All numbers of the window are {result}, so {result} is kept.",
  },
  mean: { ja: "{count}個の平均は{result}です。", en: "The mean of {count} numbers is {result}." },
  moved: {
    ja: "特徴マップ{map}の{row}行{column}列の数は、一列に並べると{n}番目です。",
    en: "The number in row {row}, column {column} of map {map} becomes number {n} in the line.",
  },
  norm: {
    ja: "平均を引き、広がりで割り、γを掛けてβを足します。",
    en: "The mean is subtracted, the result is divided by the spread, multiplied by γ, and β is added.",
  },
  meanOf: { ja: "平均", en: "mean" },
  spread: { ja: "広がり", en: "spread" },
  dropout: {
    inference: {
      ja: "推論のときは何もせず、訓練のときだけ一部の数をゼロにします。",
      en: "It does nothing when the network answers; only in training, it sets some numbers to zero.",
    },
    training: { ja: "訓練のときの動作", en: "as in training" },
    again: { ja: "別のマスク", en: "another mask" },
    dropped: { ja: "この数は、ゼロになりました（確率{rate}）。", en: "This number was set to zero (probability {rate})." },
    kept: {
      ja: "この数は残り、{x} ÷ {keep} = {y}になりました（残る確率{keepShare}）。",
      en: "This number stayed and became {x} ÷ {keep} = {y} (probability of staying {keepShare}).",
    },
  },
  dense: {
    fetch: { ja: "この数の重みを読み込む（{size} kB）", en: "Load the weights of this number ({size} kB)" },
    fetching: { ja: "読み込んでいます。", en: "Loading." },
    unfetched: { ja: "重みを読み込めませんでした。", en: "The weights could not be loaded." },
    from: { ja: "入る数の場所", en: "where it comes from" },
    number: { ja: "{n}番目", en: "number {n}" },
    weight: { ja: "重み", en: "weight" },
    product: { ja: "積", en: "product" },
    share: { ja: "割合", en: "share" },
    positive: { ja: "正の積の合計", en: "positive products" },
    negative: { ja: "負の積の合計", en: "negative products" },
    shares: {
      ja: "正負それぞれの強い順に並べました。割合は、同じ符号の積の合計に対するものです。",
      en: "The strongest of each sign; shares are of all products of that sign.",
    },
    drawn: {
      ja: "積を写真の上の場所ごとに合計したもの。橙は正、青は負",
      en: "Products summed by their place on the photo: orange positive, blue negative",
    },
  },
  softmax: {
    label: { ja: "ラベル", en: "label" },
    logit: { ja: "ロジット", en: "logit" },
    less: { ja: "最大値を引く", en: "minus the largest" },
    power: { ja: "eのべき乗", en: "power of e" },
    share: { ja: "確率", en: "probability" },
    sentence: {
      ja: "eのべき乗{power}を、全部の合計{sum}で割ると、{share}になります。",
      en: "Its power of e, {power}, divided by the sum of all, {sum}, is {share}.",
    },
  },
  seen: {
    ja: "このセルから見える写真の範囲：{rows}×{columns}ピクセル",
    en: "What this cell sees of the photo: {rows}×{columns} pixels",
  },
};
