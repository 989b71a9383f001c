import { make } from "../play/elements.js";
import { paintMap } from "./maps.js";

/* A map with every cell as a square of the same whole number of pixels, and a double frame around some of them. */
export class FramedMap {
  constructor() {
    this.canvas = make("canvas", { class: "explorer-map", "aria-hidden": "true" });
    this.frame = make("i", { class: "explorer-frame" });
    this.element = make("div", { class: "explorer-framed" }, this.canvas, this.frame);
  }

  /* `widest` is how many pixels of the page it may take. */
  paint(values, maps, channel, style, widest) {
    paintMap(this.canvas, values, maps, channel, style);
    this.fit(maps, widest);
  }

  /* A picture instead of a map. */
  show(picture, widest) {
    Object.assign(this.canvas, { width: picture.width, height: picture.height });
    this.canvas.getContext("2d").drawImage(picture.canvas, 0, 0);
    this.fit({ columns: picture.width, rows: picture.height }, widest);
  }

  fit(maps, widest) {
    const room = widest / Math.max(maps.columns, maps.rows);
    this.cell = room >= 1 ? Math.floor(room) : room;
    this.canvas.style.width = `${this.cell * maps.columns}px`;
    this.canvas.style.height = `${this.cell * maps.rows}px`;
  }

  /* Frames the cells of [from, up to] rows and columns. */
  mark([top, bottom], [left, right]) {
    const edge = (place) => `${place * this.cell}px`;
    Object.assign(this.frame.style, {
      left: edge(left), top: edge(top), width: edge(right - left), height: edge(bottom - top) });
  }
}
