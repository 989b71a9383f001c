import { say } from "../play/words.js";
import { mapsOf } from "./shapes.js";
import { told } from "./told.js";
import { words } from "./words.js";

/* The channel and the cell of a layer that all posts follow; the middle where they follow none. */
export function startOf(layer) {
  const { flat, rows, columns } = mapsOf(layer);
  if (flat) {
    return { channel: 0, cell: [Math.floor(layer.channel / columns), layer.channel % columns] };
  }
  return { channel: layer.channel, cell: layer.cell ?? [Math.floor(rows / 2), Math.floor(columns / 2)] };
}

/* What is chosen in layer `to` for a reader who comes from another: the cell keeps its place, and the map its number
   where no layer between makes maps anew. `chosen` is what was chosen last, by layer. */
export function followed(layers, from, to, chosen) {
  const [old, own] = [layers[from], layers[to]].map(mapsOf);
  if (old.flat || own.flat) {
    return chosen[to];
  }
  const between = layers.slice(Math.min(from, to) + 1, Math.max(from, to) + 1);
  const isNew = between.some(({ kind }) => kind === "Conv2D");
  const sides = [[old.rows, own.rows], [old.columns, own.columns]];
  return {
    channel: chosen[isNew ? to : from].channel,
    cell: sides.map(([size, wanted], side) => (
      Math.min(wanted - 1, Math.floor((chosen[from].cell[side] + 0.5) / size * wanted)))),
  };
}

/* The name of a number that layer n gives: its cell and map, its place in the line, or its label. */
export function placed({ layers, labels }, n, [row, column], channel) {
  const maps = mapsOf(layers[n]);
  if (!maps.flat) {
    return say(words.cellOfMap, { row: row + 1, column: column + 1, map: channel + 1 });
  }
  const unit = row * maps.columns + column;
  const label = maps.count === labels.length && n >= layers.length - 2 ? labels[unit] : null;
  return label ? say(words.label, { label: say(label) }) : say(words.unit, { n: (unit + 1).toLocaleString("en") });
}

/* Where a number that a Dense layer reads comes from: a cell of a map before Flatten, or a place in a line. */
export function whence(before, place) {
  if (before?.kind === "Flatten" && before.input.length === 3) {
    const [, columns, channels] = before.input;
    return say(words.cellOfMap, { map: place % channels + 1, column: Math.floor(place / channels) % columns + 1,
      row: Math.floor(place / channels / columns) + 1 });
  }
  return say(told.dense.number, { n: place + 1 });
}

/* The map and the cell of the number that lies at a place in what a layer gives. */
export function cellOf({ columns, channels }, at) {
  const place = Math.floor(at / channels);
  return { channel: at % channels, cell: [Math.floor(place / columns), place % columns] };
}
