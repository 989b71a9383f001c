import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { words } from "./words.js";

/* A part of the explorer that is fetched and made only when a reader opens it; `makePart` promises something with an
   `element`, and with a `begin()` for whenever it is opened or what it tells of has changed. */
export class Later {
  constructor(title, makePart) {
    this.makePart = makePart;
    this.button = make("button", { type: "button", class: "toy-back", "aria-expanded": "false" }, title);
    this.room = make("div", { hidden: "" });
    this.element = make("div", { class: "explorer-later" }, this.button, this.room);
    this.button.addEventListener("click", () => this.toggle());
  }

  get isOpen() {
    return this.button.getAttribute("aria-expanded") === "true";
  }

  async toggle() {
    this.button.setAttribute("aria-expanded", String(!this.isOpen));
    this.room.hidden = !this.isOpen;
    if (!this.isOpen) {
      return;
    }
    try {
      this.part ??= await this.makePart();
      this.room.replaceChildren(this.part.element);
      this.part.begin();
    } catch (reason) {
      this.room.textContent = say(words.photoFailed);
      throw reason;
    }
  }

  /* What it tells of has changed. */
  changed() {
    if (this.isOpen && this.part) {
      this.part.begin();
    }
  }
}
