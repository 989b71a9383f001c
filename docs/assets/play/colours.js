/* The colours of the figures: blue below zero, neutral at zero, orange above. */
const SIGNED = ["#123f78", "#2f6fb5", "#8db8dc", "#f3f1ec", "#f2b27a", "#d9701a", "#8a3a02"].map(
  (hex) => [1, 3, 5].map((place) => parseInt(hex.slice(place, place + 2), 16)));
const DARK = "#000000";
const LIGHT = "#ffffff";

/* The colour (red, green, blue, 0 to 255) of a value on a scale that ends at ±limit. */
export function signed(value, limit) {
  const place = (Math.max(-1, Math.min(1, value / limit)) + 1) / 2 * (SIGNED.length - 1);
  const low = Math.min(Math.floor(place), SIGNED.length - 2);
  return SIGNED[low].map((from, part) => Math.round(from + (place - low) * (SIGNED[low + 1][part] - from)));
}

/* Dark or light digits, whichever are easier to read on a colour: 4.5 to 1 or better on any. */
export function inkOn(rgb) {
  const [red, green, blue] = rgb.map((part) => part / 255).map(
    (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? DARK : LIGHT;
}

/* Let an element have the colour of a value, and digits that can be read on it. */
export function paint(element, value, limit) {
  const rgb = signed(value, limit);
  element.style.setProperty("--colour", `rgb(${rgb})`);
  element.style.setProperty("--digits", inkOn(rgb));
}
