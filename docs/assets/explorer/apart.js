import { decoded, weightsOfUnit } from "./weights.js";

const AT_ONCE = 3; // requests

/* What a layer gives whose weights are apart, unit by unit; `load` gets the content of a part, and `progress` hears how
   many bytes have come. */
export async function denseApart({ parts, output: [units] }, input, load, progress) {
  const output = new Float32Array(units);
  let come = 0;
  for await (const [part, content] of inOrder(parts, load)) {
    for (const held of part.holds) {
      add(output, held, content, input);
    }
    come += part.bytes;
    progress(come);
  }
  return output;
}

/* Each part with its content, one after another, while the next ones are on their way. */
async function* inOrder(parts, load) {
  const coming = [];
  for (const [place, part] of parts.entries()) {
    for (let next = place + coming.length; coming.length < AT_ONCE && next < parts.length; next += 1) {
      const content = load(parts[next]);
      content.catch(() => {}); // whoever waits for it hears
      coming.push(content);
    }
    yield [part, await coming.shift()];
  }
}

function add(output, held, content, input) {
  if (!held.units) {
    decoded(content, held).forEach((bias, unit) => { output[unit] += bias; });
    return;
  }
  for (let unit = held.units[0]; unit < held.units[1]; unit += 1) {
    const weights = weightsOfUnit(content, held, unit);
    let sum = 0;
    for (let n = 0; n < input.length; n += 1) {
      sum += weights[n] * input[n];
    }
    output[unit] += sum;
  }
}
