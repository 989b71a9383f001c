/* A published figure names the pixel maps that its page loads anyway; whoever saves it gets them inside. */

const parsed = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  const drawing = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  if (drawing.documentElement.localName !== "svg") {
    throw new Error(`${address} is no drawing`);
  }
  return drawing;
};

/* The whole figure at an address, as a file of its own. */
export async function whole(address) {
  const figure = await parsed(address);
  const named = [...figure.querySelectorAll("image")].filter((image) => !image.getAttribute("href").startsWith("data:"));
  await Promise.all(named.map(async (image) => {
    const sheet = await parsed(new URL(image.getAttribute("href"), address));
    image.replaceWith(...sheet.documentElement.children);
  }));
  return new Blob([new XMLSerializer().serializeToString(figure)], { type: "image/svg+xml" });
}

/* Save what a link leads to, under the name that it gives. */
export async function save(link) {
  const file = URL.createObjectURL(await whole(link.href));
  Object.assign(document.createElement("a"), { href: file, download: link.dataset.save }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
}

/* Show pictures whole as they come into view. */
export function show(pictures) {
  for (const picture of pictures) {
    const complete = () => whole(picture.src).then((file) => {
      picture.src = URL.createObjectURL(file);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    }, () => {});  // it stays as it is
    picture.complete && picture.naturalWidth ? complete() : picture.addEventListener("load", complete, { once: true });
  }
}
