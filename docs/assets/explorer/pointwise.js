import { decimal, share } from "../play/numbers.js";
import { say } from "../play/words.js";
import { equation, grid } from "./grids.js";
import { decimalsFor } from "./shapes.js";
import { told } from "./told.js";
import { words } from "./words.js";
import { axes, span } from "./windows.js";

/* A number of a layer that makes each from one: what goes in, what comes out. */
export function activation(subject) {
  const { layer, limit, value, before, inputLimit } = subject;
  const decimals = decimalsFor(inputLimit);
  const [x, y] = [decimal(before, decimals), decimal(value, decimals)];
  const texts = { ReLU: value > 0 ? told.ReLU.kept : told.ReLU.cut, Linear: told.same };
  return {
    sentence: say(texts[layer.kind] ?? told.plain, { x, y }),
    nodes: [equation([[before, say(told.before), inputLimit], "→", [value, say(told.after), limit]], decimals)],
    table: () => ({ heads: ["", ""], rows: [[say(told.before), x], [say(told.after), y]] }),
  };
}

export function normalization({ weights, channel, value, before, limit, inputLimit }) {
  const { mean, spread, gamma, beta } = Object.fromEntries(
    Object.entries(weights).map(([name, array]) => [name, array[channel]]));
  const decimals = decimalsFor(limit);
  const rows = [[say(told.before), before], [say(told.meanOf), mean], [say(told.spread), spread], ["γ", gamma],
    ["β", beta], [say(told.after), value]];
  return {
    sentence: say(told.norm),
    nodes: [equation(["(", [before, say(told.before), inputLimit], "−", [mean, say(told.meanOf)], ") ÷",
      [spread, say(told.spread)], "×", [gamma, "γ"], "+", [beta, "β"], "=", [value, say(told.after), limit]], decimals)],
    table: () => ({ heads: ["", ""], rows: rows.map(([name, number]) => [name, decimal(number, decimals)]) }),
  };
}

export function flatten({ layer, index, value, limit }) {
  const [, columns, channels] = layer.input.length === 3 ? layer.input : [1, layer.input[0], 1];
  const place = { map: index % channels + 1, column: Math.floor(index / channels) % columns + 1,
    row: Math.floor(index / channels / columns) + 1, n: (index + 1).toLocaleString("en") };
  return {
    sentence: say(told.moved, place),
    nodes: [equation([[value, say(words.cellOfMap, place), limit], "→", [value, say(words.unit, place), limit]],
      decimalsFor(limit))],
    table: () => ({ heads: ["", ""], rows: [[say(words.cellOfMap, place), decimal(value, decimalsFor(limit))]] }),
  };
}

/* A number of a pooling layer: its window, with the winner framed, or the mean. */
export function pooling(subject) {
  const { layer, limit, inputLimit, value } = subject;
  const decimals = decimalsFor(inputLimit);
  const { rows, top, left } = readBy(subject);
  const won = rows.flatMap((row, y) => row.map((x, column) => ({ x, y, column }))).filter(({ x }) => x === value)[0];
  const isTie = rows.flat().every((x) => x === value);
  const isLargest = layer.kind === "MaxPooling2D";
  const place = won && say(words.cell, { row: top + won.y + 1, column: left + won.column + 1 });
  const [result, count] = [decimal(value, decimals), rows.flat().length.toLocaleString("en")];
  return {
    sentence: say(isLargest ? (isTie ? told.tie : told.largest) : told.mean, { place, result, count }),
    nodes: [grid(rows.slice(0, 12).map((row) => row.slice(0, 12)), { decimals, limit: inputLimit,
      name: say(told.inWindow),
      marked: (y, x) => (!isLargest || isTie ? "" : y === won.y && x === won.column ? "won" : "lost") }),
    equation(["→", [value, say(told.result), limit]], decimals)],
    table: () => ({ heads: ["", ...rows[0].map((_, x) => say(words.cell, { row: "", column: left + x + 1 }).trim())],
      rows: rows.map((row, y) => [String(top + y + 1), ...row.map((x) => decimal(x, decimals))]) }),
  };
}

/* The numbers in the window of a pooling layer, of its own map; of the whole map where the layer takes all of it. */
function readBy({ layer, input, cell, channel, index }) {
  const [height, width, channels] = layer.input;
  const [[top, bottom], [left, right]] = layer.strides
    ? axes(layer).map((axis, side) => span(axis, cell[side])) : [[0, height], [0, width]];
  const own = layer.strides ? channel : index;
  const rows = [];
  for (let y = top; y < bottom; y += 1) {
    rows.push(Array.from({ length: right - left }, (_, x) => input[(y * width + left + x) * channels + own]));
  }
  return { rows, top, left };
}

/* A number of a dropout layer: it stays as it is, or what a mask of training does to it. */
export function dropout({ layer, before, limit, mask, at }) {
  const decimals = decimalsFor(limit);
  const keep = 1 - layer.rate;
  const value = mask ? (mask[at] ? before / keep : 0) : before;
  const texts = { x: decimal(before, decimals), y: decimal(value, decimals), keep: decimal(keep, 2),
    rate: share(layer.rate), keepShare: share(keep) };
  const { inference, kept, dropped } = told.dropout;
  return {
    sentence: say(mask ? (mask[at] ? kept : dropped) : inference, texts),
    nodes: [equation([[before, say(told.before), limit], "→", [value, say(told.after), limit]], decimals)],
    table: () => ({ heads: ["", ""], rows: [[say(told.before), texts.x], [say(told.after), texts.y]] }),
  };
}
