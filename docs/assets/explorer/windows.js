/* Where the windows of a convolution or a pooling lie, down and across: over `size` cells there are `count` windows,
   each `width` cells wide and `stride` further than the last; `before` is what the first reaches beyond the border. */
export function axes(layer) {
  const widths = layer.kernel_size ?? layer.pool_size;
  return [0, 1].map((side) => {
    const [size, count, width, stride] = [layer.input[side], layer.output[side], widths[side], layer.strides[side]];
    const missing = Math.max((count - 1) * stride + width - size, 0);
    return { size, count, width, stride, before: layer.padding === "same" ? Math.floor(missing / 2) : 0 };
  });
}

export function hasWindows(layer) {
  return Boolean(layer.strides);
}

/* The input cells, [from, up to], that `count` windows from `place` on read together. */
export function span({ size, width, stride, before }, place, count = 1) {
  const first = place * stride - before;
  return [Math.max(first, 0), Math.min(first + (count - 1) * stride + width, size)];
}

/* An input with zeros around it, so that no window reaches beyond: its numbers, and how many lie in one of its rows. */
export function padded(layer, input, columns) {
  const [down, across] = axes(layer);
  const channels = layer.input[2];
  const width = Math.max((columns - 1) * across.stride + across.width, across.size + across.before);
  const height = Math.max((down.count - 1) * down.stride + down.width, down.size + down.before);
  const row = width * channels;
  const values = new Float32Array(height * row);
  for (let y = 0; y < down.size; y += 1) {
    const from = y * across.size * channels;
    values.set(input.subarray(from, from + across.size * channels), (y + down.before) * row + across.before * channels);
  }
  return { values, row };
}

/* What a cell of the last of these layers' maps sees of the photo, down and across: its pixels [from, up to] as far as
   there are any, their middle, and how far the next cell's pixels lie from them. */
export function seenInPhoto(layers, cell) {
  return [0, 1].map((side) => {
    let [first, last, step] = [cell[side], cell[side] + 1, 1];
    for (const layer of layers.filter(hasWindows).reverse()) {
      const { width, stride, before } = axes(layer)[side];
      first = first * stride - before;
      last = (last - 1) * stride - before + width;
      step *= stride;
    }
    const size = layers[0].input[side];
    return { from: Math.max(first, 0), upTo: Math.min(last, size), middle: (first + last) / 2, step };
  });
}
