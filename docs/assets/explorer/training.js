import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { told } from "./told.js";

/* A dropout layer as it works in training: a mask by chance, and another whenever a reader asks. `mask` says of each
   number whether it stays; null where nothing is dropped. */
export class Training {
  constructor(changed) {
    this.mask = null;
    this.box = make("input", { type: "checkbox" });
    this.another = make("button", { type: "button", class: "toy-back", hidden: "" }, say(told.dropout.again));
    this.element = make("div", { class: "explorer-training", hidden: "" },
      make("label", {}, this.box, say(told.dropout.training)), this.another);
    const draw = () => {
      this.draw();
      changed();
    };
    this.box.addEventListener("change", draw);
    this.another.addEventListener("click", draw);
  }

  begin(layer, length) {
    Object.assign(this, { mask: null, keep: 1 - layer.rate, length });
    this.box.checked = false;
    this.another.hidden = true;
    this.element.hidden = layer.kind !== "Dropout";
  }

  draw() {
    this.mask = this.box.checked ? Uint8Array.from({ length: this.length }, () => Number(Math.random() < this.keep)) : null;
    this.another.hidden = !this.box.checked;
  }
}
