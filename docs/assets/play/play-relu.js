import { paint } from "./colours.js";
import { draw, make } from "./elements.js";
import { brief, decimal, decimalsOf, reachOf, read } from "./numbers.js";
import { Toy } from "./toy.js";
import { say, words } from "./words.js";

const WIDTH = 342; // of the graph, in its own units
const SIDE = 30; // from its edges to the ends of its axis
const TOP = 16;
const FLOOR = 132;
const HEIGHT = 166;

/* <play-relu value="0.764" others="0.523 −0.061">: a number, and others that lie on the graph beside it. */
class Relu extends Toy {
  words = words.relu;

  parts() {
    const value = this.getAttribute("value");
    const others = (this.getAttribute("others") ?? "").split(" ").filter(Boolean);
    this.others = others.map(read);
    this.real = read(value);
    this.x = this.knob(say(this.words.into), {
      decimals: Math.max(...[value, ...others].map(decimalsOf)), reach: reachOf([this.real, ...this.others]),
    });
    this.out = make("output", { class: "toy-cell", "aria-label": say(this.words.out), "aria-live": "off" });
    this.x.field.classList.add("toy-cell");
    return [this.graph(), this.x.slider, make("div", { class: "toy-steps" },
      make("span", {}, say(this.words.into)), this.x.field, make("span", { class: "toy-arrow" }),
      this.out, make("span", {}, say(this.words.out)))];
  }

  graph() {
    const line = (kind, x1, y1, x2, y2) => draw("line", { class: kind, x1, y1, x2, y2 });
    const text = (x, y, anchor, inside) => draw("text", { x, y, "text-anchor": anchor }, inside);
    const right = WIDTH - SIDE;
    this.ticks = [SIDE, right].map((x) => text(x, FLOOR + 26, "middle", ""));
    this.top = text(WIDTH / 2 - 6, TOP + 4, "end", "");
    this.guides = draw("path", { class: "guides" });
    this.dots = draw("g");
    this.dot = draw("circle", { class: "dot", r: 9 });
    const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "toy-graph", "aria-hidden": "true" },
      line("axis", SIDE, FLOOR, right, FLOOR), line("axis", WIDTH / 2, FLOOR + 10, WIDTH / 2, TOP - 8), this.guides,
      draw("path", { class: "bend", d: `M${SIDE} ${FLOOR}H${WIDTH / 2}L${right} ${TOP}` }),
      text(SIDE, TOP + 4, "start", "f(x) = max(0, x)"), text(WIDTH / 2, FLOOR + 26, "middle", "0"),
      ...this.ticks, this.top, this.dots, this.dot);
    svg.addEventListener("pointerdown", (event) => svg.setPointerCapture(event.pointerId));
    svg.addEventListener("click", (event) => this.drag(svg, event));
    svg.addEventListener("pointermove", (event) => event.buttons && this.drag(svg, event));
    return svg;
  }

  drag(svg, event) {
    const box = svg.getBoundingClientRect();
    const place = (event.clientX - box.left) / box.width * WIDTH - WIDTH / 2;
    const end = this.x.end;
    this.x.slide(Math.max(-end, Math.min(end, place / (WIDTH / 2 - SIDE) * end)), true);
  }

  start() {
    this.x.begin(this.real);
  }

  show() {
    const { value: x, end, text, decimals } = this.x;
    const result = Math.max(0, x);
    this.out.value = result ? decimal(result, decimals) : "0";
    this.out.classList.toggle("cut", !result);
    paint(this.x.field, x, end);
    paint(this.out, result, end);
    this.plot(x, result, end);
    return say(result ? this.words.kept : this.words.cut, { x: text });
  }

  plot(x, result, end) {
    const across = (value) => WIDTH / 2 + value / end * (WIDTH / 2 - SIDE);
    const down = (value) => FLOOR - value / end * (FLOOR - TOP);
    this.ticks.forEach((tick, n) => { tick.textContent = brief(n ? end : -end); });
    this.top.textContent = brief(end);
    this.dots.replaceChildren(...this.others.map((value) => draw("circle", {
      class: value > 0 ? "positive" : "negative", r: 3.5, cx: across(value), cy: down(Math.max(0, value)) })));
    this.guides.setAttribute("d", `M${across(x)} ${FLOOR + 10}V${down(result)}H${WIDTH / 2}`);
    this.dot.setAttribute("cx", across(x));
    this.dot.setAttribute("cy", down(result));
    this.dot.classList.toggle("positive", result > 0);
  }
}

customElements.define("play-relu", Relu);
