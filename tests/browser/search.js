/* Run in a page of the site by test_search.py. */

const list = document.querySelector(".md-search-result__list");
const field = document.querySelector("input.md-search__input");

/** Type a question into the dialog, and wait until it shows what was found: the links, and how long that took. */
async function type(question) {
  const changed = new Promise((done) => new MutationObserver((_, observer) => {
    observer.disconnect();
    done();
  }).observe(list.parentElement, { childList: true, characterData: true, subtree: true }));
  field.value = question;
  const start = performance.now();
  field.dispatchEvent(new KeyboardEvent("keyup"));
  await changed;
  const took = performance.now() - start;
  return { links: [...list.children].map((page) => page.querySelector("a").href), took };
}

/** Empty the dialog, so that the same answer again is a change. */
async function clear() {
  if (field.value) await type("");
}

/** Every question typed in turn. */
async function typeAll(questions) {
  const answers = [];
  for (const question of questions) {
    await clear();
    answers.push(await type(question));
  }
  return answers;
}

/** How long the dialog takes with each key of a question: the better of two times, since the machine does other things. */
async function pressKeys(questions) {
  const times = [];
  for (const question of questions) {
    for (let length = 1; length <= question.length; length++) {
      const twice = await typeAll([question.slice(0, length), question.slice(0, length)]);
      times.push(Math.min(...twice.map(({ took }) => took)));
    }
  }
  return times.sort((a, b) => a - b);
}
