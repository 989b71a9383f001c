import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { mapName } from "./convolution.js";
import { FramedMap } from "./framed.js";
import { mapsInto } from "./shapes.js";
import { told } from "./told.js";
import { axes, seenInPhoto, span } from "./windows.js";

const WIDEST = 150; // pixels of the page

/* Beside the map of a layer: what a cell sees of the photo, and its window on one map of the input. */
export class Sides {
  constructor(run) {
    Object.assign(this, { run, photo: new FramedMap(), input: new FramedMap(),
      photoTold: make("span"), inputTold: make("span") });
    const named = (map, text) => make("div", { class: "explorer-named" }, map.element, text);
    this.inputSide = named(this.input, this.inputTold);
    this.photoSide = named(this.photo, this.photoTold);
    this.element = make("div", { class: "explorer-sides" }, this.photoSide, this.inputSide);
  }

  /* What a cell of layer n sees of the photo, if it has places. */
  show(n, { flat }, cell) {
    this.photoSide.hidden = flat;
    this.inputSide.hidden = true;
    if (flat) {
      return;
    }
    const [down, across] = seenInPhoto(this.run.layers.slice(0, n + 1), cell);
    this.photo.show(this.run.picture, WIDEST);
    this.photo.mark([down.from, down.upTo], [across.from, across.upTo]);
    this.photoTold.textContent = say(told.seen, { rows: down.upTo - down.from, columns: across.upTo - across.from });
  }

  /* The window of a cell of layer n on one map of the input. */
  reads(n, cell, from) {
    const layer = this.run.layers[n];
    const isPhoto = n === 0;
    this.inputSide.hidden = false;
    this.input.paint(this.run.inputOf(n), mapsInto(layer), from, { limit: this.run.limitInto(n), grey: isPhoto }, WIDEST);
    this.input.mark(...axes(layer).map((axis, side) => span(axis, cell[side])));
    this.inputTold.textContent = mapName(isPhoto, from);
  }
}
