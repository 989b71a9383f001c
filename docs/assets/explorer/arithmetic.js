import { convolution } from "./convolution.js";
import { dense } from "./dense.js";
import { activation, dropout, flatten, normalization, pooling } from "./pointwise.js";
import { softmax } from "./softmax.js";

const KINDS = {
  Conv2D: convolution,
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  GlobalAveragePooling2D: pooling,
  BatchNormalization: normalization,
  Dropout: dropout,
  Flatten: flatten,
  Dense: dense,
};

/* How a number comes about: { sentence, nodes, table }, where `table` gives { heads, rows } or is null. */
export function arithmetic(subject) {
  const isAnswer = subject.layer.kind === "Softmax" && subject.layer.output.length === 1;
  return (isAnswer ? softmax : KINDS[subject.layer.kind] ?? activation)(subject);
}
