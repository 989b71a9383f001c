const language = document.documentElement.lang;
const say = (text) => text[language];

/* The theme's script would ask for a sitemap.xml beneath every version of a page: it looks for exactly this word. */
const versions = document.querySelectorAll("link[rel=alternate]");
versions.forEach((link) => { link.rel = "alternate "; });
addEventListener("load", () => versions.forEach((link) => { link.rel = "alternate"; }));

/* The other language opens at the same section, whichever way the link is taken. */
for (const link of document.querySelectorAll("a.language-switch")) {
  for (const event of ["click", "auxclick", "contextmenu"]) {
    link.addEventListener(event, () => { link.hash = location.hash; });
  }
}

/* Names that the theme leaves out for readers who listen. */
const search = document.querySelector(".md-search[role=dialog]");
search?.setAttribute("aria-label", search.querySelector("input").placeholder);

function nameWhatIsAdded() {
  document.querySelectorAll("a.md-annotation__index:not([aria-label])").forEach((marker, index) => {
    marker.setAttribute("aria-label", `${say({ ja: "注", en: "Note" })} ${index + 1}`);
  });
  for (const bar of document.querySelectorAll("nav.md-code__nav:not([role])")) {
    bar.setAttribute("role", "presentation");
  }
}

nameWhatIsAdded();
const article = document.querySelector("article");
if (article) {
  new MutationObserver(nameWhatIsAdded).observe(article, { childList: true, subtree: true });
}

/* A formula that is wider than the page is scrolled, also by keyboard. */
const widths = new ResizeObserver((formulas) => {
  for (const { target } of formulas) {
    target.scrollWidth > target.clientWidth ? target.setAttribute("tabindex", "0") : target.removeAttribute("tabindex");
  }
});
document.querySelectorAll("math[display=block]").forEach((formula) => widths.observe(formula));

/* Figures that are saved, or shown as pictures, are whole; a page on a disk may fetch nothing, its figures are. */
const drawings = () => import("./figures.js");
if (location.protocol !== "file:") {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-save]");
    if (link) {
      event.preventDefault();
      drawings().then(({ save }) => save(link)).catch(() => location.assign(link.href));
    }
  });
  const pictures = document.querySelectorAll(".gallery img");
  pictures.length && drawings().then(({ show }) => show(pictures)).catch(() => {});  // they stay as they are
}

/* On the home page a line of the script and its step of the network light up together. */
const parts = [...document.querySelectorAll(".map [data-line]")];
const lineOf = (element) => element?.closest(".map [data-line]")?.dataset.line;

function light(line) {
  for (const part of parts) {
    part.classList.toggle("lit", part.dataset.line === line);
  }
}

for (const map of document.querySelectorAll(".map")) {
  map.addEventListener("pointerover", (event) => light(lineOf(event.target) ?? lineOf(document.activeElement)));
  map.addEventListener("pointerleave", () => light(lineOf(document.activeElement)));
  map.addEventListener("focusin", (event) => light(lineOf(event.target)));
  map.addEventListener("focusout", () => light());
}

/* Its steps are one stop for the keyboard; the arrow keys go from one to the next, and the script follows. */
for (const pipeline of document.querySelectorAll(".pipeline")) {
  const steps = [...pipeline.querySelectorAll("a")];
  steps.slice(1).forEach((step) => { step.tabIndex = -1; });
  pipeline.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = steps[steps.indexOf(event.target) + way];
    if (!next) {
      return;
    }
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    document.querySelector(`.script [data-line="${next.dataset.line}"]`)?.scrollIntoView({ block: "nearest" });
  });
}

/* Numbers to play with: what makes them move is fetched where a page has some; their place is kept meanwhile. */
for (const toy of document.querySelectorAll("article :not(:defined, cnn-explorer)")) {
  toy.classList.add("toy");
  import(`./play/${toy.localName}.js`).catch((reason) => {
    toy.remove();
    throw reason;
  });
}

/* The network at work; where it cannot be, the figure in it stays. On a post it waits for a reader to open it. */
const explorer = document.querySelector("cnn-explorer");
const opener = explorer?.querySelector(":scope > button");
const wake = () => import("./explorer/cnn-explorer.js");
opener?.addEventListener("click", async () => {
  opener.disabled = true;
  try {
    await wake();
    explorer.tabIndex = -1;
    explorer.focus();
    opener.remove();
  } catch {
    opener.replaceWith(say({ ja: "ここでは動かせません。", en: "It cannot run here." }));
  }
});
