"""Train a convolutional network to tell dogs, cats, monkeys, birds, fish and lizards apart.

    python creatures_cnn.py data/creatures.npz

The .npz holds photos as uint8 arrays (x_train, x_validation, x_test, each n x 100 x 100 x 3),
their answers as numbers (y_train, y_validation, y_test) and the label names (labels).
augment_images.py makes one from a folder of photos. An interrupted training goes on
where its last epoch ended.
"""
import argparse
from pathlib import Path
import sys
import zlib

import keras
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.models import Sequential
from keras.utils import to_categorical
import numpy as np

labels = ["dogs", "cats", "monkeys", "birds", "fish", "lizards"]
total_num = len(labels)
image_size = 100

batch_size = 32
epochs = 6
learning_rate = 7e-4
seed = 0


def main(data="data/creatures.npz", model_file="data/creatures_cnn.keras"):
  keras.utils.set_random_seed(seed)
  try:
    photos = np.load(data)
  except (OSError, ValueError):
    sys.exit(f"{data} is not an .npz file of photos; augment_images.py makes one")
  with photos:
    if sorted(photos["labels"]) != sorted(labels):
      sys.exit(f"{data} has photos of {', '.join(photos['labels'])}; "
               f"this script knows {', '.join(labels)}: make the two the same")
    if photos["x_train"].shape[1:] != (image_size, image_size, 3):
      sys.exit(f"{data} has photos of shape {photos['x_train'].shape[1:]}; image_size here is {image_size}")
    place = np.array([labels.index(name) for name in photos["labels"]])
    X_train, X_val, x_test = (photos["x_" + part] for part in ("train", "validation", "test"))
    Y_train, Y_val, y_test = (place[photos["y_" + part]] for part in ("train", "validation", "test"))

  X_train, X_val, x_test = (X.astype("float32") / 256 for X in (X_train, X_val, x_test))
  Y_train, Y_val, y_test = (to_categorical(Y, total_num) for Y in (Y_train, Y_val, y_test))

  model = model_train(X_train, Y_train, (X_val, Y_val), model_file)
  model_eval(model, x_test, y_test)


def build_model(input_shape=(image_size, image_size, 3)):
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
  model = build_model(X.shape[1:])

  # The steps grow from zero, so that no filter dies young, and shrink again to settle.
  steps = epochs * -(-len(X) // batch_size)
  rate = keras.optimizers.schedules.CosineDecay(
      0.0, steps, warmup_target=learning_rate, warmup_steps=300)
  opt = keras.optimizers.Adam(rate)

  model.compile(loss='categorical_crossentropy',
                optimizer=opt,
                metrics=['accuracy'])

  # A backup belongs to one model: after a change of the layers, training begins anew.
  network = zlib.crc32(model.to_json().encode())
  backup = keras.callbacks.BackupAndRestore(Path(model_file).with_suffix(f".{network:08x}.backup"))
  model.fit(X, y, batch_size=batch_size, epochs=epochs,
            validation_data=validation, callbacks=[backup])

  model.save(model_file)

  return model


def model_eval(model, X, y):
  scores = model.evaluate(X, y, verbose=1)
  print('Test Loss', scores[0])
  print('Test Accuracy', scores[1])


if __name__ == "__main__":
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("data", nargs="?", default="data/creatures.npz", help="the photos (default: %(default)s)")
  parser.add_argument("--model", default="data/creatures_cnn.keras", help="the file to write (default: %(default)s)")
  arguments = parser.parse_args()
  main(arguments.data, arguments.model)
