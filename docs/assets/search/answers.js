/* How well each section answers a question. */

const TITLE = { page: 4, section: 2 };
const INHERITED = 0.25;
const TERM_WEIGHT = 2;
const LONGEST_RUN = 4;
const NOTHING = { title: [], text: [] };

/** Where a word is found, and how much it counts: the rarer, the more. */
function answer({ ways, like = [] }, corpus) {
  const found = corpus.findAny(ways);
  const rarity = Math.log(1 + (corpus.sections.length - found.size + 0.5) / (found.size + 0.5));
  return { found, weight: rarity * (like[0]?.like >= LIKENESS.form ? TERM_WEIGHT : 1) };
}

/** What stands together in a question: the whole of it, and any few words. */
function runs(words, whole) {
  if (words.length < 2) return [];
  const few = words.flatMap((_, first) => words.slice(first + 1, first + LONGEST_RUN)
    .map((_, more) => literally(words.slice(first, first + more + 2).join(" "), 0.5)));
  return [{ ...whole, weight: 2 }, ...few].map((way) => ({ ways: [way] }));
}

/** What one word is worth in a section: in its title, and with each further time a little more in its text. */
function worth({ found }, section) {
  const { title, text } = found.get(section) ?? NOTHING;
  const shares = title.map(({ value, start, end }) => value * (0.5 + 0.5 * (end - start) / section.title.length));
  const count = text.reduce((sum, { value }) => sum + value, 0);
  return TITLE[section.isPage ? "page" : "section"] * Math.max(0, ...shares) + Math.log2(1 + count);
}

/** What one word is worth in a section because the title of its page has it. */
function inherited(answer, page) {
  return answer.found.get(page)?.title.length ? INHERITED * worth(answer, page) : 0;
}

/** Values of words, each times how much the word counts. */
function weighed(answers, values) {
  return answers.reduce((sum, { weight }, i) => sum + weight * values[i], 0);
}

/** How well a section answers a question; words that stand together in both are a bonus. */
function answeredBy(section, page, answers, bonus) {
  const own = answers.map((answer) => worth(answer, section));
  const values = own.map((value, i) => value || inherited(answers[i], page));
  const part = weighed(answers, values.map((value) => Number(value > 0))) / weighed(answers, answers.map(() => 1));
  const together = weighed(bonus, bonus.map((answer) => worth(answer, section)));
  return {
    section, found: answers.map(({ found }) => found.get(section) ?? NOTHING), isWhole: part > 0.99,
    value: own.some(Boolean) ? weighed(answers, values) * part ** 2 + together : 0,
  };
}

/** The sections that answer a question, or some of it. */
function answered(clauses, runs, corpus) {
  const [answers, bonus] = [clauses, runs].map((asked) => asked.map((one) => answer(one, corpus)));
  return corpus.sections.map((section) => answeredBy(section, corpus.pages.get(section.page), answers, bonus))
    .filter(({ value }) => value > 0);
}
