// Python's comparisons, and what is in what.

import { Range } from "./iterators.js";
import { numeric } from "./numbers.js";
import { Outside } from "./outside.js";
import { raise } from "./raised.js";
import { Dict, each, Tuple, typeName, View } from "./values.js";

/**
 * @param {string} sign
 * @param {(a: any, b: any) => boolean} numbers
 * @returns {(a: any, b: any) => boolean}
 */
function order(sign, numbers) {
  return function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return numbers(a, b);
    const x = numeric(a);
    const y = numeric(b);
    if (x !== undefined && y !== undefined) return numbers(x, y);
    if (typeof a === "string" && typeof b === "string") return numbers(a, b);
    const list = Array.isArray(a) && Array.isArray(b);
    if (!list && !(a instanceof Tuple && b instanceof Tuple)) {
      const types = `'${typeName(a)}' and '${typeName(b)}'`;
      raise("TypeError", `'${sign}' not supported between instances of ${types}`);
    }
    const one = each(a);
    const other = each(b);
    const k = one.findIndex((/** @type {any} */ item, /** @type {number} */ i) => {
      return i >= other.length || !inside(item, other[i]);
    });
    if (k < 0 || k >= other.length) return numbers(one.length, other.length);
    return compare(one[k], other[k]);
  };
}

export const lt = order("<", (a, b) => a < b);
export const le = order("<=", (a, b) => a <= b);
export const gt = order(">", (a, b) => a > b);
export const ge = order(">=", (a, b) => a >= b);

/** @param {any} a @param {any} b @returns {boolean} */
export function eq(a, b) {
  if (typeof a === "number" && typeof b === "number") return a === b;
  if (a === b) return true;
  if (typeof a === "string" || typeof b === "string") return false;
  const x = numeric(a);
  const y = numeric(b);
  if (x !== undefined && y !== undefined) return x <= y && x >= y;
  const list = Array.isArray(a) && Array.isArray(b);
  if (list || (a instanceof Tuple && b instanceof Tuple)) {
    const one = each(a);
    const other = each(b);
    return (
      one.length === other.length &&
      one.every((/** @type {any} */ v, /** @type {number} */ k) => inside(v, other[k]))
    );
  }
  if (a instanceof Dict && b instanceof Dict) {
    return a.size === b.size && [...a.entries()].every(([k, v]) => b.has(k) && inside(v, b.get(k)));
  }
  for (const one of [a, b]) {
    if (one instanceof Range || one instanceof View) throw new Outside("a range or view ==");
  }
  return false;
}

/** Inside a list what is the same is equal, even NaN, which has no identity here.
 * @param {any} a
 * @param {any} b
 */
function inside(a, b) {
  if (Number.isNaN(a) && Number.isNaN(b)) {
    throw new Outside("the identity of NaN");
  }
  return eq(a, b);
}

/** `a is b` @param {any} a @param {any} b */
export function same(a, b) {
  for (const kind of ["number", "bigint", "string"]) {
    if (typeof a === kind && typeof b === kind)
      throw new Outside("the identity of a number or text");
  }
  return a === b;
}

/** `value in place` @param {any} value @param {any} place @returns {boolean} */
export function within(value, place) {
  if (place instanceof Dict) return place.has(value);
  if (typeof place === "string") {
    if (typeof value === "string") return place.includes(value);
    return raise(
      "TypeError",
      `'in <string>' requires string as left operand, not ${typeName(value)}`,
    );
  }
  if (typeof place !== "object" || !place?.[Symbol.iterator]) {
    raise("TypeError", `argument of type '${typeName(place)}' is not iterable`);
  }
  for (const one of each(place)) if (inside(one, value)) return true;
  return false;
}
