// From numbers to pixels: the scales of a panel's axes, and their ticks.
import { scaleLinear, scaleLog } from "d3-scale";

/** @import { ScaleContinuousNumeric } from "d3-scale" */
/** @import { Axis, Mark, Numbers, Panel } from "./types.js" */
/** @typedef {ScaleContinuousNumeric<number, number>} Scale */

const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const WIDE = 13; // px of letters like m, of narrow ones, and of the others
const NARROW = 5;
const OTHER = 8.6;

/**
 * About the width of a name or a number, in px.
 * @param {string} words
 */
export const widthOf = (words) =>
  [...words].reduce((sum, c) => {
    if (/[mwMW]/.test(c)) return sum + WIDE;
    return sum + (/[ .,:fijlrt⁰-⁹⁻²³¹]/u.test(c) ? NARROW : OTHER);
  }, 0);

/** @param {string} text */
const minus = (text) => text.replace("-", "−");

/** @param {number} v a power of ten */
function power(v) {
  const digits = [...String(Math.round(Math.log10(v)))];
  return `10${digits.map((c) => SUPER[Number(c)] ?? "⁻").join("")}`;
}

/** @param {number} v */
const plain = (v) =>
  v !== 0 && (Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3)
    ? v.toExponential(0)
    : String(+v.toPrecision(4));

/**
 * @param {Mark} mark
 * @param {"x" | "y"} axis
 * @returns {Numbers}
 */
function valuesOf(mark, axis) {
  if (mark.kind === "guide") {
    const at = mark[axis];
    return at === null ? [] : [at];
  }
  if (axis === "x") return mark.x;
  return mark.kind === "band" ? [...mark.low, ...mark.high] : mark.y;
}

/**
 * Lowest and highest finite value of the marks; on a log axis, of the positive.
 * @param {Mark[]} marks
 * @param {"x" | "y"} axis
 * @param {boolean} log
 */
function extent(marks, axis, log) {
  let lo = Infinity;
  let hi = -Infinity;
  for (const mark of marks) {
    for (const v of valuesOf(mark, axis)) {
      if (!Number.isFinite(v) || (log && v <= 0)) continue;
      if (v < lo) lo = v;
      if (v > hi) hi = v;
    }
  }
  if (lo > hi) return log ? [0.1, 1] : [0, 1];
  if (log) return lo === hi ? [lo / 2, hi * 2] : [lo / 1.2, hi * 1.2];
  const pad = (hi - lo || 1) * 0.04;
  return [lo - pad, hi + pad];
}

/**
 * The scale of an axis: its limits, or where one is left out, what fits the marks.
 * @param {Panel} panel
 * @param {"x" | "y"} axis
 * @param {[from: number, to: number]} range in pixels
 * @returns {Scale}
 */
export function scaleOf(panel, axis, range) {
  const { lim, scale } = panel[axis];
  const log = scale === "log";
  const fit = Array.isArray(scale) ? [-0.5, scale.length - 0.5] : extent(panel.marks, axis, log);
  const [lo, hi] = [lim?.[0] ?? fit[0], lim?.[1] ?? fit[1]];
  return (log ? scaleLog() : scaleLinear()).domain([lo, Math.max(hi, lo)]).range(range);
}

/**
 * About `count` round numbers on an axis, with their words; names, if it has names.
 * @param {Scale} scale
 * @param {Axis["scale"]} kind
 * @param {number} count
 * @returns {[value: number, words: string][]}
 */
export function ticksOf(scale, kind, count) {
  if (Array.isArray(kind)) return kind.map((name, k) => [k, name]);
  if (kind === "linear") return scale.ticks(count).map((v) => [v, minus(plain(v))]);
  const powers = scale.ticks().filter((v) => Math.abs(Math.log10(v) % 1) < 1e-9);
  if (powers.length < 2) {
    const all = scale.ticks(4);
    const few = all.filter((v) => /^[0.]*[125]0*(e.*)?$/.test(plain(v)));
    return (few.length > 1 ? few : all).map((v) => [v, plain(v)]);
  }
  const every = Math.ceil(powers.length / count);
  return powers.filter((_, k) => k % every === 0).map((v) => [v, power(v)]);
}
