import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { missing } from "./kept.js";
import { nameOf } from "./shapes.js";
import { ownWords as words } from "./ownwords.js";

/* Loads, when a reader asks, the weights that are too large to come by themselves. `go` begins or goes on with that,
   `cancel` breaks it off; what has come once is not loaded again. */
export class Whole {
  constructor({ layers, base }, { go, cancel }) {
    Object.assign(this, { layers, base, go, come: 0 });
    this.parts = apart(layers);
    this.bytes = total(this.parts);
    this.button = make("button", { type: "button", class: "toy-back" });
    this.bar = make("progress", { max: this.bytes, "aria-label": say(words.loading) });
    this.told = make("span", { "aria-hidden": "true" });
    this.cancel = make("button", { type: "button", class: "toy-back" }, say(words.cancel));
    this.trouble = make("p", { role: "status" });
    this.loading = make("div", { class: "explorer-loading" }, this.bar, this.told, this.cancel);
    this.element = make("div", { class: "explorer-whole", hidden: "" }, this.trouble, this.button, this.loading);
    this.button.addEventListener("click", () => this.load());
    this.cancel.addEventListener("click", cancel);
  }

  /* Whether everything has come before, now or on an earlier visit. */
  async isHere() {
    this.come = Math.max(this.come, this.bytes - await missing(this.parts, this.base));
    return this.come === this.bytes;
  }

  /* Asks the reader. */
  offer(n) {
    this.trouble.textContent = say(words.lacking, { name: nameOf(this.layers[n], this.layers) });
    this.ask(this.come ? words.again : words.ask);
  }

  ask(text) {
    this.button.textContent = say(text, { size: megabytes(this.bytes - this.come) });
    this.show(this.button);
  }

  load() {
    this.trouble.textContent = "";
    this.progress(0, this.come);
    this.show(this.loading);
    this.cancel.focus();
    this.go();
  }

  /* So many bytes of layer n have come, and before them all of earlier ones. */
  progress(n, come) {
    this.come = Math.max(this.come, total(apart(this.layers.slice(0, n))) + come);
    this.bar.value = this.come;
    this.told.textContent = say(words.come, { come: megabytes(this.come), whole: megabytes(this.bytes) });
  }

  /* Loading has ended before the end; not by the reader where there is a reason. */
  async broken(reason) {
    const isHeld = this.element.contains(document.activeElement);
    if (this.come === this.bytes) {
      this.come -= await missing(this.parts, this.base); // what was kept is damaged
    }
    this.trouble.textContent = reason ? say(words.broken) : "";
    this.ask(this.come ? words.again : words.ask);
    if (isHeld) {
      this.button.focus();
    }
  }

  show(shown) {
    this.button.hidden = shown !== this.button;
    this.loading.hidden = shown !== this.loading;
    this.element.hidden = !shown;
  }
}

function apart(layers) {
  return layers.flatMap((layer) => (layer.apart ? layer.parts : []));
}

function total(parts) {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
