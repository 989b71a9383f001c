import { make } from "./elements.js";
import { decimal, read, roundUp } from "./numbers.js";

const STEPS = 100;
const MAGNET = 1 / 30;
const same = (x) => x;

/* One number with two handles, a slider and a field. The number is at least `low` and at most `high`; the slider
   reaches from -end to end, at first as far as `reach`, and further where the number does. It may be bent: `bend` turns the number into
   a place on the slider, whose middle is 0, and `unbend` turns it back. */
export class Knob {
  constructor(name, { decimals, reach, high = roundUp(10 * reach), low = -high, bend = same, unbend = same }) {
    Object.assign(this, { decimals, low, high, reach, bend, unbend });
    this.slider = make("input", { type: "range" });
    this.field = make("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
    this.name(name);
    this.slider.addEventListener("input", () => this.slide(this.slider.valueAsNumber, this.slider.matches(":active")));
    this.field.addEventListener("input", () => this.typing());
    this.field.addEventListener("change", () => this.typed());
  }

  /* What happens when somebody has moved it, or has typed what it cannot be: "unread" or "beyond". */
  moved() {}
  refused() {}

  get text() {
    return decimal(this.value, this.decimals);
  }

  name(text) {
    this.slider.setAttribute("aria-label", text);
    this.field.setAttribute("aria-label", text);
  }

  begin(value) {
    this.end = roundUp(this.reach);
    this.set(value);
  }

  set(value) {
    this.hold(value);
    this.field.value = this.text;
    this.field.removeAttribute("aria-invalid");
  }

  hold(value) {
    this.value = value;
    this.stretch(roundUp(Math.max(this.end, Math.abs(this.bend(value)))));
    this.slider.setAttribute("aria-valuetext", this.text);
  }

  stretch(end) {
    this.end = end;
    Object.assign(this.slider, { min: -end, max: end, step: end / STEPS, value: this.bend(this.value) });
  }

  /* A hand, unlike a key, finds the middle without aiming. */
  slide(place, byHand) {
    this.set(this.rounded(this.unbend(byHand && Math.abs(place) < MAGNET * this.end ? 0 : place)));
    this.moved();
  }

  typing() {
    const value = read(this.field.value);
    const isFine = this.within(value) === value;
    this.field.setAttribute("aria-invalid", !isFine);
    if (isFine) {
      this.hold(this.rounded(value));
      this.moved();
    }
  }

  /* What cannot be read leaves the number as it was; what lies beyond an end becomes that end. */
  typed() {
    const value = read(this.field.value);
    this.set(Number.isNaN(value) ? this.value : this.rounded(this.within(value)));
    this.moved();
    if (this.within(value) !== value) {
      this.refused(Number.isNaN(value) ? "unread" : "beyond");
    }
  }

  within(value) {
    return Math.max(this.low, Math.min(this.high, value));
  }

  rounded(value) {
    return Number(value.toFixed(this.decimals));
  }
}
