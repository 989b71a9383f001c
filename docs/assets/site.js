const language = document.documentElement.lang;
const say = (text) => text[language];

/* The theme's script would ask for a sitemap.xml beneath every version of a page: it looks for exactly this word. */
const versions = document.querySelectorAll("link[rel=alternate][hreflang]");
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
