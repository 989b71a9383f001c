import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { linkTo } from "./view.js";
import { words } from "./words.js";

/* A button that copies the address of exactly this view; where a browser does not allow that, it shows the address.
   `page` is where the explorer has a page of its own. */
export class Link {
  constructor(view, page) {
    this.button = make("button", { type: "button", class: "toy-back" }, say(words.link));
    this.field = make("input", { type: "text", readonly: "", hidden: "", "aria-label": say(words.copyThis) });
    this.told = make("span", { role: "status" });
    this.element = make("p", { class: "explorer-link" }, this.button, this.field, this.told);
    this.button.addEventListener("click", () => this.copy(linkTo(view(), page)));
  }

  async copy(address) {
    this.field.value = address;
    try {
      await navigator.clipboard.writeText(address);
      this.told.textContent = say(words.copied);
    } catch {
      this.field.hidden = false;
      this.field.select();
      this.told.textContent = say(words.copyThis);
    }
  }

  /* What is shown is no longer what was copied. */
  forget() {
    this.field.hidden = true;
    this.told.textContent = "";
  }
}
