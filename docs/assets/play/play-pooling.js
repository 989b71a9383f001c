import { paint } from "./colours.js";
import { make } from "./elements.js";
import { decimal, decimalsOf, reachOf, read } from "./numbers.js";
import { Toy } from "./toy.js";
import { say, words } from "./words.js";

const area = (from, up) => `grid-area: ${from.map((n) => n + 1).join(" / ")} / ${up.map((n) => n + 1).join(" / ")}`;

/* <play-pooling values="0.1 0.2; 0.3 0.4" rows="0:1 1:2" columns="0:2">: rows of numbers, and which of them (from, up
   to) the windows cover, downwards and across. */
class Pooling extends Toy {
  words = words.pooling;

  parts() {
    const lines = this.getAttribute("values").split(";").map((line) => line.trim().split(" "));
    this.width = lines[0].length;
    this.real = lines.flat().map(read);
    this.x = this.knob(say(this.words.into), {
      decimals: decimalsOf(lines[0][0]), reach: reachOf(this.real),
    });
    const [rows, columns] = ["rows", "columns"].map(
      (side) => this.getAttribute(side).split(" ").map((span) => span.split(":").map(Number)));
    this.windows = rows.flatMap(([top, bottom], row) => columns.map(([left, right], column) => ({
      out: make("span", { class: "toy-cell", style: area([row, column], [row + 1, column + 1]) }),
      frame: make("i", { class: "toy-window", style: area([top, left], [bottom, right]) }),
      cells: this.real.map((_, n) => n).filter((n) => {
        const [y, x] = this.place(n);
        return y >= top && y < bottom && x >= left && x < right;
      }),
    })));
    this.style.setProperty("--cells", this.width + columns.length);
    return [this.pool(), make("div", { class: "toy-knob" }, this.x.slider, this.x.field, this.scale())];
  }

  place(n) {
    return [Math.floor(n / this.width), n % this.width];
  }

  pool() {
    this.cells = this.real.map((_, n) => this.cell(n));
    this.results = make("div", { class: "toy-grid", role: "img" }, ...this.windows.map((window) => window.out));
    const kept = make("div", {}, make("p", { "aria-hidden": "true" }, say(this.words.out)), this.results);
    const numbers = make("div", { class: "toy-grid", role: "radiogroup", "aria-label": say(this.words.into) },
      ...this.cells.map((cell) => cell.box), ...this.windows.map((window) => window.frame));
    return make("div", { class: "toy-pool" }, numbers, make("span", { class: "toy-arrow" }), kept);
  }

  cell(n) {
    const [row, column] = this.place(n);
    const choice = make("input", { type: "radio", name: "toy-cell" });
    const number = make("span", { "aria-hidden": "true" });
    choice.addEventListener("change", () => this.choose(n));
    choice.addEventListener("keydown", (event) => this.press(event, n));
    return { choice, number, box: make("label", { class: "toy-cell", style: area([row, column], [row + 1, column + 1]) },
      choice, number) };
  }

  /* Up and down lead to the next row; a digit goes into the field. */
  press(event, n) {
    const next = this.cells[n + ({ ArrowUp: -this.width, ArrowDown: this.width }[event.key] ?? NaN)];
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      next?.choice.focus();
      next?.choice.click();
    } else if (/^[-−.\d]$/.test(event.key)) {
      this.x.field.focus();
      this.x.field.select();
    }
  }

  choose(n) {
    this.chosen = n;
    this.x.name(this.named(n));
    this.x.set(this.values[n]);
    this.tell(this.show());
  }

  start() {
    this.values = [...this.real];
    this.chosen ??= 0;
    this.cells[this.chosen].choice.checked = true;
    this.x.name(this.named(this.chosen));
    this.x.begin(this.values[this.chosen]);
  }

  show() {
    const { value, decimals, end } = this.x;
    this.values[this.chosen] = value;
    this.mark(end);
    const largest = this.windows.map(({ cells }) => Math.max(...cells.map((n) => this.values[n])));
    const won = new Set(this.windows.flatMap(({ cells }, w) => cells.filter((n) => this.values[n] === largest[w])));
    this.windows.forEach(({ out }, w) => {
      out.textContent = decimal(largest[w], decimals);
      paint(out, largest[w], end);
    });
    this.results.setAttribute("aria-label", [say(this.words.out), ...largest.map((x) => decimal(x, decimals))].join(" "));
    this.cells.forEach(({ choice, number, box }, n) => {
      const told = { place: this.named(n), value: decimal(this.values[n], decimals) };
      number.textContent = told.value;
      choice.setAttribute("aria-label", say(won.has(n) ? this.words.winner : this.words.cell, told));
      box.classList.toggle("dropped", !won.has(n));
      paint(box, this.values[n], end);
    });
    return this.sentence(won);
  }

  named(n) {
    const [row, column] = this.place(n);
    return say(this.words.place, { row: row + 1, column: column + 1 });
  }

  sentence(won) {
    const isRead = this.windows.some(({ cells }) => cells.includes(this.chosen));
    const text = won.has(this.chosen) ? this.words.kept : isRead ? this.words.dropped : this.words.unread;
    return say(text, { place: this.named(this.chosen), value: this.x.text });
  }
}

customElements.define("play-pooling", Pooling);
