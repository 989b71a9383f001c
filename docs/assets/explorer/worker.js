import { run } from "./layers.js";
import { load } from "./simd.js";
import { fetchWeights } from "./weights.js";

const LEVELS = 256;
let network;
let fastest;
let latest = 0;
let loading = new AbortController(); // what is too large to come unasked
const larger = () => Promise.all([import("./apart.js"), import("./kept.js")]);

self.onmessage = ({ data }) => {
  if (data.network) {
    network = { ...data, weights: data.network.layers.map(() => null), held: {} };
    fastest = data.plain ? plain() : load(data.kernel).catch(plain);
    const first = data.network.layers.findIndex(({ parts }) => parts?.length);
    first < 0 || weightsOf(first);
  } else if (data.ask !== undefined) {
    answer(data);
  } else {
    begin(data);
  }
};

/* A photo, or more of it; without one, what is being loaded is broken off. */
function begin(data) {
  loading.abort();
  if (data.run) {
    loading = new AbortController();
    latest = data.run;
    const say = (said) => self.postMessage({ run: data.run, ...said });
    work(data, say, () => data.run === latest).catch((reason) => say({ failed: reason.message }));
  }
}

/* What the last layer gives for a photo that is not shown. */
function answer(data) {
  const say = ({ layer, output }) => {
    if (layer === network.network.layers.length - 1) {
      self.postMessage({ asked: data.ask, output });
    }
  };
  work(data, say, () => true).catch(() => {}); // whoever asked goes on without
}

async function plain() {
  const { convolve } = await import("./plain.js");
  return Object.assign((...all) => convolve(...all), { isPlain: true });
}

/* Every layer on one photo, its result posted as soon as it is there; ends early when a newer photo has come, or where
   only a layer can go on whose weights nobody has asked for. */
async function work({ photo, given, whole, from = 0, start }, say, isLatest) {
  const { layers } = network.network;
  const engine = await fastest;
  let flow = start ?? Float32Array.from(photo, (level) => level / LEVELS);
  for (let n = from; n < layers.length; n += 1) {
    const layer = layers[n];
    if (layer.cannot || (layer.apart && !given?.[n] && !whole)) {
      say({ stopped: n });
      return;
    }
    layers.forEach((_, place) => weightsOf(place)); // asked for at once, waited for one by one
    const weights = await weightsOf(n);
    await others();
    if (!isLatest()) {
      return;
    }
    const began = performance.now();
    flow = layer.apart ? given?.[n] ?? await outputApart(n, flow, say) : run(layer, flow, weights, engine);
    if (!flow) {
      return;
    }
    say({ layer: n, output: flow, weights, took: performance.now() - began });
  }
  say({ done: true, plain: Boolean(engine.isPlain) });
}

/* What a layer gives whose weights a reader has asked for; nothing where they do not all come. */
async function outputApart(n, input, say) {
  const { signal } = loading;
  const { base, held, network: { layers } } = network;
  try {
    const [{ denseApart }, { keptPart, forgetOthers }] = await larger();
    const load = async (part) => held[part.file] ??= await keptPart(part, base, signal);
    const output = await denseApart(layers[n], input, load, (come) => say({ come, of: n }));
    await forgetOthers(layers.flatMap(({ apart, parts }) => (apart ? parts : [])), base);
    return output;
  } catch (reason) {
    say({ broken: signal.aborted ? "" : reason.message, of: n });
    return null;
  }
}

function weightsOf(n) {
  network.weights[n] ??= arrays(network.network.layers[n]);
  return network.weights[n];
}

/* The weights of a layer, but for those that are apart. */
function arrays(layer) {
  const coming = layer.apart || layer.cannot ? Promise.resolve({}) : fetchWeights(layer, network.base);
  coming.catch(() => {}); // whoever waits for it hears
  return coming;
}

/* Lets messages in that have come meanwhile. */
function others() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resume(); };
    port2.postMessage(0);
  });
}
