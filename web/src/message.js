import { make } from "./form.js";
import { linesOf } from "./verdicts.js";

/** What a figure says below itself. */
export class Message {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * Words; what follows a blank line in them is code. Verdicts stand before them, and
   * behind them a link to where in the page there is more.
   * @param {string} text
   * @param {import("./types.js").Verdict[]} [verdicts]
   * @param {string} [see] the name of that place
   */
  say(text, verdicts = [], see = "") {
    const [words, ...code] = text.split("\n\n");
    this.#write(words);
    this.element.prepend(...linesOf(verdicts));
    const more = document.getElementById(see)?.querySelector("h2, h3")?.firstChild;
    if (more) {
      const link = make("a", { className: "internal", href: `#${see}` }, more.textContent ?? "");
      this.element.append("\nBelow: ", link);
    }
    if (!code.length) return;
    const block = Object.assign(document.createElement("pre"), { className: "adamedu-code" });
    block.textContent = code.join("\n\n");
    this.element.append(block);
  }

  /** @param {string} words */
  fail(words) {
    this.#write(words);
    this.element.classList.add("adamedu-error");
  }

  /** Nothing is true any more: the words go, and leave their place empty. */
  clear() {
    const { element } = this;
    if (!element.textContent) return;
    const height = `${element.offsetHeight}px`;
    this.#write("");
    element.style.minHeight = height;
  }

  /** @param {string} words */
  #write(words) {
    this.element.textContent = words;
    this.element.classList.remove("adamedu-error");
    this.element.style.minHeight = "";
  }
}
