import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { probabilities } from "./answers.js";
import { moreWords } from "./morewords.js";
import { fetchPhoto } from "./photos.js";
import { pictureOf } from "./run.js";
import { mapsOf } from "./shapes.js";
import { seenInPhoto } from "./windows.js";

const words = moreWords.game;
const STAGES = ["one", "four", "all"];
const PATCHES = { one: 1, four: 4 };
const TRIES = 200;

/* A photo to be guessed from what one cell of the last convolution sees, then from four, then from all. */
export class Game {
  constructor({ layers, labels }, { photos }, engine) {
    const last = layers.reduce((found, { kind }, n) => (kind === "Conv2D" ? n : found), -1);
    Object.assign(this, { layers, labels, photos, engine, until: layers.slice(0, last + 1) });
    this.told = make("p", { role: "status" });
    this.pictures = make("div", { class: "explorer-patches" });
    this.buttons = make("div", { class: "explorer-guesses", role: "group", "aria-label": say(words.guess) },
      ...labels.map((label, n) => this.button(say(label), () => this.guess(n))));
    this.end = make("div");
    this.element = make("div", {}, this.told, this.pictures, this.buttons, this.end);
  }

  button(text, pressed) {
    const button = make("button", { type: "button", class: "toy-back" }, text);
    button.addEventListener("click", pressed);
    return button;
  }

  async begin() {
    const photo = this.another();
    this.end.replaceChildren();
    try {
      const { levels, given } = await fetchPhoto(photo, this.engine);
      Object.assign(this, { photo, guesses: [], picture: pictureOf(levels, this.layers[0].input),
        asked: this.engine.ask(levels, given) });
      this.cells = apartCells(this.until, PATCHES.four);
      this.show();
    } catch {
      this.told.textContent = say(words.failed);
    }
  }

  another() {
    const others = this.photos.filter((photo) => photo !== this.photo);
    return others[Math.floor(Math.random() * others.length)] ?? this.photo;
  }

  show() {
    const stage = STAGES[this.guesses.length];
    const [{ size: rows }, { size: columns }] = sizes(this.until, this.cells[0]);
    this.buttons.hidden = false;
    this.told.textContent = say({ one: words.rule, four: words.four, all: words.all }[stage], { rows, columns });
    this.pictures.replaceChildren(...(stage === "all" ? [this.whole()]
      : this.cells.slice(0, PATCHES[stage]).map((cell, n, all) => this.patch(cell, n, all.length))));
  }

  patch(cell, n, count) {
    const [down, across] = sizes(this.until, cell);
    const canvas = make("canvas", { width: across.size, height: down.size, role: "img",
      "aria-label": say(words.patch, { n: n + 1, count }) });
    canvas.getContext("2d").drawImage(this.picture.canvas, -across.from, -down.from);
    return canvas;
  }

  whole() {
    const canvas = make("canvas", { width: this.picture.width, height: this.picture.height, class: "whole", role: "img",
      "aria-label": say(words.whole) });
    canvas.getContext("2d").drawImage(this.picture.canvas, 0, 0);
    return canvas;
  }

  async guess(label) {
    this.guesses.push(label);
    if (this.guesses.length < STAGES.length) {
      this.show();
      return;
    }
    this.buttons.hidden = true;
    const [one, four, all] = this.guesses.map((n) => say(this.labels[n]));
    this.told.textContent = `${say(words.truth, { label: say(this.photo.label) })} ${say(words.guesses, { one, four, all })}`;
    const again = this.button(say(words.again), () => this.begin());
    this.end.replaceChildren(again);
    again.focus();
    const output = await this.asked;
    if (this.end.contains(again)) {
      this.end.prepend(say(words.network), probabilities({ labels: this.labels, outputs: [output] }));
    }
  }
}

/* What a cell sees of the photo, down and across. */
function sizes(layers, cell) {
  return seenInPhoto(layers, cell).map(({ from, upTo }) => ({ from, size: upTo - from }));
}

/* Cells by chance that see as much as any, and nothing that another sees, as far as that can be had. */
function apartCells(layers, count) {
  const { rows, columns } = mapsOf(layers.at(-1));
  const middle = sizes(layers, [Math.floor(rows / 2), Math.floor(columns / 2)]);
  const drawn = Array.from({ length: TRIES }, () => [rows, columns].map((size) => Math.floor(Math.random() * size)));
  const whole = drawn.filter((cell) => sizes(layers, cell).every(({ size }, side) => size === middle[side].size));
  const isApart = (one, other) => [0, 1].some((side) => (
    Math.abs(sizes(layers, one)[side].from - sizes(layers, other)[side].from) >= middle[side].size));
  const found = [];
  for (const cell of [...whole, ...drawn]) {
    if (found.length < count && found.every((other) => isApart(cell, other))) {
      found.push(cell);
    }
  }
  return [...found, ...drawn].slice(0, count);
}
