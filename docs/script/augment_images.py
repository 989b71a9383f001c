"""Turn a folder of photos, one sub-folder per label, into one .npz to train on.

The photos are split first (training, validation, test), photos that look alike
staying together, and only the training part is augmented: a copy of a test photo
must never be trained on. Photos named label_anything.jpg need no sub-folders.

    python augment_images.py photos/ data/creatures.npz
"""
import argparse
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
import warnings

import numpy as np
from PIL import Image, ImageEnhance, ImageOps
from rich.console import Console
from rich.progress import track
from rich.table import Table

image_size = 100
smallest_side = 48
most_pixels = 60_000_000
most_bytes = 200_000_000
kinds = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "TIFF", "WEBP")
parts = ("train", "validation", "test")
held_out = {"validation": 0.1, "test": 0.1}

terminal = Console(stderr=True)
Image.MAX_IMAGE_PIXELS = most_pixels // 2  # Pillow refuses twice this number


def shown(path):
  """Return a path in one line, whatever is in it."""
  return str(path) if str(path).isprintable() else ascii(str(path))


def read_upright(path):
  """Read a photo of any kind as red, green, blue and transparency."""
  with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Pillow also complains of what does no harm: damaged notes, many pixels
    with Image.open(path, formats=kinds) as file:
      photo = ImageOps.exif_transpose(file)
      if photo.mode.startswith("I"):  # 16 bits of grey
        photo = Image.fromarray((np.asarray(photo) / 257).clip(0, 255).astype(np.uint8))
      return photo.convert("RGBA")


def open_photo(path):
  """Open a photo upright, in RGB, on white where it is transparent.

  Raises ValueError with the path and the reason when it cannot be used.
  """
  name = shown(path)
  if not path.is_file():  # a folder, or a device that never ends
    raise ValueError(f"{name}: no such file")
  if path.stat().st_size > most_bytes:
    raise ValueError(f"{name}: over {most_bytes // 10**6} megabytes, too large to open")
  try:
    photo = read_upright(path)
  except Image.DecompressionBombError:
    raise ValueError(f"{name}: over {most_pixels // 10**6} megapixels, too large to open") from None
  except Exception as error:  # there is hardly one that a damaged file cannot cause in Pillow
    raise ValueError(f"{name}: not a photo that can be read ({' '.join(str(error).split())})") from None
  if min(photo.size) < smallest_side:
    width, height = photo.size
    raise ValueError(f"{name}: {width}x{height} pixels, needs {smallest_side} or more on each side")
  white = Image.new("RGBA", photo.size, "white")
  return Image.alpha_composite(white, photo).convert("RGB")


