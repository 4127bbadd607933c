import assert from "node:assert/strict";
import { before, test } from "node:test";
import { addPalette } from "../src/palette.js";
import { scaleOf } from "../src/scales.js";
import { drawTrace } from "../src/trace.js";
import { line, PALETTE, panel } from "./page.js";

// Ten pixels for a unit.
const plot = { x: scaleOf(panel([]), "x", [0, 100]), y: scaleOf(panel([]), "y", [100, 0]) };
const numbers = (count) => Array.from({ length: count }, (_, k) => k / 10);

/** The paths of a walk along y = 0. */
function paths(count, shown = Infinity) {
  const walk = line(
    numbers(count),
    numbers(count).map(() => 0),
    { walk: true },
  );
  document.body.innerHTML = `<svg>${drawTrace(walk, shown, plot)}</svg>`;
  return [...document.querySelectorAll("path")];
}
const points = (path) =>
  path
    .getAttribute("d")
    .match(/[\d.]+,/g)
    .map((x) => Number.parseFloat(x));

before(() => addPalette(PALETTE));

test("a walk is cased along its whole length, under its pieces", () => {
  const [casing, ...pieces] = paths(81);
  assert.equal(casing.getAttribute("stroke"), "var(--adamedu-paper)");
  assert.equal(points(casing).length, 81);
  assert.equal(pieces.length, 8);
  const widths = [casing, pieces[0]].map((one) => Number(one.getAttribute("stroke-width")));
  assert.ok(widths[0] > widths[1]);
});

test("its pieces go on from each other, in dashes too, and the last is the strongest", () => {
  for (const count of [2, 5, 81, 101]) {
    const [casing, ...pieces] = paths(count);
    const ends = pieces.map((one) => [points(one)[0], points(one).at(-1)]);
    assert.equal(ends[0][0], 0);
    for (let k = 1; k < ends.length; k++) assert.equal(ends[k][0], ends[k - 1][1]);
    assert.equal(ends.at(-1)[1], points(casing).at(-1));
    const offsets = pieces.map((one) => Number(one.getAttribute("stroke-dashoffset")));
    assert.deepEqual(
      offsets,
      ends.map(([from]) => from),
    );
    const strengths = pieces.map((one) => Number(one.getAttribute("stroke-opacity")));
    assert.equal(strengths.at(-1), 1);
    assert.deepEqual(
      strengths,
      [...strengths].sort((a, b) => a - b),
    );
  }
});

test("only what is shown is drawn", () => {
  assert.equal(points(paths(81, 3)[0]).length, 4);
  assert.equal(paths(81, 3).length, 1 + 3);
  assert.equal(points(paths(81, 0)[0]).length, 1);
});
