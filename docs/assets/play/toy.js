import { make } from "./elements.js";
import { Knob } from "./knob.js";
import { brief } from "./numbers.js";
import { say, words } from "./words.js";

const PAUSE = 700; // milliseconds without a change before a screen reader says what has become of the numbers

/* Numbers to play with. A toy has `words`, its `parts()`, begins with its numbers in `start()`, and in `show()`
   draws what they are now and returns it in a sentence. */
export class Toy extends HTMLElement {
  connectedCallback() {
    if (this.told) {
      return;
    }
    this.classList.add("toy");
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", say(this.words.title));
    this.told = make("p", { class: "toy-told", "aria-hidden": "true" });
    this.spoken = make("p", { class: "toy-spoken", role: "status" });
    this.back = make("button", { type: "button", class: "toy-back" }, say(words.back));
    this.back.addEventListener("click", () => this.restart());
    this.append(make("p", { class: "toy-title", "aria-hidden": "true" }, say(this.words.title)), ...this.parts(),
      this.told, this.back, this.spoken);
    this.restart();
    this.spoken.textContent = this.told.textContent;
  }

  restart() {
    this.start();
    this.tell(this.show());
  }

  /* A knob that draws the toy again when it is moved. */
  knob(name, settings) {
    const knob = new Knob(name, settings);
    knob.moved = () => this.tell(this.show(knob));
    knob.refused = (why) => {
      this.tell(say(words[why], { value: knob.text, low: brief(knob.low), high: brief(knob.high) }));
    };
    return knob;
  }

  /* The ends and the middle of a slider, below it. */
  scale() {
    this.marks = [make("span"), make("span", {}, "0"), make("span")];
    return make("div", { class: "toy-scale", "aria-hidden": "true" }, ...this.marks);
  }

  mark(end) {
    this.marks[0].textContent = brief(-end);
    this.marks[2].textContent = brief(end);
  }

  /* Shown at once, said when the hand rests. */
  tell(sentence) {
    this.told.textContent = sentence;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => { this.spoken.textContent = sentence; }, PAUSE);
  }
}
