// A figure's settings as a link in the book, and as Python reads them.

/** @import { Control, PointArgument } from "./controls.js" */
/** @typedef {Control | PointArgument} Argument */

/**
 * The page's address with the settings that were changed.
 * @param {string} key the figure's in its page
 * @param {Argument[]} args
 */
export function linkTo(key, args) {
  const settings = new URLSearchParams();
  for (const a of args) if (a.changed) settings.set(a.name, a.words);
  return `${location.href.split("#")[0]}#${key}?${settings}`;
}

/**
 * The page's address behind its #, where some programs escape all of it.
 * @returns {string}
 */
function place() {
  const raw = location.hash.slice(1);
  try {
    return raw.includes("?") ? raw : decodeURIComponent(raw);
  } catch {
    return raw; // not the work of `linkTo`
  }
}

/**
 * Take the settings from the page's address: what of them does not fit, in words; or
 * undefined if it names another figure, or none.
 * @param {string} key
 * @param {Argument[]} args
 */
export function readLink(key, args) {
  const text = place();
  if (!text.startsWith(`${key}?`)) return undefined;
  for (const a of args) a.reset(); // a link says what is otherwise than at the start
  const wrong = [...new URLSearchParams(text.slice(key.length + 1))].filter(
    ([name, words]) => !args.find((a) => a.name === name)?.read(words),
  );
  /** @param {string[]} setting */
  const say = ([name, words]) => `The link's ${name}=${words} does not fit this figure. `;
  return wrong.map(say).join("");
}

/**
 * The settings as Python reads them.
 * @param {Argument[]} args
 */
export function asPython(args) {
  /** @type {Record<string, string>} */
  const python = { null: "None", true: "True", false: "False" };
  return args.map(({ name, json }) => `${name}=${python[json] ?? json}`).join(", ");
}
