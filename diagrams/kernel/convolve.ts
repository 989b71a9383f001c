// The sums of one convolution, with four numbers at a time (SIMD). AssemblyScript; `python -m diagrams.kernel` compiles it.

const LANES: usize = 4;
const FLOAT: usize = 4;

/* Addresses and steps are in bytes. The input is padded already, channels last; `run` numbers of it lie side by side in
   each row of a window. Filters come in groups of eight: their eight biases, then for each number of a window its eight
   weights. Four neighbours in a row are summed together, so the output has room for `columns` rounded up to fours. */
export function convolve(input: usize, weights: usize, output: usize, rows: i32, columns: i32, groups: i32, height: i32,
                         run: i32, inputRow: usize, down: usize, across: usize): void {
  const cell = <usize>groups * 2 * LANES * FLOAT;
  const blocks = (columns + 3) / 4;
  const group = (<usize>height * <usize>run + 1) * 2 * LANES * FLOAT;
  for (let y = 0; y < rows; y++) {
    for (let g = 0; g < groups; g++) {
      let from = input + <usize>y * down;
      let to = output + <usize>y * <usize>blocks * 4 * cell + <usize>g * 2 * LANES * FLOAT;
      for (let x = 0; x < blocks; x++) {
        four(from, weights + <usize>g * group, to, height, run, inputRow, across, cell);
        from += 4 * across;
        to += 4 * cell;
      }
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function four(from: usize, weights: usize, to: usize, height: i32, run: i32, inputRow: usize, across: usize,
              cell: usize): void {
  let a0 = v128.load(weights), a1 = v128.load(weights, 16);
  let b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
  weights += 32;
  for (let row = 0; row < height; row++) {
    let a = from + <usize>row * inputRow;
    let b = a + across, c = b + across, d = c + across;
    for (const end = a + <usize>run * FLOAT; a < end; a += FLOAT) {
      const w0 = v128.load(weights), w1 = v128.load(weights, 16);
      const va = v128.load32_splat(a), vb = v128.load32_splat(b), vc = v128.load32_splat(c), vd = v128.load32_splat(d);
      a0 = f32x4.add(a0, f32x4.mul(va, w0));
      a1 = f32x4.add(a1, f32x4.mul(va, w1));
      b0 = f32x4.add(b0, f32x4.mul(vb, w0));
      b1 = f32x4.add(b1, f32x4.mul(vb, w1));
      c0 = f32x4.add(c0, f32x4.mul(vc, w0));
      c1 = f32x4.add(c1, f32x4.mul(vc, w1));
      d0 = f32x4.add(d0, f32x4.mul(vd, w0));
      d1 = f32x4.add(d1, f32x4.mul(vd, w1));
      b += FLOAT;
      c += FLOAT;
      d += FLOAT;
      weights += 32;
    }
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to + cell, b0);
  v128.store(to + cell, b1, 16);
  v128.store(to + 2 * cell, c0);
  v128.store(to + 2 * cell, c1, 16);
  v128.store(to + 3 * cell, d0);
  v128.store(to + 3 * cell, d1, 16);
}
