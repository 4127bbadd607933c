import "./book.css";
import "./questions.css";
import { startAnswers } from "./answers.js";
import { startClaims } from "./claims.js";
import { startKeys } from "./keys.js";
import { startLibraries } from "./libraries.js";
import { onPaper } from "./paper.js";
import { startPlace } from "./place.js";
import { startPreviews } from "./previews.js";
import { foldEarly, startQuestions } from "./questions.js";
import { startReport } from "./report.js";
import { startSides } from "./sides.js";
import { startTables } from "./tables.js";

const unfold = foldEarly();

// The theme names some of its buttons otherwise than their visible words do.
const named = ".search-button-field, .theme-switch-button";

// What may go on to the right.
const SCROLLING =
  ".highlight pre, .math > .katex-display, .adamedu-scroll, .columns, .pst-scrollable-table-container";

// Code of so many letters stays on one line.
const SHORT = 20;

// Letters of a picture have 15.3 px, and should have 11: so far it may shrink.
const READABLE = 0.72;

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {NodeListOf<HTMLElement>}
 */
const all = (selector, within = document) => within.querySelectorAll(selector);

/**
 * No line begins with the comma after a formula, or ends with the bracket before it.
 * @param {HTMLElement} formula
 */
function keepTogether(formula) {
  const [before, after] = [formula.previousSibling, formula.nextSibling];
  const open = before instanceof Text && before.data.match(/[([]+$/)?.[0];
  const close = after instanceof Text && after.data.match(/^[.,;:!?)\]’%]+/)?.[0];
  if (!open && !close) return;
  const box = Object.assign(document.createElement("span"), { className: "with-formula" });
  formula.replaceWith(box);
  box.append(open || "", formula, close || "");
  if (open) before.data = before.data.slice(0, -open.length);
  if (close) after.data = after.data.slice(close.length);
}

/**
 * On a phone a formula breaks between its equations, or else after a relation.
 * @param {HTMLElement} formula
 */
function makeBreakable(formula) {
  for (const gap of all(":scope > .base > .mspace", formula)) {
    if (gap.style.marginRight !== "2em") continue; // \qquad stands between equations
    const base = /** @type {HTMLElement} */ (gap.parentElement);
    const strut = /** @type {HTMLElement} */ (base.firstElementChild);
    const rest = /** @type {HTMLElement} */ (base.cloneNode());
    rest.append(strut.cloneNode());
    while (gap.nextSibling) rest.append(gap.nextSibling);
    base.after(rest);
  }
  /** @type {HTMLElement | undefined} */
  let equation;
  /** @type {HTMLElement | undefined} */
  let piece;
  for (const base of all(":scope > *", formula)) {
    const [relation, last] = [...all(":scope > *", base)].slice(-2);
    equation ??= wrap("equation", formula);
    piece ??= wrap("piece", equation);
    piece.append(base);
    const ends = last.style.marginRight === "2em";
    if (ends || relation.classList.contains("mrel")) piece = undefined;
    if (ends) equation = undefined;
  }
}

/**
 * @param {string} name
 * @param {Element} parent
 */
function wrap(name, parent) {
  return parent.appendChild(Object.assign(document.createElement("span"), { className: name }));
}

/** What scrolls is a stop of the Tab key (the theme is late), and shows that it goes on. */
const stops = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = /** @type {HTMLElement} */ (target);
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    const mark = () =>
      box.classList.toggle("adamedu-more", box.scrollWidth - box.scrollLeft - box.clientWidth > 5);
    box.onscroll = mark;
    mark();
  }
});

onPaper((undo) => {
  for (const fold of all("details.fold:not([open])")) {
    fold.toggleAttribute("open", true);
    undo.push(() => fold.removeAttribute("open"));
  }
});

addEventListener("DOMContentLoaded", () => {
  for (const button of all(named)) button.removeAttribute("aria-label");
  for (const formula of all("span.math")) keepTogether(formula);
  for (const code of all(":is(p, li, td, dd) > code"))
    code.classList.toggle("short", (code.textContent ?? "").length <= SHORT);
  for (const formula of all(".katex-display > .katex > .katex-html")) makeBreakable(formula);
  for (const picture of all("figure > img.adamedu-still")) {
    picture.style.minWidth = `${READABLE * Number(picture.getAttribute("width"))}px`;
    const box = Object.assign(document.createElement("div"), { className: "adamedu-scroll" });
    picture.replaceWith(box);
    box.append(picture);
  }
  startTables();
  startQuestions();
  unfold();
  startAnswers();
  startClaims();
  startLibraries();
  startPlace();
  startKeys();
  startPreviews();
  startReport();
  startSides();
});
addEventListener("load", () => {
  for (const box of all(SCROLLING)) stops.observe(box);
});
