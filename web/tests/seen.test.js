import assert from "node:assert/strict";
import { test } from "node:test";
import { whenSeen } from "../src/seen.js";
import "./page.js";

/** Whether an element was seen, of which so much is on a screen of 900 px. */
function seen(...views) {
  let look;
  let acts = 0;
  globalThis.innerHeight = 900;
  globalThis.IntersectionObserver = class {
    constructor(callback) {
      look = callback;
    }
    observe() {}
    disconnect() {
      look = () => {};
    }
  };
  whenSeen(document.body, () => acts++);
  for (const [intersectionRatio, height] of views) {
    look([{ intersectionRatio, intersectionRect: { height } }]);
  }
  return acts;
}

test("an element is seen when most of it is on the screen, or it fills most of that", () => {
  assert.equal(seen([0, 0], [0.59, 200]), 0);
  assert.equal(seen([0.2, 100], [0.61, 300]), 1);
  assert.equal(seen([0.3, 541]), 1);
  assert.equal(seen([0, 0]), 0);
});

test("it is seen once", () => {
  assert.equal(seen([1, 300], [0, 0], [1, 300]), 1);
});
