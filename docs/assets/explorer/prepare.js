/* What training does to a photo, to the last bit: `smaller` and `fit` of docs/script/augment_images.py, and the
   whole numbers that Pillow computes with. */
const PARTS = 2 ** 24; // of a block's mean, and
const FINE = 2 ** 22; // of a weight in scaling
const COLOURS = 3;

/* The middle square of a photo as (size, size, 3) levels from 0 to 255. `read(left, top, width, height)` gives the
   red, green, blue and full opacity of its pixels there. */
export function prepared({ width, height, read }, size) {
  const factor = Math.max(1, Math.floor(Math.min(width, height) / (2 * size)));
  const [down, across] = [height, width].map((side) => Math.ceil(side / factor));
  const square = Math.min(down, across);
  const places = [down, across].map((side) => extent((side - square) / 2, square));
  const blocks = averaged({ width, height, read }, factor, ...places);
  const order = down - size > 2 * (across - size) ? [0, 1] : [1, 0]; // Pillow's, and each rounds
  return order.reduce((photo, side) => scaled(photo, side, places[side], size), blocks).values;
}

/* The pixels [from, up to] that a square reads. */
function extent(start, square) {
  return { start, square, from: Math.floor(start), upTo: Math.ceil(start + square) };
}

/* The means of blocks of pixels, a row of blocks at a time, so that little of a large photo is ever copied. */
function averaged({ width, height, read }, factor, rows, columns) {
  const [left, right] = [columns.from * factor, Math.min(width, columns.upTo * factor)];
  const means = new Uint8Array((rows.upTo - rows.from) * (columns.upTo - columns.from) * COLOURS);
  let to = 0;
  for (let y = rows.from; y < rows.upTo; y += 1) {
    const lines = Math.min(factor, height - y * factor);
    to = averageRow(read(left, y * factor, right - left, lines), right - left, lines, factor, means, to);
  }
  return { values: means, size: [rows.upTo - rows.from, columns.upTo - columns.from] };
}

function averageRow(pixels, width, lines, factor, means, to) {
  for (let left = 0; left < width; left += factor, to += COLOURS) {
    const right = Math.min(width, left + factor);
    let [red, green, blue] = [0, 0, 0];
    for (let y = 0; y < lines; y += 1) {
      for (let at = (y * width + left) * 4, end = (y * width + right) * 4; at < end; at += 4) {
        red += pixels[at];
        green += pixels[at + 1];
        blue += pixels[at + 2];
      }
    }
    const cells = (right - left) * lines;
    means[to] = mean(red, cells);
    means[to + 1] = mean(green, cells);
    means[to + 2] = mean(blue, cells);
  }
  return to;
}

function mean(sum, cells) {
  return Math.floor((sum + (cells >> 1)) * Math.floor(PARTS / cells) / PARTS);
}

/* A photo whose columns (side 0) or rows (side 1) are scaled to `size` pixels. */
function scaled(photo, side, place, size) {
  const other = photo.size[1 - side];
  const output = { values: new Uint8Array(size * other * COLOURS), size: side ? [photo.size[0], size] : [size, photo.size[1]] };
  const [[step, line], [to, next]] = [photo, output].map((each) => stepsOf(each.size, side));
  for (let n = 0; n < size; n += 1) {
    const [first, stop] = span(n, place, size);
    const weight = Math.floor(FINE / (stop - first) + 0.5);
    for (let m = 0; m < other; m += 1) {
      for (let colour = 0; colour < COLOURS; colour += 1) {
        let sum = FINE / 2;
        for (let at = first; at < stop; at += 1) {
          sum += photo.values[at * step + m * line + colour] * weight;
        }
        output.values[n * to + m * next + colour] = Math.min(255, sum / FINE);
      }
    }
  }
  return output;
}

/* How far numbers lie apart along a side, and across it. */
function stepsOf([, columns], side) {
  const steps = [columns * COLOURS, COLOURS];
  return [steps[side], steps[1 - side]];
}

/* The pixels whose middle lies in the box that makes the nth of a line; the same sums as in Pillow, as they round. */
function span(n, { start, square, from, upTo }, size) {
  const scale = square / size;
  const wide = Math.max(scale, 1);
  const middle = start + (n + 0.5) * scale;
  const isIn = (place) => (place - middle + 0.5) * (1 / wide) > -0.5 && (place - middle + 0.5) * (1 / wide) <= 0.5;
  const first = Math.max(from, Math.floor(middle - wide / 2 + 0.5));
  const stop = Math.min(upTo, Math.floor(middle + wide / 2 + 0.5));
  return [first + !isIn(first) - from, stop - !isIn(stop - 1) - from];
}
