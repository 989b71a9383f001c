import { axes, hasWindows, span } from "./windows.js";

/* Which number of its input contributes most to number `at` of what layer n gives: { at, share, count }, with its share
   of the `count` products, or terms, that have the same sign. Layers that make each number of one other have no share.
   `needs` says that weights of a unit have to be loaded first; null is given where all contributions are zero. */
export function strongest(run, columns, n, at) {
  const layer = run.layers[n];
  const kinds = { Conv2D: weighed, Dense: added, MaxPooling2D: won, AveragePooling2D: averaged,
    GlobalAveragePooling2D: averaged };
  return kinds[layer.kind]?.({ run, columns, n, layer, at, input: run.inputOf(n), value: run.outputs[n][at] }) ?? (
    kinds[layer.kind] ? null : { at });
}

/* All numbers from number `at` of the last layer back to the photo, { n, at, value } with what `strongest` says of
   the next one; the photo is layer -1. */
export function ancestors(run, columns, at) {
  const found = [];
  for (let n = run.layers.length - 1; n >= 0; n -= 1) {
    const next = strongest(run, columns, n, at);
    found.push({ n, at, value: run.outputs[n][at], next });
    if (!next || next.needs) {
      return found;
    }
    at = next.at;
  }
  return [...found, { n: -1, at, value: run.pixels[at] }];
}

/* The largest of some contributions, [place, number], to a sum of this sign. */
function largest(contributions, value) {
  const sign = value < 0 ? -1 : 1;
  let [best, most, sum, count] = [null, 0, 0, 0];
  for (const [place, number] of contributions) {
    const push = sign * number;
    if (push > 0) {
      sum += push;
      count += 1;
      [best, most] = push > most ? [place, push] : [best, most];
    }
  }
  return most ? { at: best, share: most / sum, count } : null;
}

function weighed({ run, n, layer, at, input, value }) {
  const { kernel } = run.weights[n];
  const filters = layer.output[2];
  const products = cells(layer, at).flatMap(({ place, y, x }) => Array.from({ length: layer.input[2] }, (_, from) => {
    const weight = ((y * layer.kernel_size[1] + x) * layer.input[2] + from) * filters + at % filters;
    return [place + from, input[place + from] * kernel[weight]];
  }));
  return largest(products, value);
}

function added({ columns, n, at, input, value }) {
  const known = columns.of(n, at);
  return known ? largest(Array.from(input, (x, place) => [place, x * known.column[place]]), value) : { needs: at };
}

function won({ layer, at, input, value }) {
  const channel = at % layer.output[2];
  return { at: cells(layer, at).map(({ place }) => place + channel).find((place) => input[place] === value) };
}

function averaged({ layer, at, input, value }) {
  const own = hasWindows(layer) ? at % layer.output[2] : at;
  return largest(cells(layer, at).map(({ place }) => [place + own, input[place + own]]), value);
}

/* The cells that number `at` is made from: where the first of their numbers lies, and where they are in the window. */
function cells(layer, at) {
  const [height, width, channels] = layer.input;
  const cell = Math.floor(at / layer.output.at(-1));
  const place = [Math.floor(cell / layer.output[1]), cell % layer.output[1]];
  const windows = hasWindows(layer) ? axes(layer).map((axis, side) => {
    const [first, stop] = span(axis, place[side]);
    return { first, stop, start: place[side] * axis.stride - axis.before };
  }) : [height, width].map((stop) => ({ first: 0, stop, start: 0 }));
  const found = [];
  for (let row = windows[0].first; row < windows[0].stop; row += 1) {
    for (let column = windows[1].first; column < windows[1].stop; column += 1) {
      found.push({ place: (row * width + column) * channels, y: row - windows[0].start, x: column - windows[1].start });
    }
  }
  return found;
}