def smaller(photo, size):
  """Average whole blocks of a large photo's pixels, so that two to four times `size` are left on its short side."""
  return photo.reduce(max(1, min(photo.size) // (2 * size)))


def fit(photo, size=image_size):
  """Crop the middle square of a photo and scale it to size x size pixels."""
  return ImageOps.fit(smaller(photo, size), (size, size), method=Image.Resampling.BOX)


def augment(photo, random, size=image_size):
  """Return one variation of a photo: cropped, turned, mirrored, lit, blurred and partly covered by chance."""
  area = min(photo.size) ** 2 * random.uniform(0.4, 1)
  aspect = np.exp(random.uniform(-0.15, 0.15))
  width, height = (min(whole, round(side)) for whole, side in
                   zip(photo.size, ((area * aspect) ** 0.5, (area / aspect) ** 0.5)))
  left, top = (int(random.integers(room + 1)) for room in (photo.width - width, photo.height - height))
  if random.random() < 0.5:
    middle = (left + width / 2, top + height / 2)
    photo = photo.rotate(random.uniform(-15, 15), Image.Resampling.BILINEAR, center=middle)
  copy = photo.crop((left, top, left + width, top + height)).resize((size, size), Image.Resampling.BOX)
  if random.random() < 0.5:
    copy = ImageOps.mirror(copy)
  if random.random() < 0.4:  # no label may be told by the sharpness of its photos
    coarse = int(random.integers(size // 2, size))
    copy = copy.resize((coarse, coarse), Image.Resampling.BOX)
    copy = copy.resize((size, size), Image.Resampling.BILINEAR)
  copy = ImageEnhance.Brightness(copy).enhance(random.uniform(0.7, 1.3))
  copy = ImageEnhance.Contrast(copy).enhance(random.uniform(0.7, 1.3))
  copy = ImageEnhance.Color(copy).enhance(random.uniform(0.5, 1.4))
  if random.random() < 0.4:  # no single part of the animal may be all that counts
    width, height = random.integers(size // 8, size * 2 // 5, 2)
    left, top = random.integers(size - width + 1), random.integers(size - height + 1)
    colour = tuple(int(c) for c in random.integers(0, 256, 3))
    copy.paste(colour, (int(left), int(top), int(left + width), int(top + height)))
  return copy


def label_of(path, folder):
  """The sub-folder that a photo lies in, or the first word of its name."""
  return path.parent.name if path.parent != folder else path.stem.split("_")[0]


def find_photos(folder):
  """Return {label: [paths]}; raises ValueError when a label has no photos, or there are too few labels."""
  if not folder.is_dir():
    raise ValueError(f"{folder}: no such folder")
  found = {child.name: [] for child in folder.iterdir() if child.is_dir() and not child.name.startswith(".")}
  for path in sorted(folder.glob("*/*") if found else folder.glob("*_*")):
    if path.is_file() and not any(name.startswith(".") for name in path.relative_to(folder).parts):
      found.setdefault(label_of(path, folder), []).append(path)
  if len(found) < 2:
    raise ValueError(f"{folder}: needs a sub-folder of photos for each of two or more labels")
  for label, paths in found.items():
    if not paths:
      raise ValueError(f"{shown(folder / label)}: empty; put photos of {shown(label)} there, or remove the folder")
  return dict(sorted(found.items()))


def read_photos(found, size):
  """Open the photos of all labels; returns ([photos], [their labels], {label: [reasons for those left out]})."""
  photos, labels, left_out, seen = [], [], defaultdict(list), {}
  todo = [(label, path) for label, paths in found.items() for path in paths]
  for label, path in track(todo, "reading", console=terminal):
    try:
      photo = smaller(open_photo(path), size)
      first = seen.setdefault(sha256(photo.tobytes()).digest(), path)
      if first != path:
        raise ValueError(f"{shown(path)}: the same photo as {shown(first)}")
      photos.append(photo)
      labels.append(label)
    except ValueError as error:
      left_out[label].append(str(error))
  for label in found:
    if label not in labels:
      raise ValueError(f"{left_out[label][0]}; no usable photo of {shown(label)} is left")
  return photos, labels, left_out


def fingerprint(photo):
  """Return 128 bits that hardly change when a photo is scaled or saved again: is it brighter to the right, below?"""
  grey = np.asarray(photo.convert("L").resize((9, 9), Image.Resampling.BOX), dtype=np.int16)
  brighter = np.stack([grey[:8, 1:] > grey[:8, :8], grey[1:, :8] > grey[:8, :8]])
  return np.packbits(brighter).view(np.uint64)


def groups_of_lookalikes(photos, most_differing_bits=16):
  """Return lists of indices: photos in one list look alike, whatever their labels."""
  prints = np.array([fingerprint(photo) for photo in photos])
  group = np.arange(len(prints))
  for i, one in enumerate(prints):
    differing = np.bitwise_count(prints[i:] ^ one).sum(axis=1)
    alike = np.flatnonzero(differing <= most_differing_bits) + i
    group[np.isin(group, group[alike])] = group[alike].min()
  return [np.flatnonzero(group == g).tolist() for g in np.unique(group)]


def split(groups, labels, random):
  """Deal whole groups to three parts, the same share of each label; returns {part: [indices]}."""
  photos_of = Counter(labels)
  room = {(part, label): max(round(share * n), int(n > 2 or (n == 2 and part == "test")))
          for part, share in held_out.items() for label, n in photos_of.items()}
  dealt = {part: [] for part in parts}
  for position in random.permutation(len(groups)):
    group = groups[position]
    needed = Counter(labels[i] for i in group)
    part = next((part for part in held_out if all(room[part, label] >= n for label, n in needed.items())), "train")
    dealt[part] += group
    for label, n in needed.items():
      if part in held_out:
        room[part, label] -= n
  return dealt


def originals_to_augment(training, labels, copies):
  """Return an index for each training photo to make: equally many of each label, `copies` of each of the largest."""
  of_label = defaultdict(list)
  for i in training:
    of_label[labels[i]].append(i)
  each = copies * max(len(indices) for indices in of_label.values())
  return [indices[n % len(indices)] for indices in of_label.values() for n in range(each)]


def to_array(images, n, size):
  """Stack n images to one (n, size, size, 3) uint8 array."""
  array = np.empty((n, size, size, 3), np.uint8)
  for i, image in enumerate(images):
    array[i] = image
  return array


def prepare(folder, copies, seed, size=image_size):
  """Return the arrays of the .npz as a dictionary, and the reasons for photos left out: {label: [reasons]}."""
  random = np.random.default_rng(seed)
  found = find_photos(folder)
  photos, labels, left_out = read_photos(found, size)
  indices = split(groups_of_lookalikes(photos), labels, random)
  for part in held_out:
    if not indices[part]:
      raise ValueError(f"{folder}: too few photos that look different, none is left for {part}")
  originals = Counter(labels[i] for i in indices["train"])
  indices["train"] = originals_to_augment(indices["train"], labels, copies)

  images = {part: (fit(photos[i], size) for i in indices[part]) for part in held_out}
  images["train"] = (augment(photos[i], random, size) for i in track(indices["train"], "augmenting", console=terminal))
  names = list(found)
  arrays = {"labels": np.array(names), "originals": np.array([originals[name] for name in names])}
  for part in parts:
    arrays[f"x_{part}"] = to_array(images[part], len(indices[part]), size)
    arrays[f"y_{part}"] = np.array([names.index(labels[i]) for i in indices[part]], np.uint8)
  return arrays, left_out


def summary(arrays, left_out):
  """Return a table: how many photos of each label went where."""
  table = Table("label", "training", "augmented to", "validation", "test", "left out")
  counts = [np.bincount(arrays[f"y_{part}"], minlength=len(arrays["labels"])) for part in parts]
  for label, originals, augmented, validation, test in zip(arrays["labels"], arrays["originals"], *counts):
    table.add_row(*map(str, (shown(label), originals, augmented, validation, test, len(left_out[label]))))
  return table


def write(arrays, output):
  """Write the .npz whole or not at all."""
  part = output.with_suffix(".part.npz")
  try:
    output.parent.mkdir(parents=True, exist_ok=True)
    np.savez(part, **arrays)
    part.replace(output)
  finally:
    part.unlink(missing_ok=True)


def main():
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("photos", type=Path, help="folder with one sub-folder of photos per label")
  parser.add_argument("output", type=Path, help="the .npz file to write")
  parser.add_argument("--copies", type=int, default=10,
                      help="variations of each training photo of the largest label; "
                           "the others get as many photos (default: %(default)s)")
  parser.add_argument("--size", type=int, default=image_size, help="pixels on each side (default: %(default)s)")
  parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same file")
  arguments = parser.parse_args()
  if arguments.size < 16 or arguments.copies < 1:
    parser.error("--size must be 16 or more, --copies 1 or more")
  try:
    arrays, left_out = prepare(arguments.photos, arguments.copies, arguments.seed, arguments.size)
    write(arrays, arguments.output)
  except (ValueError, OSError) as error:
    parser.exit(2, f"augment_images: {error}\n")
  except KeyboardInterrupt:
    parser.exit(130, "augment_images: stopped; nothing was written\n")
  for reasons in left_out.values():
    print(*(f"left out: {reason}" for reason in reasons), sep="\n", end="\n" if reasons else "")
  Console(markup=False, emoji=False).print(summary(arrays, left_out))
  print(f"wrote {arguments.output}")


if __name__ == "__main__":
  main()
