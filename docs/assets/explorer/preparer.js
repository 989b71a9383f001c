import { prepared } from "./prepare.js";

/* Prepares a reader's own photo beside the page, so that even a very large one does not stop it. */
self.onmessage = async ({ data: { file, size, smallest, most } }) => {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image", colorSpaceConversion: "none" });
    const { width, height } = bitmap;
    const refused = Math.min(width, height) < smallest ? "small" : width * height > most ? "many" : null;
    self.postMessage(refused ? { refused, width, height } : { levels: prepared(onWhite(bitmap), size) });
  } catch {
    self.postMessage({ refused: "unread" });
  }
  bitmap?.close();
};

/* A photo whose pixels are read piece by piece, on white where it is transparent. */
function onWhite(bitmap) {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = (left, top, width, height) => {
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
    }
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, left, top, width, height, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  return { width: bitmap.width, height: bitmap.height, read };
}
