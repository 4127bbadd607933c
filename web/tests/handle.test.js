import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Chart } from "../src/chart.js";
import { Handle } from "../src/handle.js";
import { addPalette } from "../src/palette.js";
import { PALETTE, panel, window } from "./page.js";

// The window is 10 wide and high, from pixel 56 to 302 and from 198 up to 24.
function handle(point) {
  const chart = new Chart(document.body);
  const plot = chart.draw(panel([]), 0);
  const moves = [];
  const made = new Handle(chart, "start", (to) => moves.push(to));
  made.place(point, plot);
  const press = (key, shiftKey = false) => {
    const event = new window.KeyboardEvent("keydown", { key, shiftKey, cancelable: true });
    made.element.dispatchEvent(event);
    return event;
  };
  const click = (clientX, clientY) =>
    chart.svg.dispatchEvent(new window.MouseEvent("click", { clientX, clientY }));
  return { element: made.element, moves, press, click };
}

before(() => addPalette(PALETTE));

test("a handle stands at its point, and says where that is", () => {
  const { element } = handle([5, 2.5]);
  assert.equal(element.style.left, "179px");
  assert.equal(element.style.top, "154.5px");
  assert.equal(element.getAttribute("aria-valuetext"), "5, 2.5");
  assert.equal(element.getAttribute("aria-valuemin"), "0");
  assert.equal(element.getAttribute("aria-valuemax"), "10");
  assert.equal(element.getAttribute("aria-valuenow"), "5");
  assert.match(element.getAttribute("aria-label"), /^start point/);
});

test("an arrow moves it by a fiftieth of the window, with Shift by a tenth", () => {
  const { moves, press } = handle([5, 5]);
  press("ArrowLeft");
  press("ArrowRight");
  press("ArrowUp");
  press("ArrowDown", true);
  assert.deepEqual(moves, [
    [4.8, 5],
    [5.2, 5],
    [5, 5.2],
    [5, 4],
  ]);
});

test("the page does not scroll with the arrows, other keys do what they do", () => {
  const { moves, press } = handle([5, 5]);
  assert.equal(press("ArrowUp").defaultPrevented, true);
  assert.equal(press("Tab").defaultPrevented, false);
  assert.equal(moves.length, 1);
});

test("on a slide, which is zoomed, a click is at the point under it", () => {
  const { moves, click } = handle([5, 5]);
  const svg = [...document.querySelectorAll("svg")].at(-1);
  const width = 2 * Number(svg.getAttribute("width"));
  svg.getBoundingClientRect = () => ({ left: 100, top: 10, width });
  click(100 + 2 * 179, 10 + 2 * 154.5);
  assert.deepEqual(moves, [[5, 2.5]]);
});

test("it stays inside the window", () => {
  const { moves, press, click } = handle([9.95, 0.05]);
  press("ArrowRight");
  press("ArrowDown");
  click(1000, -1000);
  assert.deepEqual(moves, [
    [10, 0.05],
    [9.95, 0],
    [10, 10],
  ]);
});

test("a click brings it there, on a grid of a thousandth of the window", () => {
  const { moves, click } = handle([5, 5]);
  click(56 + 246 / 3, 198 - 174 / 4);
  assert.deepEqual(moves, [[3.33, 2.5]]);
});
