import { axes, padded } from "./windows.js";

const FLOAT = 4; // bytes
const CELLS = 4; // summed together, and filters in a group: as in diagrams/kernel/convolve.ts
const FILTERS = 8;
const FIRST = 1024; // the lowest address in use
const PAGE = 65536;

/* A convolution in WebAssembly, as a function like `convolve` of plain.js; fails where there is none. */
export async function load(address) {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status}`);
  }
  const { instance } = await WebAssembly.instantiate(await response.arrayBuffer(), {});
  return (layer, input, weights) => convolve(instance.exports, layer, input, weights);
}

function convolve({ memory, convolve: sums }, layer, input, { kernel, bias }) {
  const [rows, columns, filters] = layer.output;
  const [down, across] = axes(layer);
  const groups = Math.ceil(filters / FILTERS);
  const wide = Math.ceil(columns / CELLS) * CELLS;
  const { values, row } = padded(layer, input, wide);
  const packed = pack(kernel, bias, filters, groups);
  const [at, weights, output, end] = [values.length, packed.length, rows * wide * groups * FILTERS]
    .reduce((ends, length) => [...ends, ends.at(-1) + length * FLOAT], [FIRST]);
  makeRoom(memory, end);
  new Float32Array(memory.buffer, at, values.length).set(values);
  new Float32Array(memory.buffer, weights, packed.length).set(packed);
  const inputs = layer.input[2];
  sums(at, weights, output, rows, columns, groups, down.width, across.width * inputs, row * FLOAT,
    down.stride * row * FLOAT, across.stride * inputs * FLOAT);
  return cropped(new Float32Array(memory.buffer, output, rows * wide * groups * FILTERS), layer, wide, groups * FILTERS);
}

function makeRoom(memory, end) {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) {
    memory.grow(Math.ceil(missing / PAGE));
  }
}

/* Eight filters at a time: their biases, then for each number of a window its eight weights. */
function pack(kernel, bias, filters, groups) {
  const length = kernel.length / filters;
  const packed = new Float32Array(groups * (length + 1) * FILTERS);
  for (let filter = 0; filter < filters; filter += 1) {
    const to = Math.floor(filter / FILTERS) * (length + 1) * FILTERS + filter % FILTERS;
    packed[to] = bias ? bias[filter] : 0;
    for (let place = 0; place < length; place += 1) {
      packed[to + (place + 1) * FILTERS] = kernel[place * filters + filter];
    }
  }
  return packed;
}

/* The sums without the cells and filters that only fill a group. */
function cropped(sums, layer, wide, many) {
  const [rows, columns, filters] = layer.output;
  const output = new Float32Array(rows * columns * filters);
  for (let y = 0; y < rows; y += 1) {
    if (many === filters) {
      output.set(sums.subarray(y * wide * many, (y * wide + columns) * many), y * columns * filters);
      continue;
    }
    for (let x = 0; x < columns; x += 1) {
      const from = (y * wide + x) * many;
      output.set(sums.subarray(from, from + filters), (y * columns + x) * filters);
    }
  }
  return output;
}
