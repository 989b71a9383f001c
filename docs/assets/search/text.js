/* Text as the search compares it: folded, so that the spellings of a word are one. */

const LATIN = /^[\p{Script=Latin}\p{N}]+$/u;
const KANJI = /\p{Script=Han}/u;
const HAS_KATAKANA = /\p{Script=Katakana}/u;
const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const KATAKANA = /[\u30a1-\u30f6]/g;
const SMALL_KANA = /[\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308e]/g;
const JOINTS = /[\s\-_・]+/g;
const BLOCK_TAG = /<\/?(?:p|li|ul|ol|d[ltd]|pre|table|tr|t[dh]|div|section|br|h\d)\b[^>]*>/g;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const KINDS = [
  /\p{Lu}/u, /\p{Script=Latin}/u, /\p{N}/u, /[\p{Script=Katakana}ー]/u, /\p{Script=Hiragana}/u, KANJI, /\p{L}/u,
];
const [CAPITAL, LATIN_LETTER] = [0, 1];

/** Full and half width, capital and small letters: the same. */
function plainly(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** Also katakana and hiragana, large and small kana, all dashes and quotation marks: the same. */
function fold(text) {
  return plainly(text)
    .replace(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(SMALL_KANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + 1))
    .replace(/[\u2010-\u2015\u2212]/g, "-").replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');
}

/** A word without what joins its parts, and without a long vowel at its end. */
function squash(text) {
  return plainly(text).replace(JOINTS, "").replace(/ー$/, "");
}

/** HTML as the text that a reader sees. */
function plain(html) {
  return html.replace(BLOCK_TAG, " ").replace(/<[^>]*>/g, "")
    .replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity).replace(/\s+/g, " ").trim();
}

/** Each letter of a text: how it is compared, where it stands, and whether a word may begin there. */
function lettersOf(text) {
  let before = { kind: -1 };
  return Array.from({ length: text.length }, (_, place) => {
    const letter = known(text[place]);
    const isEdge = begins(before.kind, letter.kind);
    before = letter;
    return { folded: letter.folded, place, isEdge };
  });
}

const letters = new Map();

/** A letter, folded, and the kind it is of; -1 for what is none. */
function known(letter) {
  if (!letters.has(letter)) {
    letters.set(letter, { folded: fold(letter), kind: KINDS.findIndex((kind) => kind.test(letter)) });
  }
  return letters.get(letter);
}

/** Whether a word may begin between two kinds of letters: where they differ, also inside of CamelCase. */
function begins(before, after) {
  return before === after ? after === -1 : before !== CAPITAL || after !== LATIN_LETTER;
}

/** Finds folded text, however its parts are joined: pool size, pool_size and PoolSize are one. */
function pattern(folded) {
  const parts = folded.match(/[\p{L}\p{N}]+|[^\s\-_・]/gu) ?? [];
  return new RegExp(parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")).join("[ \\-_・]*") || "(?!)", "gu");
}
