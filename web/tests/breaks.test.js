import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { editor, FakeEngine, live } from "./live.js";

const ADAM = "def adam():\n    step = a / b**0.5\n    return step";
const breaks = {
  "no root": ["    step = a / b**0.5", "    step = a / b"],
  "no a": ["    step = a / b**0.5", "    step = g / b**0.5"],
};
let figure;
const button = (words) =>
  [...figure.root.querySelectorAll(".adamedu-breaks button")].find((b) => b.textContent === words);
const states = () => Object.keys(breaks).map((words) => button(words).getAttribute("aria-pressed"));

beforeEach(async () => {
  ({ figure } = await live(new FakeEngine(), { rule: "adam", text: ADAM, breaks }));
});

test("a button edits the line that the reader sees, and puts it back", () => {
  assert.deepEqual(states(), ["false", "false"]);
  button("no root").click();
  assert.equal(editor.shown, "def adam():\n    step = a / b\n    return step");
  assert.deepEqual(states(), ["true", "false"]);
  assert.equal(button("no a").disabled, true);
  button("no root").click();
  assert.equal(editor.shown, ADAM);
  assert.deepEqual([states(), button("no a").disabled], [["false", "false"], false]);
});

test("what else the reader wrote stays, and by hand it is the same", () => {
  editor.type(ADAM.replace("def", "# mine\ndef"));
  button("no a").click();
  assert.equal(editor.shown, "# mine\ndef adam():\n    step = g / b**0.5\n    return step");
  editor.type(ADAM.replace("b**0.5", "b"));
  assert.deepEqual(states(), ["true", "false"]);
});

test("where the line is another, no button does anything", () => {
  editor.type("def adam():\n    return 1");
  assert.ok(button("no root").disabled && button("no a").disabled);
});

test("a figure has them only where it was asked for", async () => {
  ({ figure } = await live(new FakeEngine(), { rule: "adam", text: ADAM }));
  assert.equal(figure.root.querySelector(".adamedu-breaks"), null);
});
