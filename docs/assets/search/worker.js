/* The search, off the page's own thread. It speaks with Material's search dialog in Material's messages. */

importScripts("text.js", "corpus.js", "terms.js", "question.js", "answers.js", "ranking.js");

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
const SNIPPET = { japanese: 99, english: 180 };
const SENTENCES = /^.*(?:[.?!] |[\u3002\uff1f\uff01])/s;
const MOST_MARKED = 8;
let config;
let loading;
let newest;
let index;

/** Text for HTML. */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** A stretch of text as HTML, with what was found marked. */
function marked(text, hits, start = 0, end = text.length) {
  let [html, place] = ["", start];
  for (const hit of [...hits].sort((a, b) => a.start - b.start)) {
    if (hit.start < place || hit.end > end) continue;
    html += `${escaped(text.slice(place, hit.start))}<mark>${escaped(text.slice(hit.start, hit.end))}</mark>`;
    place = hit.end;
  }
  return html + escaped(text.slice(place, end));
}

/** The stretch of a text in which most was found, from the start of a sentence if one is near. */
function snippet(text, hits) {
  const length = JAPANESE.test(text) ? SNIPPET.japanese : SNIPPET.english;
  const near = (hit) => hits.filter((other) => other.start >= hit.start && other.end < hit.start + length)
    .reduce((sum, { value }) => sum + value, 0);
  const first = hits.reduce((best, hit) => (near(hit) > near(best) ? hit : best), hits[0] ?? { start: 0 });
  const before = Math.max(0, first.start - length / 3);
  const start = before + (text.slice(before, first.start).match(SENTENCES)?.[0].length ?? 0);
  const end = Math.min(text.length, start + length);
  return (start ? "…" : "") + marked(text, hits, start, end) + (end < text.length ? "…" : "");
}

/** One section as the dialog shows it. The theme marks `terms` on the page that opens. */
function item({ section, found }, clauses, score) {
  const hits = Object.fromEntries(["title", "text"].map((name) => [name, found.flatMap((hits) => hits[name])]));
  const shown = [...hits.title, ...hits.text]
    .map(({ name, start, end }) => section[name].slice(start, end).toLowerCase());
  const missing = clauses.filter((_, i) => !found[i].title.length && !found[i].text.length);
  return {
    location: section.location, title: marked(section.title, hits.title), text: snippet(section.text, hits.text), score,
    terms: Object.fromEntries([...[...new Set(shown)].slice(0, MOST_MARKED).map((word) => [word, true]),
      ...missing.map(({ word }) => [word, false])]),
  };
}

/** One page as the dialog shows it; it wants the page itself among the sections, and falling scores. */
function group({ page, clauses, sections }, top) {
  const items = sections.map((section) => item(section, clauses, top + (section.value / sections[0].value || 0)));
  if (!sections.some(({ section }) => section.isPage)) {
    items.push({ location: page, title: escaped(index.corpus.pages.get(page).title), text: "", score: 0, terms: {} });
  }
  return items;
}

/** All pages, fetched when somebody searches; on a disk, where nothing can be fetched, they come with the setup. */
async function fetched({ pages }) {
  const { terms, little, docs } = typeof pages === "string" ? await (await fetch(new URL(pages, location))).json() : pages;
  return { terms: new Terms(terms), little: new Set(little), corpus: new Corpus(docs) };
}

/** Answer a question; an empty one needs no pages. */
async function reply(question) {
  newest = question;
  if (!question.trim()) {
    postMessage({ type: RESULT, data: { items: [] } });
    return;
  }
  loading ??= fetched(config).catch((error) => {
    loading = undefined;
    throw error;
  });
  index = await loading;
  if (!newest.trim()) {
    return;
  }
  const pages = ranked(question, index);
  postMessage({ type: RESULT, data: { items: pages.map((page, place) => group(page, 2 * (pages.length - place))) } });
}

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) {
    config = data.config;
    postMessage({ type: READY });
  } else if (type === QUERY) {
    reply(data);
  }
});
