import { decimal, share } from "../play/numbers.js";
import { say } from "../play/words.js";
import { table } from "./grids.js";
import { told } from "./told.js";

/* The probabilities, each with its whole arithmetic; the chosen one in a sentence. */
export function softmax({ input, value, index, labels }) {
  const largest = Math.max(...input);
  const powers = Array.from(input, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b);
  const rows = powers.map((power, n) => [labels[n] ? say(labels[n]) : String(n + 1), decimal(input[n], 3),
    decimal(input[n] - largest, 3), decimal(power, 4), share(power / sum)]);
  const heads = ["label", "logit", "less", "power", "share"].map((name) => say(told.softmax[name]));
  return {
    sentence: say(told.softmax.sentence, { power: decimal(powers[index], 4), sum: decimal(sum, 4), share: share(value) }),
    nodes: [table(heads, rows)],
    table: null,
  };
}
