import assert from "node:assert/strict";
import { test } from "node:test";
import { addPalette, colorOf, markerOf, styleOf } from "../src/palette.js";
import { PALETTE, STYLE } from "./page.js";

const sheet = () => document.head.lastElementChild.textContent;

test("colours are variables of the page, in both themes", () => {
  addPalette(PALETTE);
  assert.match(sheet(), /^:root\{--adamedu-adam:#111;--adamedu-theory:#111;\}/);
  assert.match(sheet(), /html\[data-theme=dark\].*\{--adamedu-adam:#eee;--adamedu-theory:#eee;\}$/);
  assert.equal(colorOf("adam"), "var(--adamedu-adam)");
});

test("who has no style looks like a reference", () => {
  assert.equal(styleOf("nobody"), PALETTE.theory);
  assert.equal(colorOf("nobody"), "var(--adamedu-theory)");
});

test("a later palette replaces styles, and takes none away", () => {
  addPalette({ adam: { ...STYLE, marker: "bar" } });
  assert.equal(markerOf("adam"), "M-6,-1.5H6V1.5H-6Z");
  assert.equal(styleOf("theory"), PALETTE.theory);
});
