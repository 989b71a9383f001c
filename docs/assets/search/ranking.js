/* Which pages answer a question, best first. */

const QUOTE = { words: 5, letters: 10 };
const EXPLAINING = 4;
const HALF_A_TERM = LIKENESS.beginning * Math.SQRT1_2;
const [BEST_SECTION, ALL_SECTIONS] = [0.7, 0.3];

/** How much a page is the one that explains what was asked. */
function explains(page, clauses) {
  const likes = clauses.map(({ like }) => like.find((term) => term.page === page)?.like ?? 0);
  return likes.reduce((sum, like) => sum + like, 0) / clauses.length;
}

/** Answers by page; the page that explains a term is there even if it never names it. */
function byPage(answers, clauses, corpus) {
  const pages = new Map();
  for (const answer of answers) {
    pages.set(answer.section.page, [...pages.get(answer.section.page) ?? [], answer]);
  }
  for (const [page, section] of corpus.pages) {
    if (!pages.has(page) && explains(page, clauses) > LIKENESS.inside) {
      pages.set(page, [{ section, found: clauses.map(() => NOTHING), value: 0 }]);
    }
  }
  return pages;
}

/** What the ranking must know of a question. */
function readQuestion(typed, { terms, corpus, little }) {
  const text = typed.trim().replace(OUTSIDE, "");
  const all = words(text, { terms, corpus });
  const clauses = telling(all, little).map((word) => clause(word, { terms, corpus }));
  const whole = literally(text);
  return {
    text, clauses, runs: runs(all, whole), count: all.length, isTerm: all.length === 1 && clauses[0].like.length > 0,
    isQuote: text.split(/\s+/).length >= QUOTE.words || JAPANESE.test(text) && text.length >= QUOTE.letters,
    literal: corpus.findAny([{ ...whole, least: QUALITY.beginning }]),
  };
}

/** Whether a question is a heading, up to its ending. */
function isHeading(title, text) {
  return likeness(comparable(text), comparable(title)) >= LIKENESS.form;
}

/** What a page is for a question: 4 has it as a heading, 3 explains it or has it word for word, 2 explains what begins
    like it, 1 names it, or 0. */
function rank(page, sections, { text, clauses, count, isTerm, isQuote, literal, isInPosts }) {
  const isPost = sections[0].section.boost >= 1;
  const isLiteral = sections.some(({ section }) => literal.has(section));
  if (!isTerm && sections.some(({ section }) => isHeading(section.title, text))) return 4;
  if (!isTerm && isLiteral && (isQuote || isPost && count > 1)) return 3;
  if (explains(page, clauses) >= LIKENESS.form) return count === clauses.length ? 3 : 2;
  if (count === 1 && explains(page, clauses) >= HALF_A_TERM) return 2;
  if (!isPost && (isTerm || isInPosts)) return 0;
  return isLiteral || explains(page, clauses) > LIKENESS.inside ? 1 : 0;
}

/** How well a page as a whole answers. */
function pageValue(page, sections, clauses) {
  const sum = sections.reduce((sum, { value }) => sum + value, 0);
  const value = BEST_SECTION * sections[0].value + ALL_SECTIONS * sum;
  return value * sections[0].section.boost * (1 + EXPLAINING * explains(page, clauses));
}

/** The pages that answer a question with their sections, each best first. */
function ranked(typed, index) {
  const question = readQuestion(typed, index);
  const { clauses } = question;
  if (!clauses.length) return [];
  const answers = answered(clauses, question.runs, index.corpus).sort((a, b) => b.value - a.value);
  const isInPosts = answers.some(({ section, isWhole }) => section.boost >= 1 && isWhole);
  return [...byPage(answers, clauses, index.corpus)].map(([page, sections]) => ({
    page, clauses, sections, value: pageValue(page, sections, clauses),
    rank: rank(page, sections, { ...question, isInPosts }),
  })).sort((a, b) => b.rank - a.rank || b.value - a.value);
}
