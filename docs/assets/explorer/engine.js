/* The network at work beside the page. Whoever is its `hearer` gets what the worker posts of the latest photo, also what
   has come before, and nothing of an older one. */
export class Engine {
  static async open(address, { plain = false } = {}) {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    try {
      const response = await fetch(address);
      if (!response.ok) {
        throw new Error(`${address}: ${response.status}`);
      }
      return new Engine(worker, await response.json(), address, plain);
    } catch (reason) {
      worker.terminate();
      throw reason;
    }
  }

  constructor(worker, network, base, plain) {
    Object.assign(this, { worker, network, base, number: 0, asked: [], hearer: null, unheard: [] });
    worker.onmessage = ({ data }) => {
      data.asked !== undefined ? this.asked[data.asked](data.output) : data.run === this.number && this.say(data);
    };
    worker.onerror = (event) => this.say({ failed: event.message ?? "" });
    const kernel = new URL("convolve.wasm", import.meta.url).href;
    worker.postMessage({ network, base, kernel, plain });
  }

  say(data) {
    this.hearer ? this.hearer(data) : this.unheard.push(data);
  }

  hear(hearer) {
    this.hearer = hearer;
    this.unheard.splice(0).forEach(hearer);
  }

  /* Every layer on a photo, (size, size, 3) levels from 0 to 255; `given` is what layers apart give, by their number. */
  run(photo, given, whole = false) {
    this.number += 1;
    this.unheard = [];
    this.worker.postMessage({ run: this.number, photo, given, whole });
  }

  /* The same photo goes on at layer `from`, with what that reads, and with all weights. */
  goOn(from, start) {
    this.worker.postMessage({ run: this.number, from, start, whole: true });
  }

  /* What the last layer gives for a photo, beside whatever else is going on. */
  ask(photo, given) {
    return new Promise((resolve) => {
      const ask = this.asked.push(resolve) - 1;
      this.worker.postMessage({ ask, photo, given });
    });
  }

  /* Breaks off the loading of weights. */
  cancel() {
    this.worker.postMessage({});
  }

  close() {
    this.number = NaN; // what the worker still says is of no run
    this.worker.terminate();
  }
}
