import { make } from "../play/elements.js";
import { say } from "../play/words.js";
import { ownWords as words } from "./ownwords.js";

/* Takes a photo of the reader's own: from a file, dropped, or pasted. It never leaves the page; `taken` gets its levels
   and its name. It may be dropped anywhere on the page; `area` shows that. */
export class Own {
  constructor(area, { layers: [{ input: [size] }], limits }, taken) {
    Object.assign(this, { area, size, limits, taken, stop: new AbortController() });
    this.input = make("input", { type: "file", accept: "image/*", class: "explorer-unseen", tabindex: "-1",
      "aria-hidden": "true" });
    this.button = make("button", { type: "button", class: "toy-back" }, say(words.choose));
    this.told = make("p", { class: "explorer-own-told", role: "status" });
    this.element = make("div", { class: "explorer-own" }, this.button, this.input,
      make("span", { class: "explorer-note" }, say(words.ways)), this.told);
    this.button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take(this.input.files[0]));
    this.listen();
  }

  listen() {
    const { signal } = this.stop;
    const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
    const shown = (isOver) => (event) => {
      if (hasFiles(event)) {
        event.preventDefault(); // beside the explorer, too: or the browser would leave the page for the file
        this.area.classList.toggle("dropping", isOver);
      }
    };
    document.addEventListener("dragover", shown(true), { signal });
    document.addEventListener("dragleave", (event) => event.relatedTarget || shown(false)(event), { signal });
    document.addEventListener("drop", (event) => {
      shown(false)(event);
      this.take(event.dataTransfer?.files[0]);
    }, { signal });
    document.addEventListener("paste", ({ clipboardData }) => this.take(clipboardData?.files[0]), { signal });
  }

  /* The latest photo counts; one that cannot be used leaves everything as it was. */
  async take(file) {
    this.input.value = "";
    if (!file) {
      return;
    }
    this.worker?.terminate();
    this.told.textContent = say(words.preparing);
    const found = await this.prepare(file);
    this.told.textContent = found.refused ? refusal(found, file, this.limits) : "";
    if (found.levels) {
      this.taken({ levels: found.levels, given: {}, isOwn: true });
    }
  }

  prepare(file) {
    if (!file.size) {
      return { refused: "empty" };
    }
    this.worker = new Worker(new URL("preparer.js", import.meta.url), { type: "module" });
    const worker = this.worker;
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => resolve({ refused: "unread" });
      worker.postMessage({ file, size: this.size, ...this.limits });
    }).finally(() => worker.terminate());
  }

  close() {
    this.stop.abort();
    this.worker?.terminate();
    this.area.classList.remove("dropping");
  }
}

function refusal({ refused, width, height }, { name }, { smallest, most }) {
  return say(words[refused], { name, width, height, smallest, most: most / 1e6 });
}
