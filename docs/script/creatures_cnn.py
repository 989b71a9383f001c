"""Train a convolutional network to tell dogs, cats, monkeys, birds, fish and lizards apart.

    python creatures_cnn.py data/creatures.npz

The .npz holds photos as uint8 arrays (x_train, x_validation, x_test, each n x 100 x 100 x 3),
their answers as numbers (y_train, y_validation, y_test) and the label names (labels).
augment_images.py makes one from a folder of photos. An interrupted training goes on
where its last epoch ended.
"""
import argparse
from pathlib import Path
import signal
import sys
import time
from zipfile import BadZipFile
import zlib

import keras
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical
import numpy as np

labels = ["dogs", "cats", "monkeys", "birds", "fish", "lizards"]
total_num = len(labels)
image_size = 100
parts = ("train", "validation", "test")

batch_size = 64
epochs = 12
learning_rate = 7e-4
seed = 0


def main(data="data/creatures.npz", model_file="data/creatures_cnn.keras"):
  if Path(model_file).suffix != ".keras":
    sys.exit(f"{model_file}: the name of the model's file must end in .keras")
  keras.utils.set_random_seed(seed)
  photos = read_arrays(data)
  if photos["x_train"].shape[1:] != (image_size, image_size, 3):
    sys.exit(f"{data} has photos of shape {photos['x_train'].shape[1:]}; image_size here is {image_size}")
  names = photos["labels"].tolist()
  order = labels if set(names) == set(labels) else names
  place = np.array([order.index(name) for name in names])
  X_train, X_val, x_test = (photos["x_" + part] for part in parts)
  Y_train, Y_val, y_test = (to_categorical(place[photos["y_" + part]], len(order)) for part in parts)

  model = model_train(X_train, Y_train, (X_val, Y_val), model_file)
  model_eval(model, x_test, y_test)


def read_arrays(data):
  """Return the arrays of an .npz by name; ends the program when it holds no photos."""
  try:
    with open(data, "rb") as file, np.load(file) as arrays:
      return {name: arrays[name] for name in ("labels", *(xy + part for xy in ("x_", "y_") for part in parts))}
  except (OSError, ValueError, EOFError, TypeError, KeyError, BadZipFile):
    sys.exit(f"{data} is not an .npz file of photos; augment_images.py makes one")


class Photos(keras.utils.PyDataset):
  """Hands out photos in batches, scaled from 0..255 to 0..1; as float32 they would not all fit in memory."""

  def __init__(self, X, y, seed=None):
    super().__init__()
    self.X, self.y, self.seed = X, y, seed
    self.mix(epoch=0)

  def mix(self, epoch):
    self.epoch = epoch
    order = np.arange(len(self.X))
    if self.seed is not None:
      np.random.default_rng((self.seed, epoch)).shuffle(order)
    self.batches = np.split(order, range(batch_size, batch_size * len(self), batch_size))

  def __len__(self):
    return max(1, round(len(self.X) / batch_size))  # the last batch takes the rest, so none is tiny

  def __getitem__(self, i):
    chosen = self.batches[i]
    photos = self.X[chosen].astype("float32") / 256
    if self.seed is not None:
      random = np.random.default_rng((self.seed, self.epoch, i))
      photos = np.array([vary(photo, random) for photo in photos])
    return photos, self.y[chosen]


