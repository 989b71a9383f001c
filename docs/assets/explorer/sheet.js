import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { paintSheet, sheetSize } from "./maps.js";
import { words } from "./words.js";

const GAP = 2; // pixels between maps
const DENSE = 2; // pixels of a screen for one of a page

/* All maps of a layer, of which one is chosen: on the sheet, or with a slider. */
export class Sheet {
  constructor(chosen) {
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.frame = make("i", { class: "explorer-frame" });
    this.slider = make("input", { type: "range", min: "1", class: "plain", "aria-label": say(words.maps) });
    this.told = make("span", { "aria-hidden": "true" });
    this.element = make("div", { class: "explorer-sheet" },
      make("div", { class: "explorer-framed" }, this.canvas, this.frame),
      make("div", { class: "explorer-slide" }, make("span", { "aria-hidden": "true" }, say(words.maps)), this.slider,
        this.told));
    this.slider.addEventListener("input", () => chosen(this.slider.valueAsNumber - 1));
    this.canvas.addEventListener("click", (event) => chosen(this.mapAt(event)));
  }

  paint(values, maps, limit, width) {
    const across = Math.min(maps.channels, maps.channels > 64 ? 16 : 8);
    const step = Math.max(1, Math.floor(maps.columns * across / (width * DENSE)));
    paintSheet(this.canvas, values, maps, { limit, across, step, gap: GAP });
    Object.assign(this, { maps, across, size: sheetSize(maps, across, step, GAP) });
    this.element.hidden = maps.channels === 1;
    this.slider.max = maps.channels;
  }

  choose(channel) {
    const { rows, columns, width, height } = this.size;
    this.slider.value = channel + 1;
    const text = say(words.mapOf, { n: channel + 1, count: this.maps.channels });
    this.slider.setAttribute("aria-valuetext", text);
    this.told.textContent = text;
    Object.assign(this.frame.style, {
      left: `${channel % this.across * (columns + GAP) / width * 100}%`, width: `${columns / width * 100}%`,
      top: `${Math.floor(channel / this.across) * (rows + GAP) / height * 100}%`, height: `${rows / height * 100}%` });
  }

  mapAt({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const { rows, columns, width, height } = this.size;
    const across = Math.floor((clientX - box.left) / box.width * (width + GAP) / (columns + GAP));
    const down = Math.floor((clientY - box.top) / box.height * (height + GAP) / (rows + GAP));
    return Math.min(this.maps.channels - 1, down * this.across + Math.min(across, this.across - 1));
  }
}
