import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Chart } from "../src/chart.js";
import { addPalette } from "../src/palette.js";
import { line, PALETTE, panel } from "./page.js";

const EVIL = '<img src=x onerror="alert(1)">';
const draw = (data, chart = new Chart(document.body)) => ({ chart, plot: chart.draw(data, 9) });
const texts = (chart) => [...chart.svg.querySelectorAll("text")].map((t) => t.textContent);

before(() => addPalette(PALETTE));

test("a chart of 320 pixels is 240 high, with room for the axes", () => {
  const { chart, plot } = draw(panel([]));
  assert.equal(chart.svg.getAttribute("width"), "320");
  assert.equal(chart.svg.getAttribute("height"), "240");
  assert.deepEqual(plot.frame, { left: 56, right: 302, top: 24, bottom: 198 });
  assert.deepEqual([plot.x(0), plot.x(10), plot.y(0), plot.y(10)], [56, 302, 198, 24]);
});

test("marks are clipped to the frame, each chart's by its own", () => {
  const [one, two] = [draw(panel([])).chart, draw(panel([])).chart];
  const ids = [one, two].map(({ svg }) => svg.querySelector("clipPath").id);
  assert.notEqual(ids[0], ids[1]);
  const marks = one.svg.querySelector(".marks");
  assert.equal(marks.getAttribute("clip-path"), `url(#${ids[0]})`);
  assert.equal(one.svg.querySelector("clipPath rect").getAttribute("width"), "246");
});

test("labels, titles and guides are text, whatever they hold", () => {
  const axis = { label: EVIL, lim: [0, 1], scale: "linear" };
  const guide = { kind: "guide", x: 0.5, y: null, label: EVIL };
  const { chart } = draw(panel([guide], { x: axis, y: axis, title: EVIL }));
  assert.equal(chart.element.querySelector("img"), null);
  assert.equal(texts(chart).filter((words) => words === EVIL).length, 4);
});

test("names of categories stand side by side, or turned where they have no room", () => {
  const named = (names) => draw(panel([], { x: { label: "", lim: null, scale: names } }));
  const { chart, plot } = named(["sgd", "adam"]);
  const adam = [...chart.svg.querySelectorAll("text")].find((t) => t.textContent === "adam");
  assert.equal(adam.getAttribute("x"), "240.5"); // 56 + 0.75 * 246
  assert.equal(adam.getAttribute("transform"), null);
  assert.equal(plot.frame.bottom, 198);
  const many = named(Array(7).fill("RMSprop, centered"));
  assert.match(many.chart.svg.querySelector("text").getAttribute("transform"), /^rotate/);
  assert.ok(many.plot.frame.bottom <= 198 - 17 * 4);
});

test("names at the left push the frame aside", () => {
  const y = { label: "", lim: null, scale: ["Robbins and Monro", "Polyak"] };
  assert.ok(draw(panel([], { y })).plot.frame.left >= 17 * 6.5);
});

test("so do long numbers, which keep clear of the axis's label", () => {
  const y = { label: "slope", lim: [-0.033, 0.027], scale: "linear" };
  const { chart, plot } = draw(panel([], { y }));
  const long = [...chart.svg.querySelectorAll("text")].find((t) => t.textContent === "−0.03");
  assert.ok(Number(long.getAttribute("x")) - 38.5 > 13 + 3); // its width; the label's foot
  assert.ok(plot.frame.left > 56);
});

test("ticks stand where their numbers are", () => {
  const axis = { label: "", lim: [-10, 0], scale: "linear" };
  const { chart } = draw(panel([], { x: axis, y: axis }));
  const [x, y] = [...chart.svg.querySelectorAll(".axes text")].filter(
    (tick) => tick.textContent === "−4",
  );
  assert.equal(x.getAttribute("x"), "203.6"); // 56 + 0.6 * 246
  assert.equal(y.getAttribute("y"), "97.6"); // 198 - 0.6 * 174, and 4 down
});

test("a chart is drawn again in its place", () => {
  const { chart } = draw(panel([line([0, 1], [0, 1])]));
  draw(panel([line([0, 1], [0, 1]), line([0, 1], [1, 0])]), chart);
  assert.equal(chart.svg.querySelectorAll(".marks path").length, 2);
  draw(panel([]), chart);
  assert.equal(chart.svg.querySelectorAll(".marks path").length, 0);
});

test("a field is drawn once, until it is another or gone", () => {
  const field = {
    ...{ key: "slope", nx: 3, ny: 2, xlim: [0, 10], ylim: [0, 10] },
    ...{ z: new Float64Array([0, 1, 2, 0, 1, 2]), levels: [0, 0.5, 1.5] },
  };
  const { chart } = draw(panel([], { field }));
  const areas = () => [...chart.svg.querySelectorAll(".field path")];
  const first = areas();
  assert.equal(first.length, 3);
  // At level 0.5 of a slope of 1 a grid step (123 px), the line is half a step in.
  assert.match(first[1].getAttribute("d"), /L117\.5,/);
  draw(panel([], { field }), chart);
  assert.equal(areas()[0], first[0]);
  draw(panel([], { field: { ...field, key: "other" } }), chart);
  assert.notEqual(areas()[0], first[0]);
  draw(panel([]), chart);
  assert.deepEqual(areas(), []);
});
