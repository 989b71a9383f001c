import { axes, padded } from "./windows.js";

const TOGETHER = 4; // cells side by side, and filters, whose sums are kept at hand at once

/* A convolution in plain JavaScript, for browsers without WebAssembly: kernel (height, width, inputs, filters). */
export function convolve(layer, input, { kernel, bias }) {
  const [rows, columns, filters] = layer.output;
  const [down, across] = axes(layer);
  const groups = Math.ceil(filters / TOGETHER);
  const wide = Math.ceil(columns / TOGETHER) * TOGETHER;
  const { values, row } = padded(layer, input, wide);
  const inputs = layer.input[2];
  const steps = { height: down.width, run: across.width * inputs, row, across: across.stride * inputs };
  const packed = pack(kernel, bias, filters, groups);
  const output = new Float32Array(rows * columns * filters);
  const sums = new Float32Array(TOGETHER * TOGETHER);
  for (let y = 0; y < rows; y += 1) {
    for (let group = 0; group < groups; group += 1) {
      for (let x = 0; x < columns; x += TOGETHER) {
        block(values, y * down.stride * row + x * steps.across, packed[group], steps, sums);
        put(sums, output, (y * columns + x) * filters + group * TOGETHER, filters,
          Math.min(TOGETHER, columns - x), Math.min(TOGETHER, filters - group * TOGETHER));
      }
    }
  }
  return output;
}

/* Four filters at a time: their biases, then for each number of a window its four weights. */
function pack(kernel, bias, filters, groups) {
  const length = kernel.length / filters;
  return Array.from({ length: groups }, (_, group) => {
    const packed = new Float32Array((length + 1) * TOGETHER);
    for (let n = 0; n < TOGETHER && group * TOGETHER + n < filters; n += 1) {
      const filter = group * TOGETHER + n;
      packed[n] = bias ? bias[filter] : 0;
      for (let place = 0; place < length; place += 1) {
        packed[(place + 1) * TOGETHER + n] = kernel[place * filters + filter];
      }
    }
    return packed;
  });
}

/* Four cells of four filters; written out, because variables are faster than anything that has to be looked up. */
function block(values, from, weights, { height, run, row, across }, sums) {
  let [a0, a1, a2, a3] = weights;
  let [b0, b1, b2, b3] = weights;
  let [c0, c1, c2, c3] = weights;
  let [d0, d1, d2, d3] = weights;
  let w = TOGETHER;
  for (let y = 0; y < height; y += 1) {
    let place = from + y * row;
    for (const end = place + run; place < end; place += 1, w += TOGETHER) {
      const w0 = weights[w], w1 = weights[w + 1], w2 = weights[w + 2], w3 = weights[w + 3];
      const a = values[place], b = values[place + across], c = values[place + 2 * across], d = values[place + 3 * across];
      a0 += a * w0; a1 += a * w1; a2 += a * w2; a3 += a * w3;
      b0 += b * w0; b1 += b * w1; b2 += b * w2; b3 += b * w3;
      c0 += c * w0; c1 += c * w1; c2 += c * w2; c3 += c * w3;
      d0 += d * w0; d1 += d * w1; d2 += d * w2; d3 += d * w3;
    }
  }
  sums[0] = a0; sums[1] = a1; sums[2] = a2; sums[3] = a3;
  sums[4] = b0; sums[5] = b1; sums[6] = b2; sums[7] = b3;
  sums[8] = c0; sums[9] = c1; sums[10] = c2; sums[11] = c3;
  sums[12] = d0; sums[13] = d1; sums[14] = d2; sums[15] = d3;
}

function put(sums, output, to, filters, cells, many) {
  for (let cell = 0; cell < cells; cell += 1) {
    for (let n = 0; n < many; n += 1) {
      output[to + cell * filters + n] = sums[cell * TOGETHER + n];
    }
  }
}
