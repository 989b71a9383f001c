"""Turn a folder of photos, one sub-folder per label, into one .npz to train on.

The photos are split first (training, validation, test) and only the training
part is augmented: a copy of a test photo must never be trained on. Photos that
look alike are kept together, on the same side of the split.

    python augment_images.py photos/ data/creatures.npz
"""
import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

image_size = 100
smallest_side = 48
most_pixels = 60_000_000

Image.MAX_IMAGE_PIXELS = most_pixels // 2  # Pillow refuses twice this number


def open_photo(path):
  """Open a photo upright, in RGB, on white where it is transparent.

  Raises ValueError with the path and the reason when it cannot be used.
  """
  try:
    with Image.open(path) as file:
      photo = ImageOps.exif_transpose(file)
      if photo.mode.startswith("I"):  # 16 bits of grey
        photo = Image.fromarray((np.asarray(photo) / 257).clip(0, 255).astype(np.uint8))
      photo = photo.convert("RGBA")
  except FileNotFoundError:
    raise ValueError(f"{path}: no such file") from None
  except Image.DecompressionBombError:
    raise ValueError(f"{path}: over {most_pixels // 10**6} megapixels, too large to open") from None
  except (OSError, SyntaxError, ValueError) as error:
    raise ValueError(f"{path}: not a photo that can be read ({error})") from None
  if min(photo.size) < smallest_side:
    width, height = photo.size
    raise ValueError(f"{path}: {width}x{height} pixels, needs {smallest_side} or more on each side")
  white = Image.new("RGBA", photo.size, "white")
  return Image.alpha_composite(white, photo).convert("RGB")


def fit(photo, size=image_size):
  """Crop the middle square of a photo and scale it to size x size pixels."""
  return ImageOps.fit(photo, (size, size), method=Image.Resampling.BOX)


def augment(photo, random, size=image_size):
  """Return one variation of a photo: cropped, mirrored, lit and blurred by chance."""
  side = int(min(photo.size) * random.uniform(0.75, 1))
  left = random.integers(photo.width - side + 1)
  top = random.integers(photo.height - side + 1)
  copy = photo.crop((left, top, left + side, top + side))
  copy = copy.resize((size, size), Image.Resampling.BOX)
  if random.random() < 0.5:
    copy = ImageOps.mirror(copy)
  if random.random() < 0.5:  # no label may be told by the sharpness of its photos
    coarse = int(random.integers(smallest_side * size // image_size, size))
    copy = copy.resize((coarse, coarse), Image.Resampling.BOX)
    copy = copy.resize((size, size), Image.Resampling.BILINEAR)
  copy = ImageEnhance.Brightness(copy).enhance(random.uniform(0.75, 1.25))
  copy = ImageEnhance.Contrast(copy).enhance(random.uniform(0.8, 1.2))
  return ImageEnhance.Color(copy).enhance(random.uniform(0.7, 1.3))


def fingerprint(photo):
  """Return 64 bits that hardly change when a photo is scaled or saved again."""
  grey = np.asarray(photo.convert("L").resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
  return np.packbits(grey[:, 1:] > grey[:, :-1]).view(np.uint64)[0]


def groups_of_lookalikes(photos, most_differing_bits=8):
  """Return lists of indices: photos in one list look alike."""
  prints = np.array([fingerprint(photo) for photo in photos])
  group = np.arange(len(prints))
  for i, one in enumerate(prints):
    alike = np.flatnonzero(np.bitwise_count(prints[i:] ^ one) <= most_differing_bits) + i
    oldest = group[alike].min()
    group[np.isin(group, group[alike])] = oldest
  members = defaultdict(list)
  for i, g in enumerate(group):
    members[g].append(i)
  return list(members.values())


def split(groups, random, shares=(0.1, 0.1)):
  """Deal whole groups to (training, validation, test) lists of indices."""
  total = sum(len(group) for group in groups)
  validation, test, training = [], [], []
  for position in random.permutation(len(groups)):
    group = groups[position]
    if len(test) < shares[1] * total:
      test += group
    elif len(validation) < shares[0] * total:
      validation += group
    else:
      training += group
  return training, validation, test


def read_folder(folder):
  """Read every photo below a folder; returns (photos, [one-line reasons for those left out])."""
  photos, left_out = [], []
  for path in sorted(path for path in folder.iterdir() if path.is_file()):
    try:
      photos.append(open_photo(path))
    except ValueError as error:
      left_out.append(str(error))
  return photos, left_out


def to_array(photos):
  """Stack photos to one (n, size, size, 3) uint8 array."""
  return np.stack([np.asarray(photo, dtype=np.uint8) for photo in photos])


def prepare(folder, per_label, seed, size=image_size):
  """Return the six arrays of the .npz and its label names, as a dictionary."""
  random = np.random.default_rng(seed)
  labels = sorted(child.name for child in folder.iterdir() if child.is_dir())
  if len(labels) < 2:
    raise ValueError(f"{folder}: needs a sub-folder of photos for each of two or more labels")
  originals = []
  parts = {part: ([], []) for part in ("train", "validation", "test")}
  for number, label in enumerate(labels):
    photos, left_out = read_folder(folder / label)
    print(*(f"left out: {reason}" for reason in left_out), sep="\n", end="\n" if left_out else "")
    training, validation, test = split(groups_of_lookalikes(photos), random)
    if not (training and validation and test):
      raise ValueError(f"{folder / label}: {len(photos)} usable photos that differ, too few to split in three")
    originals.append(len(training))
    copies = [augment(photos[training[i % len(training)]], random, size) for i in range(per_label)]
    for part, chosen in (("train", copies),
                         ("validation", [fit(photos[i], size) for i in validation]),
                         ("test", [fit(photos[i], size) for i in test])):
      parts[part][0].append(to_array(chosen))
      parts[part][1].append(np.full(len(chosen), number, dtype=np.uint8))
    print(f"{label:>12}: {len(training)} for training (augmented to {per_label}),"
          f" {len(validation)} for validation, {len(test)} for testing", flush=True)
  arrays = {"labels": np.array(labels), "originals": np.array(originals)}
  for part, (images, numbers) in parts.items():
    arrays[f"x_{part}"] = np.concatenate(images)
    arrays[f"y_{part}"] = np.concatenate(numbers)
  return arrays


def main():
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("photos", type=Path, help="folder with one sub-folder of photos per label")
  parser.add_argument("output", type=Path, help="the .npz file to write")
  parser.add_argument("--per-label", type=int, default=5_000, help="training photos per label after augmentation")
  parser.add_argument("--size", type=int, default=image_size, help="pixels on each side (default: %(default)s)")
  parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same file")
  arguments = parser.parse_args()
  try:
    arrays = prepare(arguments.photos, arguments.per_label, arguments.seed, arguments.size)
  except (ValueError, OSError) as error:
    parser.exit(2, f"augment_images: {error}\n")
  arguments.output.parent.mkdir(parents=True, exist_ok=True)
  np.savez(arguments.output, **arrays)
  print(f"wrote {arguments.output}")


if __name__ == "__main__":
  main()
