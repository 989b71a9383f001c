import { startOf } from "./places.js";
import { mapsOf } from "./shapes.js";

const KEYS = ["photo", "layer", "map", "row", "column"];

/* What the address of the page asks to show: names and numbers as text, or nothing. */
export function asked(address = location.href) {
  const parameters = new URL(address).searchParams;
  return Object.fromEntries(KEYS.map((key) => [key, parameters.get(key)]));
}

/* What is shown first: `view` is the photo and the layer, `chosen` the map and the cell of each layer. That is what
   all posts follow, but for what is asked for. */
export function beginning({ layers, photos, followed }, wanted) {
  const photo = photos.find(({ name }) => name === wanted.photo) ?? photos.find(({ name }) => name === followed);
  const n = layerNamed(wanted.layer, layers);
  const chosen = layers.map((layer) => startOf(layer));
  if (!Number.isNaN(n)) {
    const maps = mapsOf(layers[n]);
    const { channel, cell } = chosen[n];
    chosen[n] = { channel: within(wanted.map, maps.channels, channel),
      cell: [within(wanted.row, maps.rows, cell[0]), within(wanted.column, maps.columns, cell[1])] };
  }
  return { view: { photo, n: n || 0 }, chosen };
}

/* An address of the explorer's page that shows exactly this; rows, columns and maps count from one, as on the page. */
export function linkTo({ photo, layer, channel, cell: [row, column] }, page) {
  const address = new URL(page, location.href);
  const values = [photo.name, `${layer.kind}-${layer.nth}`, channel + 1, row + 1, column + 1];
  KEYS.forEach((key, n) => address.searchParams.set(key, values[n]));
  address.hash = "explorer";
  return address.href;
}

/* The place of a layer that is named as in such an address; NaN where there is none. */
function layerNamed(name, layers) {
  const place = layers.findIndex(({ kind, nth }) => `${kind}-${nth}` === name);
  return place < 0 ? NaN : place;
}

/* A number that counts from one as one that counts from zero; `other` where it is none, or not below `size`. */
function within(text, size, other) {
  const n = Number.parseInt(text, 10) - 1;
  return n >= 0 && n < size ? n : other;
}
