import { paint } from "./colours.js";
import { make } from "./elements.js";
import { reachOf, read, roundUp, share } from "./numbers.js";
import { Toy } from "./toy.js";
import { say, words } from "./words.js";

const DECIMALS = 3;
const LARGEST = 1000;
const WARMEST = 10;

/* Probabilities of scores; the largest is subtracted first, so that no power is too large to be a number. */
export function softmax(scores) {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/* <play-softmax labels="dogs; cats" logits="0.524117 −1.300561">: what each label scores. */
class Softmax extends Toy {
  words = words.softmax;

  parts() {
    this.real = this.getAttribute("logits").split(" ").map(read);
    const reach = reachOf(this.real);
    const settings = { decimals: DECIMALS, high: Math.max(LARGEST, roundUp(reach)), reach };
    this.rows = this.getAttribute("labels").split(";").map((name, n) => this.row(name.trim(), n, settings));
    this.temperature = this.knob(say(this.words.temperature), {
      decimals: 2, low: 1 / WARMEST, high: WARMEST, reach: Math.log10(WARMEST), bend: Math.log10, unbend: (x) => 10 ** x,
    });
    this.temperature.slider.classList.add("plain");
    return [...this.rows.map((row) => row.box),
      make("div", { class: "toy-row" }, this.scale(), make("span", { class: "toy-real" }, say(this.words.real))),
      make("div", { class: "toy-row toy-temperature" }, make("span", {}, say(this.words.temperature)),
        this.temperature.slider, this.temperature.field)];
  }

  row(label, n, settings) {
    const knob = this.knob(say(this.words.logit, { label }), settings);
    knob.field.classList.add("toy-cell");
    const bar = make("span", { class: "toy-bar", "aria-hidden": "true",
      style: `--real: ${softmax(this.real)[n]}` });
    const part = make("span", { class: "toy-share" });
    return { label, knob, bar, part,
      box: make("div", { class: "toy-row" }, make("span", {}, label), knob.slider, knob.field, bar, part) };
  }

  start() {
    this.rows.forEach(({ knob }, n) => knob.begin(this.real[n]));
    this.temperature.begin(1);
  }

  show() {
    const end = Math.max(...this.rows.map(({ knob }) => knob.end));
    const parts = softmax(this.rows.map(({ knob }) => knob.value / this.temperature.value));
    const largest = Math.max(...parts);
    this.rows.forEach(({ knob, bar, part }, n) => {
      knob.stretch(end);
      paint(knob.field, knob.value, end);
      bar.style.setProperty("--part", parts[n]);
      bar.classList.toggle("leads", parts[n] === largest);
      part.textContent = share(parts[n]);
    });
    this.mark(end);
    return say(this.words.leads, { label: this.rows[parts.indexOf(largest)].label, share: share(largest) });
  }
}

customElements.define("play-softmax", Softmax);
