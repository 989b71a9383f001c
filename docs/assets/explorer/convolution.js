import { make } from "../play/elements.js";
import { decimal } from "../play/numbers.js";
import { say } from "../play/words.js";
import { Choices } from "./choices.js";
import { cell, equation, grid, paragraph } from "./grids.js";
import { decimalsFor, limitOf } from "./shapes.js";
import { told } from "./told.js";
import { axes } from "./windows.js";

/* What a window reads of one input map, the weights that wait for it, and their products: rows of numbers each; a
   number beyond the border is zero. */
function products({ layer, input, weights, cell: place, channel }, from) {
  const [down, across] = axes(layer);
  const [inputs, filters] = [layer.input[2], layer.output[2]];
  const [read, waiting, made] = [[], [], []];
  for (let y = 0; y < down.width; y += 1) {
    const row = place[0] * down.stride - down.before + y;
    const line = [];
    const weighed = [];
    for (let x = 0; x < across.width; x += 1) {
      const column = place[1] * across.stride - across.before + x;
      const isInside = row >= 0 && row < down.size && column >= 0 && column < across.size;
      line.push(isInside ? input[(row * across.size + column) * inputs + from] : 0);
      weighed.push(weights.kernel[((y * across.width + x) * inputs + from) * filters + channel]);
    }
    read.push(line);
    waiting.push(weighed);
    made.push(line.map((value, x) => value * weighed[x]));
  }
  const isBeyond = beyond(down, place[0]) || beyond(across, place[1]);
  return { read, waiting, made, isBeyond, sum: made.flat().reduce((a, b) => a + b, 0) };
}

function beyond({ size, width, stride, before }, place) {
  const first = place * stride - before;
  return first < 0 || first + width > size;
}

/* A number of a convolution: a sum for each input map, the products of one, the bias. */
export function convolution(subject) {
  const { layer, weights, channel, limit, value } = subject;
  const every = Array.from({ length: layer.input[2] }, (_, from) => products(subject, from));
  const bias = weights.bias?.[channel] ?? 0;
  const total = every.reduce((sum, each) => sum + each.sum, 0);
  const decimals = decimalsFor(limit);
  const nines = make("div", { class: "explorer-nines" });
  const show = (from) => {
    nines.replaceChildren(...nine(subject, every, from));
    subject.reads(from);
  };
  const sums = sumChoices(subject, every, decimals, (place) => {
    subject.hold(place);
    show(place);
  });
  const strongest = every.reduce((best, { sum }, n) => (Math.abs(sum) > Math.abs(every[best].sum) ? n : best), 0);
  const from = subject.held ?? strongest;
  sums.choose(from);
  show(from);
  const count = every.length.toLocaleString("en");
  const note = [...(every[0].isBeyond ? [say(told.border)] : []), say(told.rounded)].join(" ");
  return {
    sentence: say(told.conv, { products: (every.length * every[0].made.flat().length).toLocaleString("en"),
      result: decimal(value, decimals) }),
    nodes: [paragraph(say(told.sums, { count }), "explorer-note"), sums.element, nines,
      equation([[total, say(told.allSums, { count })], "+", [bias, say(told.bias)], "=",
        [value, say(told.result), limit]], decimals), paragraph(note, "explorer-note")],
    table: () => tableOf(subject, every, total, bias),
  };
}

function sumChoices({ isPhoto }, every, decimals, show) {
  const limit = limitOf(every.map(({ sum }) => sum));
  return new Choices(say(told.sums, { count: every.length }), "sums", every.map(({ sum }, n) => ({
    name: say(told.channel, { name: mapName(isPhoto, n), value: decimal(sum, decimals) }),
    inside: [cell(sum, decimals, limit)],
  })), show);
}

/* Of the photo's maps, their colour. */
export function mapName(isPhoto, n) {
  return say((isPhoto && told.channels[n]) || told.inputMap, { n: n + 1 });
}

function nine({ isPhoto, inputLimit }, every, from) {
  const { read, waiting, made, sum } = every[from];
  const style = (values, limit) => ({ limit, decimals: decimalsFor(limitOf(values.flat())) });
  const heaviest = limitOf(every.flatMap((each) => each.waiting.flat()));
  const strongest = limitOf(every.flatMap((each) => each.made.flat()));
  const sign = (text) => make("span", { class: "explorer-sign" }, text);
  const decimals = decimalsFor(strongest);
  return [paragraph(mapName(isPhoto, from), "explorer-note"), make("div", { class: "explorer-products" },
    grid(read, { ...style(read, isPhoto ? 0 : inputLimit), name: say(told.inWindow) }), sign("×"),
    grid(waiting, { ...style(waiting, heaviest), name: say(told.weights) }), sign("="),
    grid(made, { limit: strongest, decimals, name: `${say(told.products)} (Σ ${decimal(sum, decimals)})` }))];
}

function tableOf({ isPhoto, value }, every, total, bias) {
  const decimals = 5;
  const width = every[0].made.flat().length;
  const rows = every.map(({ made, sum }, n) => [mapName(isPhoto, n),
    ...made.flat().map((product) => decimal(product, decimals)), decimal(sum, decimals)]);
  const empty = Array(width).fill("");
  return {
    heads: ["", ...empty.map((_, n) => `${say(told.products)} ${n + 1}`), "Σ"],
    rows: [...rows, [say(told.allSums, { count: every.length }), ...empty, decimal(total, decimals)],
      [say(told.bias), ...empty, decimal(bias, decimals)], [say(told.result), ...empty, decimal(value, decimals)]],
  };
}
