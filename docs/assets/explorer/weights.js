const GROUP = 32; // numbers with one scale, and
const NOTHING = 8; // the level that stands for zero: as in diagrams/weightfile.py

/* A file of the network, once it is what its name says. */
export async function fetchPart(address, { bytes, signal } = {}) {
  const response = await fetch(address, { signal });
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  const content = await response.arrayBuffer();
  if (!await isThatOf(address, content, bytes)) {
    throw new Error(`${address}: damaged`);
  }
  return content;
}

/* Whether this is the content of a file: its name is the beginning of the SHA-256 of it. */
export async function isThatOf(address, content, bytes = content.byteLength) {
  const name = new URL(address).pathname.split("/").at(-1).split(".")[0];
  return content.byteLength === bytes && (await sha256(content)).startsWith(name);
}

async function sha256(content) {
  const hash = await (crypto.subtle // there is none without https
    ? crypto.subtle.digest("SHA-256", content) : import("./sha256.js").then(({ digest }) => digest(content)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* The arrays of a layer by name, from all of its parts. */
export async function fetchWeights(layer, base) {
  const arrays = {};
  for (const [part, content] of await contents(layer, base)) {
    for (const held of part.holds) {
      put(arrays, held, content);
    }
  }
  return arrays;
}

function contents(layer, base) {
  return Promise.all(layer.parts.map(async (part) => [part,
    await fetchPart(new URL(part.file, base).href, { bytes: part.bytes })]));
}

function put(arrays, held, content) {
  if (!held.units) {
    arrays[held.name] = decoded(content, held);
    return;
  }
  const units = held.shape.at(-1);
  const length = held.shape.slice(0, -1).reduce((a, b) => a * b);
  const array = arrays[held.name] ??= new Float32Array(units * length);
  for (let unit = held.units[0]; unit < held.units[1]; unit += 1) {
    const column = weightsOfUnit(content, held, unit);
    for (let place = 0; place < length; place += 1) {
      array[place * units + unit] = column[place];
    }
  }
}

export function decoded(content, { type, shape, at }) {
  const length = shape.reduce((a, b) => a * b, 1);
  return type === "float32" ? new Float32Array(content.slice(at, at + 4 * length)) : halves(content, at, length);
}

/* All weights of one unit of a part that holds it. */
export function weightsOfUnit(content, { type, shape, units: [first, stop] }, unit) {
  const length = shape.slice(0, -1).reduce((a, b) => a * b);
  if (type === "float16") {
    return halves(content, 2 * length * (unit - first), length);
  }
  const groups = Math.ceil(length / GROUP);
  const bytes = groups * GROUP / 2;
  const levels = new Uint8Array(content, (unit - first) * bytes, bytes);
  const scales = halves(content, (stop - first) * bytes + (unit - first) * groups * 2, groups);
  const weights = new Float32Array(length);
  for (let n = 0; n < length; n += 1) {
    const level = n % 2 ? levels[n >> 1] >> 4 : levels[n >> 1] & 15;
    weights[n] = (level - NOTHING) * scales[n >> 5];
  }
  return weights;
}

/* Numbers of 16 bits as those of 32. */
function halves(content, at, length) {
  const bits = new Uint16Array(content.slice(at, at + 2 * length));
  return Float32Array.from(bits, (half) => {
    const size = half & 0x3ff;
    const power = half >> 10 & 31;
    const value = power ? (1 + size / 1024) * 2 ** (power - 15) : size * 2 ** -24;
    return half & 0x8000 ? -value : value;
  });
}
