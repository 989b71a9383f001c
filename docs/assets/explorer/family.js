import { make } from "../play/elements.js";
import { decimal, share } from "../play/numbers.js";
import { say } from "../play/words.js";
import { ancestors } from "./ancestors.js";
import { loadButton } from "./dense.js";
import { FramedMap } from "./framed.js";
import { cell } from "./grids.js";
import { moreWords } from "./morewords.js";
import { cellOf, placed } from "./places.js";
import { decimalsFor, mapsInto, mapsOf, nameOf } from "./shapes.js";
import { told } from "./told.js";
import { seenInPhoto } from "./windows.js";

const words = moreWords.family;
const SIDE = 72; // pixels of a map, and of what a cell sees
const PRODUCTS = ["Conv2D", "Dense"];
const WINDOWS = ["Conv2D", "MaxPooling2D", "AveragePooling2D"];

/* From the probability of a label back to a pixel, number by number. `look` hears { n, channel, cell } of a number that
   a reader wants to see in its layer. */
export class Family {
  constructor(run, columns, look) {
    Object.assign(this, { run, columns, look });
    this.chooser = make("select", {}, ...run.labels.map((label, n) => make("option", { value: n }, say(label))));
    this.chooser.addEventListener("change", () => this.trace());
    this.list = make("ol", { class: "explorer-family" });
    this.element = make("div", {}, make("p", {}, say(words.begin)),
      make("label", { class: "explorer-note" }, `${say(words.label)} `, this.chooser), this.list);
  }

  /* The photo has another answer now. */
  begin() {
    const shares = this.run.outputs.at(-1);
    this.chooser.value = shares.indexOf(Math.max(...shares));
    this.trace();
  }

  trace() {
    const steps = ancestors(this.run, this.columns, Number(this.chooser.value));
    this.list.replaceChildren(...steps.map((step) => make("li", {}, ...this.item(step))),
      ...(steps.at(-1).n < 0 ? [make("li", { class: "explorer-end" }, say(words.end))] : []));
  }

  item(step) {
    const { n, at, next } = step;
    if (n < 0) {
      return this.pixel(at);
    }
    const { layers } = this.run;
    const maps = mapsOf(layers[n]);
    const where = { n, ...cellOf(maps, at) };
    const place = placed(this.run, n, where.cell, where.channel);
    const name = nameOf(layers[n], layers);
    const button = make("button", { type: "button", class: "toy-back", "aria-label": say(words.lookAt, { name }) },
      say(words.look));
    button.addEventListener("click", () => this.look(where));
    const text = make("div", {}, make("b", {}, name), " ", make("span", { class: "explorer-note" }, place), make("br"),
      ...this.told(step), " ", button);
    if (next?.needs !== undefined) {
      text.append(" ", loadButton(this.columns, n, next.needs, () => this.trace()));
    }
    return WINDOWS.includes(layers[n].kind) ? [text, ...this.pictures(maps, where, place)] : [text];
  }

  told({ n, value, next }) {
    const { kind } = this.run.layers[n];
    const { limit } = this.run.scales[n];
    return kind === "Softmax" ? [say(words.power, { share: share(value) })]
      : [cell(value, decimalsFor(limit), limit), reason(kind, value, next)];
  }

  /* The map with its cell marked, and the pixels that the cell sees. */
  pictures(maps, { n, channel, cell: chosen }, place) {
    const map = new FramedMap();
    map.paint(this.run.outputs[n], maps, channel, { limit: this.run.scales[n].limit }, SIDE);
    map.mark(...chosen.map((at) => [at, at + 1]));
    map.element.setAttribute("role", "img");
    map.element.setAttribute("aria-label", say(words.map, { place }));
    const [down, across] = seenInPhoto(this.run.layers.slice(0, n + 1), chosen);
    return [map.element, this.patch([down.from, down.upTo], [across.from, across.upTo])];
  }

  patch([top, bottom], [left, right]) {
    const label = say(words.patch, { rows: bottom - top, columns: right - left });
    const canvas = make("canvas", { class: "explorer-patch", role: "img", "aria-label": label, title: label,
      width: right - left, height: bottom - top });
    canvas.getContext("2d").drawImage(this.run.picture.canvas, -left, -top);
    return canvas;
  }

  pixel(at) {
    const { channel, cell: [row, column] } = cellOf(mapsInto(this.run.layers[0]), at);
    const photo = new FramedMap();
    photo.show(this.run.picture, SIDE);
    photo.mark([row, row + 1], [column, column + 1]);
    return [make("div", {}, make("b", {}, say(words.photo)), " ", make("span", {}, say(words.pixel,
      { row: row + 1, column: column + 1, colour: say(told.channels[channel] ?? told.inputMap, { n: channel + 1 }) }))),
    photo.element, this.patch([row, row + 1], [column, column + 1])];
  }
}

/* Why the next number is the one that contributed most to a value. */
function reason(kind, value, next) {
  if (!next) {
    return say(words.zero);
  }
  if (next.needs !== undefined) {
    return "";
  }
  if (next.share === undefined) {
    return say(kind === "MaxPooling2D" ? words.won : words.same);
  }
  return say(PRODUCTS.includes(kind) ? words.sum : words.mean, { share: share(next.share),
    count: next.count.toLocaleString("en"), sign: say(words.signs[Number(value >= 0)]) });
}
