/* All sections of one language in one long text, so that a word is looked up once and not in each of them. */

const QUALITY = { whole: 1, beginning: 0.5, inside: 0.2 };

class Corpus {
  constructor(docs) {
    this.sections = docs.map(({ location, title, text, boost = 1 }) => ({
      location, boost, page: location.split("#")[0], isPage: !location.includes("#"),
      title: plain(title), text: plain(text),
    }));
    this.pages = new Map(this.sections.filter(({ isPage }) => isPage).map((section) => [section.page, section]));
    this.fields = this.sections.flatMap((section) => [{ section, name: "title" }, { section, name: "text" }]);
    const letters = this.fields.flatMap((field) =>
      lettersOf(`${field.section[field.name]}\n`).map((letter) => ({ ...letter, field })));
    this.folded = letters.map(({ folded }) => folded).join("");
    this.letters = letters.flatMap((letter) => Array(letter.folded.length).fill(letter));
  }

  /** Every place where a word is found in one way. */
  * find({ pattern, weight, least = 0, accepts = () => true }) {
    for (const { 0: match, index } of this.folded.matchAll(pattern)) {
      const [first, last, next] = [0, match.length - 1, match.length].map((place) => this.letters[index + place]);
      const quality = QUALITY[!first.isEdge ? "inside" : next.isEdge ? "whole" : "beginning"];
      const place = { ...first.field, start: first.place, end: last.place + 1, value: quality * weight };
      if (quality >= least && accepts(match, place.section[place.name].slice(place.start, place.end))) yield place;
    }
  }

  /** Whether a word is found at all. */
  has(way) {
    return !this.find(way).next().done;
  }

  /** Every place where a word is found in any way, by section; where places overlap, the best. */
  findAny(ways) {
    const found = new Map();
    const all = ways.flatMap((way) => [...this.find(way)]);
    for (const hit of all.sort((a, b) => b.value - a.value || b.end - b.start - a.end + a.start)) {
      const hits = found.get(hit.section) ?? { title: [], text: [] };
      const apart = (other) => hit.end <= other.start || other.end <= hit.start;
      if (hits[hit.name].every(apart)) hits[hit.name].push(hit);
      found.set(hit.section, hits);
    }
    return found;
  }
}
