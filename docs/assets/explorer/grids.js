import { paint } from "../play/colours.js";
import { make } from "../play/elements.js";
import { decimal } from "../play/numbers.js";

/* A number on its colour; on white where the scale has no limit. */
export function cell(value, decimals, limit, classes = "") {
  const text = value === null ? "" : decimal(value, decimals);
  const element = make("span", { class: `explorer-cell ${limit ? "" : "plain"} ${classes}` }, text);
  if (limit) {
    paint(element, value, limit);
  }
  return element;
}

/* Numbers in rows, as a picture that is read out in one go. */
export function grid(rows, { decimals, limit, name, marked = () => "" }) {
  const cells = rows.flatMap((row, y) => row.map((value, x) => cell(value, decimals, limit, marked(y, x))));
  const told = rows.map((row) => row.map((value) => (value === null ? "" : decimal(value, decimals))).join(" ")).join("; ");
  const box = make("div", { class: "explorer-grid", role: "img", "aria-label": `${name}: ${told}`,
    style: `--columns: ${rows[0].length}` }, ...cells);
  return make("div", { class: "explorer-named" }, make("span", { "aria-hidden": "true" }, name), box);
}

/* Numbers and signs in a row, each number with its name below: [[value, name, limit], "+", ...]. */
export function equation(parts, decimals) {
  return make("div", { class: "explorer-equation" }, ...parts.map((part) => (typeof part === "string"
    ? make("span", { class: "explorer-sign" }, part)
    : make("span", { class: "explorer-named" }, cell(part[0], decimals, part[2]), make("span", {}, part[1])))));
}

export function paragraph(text, classes = "") {
  return make("p", { class: classes }, text);
}

/* A table with its first column as heads of the rows. */
export function table(heads, rows) {
  const head = make("tr", {}, ...heads.map((text) => (text ? make("th", { scope: "col" }, text) : make("td"))));
  const lines = rows.map(([first, ...others]) => make("tr", {}, make("th", { scope: "row" }, first),
    ...others.map((text) => make("td", {}, text))));
  return make("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    make("table", { class: "plain" }, make("thead", {}, head), make("tbody", {}, ...lines)));
}
