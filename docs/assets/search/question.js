/* What a reader typed, as words, each with every way to find it. */

const RUNS = /[\p{Script=Latin}\p{N}]+|\p{Script=Han}+|[\p{Script=Katakana}ー]+|\p{Script=Hiragana}+/gu;
const OUTSIDE = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}ー]+$/gu;
const HALF_TYPED = /([\p{Script=Hiragana}\p{Script=Katakana}ー])[a-z]{1,2}$/u;
const MOST_WORDS_OF_A_TERM = 5;
const OKURIGANA = /\p{Script=Han}\p{Script=Hiragana}+$/u;
const PARTICLE = /^\p{Script=Hiragana}{1,3}$/u;

/** Japanese into words: those of the glossary first, then those that the browser knows. */
function segments(text, terms) {
  const term = terms.longestIn(text);
  if (term) {
    const parts = [[0, term[0]], term, [term[1]]].map((range) => text.slice(...range));
    return [...segments(parts[0], terms), parts[1], ...segments(parts[2], terms)];
  }
  if (!Intl.Segmenter) return text.match(RUNS) ?? [];
  const parts = new Intl.Segmenter("ja", { granularity: "word" }).segment(text);
  return [...parts].filter((part) => part.isWordLike).map((part) => part.segment);
}

/** The words in what stands between two blanks: one where it occurs like that or is a term. */
function wordsOf(part, index) {
  if (!JAPANESE.test(part) || index.corpus.has(literally(part)) || index.terms.likest(part)) return [part];
  const typed = plainly(part).replace(HALF_TYPED, "$1");
  return typed.length < part.length ? wordsOf(typed, index) : segments(typed, index.terms);
}

/** How many of the next parts are a term together, or at the end of the question the beginning of one. */
function together(parts, terms) {
  for (let count = Math.min(parts.length, MOST_WORDS_OF_A_TERM); count > 1; count--) {
    const like = terms.likest(parts.slice(0, count).join(" "));
    if (like >= LIKENESS.form || (like > LIKENESS.inside && count === parts.length)) return count;
  }
  return 1;
}

/** The words of a question; those that are a term together stay together. */
function words(question, index) {
  const parts = question.split(/\s+/).map((part) => part.replace(OUTSIDE, "")).filter(Boolean);
  const found = [];
  while (parts.length) {
    const some = parts.splice(0, together(parts, index.terms));
    found.push(...(some.length > 1 ? [some.join(" ")] : wordsOf(some[0], index)));
  }
  return found;
}

/** A text as it stands: hiragana may stand for katakana, but not the reverse; a few Latin letters must begin a word. */
function literally(text, weight = 1) {
  const folded = fold(text);
  return {
    pattern: pattern(folded), weight, least: LATIN.test(folded) && folded.length < 3 ? QUALITY.beginning : 0,
    accepts: (_, raw) => !HAS_KATAKANA.test(text) || squash(raw) === squash(text),
  };
}

/** Other forms of a word: with other English endings, or another last hiragana after kanji. */
function otherForms(word) {
  const folded = fold(word);
  if (OKURIGANA.test(word)) return [{ ...literally(word.slice(0, -1), 0.4), least: QUALITY.beginning }];
  if (!LATIN.test(folded) || folded.length < 4) return [];
  const own = stem(folded);
  const longer = new RegExp(`${own}\\p{Script=Latin}*`, "gu");
  return [{ pattern: longer, weight: 0.6, least: QUALITY.beginning, accepts: (match) => stem(match) === own }];
}

/** The shortest beginning that still stands for a word: its kanji, or more than half of it. */
function leastBeginning(folded) {
  if (LATIN.test(folded)) return Math.max(4, folded.length * 0.6);
  return KANJI.test(folded) ? folded.search(/\P{Script=Han}*$/u) : Math.floor(folded.length / 2) + 1;
}

/** The longest beginning of a word that occurs, or its parts. */
function lessThan(word, corpus) {
  const folded = fold(word);
  if (word.includes(" ")) return word.split(" ").map((part) => literally(part, 0.5));
  for (let length = folded.length - 1; length >= leastBeginning(folded); length--) {
    const way = { ...literally(folded.slice(0, length), 0.4), least: QUALITY.beginning };
    if (corpus.has(way)) return [way];
  }
  return [];
}

/** The words that say what is asked about. */
function telling(words, little) {
  const some = words.filter((word) => !PARTICLE.test(word) && !little.has(word.toLowerCase()));
  return [...new Set(some.length ? some : words)];
}

/** A word with all ways to find it: as it stands, by the glossary, in other forms, at least in part. */
function clause(word, { terms, corpus }) {
  const like = terms.like(word);
  const named = like.flatMap(({ say, like }) => say.map((form) => literally(form, 0.9 * like)));
  const ways = [literally(word), ...named, ...otherForms(word)];
  if (!ways.some((way) => corpus.has(way))) ways.push(...lessThan(word, corpus));
  return { word, ways, like };
}