def vary(photo, random):
  """Shift, mirror, light and partly cover a photo by chance: the network never sees the same picture twice."""
  size = len(photo)
  margin = size // 12
  top, left = random.integers(2 * margin + 1, size=2)
  wide = np.pad(photo, ((margin, margin), (margin, margin), (0, 0)), mode="reflect")
  photo = wide[top:top + size, left:left + size]
  if random.random() < 0.5:
    photo = photo[:, ::-1]
  photo = np.clip(photo * random.uniform(0.85, 1.15, 3).astype("float32"), 0, 1)
  if random.random() < 0.5:
    height, width = random.integers(size // 8, size // 2, 2)
    top, left = random.integers(size - height), random.integers(size - width)
    photo[top:top + height, left:left + width] = random.random(3)
  return photo


class EachEpoch(keras.callbacks.Callback):
  """Lets the number of an epoch decide all that is random in it, so that a training that was stopped
  goes on as if it had not been; says after each epoch how long the others will take."""

  def __init__(self, photos):
    super().__init__()
    self.photos = photos

  def on_epoch_begin(self, epoch, logs=None):
    self.photos.mix(epoch)
    dropouts = [layer for layer in self.model.layers if isinstance(layer, Dropout) and layer.rate]
    for number, layer in enumerate(dropouts):
      layer.seed_generator.state.assign([seed + number, epoch * len(self.photos)])
    self.start = time.monotonic()

  def on_epoch_end(self, epoch, logs=None):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    minutes = (epochs - epoch - 1) * (time.monotonic() - self.start) / 60
    print(f"\nabout {minutes:.0f} minutes left", flush=True)


def build_model(input_shape=(image_size, image_size, 3), total_num=total_num):
  model = Sequential()
  model.add(keras.Input(input_shape))
  model.add(Conv2D(32, (3, 3), padding='same'))
  model.add(Activation('relu'))
  model.add(Conv2D(32, (3, 3)))
  model.add(Activation('relu'))
  model.add(MaxPooling2D(pool_size=(2, 2)))
  model.add(Dropout(0.25))

  model.add(Conv2D(64, (3, 3), padding='same'))
  model.add(Activation('relu'))
  model.add(Conv2D(64, (3, 3)))
  model.add(Activation('relu'))
  model.add(MaxPooling2D(pool_size=(2, 2)))
  model.add(Dropout(0.25))

  model.add(Flatten())
  model.add(Dense(512))
  model.add(Activation('relu'))
  model.add(Dropout(0.5))
  model.add(Dense(total_num))
  model.add(Activation('softmax'))
  return model


def model_train(X, y, validation, model_file):
  model = build_model(X.shape[1:], y.shape[1])
  photos = Photos(X, y, seed)

  # The steps grow from zero, so that no filter dies young, and shrink again to settle.
  steps = epochs * len(photos)
  warm_up = min(1000, steps // 10)
  rate = keras.optimizers.schedules.CosineDecay(
      0.0, steps - warm_up, warmup_target=learning_rate, warmup_steps=warm_up)
  opt = keras.optimizers.Adam(rate)

  model.compile(loss='categorical_crossentropy',
                optimizer=opt,
                metrics=['accuracy'])

  # A backup belongs to one model, optimizer and set of photos: after a change of these, training begins anew.
  settings = f"{model.to_json()} {opt.get_config()} {epochs} {batch_size} {seed}"
  training = zlib.crc32(settings.encode(), zlib.crc32(y, zlib.crc32(X)))
  backup = keras.callbacks.BackupAndRestore(
      Path(model_file).with_suffix(f".{training:08x}.backup"), double_checkpoint=True)
  # Ctrl-C waits while the backup is written: half of one would be of no use.
  shield = keras.callbacks.LambdaCallback(
      on_epoch_end=lambda epoch, logs: signal.signal(signal.SIGINT, signal.SIG_IGN))
  model.fit(photos, epochs=epochs, shuffle=False, validation_data=Photos(*validation),
            callbacks=[shield, backup, EachEpoch(photos)])

  model.save(model_file)

  return model


def model_eval(model, X, y):
  scores = model.evaluate(Photos(X, y), verbose=1)
  print('Test Loss', scores[0])
  print('Test Accuracy', scores[1])


if __name__ == "__main__":
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("data", nargs="?", default="data/creatures.npz", help="the photos (default: %(default)s)")
  parser.add_argument("--model", default="data/creatures_cnn.keras", help="the file to write (default: %(default)s)")
  arguments = parser.parse_args()
  try:
    main(arguments.data, arguments.model)
  except KeyboardInterrupt:
    sys.exit(f"{Path(__file__).name}: stopped; run it again to go on where the last epoch ended")
