import { make } from "../play/elements.js";

/* Some things of which one is chosen, as radio buttons: arrow keys and screen readers know them. Each is
   { name, inside: elements }; `chosen` hears the place of what a reader chooses. */
export class Choices {
  static groups = 0;

  constructor(title, kind, things, chosen) {
    Object.assign(this, { group: `explorer-${kind}-${Choices.groups += 1}`, chosen, buttons: [] });
    this.element = make("div", { class: `explorer-${kind}`, role: "radiogroup", "aria-label": title });
    things.forEach((thing) => this.add(thing));
  }

  add({ name, inside }) {
    const place = this.buttons.length;
    const button = make("input", { type: "radio", name: this.group, "aria-label": name });
    button.addEventListener("change", () => this.chosen(place));
    this.buttons.push(button);
    this.element.append(make("label", {}, button, ...inside));
  }

  choose(place) {
    this.buttons[place].checked = true;
  }

  /* Only the first `count` can be chosen. */
  limit(count) {
    this.buttons.forEach((button, place) => { button.disabled = place >= count; });
  }
}
