import { make } from "../play/elements.js";
import { decimal } from "../play/numbers.js";
import { say } from "../play/words.js";
import { arithmetic } from "./arithmetic.js";
import { Columns } from "./columns.js";
import { table } from "./grids.js";
import { Picker } from "./picker.js";
import { placed, whence } from "./places.js";
import { Sheet } from "./sheet.js";
import { decimalsFor, mapsOf, nameOf, shapeText } from "./shapes.js";
import { Sides } from "./sides.js";
import { Training } from "./training.js";
import { hasWindows } from "./windows.js";
import { words } from "./words.js";

const WIDEST = 348; // pixels of the large map, at most
const PAUSE = 700; // milliseconds without a change before a screen reader is told

/* One layer: all its maps, one of them large, and how the chosen number comes about. `changed` hears what is chosen. */
export class Panel {
  constructor(run, changed) {
    Object.assign(this, { run, changed, columns: new Columns(run) });
    this.title = make("p", { class: "explorer-title", role: "heading", "aria-level": "3" });
    this.sheet = new Sheet((channel) => this.changed({ channel }));
    this.picker = new Picker((cell, isFinal) => this.point(cell, isFinal));
    this.training = new Training(() => this.isCurrent && this.repaint());
    this.sides = new Sides(run);
    this.sentence = make("p", { class: "explorer-told" });
    this.spoken = make("p", { class: "toy-spoken", role: "status" });
    this.work = make("div", { class: "explorer-work" });
    this.table = make("details", { class: "as-table" }, make("summary", {}, say(words.table)));
    this.table.addEventListener("toggle", () => this.fillTable());
    this.scaleTold = make("p", { class: "explorer-note" });
    this.ends = [make("span"), make("span", {}, "0"), make("span")];
    const scale = make("div", { class: "explorer-scale" }, make("i"),
      make("div", { class: "toy-scale", "aria-hidden": "true" }, ...this.ends), this.scaleTold);
    const point = make("p", { class: "explorer-note" }, say(words.point));
    this.element = make("section", { class: "explorer-panel" }, this.title, make("div", { class: "explorer-places" },
      make("div", {}, this.sheet.element, scale), make("div", {}, this.training.element, this.picker.element, point),
      this.sides.element), this.sentence, this.work, this.table, this.spoken);
  }

  /* Shows number [row, column] of a map of a layer. */
  show({ n, channel, cell }) {
    const { layers } = this.run;
    const isOther = n !== this.n || this.photoShown !== this.run.photo;
    Object.assign(this, { n, channel, layer: layers[n], maps: mapsOf(layers[n]), photoShown: this.run.photo });
    this.values = this.run.outputs[n];
    const { limit, clips } = this.run.scales[n];
    this.limit = limit;
    if (isOther) {
      this.held = undefined;
      this.training.begin(this.layer, this.values.length);
      this.title.textContent = `${nameOf(this.layer, layers)} · ${shapeText(this.layer.output)}`;
      this.picker.element.setAttribute("aria-label", say(words.picker, { name: nameOf(this.layer, layers) }));
      this.scaleTold.textContent = say(clips ? words.clipped : words.scale);
      this.sheet.paint(this.values, this.maps, this.limit, WIDEST);
      [this.ends[0].textContent, this.ends[2].textContent] = [-1, 1].map(
        (sign) => decimal(sign * this.limit, decimalsFor(this.limit)));
    }
    this.sheet.choose(channel);
    this.repaint(cell);
  }

  focus() {
    this.element.scrollIntoView({ block: "start" });
    this.picker.element.focus({ preventScroll: true });
  }

  repaint(cell = this.picker.chosen) {
    const { mask } = this.training;
    const seen = mask ? (place) => mask[place] : undefined;
    const limit = this.limit * (mask ? this.training.keep : 1); // what stays becomes larger
    this.picker.paint(this.values, this.maps, this.channel, { limit, seen }, this.room());
    this.picker.choose(cell);
    this.explain(cell);
  }

  room() {
    return Math.min(WIDEST, this.element.clientWidth || WIDEST);
  }

  /* Whether what is shown is of the photo that is being computed. */
  get isCurrent() {
    return this.photoShown === this.run.photo && Boolean(this.run.outputs[this.n]);
  }

  point(cell, isFinal) {
    if (!this.isCurrent) {
      return;
    }
    this.explain(cell);
    if (isFinal) {
      this.changed({ cell });
    }
  }

  explain(cell) {
    const subject = this.subject(cell);
    this.sides.show(this.n, this.maps, cell);
    if (hasWindows(this.layer)) {
      this.sides.reads(this.n, cell, this.layer.kind === "Conv2D" ? 0 : this.channel);
    }
    this.explained = arithmetic(subject);
    this.sentence.textContent = say(words.value, { place: begun(subject.place), value: this.explained.sentence });
    this.work.replaceChildren(...this.explained.nodes);
    this.table.hidden = !this.explained.table;
    this.fillTable();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { this.spoken.textContent = this.sentence.textContent; }, PAUSE);
  }

  fillTable() {
    if (this.table.open && this.explained.table) {
      const { heads, rows } = this.explained.table();
      this.table.replaceChildren(this.table.firstChild, table(heads, rows));
    }
  }

  /* All that the arithmetic of a number may need. */
  subject(cell) {
    const { run, n, layer, maps, channel, limit, values } = this;
    const index = cell[0] * maps.columns + cell[1];
    const at = index * maps.channels + channel;
    const input = run.inputOf(n);
    return {
      layer, layers: run.layers, n, name: nameOf(layer, run.layers), cell, channel, index, at, limit, input,
      inputLimit: run.limitInto(n), isPhoto: n === 0, value: values[at], before: input[at],
      weights: run.weights[n], labels: run.labels, photo: run.picture, columns: this.columns,
      mask: this.training.mask, place: placed(run, n, cell, channel), held: this.held,
      whence: (place) => whence(run.layers[n - 1], place), again: () => this.explain(this.picker.chosen),
      hold: (from) => { this.held = from; }, reads: (from) => this.sides.reads(n, cell, from),
    };
  }
}

/* A text as the beginning of a sentence. */
function begun(text) {
  return text[0].toUpperCase() + text.slice(1);
}
