import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Player } from "../src/player.js";
import "./page.js";

let frames; // what waits for the next frame
let drawn; // steps shown, at each drawing
let calm;

/** The screen shows a frame, `ms` after Play was pressed. */
function frame(ms) {
  const waiting = frames;
  frames = [];
  for (const tick of waiting) tick(1000 + ms);
}

function player(...steps) {
  const made = new Player(document.body, () => drawn.push(made.shown));
  made.fit(...steps);
  return made;
}

beforeEach(() => {
  frames = [];
  drawn = [];
  calm = false;
  globalThis.requestAnimationFrame = (tick) => frames.push(tick);
  globalThis.matchMedia = () => ({ matches: calm });
  Object.defineProperty(globalThis, "performance", { value: { now: () => 1000 }, writable: true });
});

test("at first all steps are shown", () => {
  const all = player(100);
  assert.equal(all.shown, Infinity);
  assert.equal(all.count.textContent, "step 100");
  assert.equal(all.range.value, "100");
  assert.equal(all.range.getAttribute("aria-valuetext"), "step 100 of 100");
});

test("steps have the numbers that they are given", () => {
  const some = player(3, [0, 10, 20, 30]);
  some.range.value = "2";
  some.range.oninput();
  assert.equal(some.count.textContent, "step 20");
  assert.equal(some.range.getAttribute("aria-valuetext"), "step 20 of 30");
});

test("without a walk there is no player", () => {
  assert.equal(player(0).element.hidden, true);
  assert.equal(player(1).element.hidden, false);
});

test("all steps take five seconds, and play ends with the last", () => {
  const { button } = player(100);
  button.click();
  assert.equal(button.textContent, "‖ Pause");
  for (const ms of [0, 50, 2500, 4999]) frame(ms);
  assert.deepEqual(drawn, [0, 1, 50, 99]);
  frame(5000);
  assert.equal(drawn.at(-1), Infinity);
  assert.equal(button.textContent, "↻ Replay");
  frame(6000);
  assert.equal(drawn.length, 5);
  assert.equal(frames.length, 0);
});

test("a clock that runs behind the frames shows no step before the first", () => {
  player(100).button.click();
  frame(-20);
  assert.deepEqual(drawn, [0]);
});

test("pause keeps the step, and play goes on from there", () => {
  const { button } = player(100);
  button.click();
  frame(2000);
  button.click();
  frame(2500);
  assert.deepEqual(drawn, [40, 40]);
  button.click();
  frame(1000);
  assert.deepEqual(drawn, [40, 40, 60]);
});

test("who moves the range takes over from play", () => {
  const some = player(100);
  some.button.click();
  frame(1000);
  some.range.value = "7";
  some.range.oninput();
  frame(2000);
  assert.deepEqual(drawn, [20, 7]);
});

test("at once all steps are shown, and nothing plays", () => {
  const some = player(100);
  some.button.click();
  frame(1000);
  some.finish();
  frame(2000);
  assert.deepEqual(drawn, [20, Infinity]);
});

test("who wants no motion gets a tenth of the steps at a press", () => {
  calm = true;
  const { button } = player(25);
  assert.equal(button.textContent, "▶ Some steps");
  for (let k = 0; k < 5; k++) button.click();
  assert.deepEqual(drawn, [0, 3, 6, 9, 12]);
  assert.equal(frames.length, 0);
});

test("a figure waits at step 0, and plays by itself once", () => {
  const some = player(100);
  some.wait();
  assert.deepEqual([some.shown, some.automatic], [0, true]);
  some.begin();
  frame(2500);
  some.begin();
  frame(5000);
  assert.deepEqual(drawn, [0, 50, Infinity]);
  assert.equal(some.automatic, false);
  some.begin();
  frame(6000);
  assert.deepEqual(drawn, [0, 50, Infinity]);
});

const touches = {
  "the button, which stops it": [(some) => some.button.click(), 50],
  "the range, which goes where it is": [(some) => some.stand(7), 7],
  "something else, which shows the end": [(some) => some.interrupt(), Infinity],
};
for (const [what, [touch, shown]] of Object.entries(touches)) {
  test(`what plays by itself ends by a touch of ${what}`, () => {
    const some = player(100);
    some.wait();
    some.begin();
    frame(2500);
    touch(some);
    frame(3000);
    assert.deepEqual([some.shown, some.automatic, frames.length], [shown, false, 0]);
  });
}

test("a touch does not end a play that was asked for", () => {
  const some = player(100);
  some.button.click();
  frame(2500);
  some.interrupt();
  frame(3000);
  assert.equal(some.shown, 60);
});

test("who wants no motion sees the end, and nothing plays by itself", () => {
  calm = true;
  const some = player(100);
  some.wait();
  some.begin();
  assert.deepEqual([some.shown, some.automatic, frames.length], [Infinity, false, 0]);
});

test("without steps nothing waits", () => {
  const some = player(100);
  some.wait();
  some.fit(0);
  assert.deepEqual([some.shown, some.automatic], [Infinity, false]);
});

test("on an axis of powers the first steps are played slower", () => {
  const { button } = player(99, [], true);
  button.click();
  for (const ms of [0, 2510, 3751]) frame(ms);
  assert.deepEqual(drawn, [0, 9, 30]); // 100 ** (1 / 2) - 1, 100 ** (3 / 4) - 1
  button.click();
  button.click();
  frame(1251);
  assert.deepEqual(drawn.slice(3), [30, 97]);
});

test("what a question holds stands at step 0, for who wants no motion too", () => {
  for (calm of [false, true]) {
    const some = player(100);
    some.hold();
    assert.deepEqual([some.shown, frames.length], [0, 0]);
    some.begin();
    assert.deepEqual([some.shown, frames.length], calm ? [Infinity, 0] : [0, 1]);
    frame(2500);
    some.hold();
    frame(3000);
    assert.equal(some.shown, 0);
  }
});
