/* A published figure names the pixel maps that its page loads anyway; whoever saves it gets them inside. */

const parsed = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
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

/* Save what a link leads to; where that fails, it is opened. */
export async function save(link) {
  try {
    const file = URL.createObjectURL(await whole(link.href));
    Object.assign(document.createElement("a"), { href: file, download: link.download }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  } catch {
    location.assign(link.href);
  }
}

/* Show pictures whole as they come into view. */
export function show(pictures) {
  for (const picture of pictures) {
    const complete = async () => { picture.src = URL.createObjectURL(await whole(picture.src)); };
    picture.complete && picture.naturalWidth ? complete() : picture.addEventListener("load", complete, { once: true });
  }
}
