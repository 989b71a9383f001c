import { make } from "../play/elements.js";
import { share } from "../play/numbers.js";
import { say } from "../play/words.js";
import { words } from "./words.js";

/* What the network answers about a photo, in a sentence. */
export function answerTo({ labels, outputs, layers, isAnswering }, isSlow) {
  const shares = outputs.at(-1);
  const best = shares.indexOf(Math.max(...shares));
  const sentences = isAnswering ? [say(words.answer, { label: say(labels[best]), share: share(shares[best]) })] : [];
  if (!layers.every(({ trained }) => trained)) {
    sentences.push(say(words.untrained));
  }
  return [...sentences, ...(isSlow ? [say(words.slow)] : [])].join(" ");
}

/* The probabilities of all labels as bars. */
export function probabilities({ labels, outputs }) {
  const shares = outputs.at(-1);
  return make("ul", { class: "explorer-answers" }, ...labels.map((label, n) => make("li", {},
    make("span", {}, say(label)), make("i", { style: `--share: ${shares[n]}` }), make("span", {}, share(shares[n])))));
}
