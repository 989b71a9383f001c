import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { Engine } from "./engine.js";
import { Explorer } from "./explorer.js";
import { fetchPhoto } from "./photos.js";
import { nameOf } from "./shapes.js";
import { asked, beginning } from "./view.js";
import { words } from "./words.js";

/* Where the page has the network preloaded, it begins with its first photo before its element is there. */
const address = document.querySelector('link[rel="preload"][href$=".json"]')?.href;
let begun = address && { address, engine: Engine.open(address) };
begun?.engine.then(async (engine) => {
  const { photo } = beginning(engine.network, asked()).view;
  const { levels, given } = await fetchPhoto(photo, engine);
  engine.number || Object.assign(engine, { first: photo }).run(levels, given);
}).catch(() => {}); // whoever opens it hears

/* <cnn-explorer network="network.json"><figure>...</figure></cnn-explorer>: the figure stays until the first map is
   there, and for good where the network cannot run. With layer="Conv2D-1" that layer is shown first, and
   page="explorer.html" is where links to a view lead. */
class CnnExplorer extends HTMLElement {
  connectedCallback() {
    if (!this.told) {
      this.told = make("p", { class: "explorer-state", role: "status" });
      this.append(this.told);
    }
    const opening = Symbol("opening");
    this.opening = opening;
    this.open(opening).catch((reason) => this.opening === opening && this.fail(reason));
  }

  disconnectedCallback() {
    this.opening = null;
    this.close();
  }

  /* The figure is back in its place. */
  close() {
    this.explorer?.close();
    this.explorer = null;
    this.classList.remove("ready");
  }

  async open(opening) {
    const base = new URL(this.getAttribute("network"), location.href).href;
    const early = begun?.address === base ? begun.engine : Engine.open(base);
    begun = null;
    const engine = await early;
    if (this.opening !== opening) {
      engine.close();
      return;
    }
    this.explorer = new Explorer(engine, this, this.told, (reason) => this.fail(reason));
    const { layers } = engine.network;
    const stop = layers.find(({ cannot }) => cannot);
    if (stop) {
      throw Object.assign(new Error(say(words.cannot, { name: nameOf(stop, layers), reason: stop.cannot })),
        { isTold: true });
    }
    await this.explorer.start();
  }

  fail(reason) {
    this.close();
    this.told.textContent = reason.isTold ? reason.message : say(words.failed, { reason: reason.message });
  }
}

customElements.define("cnn-explorer", CnnExplorer);
