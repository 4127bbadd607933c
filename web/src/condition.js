// A condition of what a reader has drawn: the trees of adamedu/questions/condition.py.

/** @import { Tree } from "./types.js" */

/** @type {Record<string, (...parts: any[]) => any>} */
const MEANING = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  not: (a) => !a,
  and: (...parts) => parts.every(Boolean),
  or: (...parts) => parts.some(Boolean),
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
};

/**
 * @param {Tree} tree
 * @param {number[]} said
 * @returns {any}
 */
export function value(tree, said) {
  if (!Array.isArray(tree)) return tree;
  const [name, ...parts] = tree;
  if (name === "said") return said[Number(parts[0])];
  return MEANING[name](...parts.map((part) => value(part, said)));
}
