import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { Choices } from "./choices.js";
import { fetchPart } from "./weights.js";
import { words } from "./words.js";

/* The photos to choose from: the samples and, once there is one, a photo of the reader's own. */
export class Photos {
  constructor({ photos, thumbnails }, base, chosen) {
    Object.assign(this, { samples: photos, own: null });
    const sheet = new URL(thumbnails.file, base).href;
    const things = photos.map((photo, place) => ({
      name: named(photo, place, photos),
      inside: [make("span", { class: "explorer-thumbnail", "aria-hidden": "true",
        style: `background-image: url("${sheet}"); --place: ${place}` })],
    }));
    this.choices = new Choices(say(words.photo), "photos", things, (place) => chosen(photos[place] ?? this.own));
    this.element = this.choices.element;
  }

  choose(photo) {
    this.choices.choose(photo.isOwn ? this.samples.length : this.samples.indexOf(photo));
  }

  /* The reader's own photo, in the place of an earlier one. */
  put(photo, picture, name) {
    if (!this.own) {
      this.canvas = make("canvas", { class: "explorer-thumbnail", "aria-hidden": "true" });
      this.choices.add({ name, inside: [this.canvas] });
    }
    this.own = photo;
    Object.assign(this.canvas, { width: picture.width, height: picture.height });
    this.canvas.getContext("2d").drawImage(picture.canvas, 0, 0);
  }
}

/* What a photo shows; with a number where several show the same. */
function named({ label }, place, photos) {
  const same = photos.filter((photo) => photo.label.en === label.en);
  return same.length > 1 ? `${say(label)} ${same.indexOf(photos[place]) + 1}` : say(label);
}

const coming = new WeakMap(); // what is fetched of the sample photos

/* What there is of a sample photo; asked for again only where it did not come. */
function contentOf(photo, base) {
  if (!coming.has(photo)) {
    const content = fetchPart(new URL(photo.file, base).href, { bytes: photo.bytes });
    coming.set(photo, content);
    content.catch(() => coming.delete(photo));
  }
  return coming.get(photo);
}

/* A photo's levels from 0 to 255, and what layers give for it whose weights are apart. */
export async function fetchPhoto(photo, { base, network }) {
  if (photo.isOwn) {
    return photo;
  }
  const content = await contentOf(photo, base);
  const size = network.layers[0].input.reduce((a, b) => a * b);
  const outputs = Object.entries(photo.given).map(
    ([n, [at, length]]) => [n, new Float32Array(content.slice(at, at + 4 * length))]);
  return { levels: new Uint8Array(content, 0, size), given: Object.fromEntries(outputs) };
}
