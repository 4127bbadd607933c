// Buttons above a rule's text that take a part of it out, and put it back.
import { button } from "./toolbar.js";

/** @import { Editor } from "./types.js" */

export class Breaks {
  /**
   * @param {Element} parent
   * @param {Record<string, [line: string, broken: string]>} edits by the words of a button
   * @param {Editor} editor
   */
  constructor(parent, edits, editor) {
    this.edits = edits;
    this.editor = editor;
    this.buttons = Object.keys(edits).map((words) => button(words, () => this.#press(words)));
    parent.setAttribute("role", "group");
    parent.setAttribute("aria-label", "Break the rule");
    parent.append("Break it:", ...this.buttons);
    this.follow();
  }

  /** @param {string} words */
  #press(words) {
    const [whole, broken] = this.edits[words];
    const lines = this.editor.text().split("\n");
    const [old, line] = lines.includes(broken) ? [broken, whole] : [whole, broken];
    this.editor.setText(lines.map((one) => (one === old ? line : one)).join("\n"));
  }

  /** A button is pressed where its part is missing, and idle where its line is not there. */
  follow() {
    const lines = this.editor.text().split("\n");
    for (const one of this.buttons) {
      const [whole, broken] = this.edits[one.textContent];
      one.setAttribute("aria-pressed", `${lines.includes(broken)}`);
      one.disabled = !lines.includes(whole) && !lines.includes(broken);
    }
  }
}
