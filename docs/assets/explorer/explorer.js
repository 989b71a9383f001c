import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { answerTo } from "./answers.js";
import { Furniture } from "./furniture.js";
import { fetchPhoto, Photos } from "./photos.js";
import { followed } from "./places.js";
import { Run } from "./run.js";
import { Steps } from "./steps.js";
import { asked, beginning } from "./view.js";
import { words } from "./words.js";

/* The photos and the layers of a network at work. `host` is the element on the page, and `told` what it says of itself;
   `fail` hears why it cannot go on. */
export class Explorer {
  constructor(engine, host, told, fail) {
    const { network, base } = engine;
    const layer = host.getAttribute("layer");
    Object.assign(this, { engine, host, told, fail, run: new Run(network, base, []) },
      beginning(network, layer ? { layer } : asked()));
  }

  start() {
    return this.choosePhoto(this.view.photo);
  }

  build() {
    const { network, base } = this.engine;
    this.photos = new Photos(network, base, (photo) => this.choosePhoto(photo).catch(
      () => { this.told.textContent = say(words.photoFailed); }));
    this.steps = new Steps(network.layers, (n) => this.chooseLayer(n));
    this.furniture = new Furniture(this);
    this.body = make("div", { class: "explorer-body", role: "group", "aria-label": say(words.title) },
      this.photos.element, this.furniture.above, this.steps.element, this.furniture.below);
    this.furniture.fill().catch((reason) => this.fail(reason));
    this.photos.choose(this.view.photo);
    this.steps.choices.choose(this.view.n);
    this.told.after(this.body);
    this.host.classList.add("ready");
  }

  async choosePhoto(photo) {
    const { engine } = this;
    this.view.photo = photo;
    const { levels, given } = await fetchPhoto(photo, engine);
    if (this.view.photo === photo) {
      this.run.begin(photo, levels);
      this.furniture?.begin();
      engine.first === photo || engine.run(levels, given);
      engine.first = null;
      engine.hear((heard) => this.hear(heard));
    }
  }

  hear(heard) {
    if (heard.failed !== undefined) {
      this.fail(new Error(heard.failed));
    } else if (heard.output) {
      this.run.take(heard);
      this.paint(heard.layer);
    } else if (heard.stopped !== undefined) {
      this.stop(heard.stopped);
    } else if (heard.done) {
      this.told.textContent = answerTo(this.run, heard.plain);
      this.furniture.answered();
    } else {
      this.furniture.hear(heard);
    }
  }

  paint(n) {
    if (!this.body) {
      this.build();
    }
    this.steps.paint(n, this.run.outputs[n], this.run.scales[n]);
    if (n === this.view.n) {
      this.showLayer();
    }
  }

  /* The photo has come as far as weights go that nobody has asked for. */
  stop(n) {
    this.told.textContent = "";
    this.steps.stop(n);
    if (this.view.n >= n) {
      this.steps.choices.choose(n - 1);
      this.chooseLayer(n - 1);
    }
    this.furniture.stopped(n);
  }

  chooseLayer(n) {
    if (this.touched) {
      this.chosen[n] = followed(this.run.layers, this.view.n, n, this.chosen);
    }
    this.view.n = n;
    this.showLayer();
  }

  /* To a number that something else has spoken of. */
  goTo({ n, channel, cell }) {
    this.chosen[n] = { channel, cell };
    this.view.n = n;
    this.steps.choices.choose(n);
    this.showLayer();
    this.furniture.panel.focus();
  }

  chooseInside(chosen) {
    const { n } = this.view;
    this.touched = true;
    this.chosen[n] = { ...this.chosen[n], ...chosen };
    this.furniture.changed();
    if (chosen.channel !== undefined) {
      this.showLayer();
    }
  }

  showLayer() {
    const { n } = this.view;
    if (this.run.outputs[n]) {
      this.furniture.show({ n, ...this.chosen[n] });
    }
  }

  close() {
    this.engine.close();
    this.furniture?.close();
    this.body?.remove();
  }
}
