import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleOf, ticksOf } from "../src/scales.js";
import { line, panel } from "./page.js";

const FIT = { label: "", lim: null, scale: "linear" };
const LOG = { ...FIT, scale: "log" };
const domain = (marks, axis) => scaleOf(panel(marks, { y: axis }), "y", [0, 1]).domain();
const words = (axis, count) => {
  const scale = scaleOf(panel([], { x: axis }), "x", [0, 100]);
  return ticksOf(scale, axis.scale, count).map(([, text]) => text);
};

test("a limit is kept, and maps to the ends of the range", () => {
  const scale = scaleOf(panel([]), "x", [50, 250]);
  assert.deepEqual([0, 2.5, 10].map(scale), [50, 100, 250]);
});

test("without limits an axis fits its marks, with 4 % beside them", () => {
  assert.deepEqual(domain([line([0], [0]), line([0], [10])], FIT), [-0.4, 10.4]);
  assert.deepEqual(domain([line([0, 1], [3, 3])], FIT), [2.96, 3.04]);
});

test("a limit left out fits", () => {
  assert.deepEqual(domain([line([0, 1], [5, 10])], { ...FIT, lim: [0, null] }), [0, 10.2]);
});

test("what is not finite, and on a log axis not positive, does not count", () => {
  const odd = line([0, 1, 2, 3, 4, 5], [NaN, Infinity, -5, 0, 1, 100]);
  assert.deepEqual(domain([odd], FIT), [-9.2, 104.2]);
  assert.deepEqual(domain([odd], LOG), [1 / 1.2, 120]);
});

test("an axis without a number is drawn all the same", () => {
  assert.deepEqual(domain([], FIT), [0, 1]);
  assert.deepEqual(domain([line([0], [-1])], LOG), [0.1, 1]);
  assert.deepEqual(domain([line([0], [4])], LOG), [2, 8]);
});

test("bands count with both edges, guides on their own axis", () => {
  const band = { kind: "band", x: [0, 1], low: [2, 3], high: [4, 7], style: "adam", label: "" };
  const guide = { kind: "guide", x: 99, y: null, label: "" };
  assert.deepEqual(domain([band, guide], FIT), [1.8, 7.2]);
  const fit = panel([band, guide], { x: FIT });
  assert.deepEqual(scaleOf(fit, "x", [0, 1]).domain(), [-3.96, 102.96]);
});

test("ticks are round, with a real minus", () => {
  assert.deepEqual(words({ ...FIT, lim: [-4, 4] }, 5), ["−4", "−2", "0", "2", "4"]);
  assert.deepEqual(words({ ...FIT, lim: [0, 2e-4] }, 2), ["0", "1e−4", "2e−4"]);
  assert.deepEqual(words({ ...FIT, lim: [0, 2e5] }, 2), ["0", "1e+5", "2e+5"]);
});

test("a log axis shows powers of ten, no more than fit", () => {
  assert.deepEqual(words({ ...LOG, lim: [1e-3, 1e3] }, 3), ["10⁻³", "10⁰", "10³"]);
  assert.deepEqual(words({ ...LOG, lim: [1e-12, 1e-10] }, 9), ["10⁻¹²", "10⁻¹¹", "10⁻¹⁰"]);
});

test("a log axis with one power of ten shows 1, 2 and 5", () => {
  assert.deepEqual(words({ ...LOG, lim: [2, 60] }, 5), ["2", "5", "10", "20", "50"]);
});
