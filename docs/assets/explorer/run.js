import { scaleOf } from "./shapes.js";

const LEVELS = 256;

/* One photo on its way through the network: what each layer gave, as far as it has got. */
export class Run {
  constructor({ layers, labels }, base, weights) {
    Object.assign(this, { layers, labels, base, weights, outputs: [], scales: [], photo: 0 });
  }

  begin(photo, levels) {
    Object.assign(this, { photo, outputs: [], scales: [], picture: pictureOf(levels, this.layers[0].input) });
    this.pixels = Float32Array.from(levels, (level) => level / LEVELS);
  }

  /* Whether every layer has given something. */
  get isDone() {
    return this.outputs.length === this.layers.length;
  }

  /* Whether what the last layer gives is a probability for each label. */
  get isAnswering() {
    const last = this.layers.at(-1);
    return last.kind === "Softmax" && last.output.length === 1 && last.output[0] === this.labels.length;
  }

  /* What the worker says of a layer; its weights it says once. */
  take({ layer, output, weights }) {
    this.outputs[layer] = output;
    this.scales[layer] = scaleOf(output);
    this.weights[layer] ??= weights;
  }

  /* Where the colours of what a layer reads end. */
  limitInto(n) {
    return n ? this.scales[n - 1].limit : 1;
  }

  inputOf(n) {
    return n ? this.outputs[n - 1] : this.pixels;
  }
}

/* A photo's levels as a picture. */
export function pictureOf(levels, [height, width]) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let n = 0; n < width * height; n += 1) {
    image.data.set([levels[3 * n], levels[3 * n + 1], levels[3 * n + 2], 255], 4 * n);
  }
  context.putImageData(image, 0, 0);
  return { canvas, width, height };
}
