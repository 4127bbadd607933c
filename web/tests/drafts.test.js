import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { editor, FakeEngine, live as figureOf, scene } from "./live.js";

const { keep, recall } = await import("../src/memory.js");

let engine;
const live = (state) => figureOf(engine, state);

beforeEach(() => {
  engine = new FakeEngine();
  location.hash = "";
});

/** The key of the next figure of that name. */
const next = ({ key }) => key.replace(/\d+$/, (n) => Number(n) + 1);

test("a text is there after a reload, in place of the text that it was written over", async () => {
  const { figure } = await live({ rule: "sgd" });
  await editor.apply("mine");
  const { drafts } = recall();
  const draft = { text: "mine", original: figure.original };
  assert.deepEqual(drafts[`chapter#${figure.key}`], draft);
  keep((memory) => {
    memory.drafts[`chapter#${next(figure)}`] = draft;
  });
  const again = (await live({ rule: "sgd" })).figure;
  assert.equal(editor.shown, "mine");
  assert.match(again.before.textContent, /your text from before/);
  again.reset();
  assert.equal(again.before.isConnected, false);
  await editor.apply(again.original);
  assert.equal(recall().drafts[`chapter#${again.key}`], undefined);
  keep((memory) => {
    memory.drafts[`chapter#${next(again)}`] = { ...draft, original: "of an earlier edition" };
  });
  const other = (await live({ rule: "sgd" })).figure;
  assert.equal(editor.shown, other.original);
  assert.equal(other.before, undefined);
});

test("an exercise that was right once is solved", async () => {
  const answer = engine.answer;
  engine.answer = { value: scene([], { text: "✓ Right" }) };
  await live({ call: "race" });
  assert.deepEqual(recall().done, {});
  const { figure } = await live({ call: "exercise", rule: "sgd" });
  const solved = { solved: [figure.key], of: 0 };
  assert.deepEqual(recall().done, { chapter: solved });
  engine.answer = { value: scene([], { text: "Not yet." }) };
  await editor.apply("worse");
  assert.deepEqual(recall().done, { chapter: solved });
  engine.answer = answer;
});
