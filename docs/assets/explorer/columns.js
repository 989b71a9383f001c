import { keptPart } from "./kept.js";
import { fetchWeights, weightsOfUnit } from "./weights.js";

/* The weights of single units of Dense layers; those that are apart are here once they have been loaded. */
export class Columns {
  constructor({ layers, weights, base }) {
    Object.assign(this, { layers, weights, base, loaded: new Map() });
  }

  /* The weights and the bias of a unit; nothing as long as they have to be loaded. */
  of(n, unit) {
    const layer = this.layers[n];
    if (layer.apart) {
      return this.loaded.get(`${n} ${unit}`);
    }
    const { kernel, bias } = this.weights[n];
    const units = layer.output[0];
    return { column: Float32Array.from({ length: kernel.length / units }, (_, place) => kernel[place * units + unit]),
      bias: bias?.[unit] ?? 0 };
  }

  /* How many bytes have to be loaded for a unit. */
  bytes(n, unit) {
    return [...this.biases(n), this.part(n, unit)].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async load(n, unit) {
    const part = this.part(n, unit);
    const [content, { bias }] = await Promise.all([keptPart(part, this.base),
      fetchWeights({ parts: this.biases(n) }, this.base)]);
    this.loaded.set(`${n} ${unit}`, { column: weightsOfUnit(content, part.holds[0], unit), bias: bias?.[unit] ?? 0 });
  }

  part(n, unit) {
    return this.layers[n].parts.find(({ holds: [{ units }] }) => units && unit >= units[0] && unit < units[1]);
  }

  biases(n) {
    return this.layers[n].parts.filter(({ holds: [{ units }] }) => !units);
  }
}
