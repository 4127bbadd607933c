// Below the figure: go back to the start, copy a link, report an error.
import { reportOf } from "./report.js";

/**
 * @param {string} words
 * @param {() => void} act
 */
export function button(words, act) {
  const element = document.createElement("button");
  return Object.assign(element, { type: "button", textContent: words, onclick: act });
}

/**
 * The figure's row of buttons.
 * @param {Element} parent
 * @param {object} does
 * @param {() => void} does.reset
 * @param {() => string} does.text what to copy
 * @param {string} does.copyWords
 * @param {(words: string) => void} does.say
 */
export function addButtons(parent, { reset, text, copyWords, say }) {
  const copy = async () => {
    const copied = text();
    try {
      await navigator.clipboard.writeText(copied);
      say(`Copied: ${copied}`);
    } catch {
      say(`Copy this: ${copied}`); // the browser lets no script write to the clipboard
    }
  };
  parent.append(button("Reset", reset), button(copyWords, copy), ...reportOf(text));
}
