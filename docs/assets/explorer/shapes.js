const MOST_IN_A_ROW = 64;

/* What a layer gives as maps: numbers without places lie line by line on one map. */
export function mapsOf(layer) {
  const [rows, columns, channels] = layer.output;
  if (layer.output.length === 3) {
    return { rows, columns, channels, count: rows * columns, flat: false };
  }
  const wide = rows > MOST_IN_A_ROW ? Math.ceil(Math.sqrt(rows)) : Math.ceil(rows / Math.ceil(rows / 16));
  return { rows: Math.ceil(rows / wide), columns: wide, channels: 1, count: rows, flat: true };
}

/* The photo, or whatever else a layer reads, in the same words. */
export function mapsInto(layer) {
  return mapsOf({ output: layer.input });
}

/* How far a layer's numbers lie from zero at most. */
export function limitOf(values) {
  let limit = 0;
  for (let n = 0; n < values.length; n += 1) {
    limit = Math.max(limit, Math.abs(values[n]));
  }
  return limit || 1;
}

const BINS = 1024;
const KEPT = 0.98; // of the numbers that are not zero

/* Where a layer's colours end: few numbers lie beyond, and a single large one does not make all others pale. */
export function scaleOf(values) {
  const largest = limitOf(values);
  const bins = new Uint32Array(BINS + 1);
  let left = 0;
  for (let n = 0; n < values.length; n += 1) {
    if (values[n]) {
      bins[Math.ceil(Math.abs(values[n]) / largest * BINS)] += 1;
      left += 1;
    }
  }
  left *= KEPT;
  const end = bins.findIndex((count) => (left -= count) <= 0);
  const limit = end > 0 ? largest * end / BINS : largest;
  return { limit, clips: limit < largest };
}

/* With how many decimals numbers are written that go up to a limit. */
export function decimalsFor(limit) {
  return limit >= 100 ? 1 : limit >= 10 ? 2 : limit >= 0.1 ? 3 : 4;
}

/* Conv2D, or Conv2D 2 where there is another before. */
export function nameOf(layer, layers) {
  const alone = layers.filter(({ kind }) => kind === layer.kind).length === 1;
  return alone ? layer.kind : `${layer.kind} ${layer.nth}`;
}

export function shapeText(shape) {
  return shape.map((size) => size.toLocaleString("en")).join("×");
}
