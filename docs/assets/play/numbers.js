const MINUS = "\u2212";
const WRITTEN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/* A number with fixed decimals, a real minus, and no minus before a zero: as the pages write it. */
export function decimal(x, decimals) {
  const text = x.toFixed(decimals);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", MINUS);
}

/* A part of a whole, 0 to 1, in percent: as the pages write it. */
export function share(part) {
  const percent = 100 * part;
  if (percent >= 99.95 && percent < 100) {
    return ">99.9%";
  }
  if (percent > 0 && percent < 0.05) {
    return "<0.1%";
  }
  const isPlain = percent === 0 || percent >= 100 || (percent >= 10 && percent <= 98.5);
  return `${isPlain ? whole(percent) : percent.toFixed(1)}%`;
}

/* Rounded; a half becomes the even one of its neighbours, as in Python. */
function whole(x) {
  const up = Math.round(x);
  return x % 1 === 0.5 && up % 2 ? up - 1 : up;
}

/* What is written as a number, by a page or by whoever types; NaN where it is none. */
export function read(text) {
  const plain = text.normalize("NFKC").trim().replace(/^[−‐‑–—ー]/, "-");
  const found = WRITTEN.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(found) ? found : NaN;
}

/* How many decimals a number is written with. */
export function decimalsOf(text) {
  return text.trim().split(".")[1]?.length ?? 0;
}

/* How far numbers lie from zero at most. */
export function reachOf(numbers) {
  return Math.max(...numbers.map(Math.abs)) || 1;
}

/* The end of an axis, with as few decimals as it needs. */
export function brief(end) {
  return decimal(end, Math.max(0, -Math.floor(Math.log10(Math.abs(end)))));
}

/* The smallest of ..., 0.5, 1, 2, 5, 10, ... that is not below x. */
export function roundUp(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  return power * [1, 2, 5, 10].find((times) => times * power >= x * (1 - 1e-9));
}
