// What a figure remembers: the reader's text, and that an exercise is solved.
import { keep, pageOf, recall } from "./memory.js";

/** @param {string} figure */
const nameOf = (figure) => `${pageOf()}#${figure}`;

/**
 * The reader's text in place of the book's, or undefined.
 * @param {string} figure its key in the page
 * @param {string} original the book's text
 */
export function draftOf(figure, original) {
  const draft = recall().drafts[nameOf(figure)];
  return draft?.original === original ? draft.text : undefined;
}

/**
 * @param {string} figure
 * @param {string} text
 * @param {string} original
 */
export function keepDraft(figure, text, original) {
  keep(({ drafts }) => {
    if (text === original) delete drafts[nameOf(figure)];
    else drafts[nameOf(figure)] = { text, original };
  });
}

/**
 * An exercise that was right once is solved, whatever is tried afterwards.
 * @param {string} figure
 */
export function keepSolved(figure) {
  const solved = recall().done[pageOf()]?.solved ?? [];
  if (solved.includes(figure)) return;
  const of = document.querySelectorAll("figure[id^=try-]").length;
  keep(({ done }) => {
    done[pageOf()] = { solved: [...solved, figure], of };
  });
}
