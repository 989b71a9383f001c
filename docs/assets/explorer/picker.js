import { make } from "../play/elements.js";
import { FramedMap } from "./framed.js";

const HOLD = 180; // milliseconds that a finger rests before it moves the cell, and not the page
const LOUPE = 9; // cells across
const ENLARGED = 12; // pixels of one of them
const FAR = 10; // cells with Shift
const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/* A map whose cells can be chosen by mouse, finger or key. `picked(cell, isFinal)` hears [row, column]; while a mouse
   only passes over, `isFinal` is false, and the chosen cell comes back when it has left. */
export class Picker extends FramedMap {
  constructor(picked) {
    super();
    this.picked = picked;
    this.loupe = make("canvas", { class: "explorer-loupe", width: LOUPE * ENLARGED, height: LOUPE * ENLARGED,
      "aria-hidden": "true", hidden: "" });
    this.element.append(this.loupe);
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "application");
    this.element.addEventListener("keydown", (event) => this.press(event));
    this.listenToMouse();
    this.listenToTouch();
  }

  paint(values, maps, channel, style, widest) {
    super.paint(values, maps, channel, style, widest);
    this.maps = maps;
  }

  choose(cell) {
    this.chosen = cell;
    this.show(cell);
  }

  show([row, column]) {
    this.mark([row, row + 1], [column, column + 1]);
  }

  pick(cell, isFinal = true) {
    const [row, column] = cell;
    if (row * this.maps.columns + column >= this.maps.count) {
      return;
    }
    if (isFinal) {
      this.chosen = cell;
    }
    this.show(cell);
    this.picked(cell, isFinal);
  }

  press(event) {
    const step = event.shiftKey ? FAR : 1;
    const [row, column] = this.chosen;
    const far = { Home: [row, 0], End: [row, Infinity], PageUp: [0, column], PageDown: [Infinity, column] }[event.key];
    const way = WAYS[event.key];
    if (far || way) {
      event.preventDefault();
      this.pick(this.inside(far ?? [row + way[0] * step, column + way[1] * step]));
    }
  }

  inside([row, column]) {
    return [Math.max(0, Math.min(this.maps.rows - 1, row)), Math.max(0, Math.min(this.maps.columns - 1, column))];
  }

  cellAt({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    return this.inside([Math.floor((clientY - box.top) / this.cell), Math.floor((clientX - box.left) / this.cell)]);
  }

  listenToMouse() {
    const isMouse = (event) => event.pointerType !== "touch";
    this.canvas.addEventListener("pointermove",
      (event) => isMouse(event) && this.pick(this.cellAt(event), event.buttons > 0));
    this.canvas.addEventListener("pointerleave", (event) => isMouse(event) && this.pick(this.chosen, false));
    this.canvas.addEventListener("click", (event) => this.pick(this.cellAt(event)));
  }

  /* A finger that rests takes the cell along; one that moves at once scrolls the page. */
  listenToTouch() {
    this.canvas.addEventListener("touchstart", (event) => this.touch(event), { passive: true });
    this.canvas.addEventListener("touchmove", (event) => this.drag(event), { passive: false });
    for (const end of ["touchend", "touchcancel"]) {
      this.canvas.addEventListener(end, () => this.lift());
    }
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  touch({ touches: [finger] }) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.held = true;
      this.follow(finger);
    }, HOLD);
  }

  drag(event) {
    if (!this.held) {
      clearTimeout(this.waiting);
      return;
    }
    event.preventDefault();
    this.follow(event.touches[0]);
  }

  lift() {
    clearTimeout(this.waiting);
    this.held = false;
    this.loupe.hidden = true;
  }

  follow(finger) {
    const cell = this.cellAt(finger);
    this.pick(cell);
    this.enlarge(cell, finger);
  }

  /* What lies around a cell, above the finger that would hide it. */
  enlarge([row, column], { clientX, clientY }) {
    const context = this.loupe.getContext("2d");
    const reach = (LOUPE - 1) / 2;
    const side = LOUPE * ENLARGED;
    const box = this.element.getBoundingClientRect();
    context.imageSmoothingEnabled = false;
    context.clearRect(0, 0, side, side);
    context.drawImage(this.canvas, column - reach, row - reach, LOUPE, LOUPE, 0, 0, side, side);
    for (const [colour, inset] of [["#000", 0], ["#fff", 1.5]]) {
      context.strokeStyle = colour;
      context.strokeRect(reach * ENLARGED + inset, reach * ENLARGED + inset, ENLARGED - 2 * inset, ENLARGED - 2 * inset);
    }
    this.loupe.hidden = false;
    this.loupe.style.left = `${Math.max(0, Math.min(box.width - side, clientX - box.left - side / 2))}px`;
    this.loupe.style.top = `${clientY - box.top - side - 44}px`;
  }
}
