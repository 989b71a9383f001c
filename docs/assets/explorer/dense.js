import { signed } from "../play/colours.js";
import { make } from "../play/elements.js";
import { decimal, share } from "../play/numbers.js";
import { say } from "../play/words.js";
import { equation, paragraph, table } from "./grids.js";
import { decimalsFor, limitOf } from "./shapes.js";
import { told } from "./told.js";
import { seenInPhoto } from "./windows.js";

const LISTED = 6; // products of each sign
const LARGEST = 3; // times the photo

/* A number of a Dense layer; where its weights are apart, they are loaded when a reader asks. */
export function dense(subject) {
  const { n, index, columns, value, limit, again } = subject;
  const known = columns.of(n, index);
  return known ? explained(subject, known.column, known.bias)
    : { sentence: decimal(value, decimalsFor(limit)), nodes: [loadButton(columns, n, index, again)], table: null };
}

/* A button that loads the weights of a unit, and says how many bytes they have; `again` is called when they are here. */
export function loadButton(columns, n, unit, again) {
  const size = Math.round(columns.bytes(n, unit) / 1000);
  const button = make("button", { type: "button", class: "toy-back" }, say(told.dense.fetch, { size }));
  button.addEventListener("click", async () => {
    button.textContent = say(told.dense.fetching);
    try {
      await columns.load(n, unit);
    } catch {
      button.textContent = say(told.dense.unfetched);
      return;
    }
    again();
  });
  return button;
}

function explained(subject, column, bias) {
  const { input, value, limit } = subject;
  const made = Float64Array.from(input, (x, n) => x * column[n]);
  const [positive, negative] = [1, -1].map((sign) => made.reduce((all, x) => all + (x * sign > 0 ? x : 0), 0));
  const order = Array.from(made.keys()).filter((n) => made[n]).sort((a, b) => made[b] - made[a]);
  const chosen = [...order.slice(0, LISTED).filter((n) => made[n] > 0),
    ...order.slice(-LISTED).filter((n) => made[n] < 0).reverse()];
  const decimals = decimalsFor(Math.max(limit, limitOf(made)));
  const rows = chosen.map((n) => [subject.whence(n), decimal(input[n], decimals), decimal(column[n], 4),
    decimal(made[n], decimals), share(made[n] / (made[n] > 0 ? positive : negative))]);
  const { from, weight, product, shares } = told.dense;
  const heads = [from, told.before, weight, product, told.dense.share].map((text) => say(text));
  return {
    sentence: decimal(value, decimals),
    nodes: [equation([[positive, say(told.dense.positive)], "+", [negative, say(told.dense.negative)], "+",
      [bias, say(told.bias)], "=", [value, say(told.result), limit]], decimals),
    ...onPhoto(subject, made), paragraph(`${say(told.rounded)} ${say(shares)}`, "explorer-note"), table(heads, rows)],
    table: null,
  };
}

/* The products that come from places on maps, summed by place and drawn on the photo. */
function onPhoto({ layers, n, photo }, made) {
  const maps = n > 0 && layers[n - 1].kind === "Flatten" && layers[n - 1].input.length === 3 ? layers[n - 1].input : null;
  if (!maps) {
    return [];
  }
  const [rows, columns, channels] = maps;
  const places = new Float64Array(rows * columns);
  made.forEach((product, place) => { places[Math.floor(place / channels)] += product; });
  const canvas = make("canvas", { class: "explorer-drawn", role: "img", "aria-label": say(told.dense.drawn),
    width: photo.width * LARGEST, height: photo.height * LARGEST });
  const context = canvas.getContext("2d");
  context.filter = "grayscale(1)";
  context.imageSmoothingEnabled = false;
  context.drawImage(photo.canvas, 0, 0, canvas.width, canvas.height);
  context.filter = "none";
  const limit = limitOf(places);
  places.forEach((value, place) => {
    const cell = seenInPhoto(layers.slice(0, n), [Math.floor(place / columns), place % columns]);
    context.fillStyle = `rgba(${signed(value, limit)}, ${Math.min(1, Math.abs(value / limit) * 1.2)})`;
    const [top, left] = cell.map(({ middle, step }) => (middle - step / 2) * LARGEST);
    context.fillRect(left, top, cell[1].step * LARGEST, cell[0].step * LARGEST);
  });
  return [make("div", { class: "explorer-named" }, canvas, make("span", {}, say(told.dense.drawn)))];
}
