import { fetchPart, isThatOf } from "./weights.js";

const CACHE = "cnn-explorer-weights";

/* A part of large weights: as the browser has kept it, or else as it comes; then it is kept from now on. */
export async function keptPart({ file, bytes }, base, signal) {
  const address = new URL(file, base).href;
  return await keptBefore(address, bytes) ?? fetched(address, bytes, signal);
}

/* Where a browser keeps files; null where it does not. */
async function store() {
  try {
    return await caches.open(CACHE);
  } catch {
    return null; // there is none without https
  }
}

async function keptBefore(address, bytes) {
  const cache = await store();
  const content = await (await cache?.match(address))?.arrayBuffer();
  if (content && await isThatOf(address, content, bytes)) {
    return content;
  }
  await cache?.delete(address);
  return null;
}

async function fetched(address, bytes, signal) {
  const content = await fetchPart(address, { bytes, signal });
  await (await store())?.put(address, new Response(content)).catch(() => {}); // its room may be full
  return content;
}

/* How many bytes of these parts a browser has not kept. */
export async function missing(parts, base) {
  const kept = new Set((await (await store())?.keys())?.map(({ url }) => url));
  return parts.reduce((sum, { file, bytes }) => sum + (kept.has(new URL(file, base).href) ? 0 : bytes), 0);
}

/* Forgets what lies beside these parts: the weights of networks that were here before. */
export async function forgetOthers(parts, base) {
  const folder = new URL(".", base).href;
  const own = new Set(parts.map(({ file }) => new URL(file, base).href));
  const cache = await store();
  for (const { url } of await cache?.keys() ?? []) {
    if (url.startsWith(folder) && !own.has(url)) {
      await cache.delete(url);
    }
  }
}
