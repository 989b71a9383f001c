/* SHA-256 (FIPS 180-4) for pages without https, where browsers keep theirs to themselves. */

const BLOCK = 64;
const ROUNDS = 64;
const primes = [];
for (let n = 2; primes.length < ROUNDS; n += 1) {
  if (primes.every((prime) => n % prime)) {
    primes.push(n);
  }
}
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ADDED = primes.map((prime) => fraction(Math.cbrt(prime)));

/* The first 32 bits behind the point. */
function fraction(number) {
  return (number - Math.floor(number)) * 2 ** 32 | 0;
}

/* The hash of a buffer, as a buffer. */
export function digest(content) {
  const state = Int32Array.from(START);
  const schedule = new Int32Array(ROUNDS);
  const whole = content.byteLength - content.byteLength % BLOCK;
  for (const view of [new DataView(content, 0, whole), ending(content, whole)]) {
    for (let at = 0; at < view.byteLength; at += BLOCK) {
      expand(schedule, view, at);
      mix(state, schedule);
    }
  }
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, n) => result.setInt32(4 * n, word));
  return result.buffer;
}

/* What is left behind the whole blocks, filled up with a one, zeros and the number of bits. */
function ending(content, whole) {
  const left = content.byteLength - whole;
  const bytes = new Uint8Array(left + 9 > BLOCK ? 2 * BLOCK : BLOCK);
  bytes.set(new Uint8Array(content, whole));
  bytes[left] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, 8n * BigInt(content.byteLength));
  return view;
}

function turned(word, by) {
  return word >>> by | word << 32 - by;
}

function expand(schedule, view, at) {
  for (let n = 0; n < 16; n += 1) {
    schedule[n] = view.getInt32(at + 4 * n);
  }
  for (let n = 16; n < ROUNDS; n += 1) {
    const [early, late] = [schedule[n - 15], schedule[n - 2]];
    schedule[n] = schedule[n - 16] + schedule[n - 7]
      + (turned(early, 7) ^ turned(early, 18) ^ early >>> 3) + (turned(late, 17) ^ turned(late, 19) ^ late >>> 10);
  }
}

function mix(state, schedule) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < ROUNDS; n += 1) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + (e & f ^ ~e & g) + ADDED[n] + schedule[n] | 0;
    const other = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    [a, b, c, d, e, f, g, h] = [one + other | 0, a, b, c, d + one | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, n) => {
    state[n] += word;
  });
}
