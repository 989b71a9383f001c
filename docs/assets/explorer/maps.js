import { signed } from "../play/colours.js";

const HALF = 255;
const EMPTY = 0x00000000;
const pack = ([red, green, blue]) => (0xff000000 | blue << 16 | green << 8 | red) >>> 0;
const COLOURS = Uint32Array.from({ length: 2 * HALF + 1 }, (_, n) => pack(signed(n - HALF, HALF)));
const GREYS = Uint32Array.from({ length: 2 * HALF + 1 }, (_, n) => pack(Array(3).fill(Math.max(0, n - HALF))));

/* The colour of a value as one number; of the photo, as grey. */
function colour(value, limit, grey) {
  const place = Math.round(Math.max(-1, Math.min(1, value / limit)) * HALF) + HALF;
  return grey ? GREYS[place] : COLOURS[place];
}

/* One map on a canvas, a pixel for each cell. `seen(n)` may say that a cell is not to be drawn. */
export function paintMap(canvas, values, maps, channel, { limit, grey = false, seen = () => true }) {
  const { rows, columns, channels, count } = maps;
  Object.assign(canvas, { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let n = 0; n < count; n += 1) {
    const place = n * channels + channel;
    pixels[n] = seen(place) ? colour(values[place], limit, grey) : EMPTY;
  }
  context.putImageData(image, 0, 0);
}

/* All maps of a layer on one canvas, `across` in a row; each pixel is the mean of `step` x `step` cells. */
export function paintSheet(canvas, values, maps, { limit, across, step, gap }) {
  const size = sheetSize(maps, across, step, gap);
  Object.assign(canvas, { width: size.width, height: size.height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(size.width, size.height);
  const pixels = new Uint32Array(image.data.buffer);
  const sums = new Float32Array(maps.channels);
  for (let y = 0; y < size.rows; y += 1) {
    for (let x = 0; x < size.columns; x += 1) {
      const cells = add(sums, values, maps, y * step, x * step, step);
      for (let channel = 0; channel < maps.channels && cells; channel += 1) {
        const top = Math.floor(channel / across) * (size.rows + gap) + y;
        const left = channel % across * (size.columns + gap) + x;
        pixels[top * size.width + left] = colour(sums[channel] / cells, limit, false);
      }
    }
  }
  context.putImageData(image, 0, 0);
}

/* The sums of a block of cells, by channel; returns how many cells it has. */
function add(sums, values, { rows, columns, channels, count }, top, left, step) {
  let cells = 0;
  sums.fill(0);
  for (let y = top; y < Math.min(rows, top + step); y += 1) {
    for (let x = left; x < Math.min(columns, left + step); x += 1) {
      const from = (y * columns + x) * channels;
      cells += y * columns + x < count;
      for (let channel = 0; channel < channels; channel += 1) {
        sums[channel] += values[from + channel] ?? 0;
      }
    }
  }
  return cells;
}

/* The pixels of a sheet, and of one map on it. */
export function sheetSize({ rows, columns, channels }, across, step, gap) {
  const [high, wide] = [Math.ceil(rows / step), Math.ceil(columns / step)];
  const lines = Math.ceil(channels / across);
  const used = Math.min(across, channels);
  return { rows: high, columns: wide, width: used * wide + (used - 1) * gap, height: lines * high + (lines - 1) * gap };
}
