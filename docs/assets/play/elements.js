const SVG = "http://www.w3.org/2000/svg";

/* An element with attributes, and what is in it. */
export function make(name, attributes = {}, ...inside) {
  return filled(document.createElement(name), attributes, inside);
}

/* The same for what belongs into an <svg>. */
export function draw(name, attributes = {}, ...inside) {
  return filled(document.createElementNS(SVG, name), attributes, inside);
}

function filled(element, attributes, inside) {
  const { style = "", ...others } = attributes;
  for (const [name, value] of Object.entries(others)) {
    element.setAttribute(name, value);
  }
  element.style.cssText = style; // as an attribute, the page's security policy would not let it pass
  element.append(...inside);
  return element;
}
