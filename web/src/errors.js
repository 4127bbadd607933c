// What went wrong in Python, in words, at the reader's own line.

/** @import { Failure } from "./types.js" */

const invalid = "this line, or the one above it, is not valid Python";
// as `check` says it
const noNumPy = "There is no NumPy here: write `v**0.5` for a root.";
const noMath = "math is not defined: write `import math` above, or `v**0.5` for a root.";
/** @type {Record<string, string>} by Python's own words; MicroPython's differ a little */
const known = {
  "name 'np' is not defined": noNumPy,
  "name 'numpy' is not defined": noNumPy,
  "no module named 'numpy'": noNumPy,
  "name 'math' is not defined": noMath,
};

/**
 * @param {string} kind
 * @param {string} message
 */
function plain(kind, message) {
  if (kind === "SyntaxError" || kind === "IndentationError") return invalid;
  if (kind === "BadAnswer") return message;
  return known[message.replace("isn't", "is not")] ?? `${kind}: ${message}`;
}

/**
 * An error of the worker in words; line 0 if it is not in the reader's text.
 * @param {Failure} failure
 * @param {string} own the file name of the reader's text
 * @param {string} [text] that text, if there is one
 * @returns {{ words: string, line: number }}
 */
export function explain({ kind, message, trace }, own, text) {
  const places = [...trace.matchAll(/File "([^"]+)", line (\d+)/g)];
  const mine = places.filter(([, file]) => file === own).at(-1);
  if (kind === "Stopped") return { words: `Stopped: ${message}`, line: 0 };
  if (kind === "Missing") return { words: message, line: 0 };
  if (kind === "BadAnswer" && !mine) return { words: message, line: 0 };
  const what = plain(kind, message);
  const lines = text?.split("\n") ?? [];
  if (mine) {
    const line = Math.min(Number(mine[2]), lines.length);
    return { words: `Line ${line}: ${what}`, line };
  }
  if (!text?.includes("def ")) return { words: kind === "ValueError" ? message : what, line: 0 };
  // The book's code failed on what the reader's rule gave back.
  const last = lines.findLastIndex((line) => /^\s+return\b/.test(line)) + 1;
  if (!last) return { words: `This returns nothing: end it with a return. (${what})`, line: 0 };
  if (kind === "ValueError") return { words: `Line ${last}: ${message}`, line: last };
  return {
    words: `Line ${last}: the book's code can't go on with what this returns (${what})`,
    line: last,
  };
}
