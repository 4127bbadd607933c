import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Chart } from "../src/chart.js";
import { directLabels } from "../src/labels.js";
import { addPalette } from "../src/palette.js";
import { line, PALETTE, panel } from "./page.js";

const race = (ends, more = {}) =>
  panel(
    ends.map((end, k) => line([0, 10], [5, end], { label: `line ${k}`, ...more })),
    {},
  );
const namesOf = (one) => [...directLabels({ panels: [one] }).names];

before(() => addPalette(PALETTE));

test("lines that end at the right edge are named there", () => {
  assert.deepEqual(namesOf(race([1, 2])), ["line 0", "line 1"]);
});

test("a line that ends earlier, or outside, leaves all names to the legend", () => {
  assert.deepEqual(namesOf(race([1, 2], { x: [0, 9] })), []);
  assert.deepEqual(namesOf(race([1, 11])), []);
  assert.deepEqual(namesOf(race([1, NaN])), []);
});

test("many lines and long names stay in the legend", () => {
  assert.equal(namesOf(race([1, 2, 3, 4, 5, 6])).length, 6);
  assert.deepEqual(namesOf(race([1, 2, 3, 4, 5, 6, 7])), []);
  assert.deepEqual(namesOf(race([1], { label: "a name of many letters" })), []);
});

test("names beside a panel stand apart, in the order of the lines, inside its height", () => {
  for (const ends of [
    [0, 0, 0, 0, 0, 0],
    [10, 10, 10],
    [3, 3.1, 9, 0],
  ]) {
    const chart = new Chart(document.body);
    const { y, frame } = chart.draw(race(ends), 9, true);
    const names = [...chart.svg.querySelectorAll(".adamedu-name")];
    const at = names.map((name) => Number(name.getAttribute("y")) - 4);
    assert.equal(names.length, ends.length);
    for (let k = 1; k < at.length; k++) assert.ok(at[k] - at[k - 1] >= 14 - 0.1);
    assert.ok(Math.min(...at) >= frame.top && Math.max(...at) <= frame.bottom);
    const order = names.map((name) => ends[Number(name.textContent.slice(5))]);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => b - a),
    );
    assert.ok(Number(names[0].getAttribute("x")) > frame.right);
    assert.ok(y(0) === frame.bottom);
  }
});

test("names that have no room move to both sides of where their lines end", () => {
  const chart = new Chart(document.body);
  const { y } = chart.draw(race([5, 5, 9]), 9, true);
  const names = [...chart.svg.querySelectorAll(".adamedu-name")];
  const at = names.map((name) => Number(name.getAttribute("y")) - 4);
  for (const [k, want] of [y(9), y(5) - 7, y(5) + 7].entries()) {
    assert.ok(Math.abs(at[k] - want) <= 0.1, `${at[k]}, not ${want}`);
  }
});

test("the name of a walk is as high as its head", () => {
  const chart = new Chart(document.body);
  const walk = line([0, 5, 10], [2, 8, 4], { label: "Adam", walk: true });
  for (const [shown, at] of [
    [0, 2],
    [1, 8],
    [Infinity, 4],
  ]) {
    const { y } = chart.draw(panel([walk]), shown, true);
    const name = chart.svg.querySelector(".adamedu-name");
    assert.equal(Number(name.getAttribute("y")), Number((y(at) + 4).toFixed(1)));
  }
});
