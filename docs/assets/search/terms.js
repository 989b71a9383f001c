/* The terms of the glossary, and how much a word is like one: the term, a form of it, or a part of it. */

const ENDINGS = new RegExp(`(?:${[
  "[eds]", "es", "ed", "ers?", "ors?", "ings?", "ly", "al", "ally", "ve[ds]?", "ving", "nt", "n[cs]e", "ncy", "acy",
  "(?:at|ut)?ions?", "at(?:e[ds]?|ing|ors?)", "i[sz](?:e[dsr]?|ing|ers|ations?)", "(?:it)?(?:y|ies)",
].join("|")})$`);
const HIRAGANA_ONLY = /^\p{Script=Hiragana}*$/u;
const LIKENESS = { same: 1, form: 0.9, beginning: 0.8, friend: 0.55, inside: 0.4 };
const MOST_TERMS = 8;

/** An English word without its endings; not always a word, but the same for all its forms. */
function stem(word) {
  const shorter = word.replace(ENDINGS, "").replace(/([^aeiou])\1$/, "$1");
  return shorter.length < 3 || shorter === word ? word : stem(shorter);
}

/** The number of letters with which both begin. */
function shared(one, other) {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
}

/** Whether both are forms of one word: 畳み込んだ and 畳み込み, 勾配は and 勾配, たたみこむ and たたみこみ. */
function isJapaneseForm(asked, form) {
  const same = shared(asked.word, form.word);
  if (!same) return false;
  const [added, missing] = [asked.raw.slice(same), form.raw.slice(same)];
  if (!HIRAGANA_ONLY.test(added + missing)) return false;
  if (!missing) return same > 2 || KANJI.test(form.raw);
  return KANJI.test(form.raw.slice(0, same)) ? added.length < 6 && missing.length < 3
    : same > 3 && added.length < 4 && missing.length < 2;
}

/** Whether both are forms of one word, in either language. */
function isForm(asked, form) {
  return asked.stem || form.stem ? asked.stem === form.stem : isJapaneseForm(asked, form);
}

/** How much a word is like one spelling of a term: from 0, nothing in common, to 1, the same. */
function likeness(asked, form) {
  if (!asked.word) return 0;
  if (asked.word === form.word) return LIKENESS.same;
  if (isForm(asked, form)) return LIKENESS.form;
  const enough = asked.word.length > (LATIN.test(asked.word) ? 2 : 1) || KANJI.test(asked.word);
  const place = enough ? form.word.indexOf(asked.word) : -1;
  return place < 0 ? 0 : LIKENESS[place ? "inside" : "beginning"] * Math.sqrt(asked.word.length / form.word.length);
}

/** A spelling for comparing: with its katakana, folded, and without English endings. */
function comparable(text) {
  const [raw, word] = [squash(text), fold(squash(text))];
  return { raw, word, stem: LATIN.test(word) ? stem(word) : "" };
}

/** Terms: how readers call, miscall and almost call them, how the pages do, and which page explains each. */
class Terms {
  constructor(terms) {
    this.all = terms.map(({ names, avoid, friends, ...term }) => (
      { ...term, names: names.map(comparable), avoid: avoid.map(comparable), friends: friends.map(comparable) }));
    const words = this.all.flatMap(({ names, avoid }) => [...names, ...avoid].map(({ raw }) => raw));
    this.words = words.filter((word) => word.length >= (HIRAGANA_ONLY.test(word) ? 4 : 2))
      .sort((a, b) => b.length - a.length);
  }

  /** The terms that a text is like, best first. A wrong name begun is no match for a term as a whole. */
  like(text) {
    const asked = comparable(text);
    const most = (forms) => Math.max(0, ...forms.map((form) => likeness(asked, form)));
    const likes = this.all.map(({ names, avoid, friends, say, page }) => {
      const friend = most(friends) === LIKENESS.same ? LIKENESS.friend : 0;
      return { say, page, like: Math.max(most(names), friend), wrong: most(avoid) };
    });
    const least = likes.some(({ like, wrong }) => Math.max(like, wrong) === LIKENESS.same) ? LIKENESS.form : 0;
    return likes.map(({ wrong, ...term }) => ({ ...term, like: Math.max(term.like, wrong >= least ? wrong : 0) }))
      .filter(({ like }) => like > 0).sort((a, b) => b.like - a.like).slice(0, MOST_TERMS);
  }

  /** How much a text is like any term. */
  likest(text) {
    return this.like(text)[0]?.like ?? 0;
  }

  /** Where the longest term in a text begins and ends, if there is one. */
  longestIn(text) {
    const word = this.words.find((candidate) => text.includes(candidate));
    return word && [text.indexOf(word), text.indexOf(word) + word.length];
  }
}
