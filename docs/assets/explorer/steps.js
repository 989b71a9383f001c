import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { Choices } from "./choices.js";
import { paintSheet } from "./maps.js";
import { mapsOf, nameOf, shapeText } from "./shapes.js";
import { words } from "./words.js";

const SIDE = 24; // pixels of a map on the card of its layer, at most
const ALONE = 120; // and of the only one

/* How many of a number of maps lie in a row, so that rows are full and the sheet is wider than high. */
function acrossOf(channels) {
  const full = Array.from({ length: channels }, (_, n) => n + 1).filter((across) => channels % across === 0);
  return full.find((across) => across * across >= channels && across * across <= 4 * channels)
    ?? Math.ceil(Math.sqrt(1.6 * channels));
}

/* A card for each layer, with all its maps on it, very small. */
export class Steps {
  constructor(layers, chosen) {
    this.layers = layers;
    this.canvases = layers.map(() => make("canvas", { width: 8, height: 4, "aria-hidden": "true" }));
    this.choices = new Choices(say(words.layers), "steps", layers.map((layer, place) => ({
      name: say(words.layer, { name: nameOf(layer, layers), shape: shapeText(layer.output) }),
      inside: [make("span", { class: "explorer-tile", "aria-hidden": "true" }, this.canvases[place]),
        make("b", { "aria-hidden": "true" }, nameOf(layer, layers)),
        make("span", { "aria-hidden": "true" }, shapeText(layer.output))],
    })), chosen);
    this.element = this.choices.element;
  }

  /* Layers from n on have nothing to show. */
  stop(n) {
    this.choices.limit(n);
    for (const canvas of this.canvases.slice(n)) {
      canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    }
  }

  paint(place, values, { limit }) {
    const maps = mapsOf(this.layers[place]);
    const longest = Math.max(maps.rows, maps.columns);
    const style = { limit, across: acrossOf(maps.channels), gap: 1 };
    paintSheet(this.canvases[place], values, maps,
      { ...style, step: Math.ceil(longest / (maps.channels > 1 ? SIDE : ALONE)) });
    this.canvases[place].classList.toggle("few", longest * maps.channels <= SIDE);
  }
}
