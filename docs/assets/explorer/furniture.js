import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { words } from "./words.js";

/* Not needed for the first map, and so not asked for before: on a slow line it would come later. */
const NAMES = ["panel", "link", "own", "whole", "answers", "later", "ownwords", "morewords"];
let inside;

function furnished() {
  return inside ??= Promise.all(NAMES.map((name) => import(`./${name}.js`))).then((all) => Object.assign({}, ...all));
}

/* What the explorer has beside photos and layers: a photo of one's own, the answer, and a look into a layer. */
export class Furniture {
  constructor(explorer) {
    Object.assign(this, { explorer, run: explorer.run, engine: explorer.engine });
    this.credit = make("p", { class: "explorer-note" });
    this.above = make("div", { class: "explorer-above" }, this.credit);
    this.below = make("div");
  }

  async fill() {
    this.code = await furnished();
    if (this.isClosed) {
      return;
    }
    this.look();
    this.ownPhoto();
    this.more();
    this.answered();
    this.explorer.showLayer();
  }

  look() {
    const { explorer, run, code } = this;
    this.panel = new code.Panel(run, (chosen) => explorer.chooseInside(chosen));
    this.link = new code.Link(() => ({ ...explorer.chosen[explorer.view.n], layer: run.layers[explorer.view.n],
      photo: explorer.view.photo }), explorer.host.getAttribute("page") ?? "");
    this.below.append(this.panel.element, this.link.element);
  }

  ownPhoto() {
    const { explorer, engine, run, code } = this;
    this.own = new code.Own(explorer.host, engine.network, (photo) => this.take(photo));
    this.whole = new code.Whole(run, { go: () => engine.goOn(this.stop, run.inputOf(this.stop)),
      cancel: () => engine.cancel() });
    this.answers = make("div", { tabindex: "-1" });
    this.above.replaceChildren(this.own.element, this.credit, this.whole.element, this.answers);
  }

  more() {
    const { explorer, engine, run, panel, code: { Later, moreWords } } = this;
    this.family = new Later(say(moreWords.family.title), async () => new (await import("./family.js")).Family(
      run, panel.columns, (place) => explorer.goTo(place)));
    this.game = new Later(say(moreWords.game.title), async () => new (await import("./game.js")).Game(
      run, engine.network, engine));
    this.family.element.hidden = true;
    this.game.element.hidden = !run.isAnswering || !run.layers.some(({ kind }) => kind === "Conv2D");
    this.below.append(this.family.element, this.game.element);
  }

  /* A photo of the reader's own becomes one of those to choose from, and is chosen. */
  async take(photo) {
    const { explorer, run } = this;
    await explorer.choosePhoto(photo);
    if (explorer.view.photo === photo) {
      explorer.photos.put(photo, run.picture, say(this.code.ownWords.photo));
      explorer.photos.choose(photo);
    }
  }

  /* Another photo is on its way through the network. */
  begin() {
    if (this.panel) {
      this.whole.show(null);
      this.answers.replaceChildren();
      this.family.element.hidden = true;
    }
  }

  async stopped(n) {
    const { photo } = this.explorer.view;
    this.stop = n;
    this.tellPhoto();
    const isHere = await this.whole.isHere();
    if (this.explorer.view.photo === photo) {
      isHere ? this.whole.go() : this.whole.offer(n);
    }
  }

  /* What is said while weights come that a reader has asked for. */
  hear({ come, broken, of }) {
    come === undefined ? this.whole.broken(broken) : this.whole.progress(of, come);
  }

  answered() {
    this.tellPhoto();
    if (!this.panel || !this.run.isDone) {
      return;
    }
    const isHeld = this.whole.element.contains(document.activeElement);
    this.whole.show(null);
    this.explorer.steps.stop(Infinity);
    if (this.run.isAnswering) {
      this.answers.replaceChildren(this.code.probabilities(this.run));
      this.family.element.hidden = false;
      this.family.changed();
    }
    isHeld && this.answers.focus();
  }

  tellPhoto() {
    const { photo, layers: [{ input: [size] }] } = this.run;
    this.credit.textContent = photo.isOwn ? say(this.code.ownWords.credit, { size }) : say(words.credit, photo);
    if (this.link) {
      this.link.element.hidden = Boolean(photo.isOwn);
    }
  }

  show(view) {
    this.changed();
    this.panel?.show(view);
  }

  changed() {
    this.link?.forget();
  }

  close() {
    this.isClosed = true;
    this.own?.close();
  }
}
