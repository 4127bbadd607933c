import assert from "node:assert/strict";
import { before, test } from "node:test";
import { drawMark, drawMarkers, sample } from "../src/marks.js";
import { addPalette } from "../src/palette.js";
import { scaleOf } from "../src/scales.js";
import { line, PALETTE, panel } from "./page.js";

// Ten pixels for a unit; y grows upwards.
const plot = {
  x: scaleOf(panel([]), "x", [0, 100]),
  y: scaleOf(panel([]), "y", [100, 0]),
  frame: { left: 0, right: 100, top: 0, bottom: 100 },
};
const path = (mark, shown = Infinity) => drawMark(mark, shown, plot).match(/ d="([^"]*)"/)[1];
const places = (mark, shown = Infinity) =>
  [...drawMarkers(mark, shown, plot).matchAll(/translate\(([^)]*)\)/g)].map(([, at]) => at);
const dots = (x, y) => ({ kind: "dots", x, y, style: "adam", label: "" });

before(() => addPalette(PALETTE));

test("a line goes through its points", () => {
  assert.equal(path(line([0, 1, 2.5], [0, 2, 10])), "M0.0,100.0L10.0,80.0L25.0,0.0");
});

test("a line has a gap where there is no number", () => {
  assert.equal(path(line([0, 1, 2, 3], [0, NaN, 2, 3])), "M0.0,100.0M20.0,80.0L30.0,70.0");
});

test("a line that leaves the screen stays within what browsers draw", () => {
  assert.equal(path(line([0, 1], [1e9, -1e9])), "M0.0,-10000.0L10.0,10000.0");
});

test("a walk is drawn up to the step that is shown, a line whole", () => {
  const walk = line([0, 1, 2], [0, 1, 2], { walk: true });
  assert.equal(path(walk, 0), "M0.0,100.0");
  assert.equal(path(walk, 1), "M0.0,100.0L10.0,90.0");
  assert.equal(path(walk), "M0.0,100.0L10.0,90.0L20.0,80.0");
  assert.equal(path(line([0, 1, 2], [0, 1, 2]), 0), path(walk));
});

test("a walk is led by a marker, a line has none", () => {
  const walk = line([0, 1, 2], [0, 1, 2], { walk: true });
  assert.deepEqual(places(walk, 1), ["10.0,90.0"]);
  assert.deepEqual(places(walk), ["20.0,80.0"]);
  assert.deepEqual(places(line([0, 1], [0, 1])), []);
  assert.deepEqual(places(line([], [], { walk: true })), []);
});

test("dots stand inside the frame, on its edge too", () => {
  assert.deepEqual(places(dots([0, 10, 11, 5, NaN], [0, 10, 5, -1, 5])), [
    "0.0,100.0",
    "100.0,0.0",
  ]);
});

test("a band goes along its low edge and back along the high one", () => {
  const band = { kind: "band", x: [0, 1], low: [1, 2], high: [3, 4], style: "adam", label: "" };
  assert.equal(path(band), "M0.0,90.0L10.0,80.0L10.0,60.0L0.0,70.0Z");
});

test("a guide crosses the frame, and its label is only text", () => {
  const label = "<img src=x onerror=alert(1)>";
  const [across, upright] = [
    { kind: "guide", x: null, y: 4, label },
    { kind: "guide", x: 3, y: null, label },
  ];
  assert.equal(path(across), "M0,60H100");
  assert.equal(path(upright), "M30,0V100");
  const escaped = "&#60;img src=x onerror=alert(1)&#62;</text>";
  assert.ok(drawMark(across, 0, plot).endsWith(escaped));
});

test("a guide's label goes to the left where lines are in its way at the right", () => {
  const mark = { kind: "guide", x: null, y: 4, label: "ab" };
  const at = (others) => drawMark(mark, 0, plot, others).match(/<text x="(\d+)".*"(\w+)">/);
  assert.deepEqual(at([]).slice(1), ["94", "end"]);
  assert.deepEqual(at([line([0, 9], [9, 4.5])]).slice(1), ["6", "start"]);
  assert.deepEqual(at([line([1, 9], [4.5, 4.5])]).slice(1), ["94", "end"]); // no better there
  assert.deepEqual(at([line([0, 9], [9, 9])]).slice(1), ["94", "end"]);
});

test("a guide at a point is its label alone", () => {
  const region = drawMark({ kind: "guide", x: 3, y: 4, label: "damped" }, 0, plot);
  assert.match(region, /^<text class="adamedu-region" x="30" y="64" .*>damped<\/text>$/);
});

test("a style that the palette lacks is drawn as a reference", () => {
  assert.match(drawMark(line([0], [0]), 0, plot), /var\(--adamedu-adam\).* stroke-width="2"/);
  const odd = drawMark(line([0], [0], { style: "nobody" }), 0, plot);
  assert.match(odd, /var\(--adamedu-theory\).* stroke-width="1" stroke-dasharray="2 4"/);
});

test("the legend shows a line, its marker, or both", () => {
  const parts = (mark) => [...sample(mark).matchAll(/<path/g)].length;
  assert.equal(parts(line([], [])), 1);
  assert.equal(parts(line([], [], { walk: true })), 2);
  assert.equal(parts(dots([], [])), 1);
});
