// What this browser remembers of its reader: answers, drafts, solved tasks, a place.
// Where it can't be kept, nothing but the memory is lost.

/** @import { Memory } from "./types.js" */

const KEY = "adamedu-memory";
const VERSION = 1;
/** Tells the page that what is remembered has changed. */
export const CHANGED = "adamedu-memory";
/** @type {Memory | undefined} where the browser's storage is full or blocked */
let unsaved;

/** @returns {Memory} */
const nothing = () => ({ answers: {}, drafts: {}, done: {}, place: null });

/** @param {unknown} v */
const isText = (v) => typeof v === "string";
/** @param {unknown} v */
const isCount = (v) => Number.isInteger(v) && Number(v) >= 0;
/**
 * @param {unknown} v
 * @returns {v is Record<string, any>}
 */
const isObject = (v) => typeof v === "object" && v !== null && !Array.isArray(v);
/** @param {unknown} v choices by their place, heights, a number, or null for "show me" */
const isSaid = (v) =>
  v === null || Number.isFinite(v) || (Array.isArray(v) && v.every(Number.isFinite));

/** @type {Record<keyof Memory, (v: any) => boolean>} */
const sound = {
  answers: entries(
    /^ask-[\w-]+$/,
    ({ said, sure, of, again }) =>
      isSaid(said) &&
      (sure === null || (sure >= 0 && sure <= 100)) &&
      isText(of) &&
      (again === undefined || isSaid(again)),
  ),
  drafts: entries(/^[\w/-]+#[\w-]+$/, ({ text, original }) => isText(text) && isText(original)),
  done: entries(/^[\w/-]+$/, ({ solved, of }) => {
    return isCount(of) && Array.isArray(solved) && solved.every(isText);
  }),
  place: (v) => v === null || (isObject(v) && isText(v.page) && isText(v.section)),
};

/**
 * Whether a value is an object of such names and such objects.
 * @param {RegExp} name
 * @param {(entry: Record<string, any>) => boolean} holds
 */
function entries(name, holds) {
  /** @param {unknown} v */
  return (v) =>
    isObject(v) && Object.entries(v).every(([k, e]) => name.test(k) && isObject(e) && holds(e));
}

/**
 * The memory in a text, or undefined if there is none.
 * @param {string} text
 * @returns {Memory | undefined}
 */
function parse(text) {
  try {
    const found = JSON.parse(text);
    if (found?.version !== VERSION) return undefined;
    const parts = /** @type {(keyof Memory)[]} */ (Object.keys(sound));
    if (!parts.every((part) => sound[part](found[part]))) return undefined;
    return /** @type {any} */ (Object.fromEntries(parts.map((part) => [part, found[part]])));
  } catch {
    return undefined;
  }
}

/** @param {Memory} memory */
const asText = (memory) => JSON.stringify({ version: VERSION, ...memory }, null, 1);

/**
 * @param {Memory} memory
 * @returns {boolean} whether it will be there after a reload
 */
function store(memory) {
  try {
    localStorage.setItem(KEY, asText(memory));
    unsaved = undefined;
  } catch {
    unsaved = memory;
  }
  document.dispatchEvent(new Event(CHANGED));
  return !unsaved;
}

/** What is remembered; nothing, if it is damaged. */
export function recall() {
  if (unsaved) return unsaved;
  try {
    return parse(localStorage.getItem(KEY) ?? "") ?? nothing();
  } catch {
    return nothing();
  }
}

/**
 * Remember a change.
 * @param {(memory: Memory) => void} change
 */
export function keep(change) {
  const memory = recall();
  change(memory);
  return store(memory);
}

export function forget() {
  unsaved = undefined;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
  document.dispatchEvent(new Event(CHANGED));
}

/** All of it as the text of a file. */
export const exported = () => asText(recall());

/**
 * Take such a text in place of what is remembered; throws a sentence if it is none.
 * @param {string} text
 */
export function take(text) {
  const memory = parse(text);
  if (!memory) throw new Error("This is not a file that this page has exported.");
  return store(memory);
}

/**
 * The name of a page: its path in the book, without the ending.
 * @param {string} [address]
 */
export function pageOf(address = location.href) {
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const path = new URL(address, location.href).pathname;
  return path.slice(root.pathname.length).replace(/\.html$/, "") || "index";
}
