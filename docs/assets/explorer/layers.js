import { axes, span } from "./windows.js";

/* What each kind of layer makes of its input, channels last; `weights` are arrays by name. */
const KINDS = {
  ReLU: relu,
  Sigmoid: (layer, input) => input.map((x) => 1 / (1 + Math.exp(-x))),
  Tanh: (layer, input) => input.map(Math.tanh),
  Linear: (layer, input) => input,
  Dropout: (layer, input) => input,
  Flatten: (layer, input) => input,
  Softmax: softmax,
  MaxPooling2D: (layer, input) => pool(layer, input, largest),
  AveragePooling2D: (layer, input) => pool(layer, input, mean),
  GlobalAveragePooling2D: globalAverage,
  BatchNormalization: normalize,
  Dense: dense,
};

export function run(layer, input, weights, convolve) {
  return layer.kind === "Conv2D" ? convolve(layer, input, weights) : KINDS[layer.kind](layer, input, weights);
}

/* A loop: a function called for each number would take as long as a convolution. */
function relu(layer, input) {
  const output = new Float32Array(input.length);
  for (let n = 0; n < input.length; n += 1) {
    output[n] = input[n] > 0 ? input[n] : 0;
  }
  return output;
}

function softmax(layer, input) {
  const length = layer.input.at(-1);
  const output = new Float32Array(input.length);
  for (let from = 0; from < input.length; from += length) {
    const row = input.subarray(from, from + length);
    const top = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((x) => Math.exp(x - top));
    const sum = powers.reduce((a, b) => a + b);
    output.set(powers.map((power) => power / sum), from);
  }
  return output;
}

function pool(layer, input, gather) {
  const [down, across] = axes(layer);
  const [rows, columns, channels] = layer.output;
  const output = new Float32Array(rows * columns * channels);
  for (let y = 0; y < rows; y += 1) {
    const [top, bottom] = span(down, y);
    for (let x = 0; x < columns; x += 1) {
      const [left, right] = span(across, x);
      const to = (y * columns + x) * channels;
      gather(input, { top, bottom, left, right, columns: across.size, channels }, output, to);
    }
  }
  return output;
}

function largest(input, { top, bottom, left, right, columns, channels }, output, to) {
  output.fill(-Infinity, to, to + channels);
  for (let y = top; y < bottom; y += 1) {
    for (let from = (y * columns + left) * channels, end = (y * columns + right) * channels; from < end;) {
      for (let n = 0; n < channels; n += 1, from += 1) {
        if (input[from] > output[to + n]) {
          output[to + n] = input[from];
        }
      }
    }
  }
}

function mean(input, { top, bottom, left, right, columns, channels }, output, to) {
  const cells = (bottom - top) * (right - left);
  for (let y = top; y < bottom; y += 1) {
    for (let from = (y * columns + left) * channels, end = (y * columns + right) * channels; from < end;) {
      for (let n = 0; n < channels; n += 1, from += 1) {
        output[to + n] += input[from] / cells;
      }
    }
  }
}

function globalAverage(layer, input) {
  const channels = layer.input[2];
  const sums = new Float64Array(channels);
  input.forEach((x, n) => { sums[n % channels] += x; });
  return Float32Array.from(sums, (sum) => sum / (input.length / channels));
}

function normalize(layer, input, { mean: middle, spread, gamma, beta }) {
  const channels = layer.input.at(-1);
  return input.map((x, n) => {
    const channel = n % channels;
    return (x - middle[channel]) / spread[channel] * gamma[channel] + beta[channel];
  });
}

function dense(layer, input, { kernel, bias }) {
  const units = layer.output[0];
  const sums = new Float64Array(units);
  input.forEach((x, n) => {
    if (x) {
      for (let unit = 0; unit < units; unit += 1) {
        sums[unit] += x * kernel[n * units + unit];
      }
    }
  });
  return Float32Array.from(sums, (sum, unit) => sum + (bias ? bias[unit] : 0));
}
