import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { editor, FakeEngine, Figure, live as figureOf, scene, settled, walk } from "./live.js";
import { FakeModel } from "./page.js";

const { hold } = await import("../src/held.js");
const { PATIENCE } = await import("../src/engine.js");

let engine;
const live = (...state) => figureOf(engine, ...state);

beforeEach(() => {
  engine = new FakeEngine();
  location.hash = "";
});

test("a figure loads its source, and is drawn at its settings", async () => {
  const { figure } = await live();
  assert.deepEqual(engine.loads, [[["<figure>", "text"]]]);
  assert.deepEqual(engine.calls, ['{"lr":0.5}']);
  assert.equal(figure.root.dataset.drawn, "1");
  assert.equal(figure.root.getAttribute("aria-busy"), "false");
  assert.equal(figure.root.querySelector("svg[role=img]").getAttribute("aria-label"), "words");
  assert.equal(figure.player.frames, 2);
});

test("while Python computes, only the last of many changes waits", async () => {
  const { figure, rate } = await live();
  engine.slow = true;
  for (const value of [0.1, 0.2, 0.3]) rate.set("value", value);
  await settled();
  assert.equal(figure.root.getAttribute("aria-busy"), "true");
  engine.slow = false;
  engine.waiting[0]();
  await settled();
  assert.deepEqual(engine.calls.slice(1), ['{"lr":0.1}', '{"lr":0.3}']);
  assert.equal(figure.root.getAttribute("aria-busy"), "false");
});

test("a slow figure says that it computes, until it is drawn", async () => {
  const { figure, rate } = await live();
  mock.timers.enable({ apis: ["setTimeout"] });
  engine.slow = true;
  engine.answer = { value: scene([], { text: "done" }) };
  rate.set("value", 0.1);
  mock.timers.tick(999);
  assert.equal(figure.message.element.textContent, "");
  mock.timers.tick(1);
  assert.equal(figure.message.element.textContent, "Computing …");
  engine.waiting[0]();
  await settled();
  assert.equal(figure.message.element.textContent, "done");
  engine.slow = false;
  rate.set("value", 0.2);
  await settled();
  mock.timers.tick(5000);
  assert.equal(figure.message.element.textContent, "done");
  mock.timers.reset();
});

test("a rule of the heart is edited from the heart's text", async () => {
  const { figure, model } = await live({ rule: "sgd" });
  assert.equal(figure.original, "def sgd(): pass\n");
  assert.match(editor.label, /sgd/);
  assert.deepEqual(engine.loads[0][1], ["<your code>", "def sgd(): pass\n", "sgd"]);
  await editor.apply("def sgd(): return 1");
  assert.deepEqual(engine.loads[1][1], ["<your code>", "def sgd(): return 1", "sgd"]);
  assert.equal(model.get("text"), "def sgd(): return 1");
  assert.equal(engine.calls.length, 2);
});

test("a rule of the notebook is its own text", async () => {
  const { figure } = await live({ rule: "sgd", text: "def sgd(): mine" });
  assert.equal(figure.original, "def sgd(): mine");
  assert.deepEqual(engine.loads[0][1], ["<your code>", "def sgd(): mine", "sgd"]);
});

test("an emptied editor is empty, and not the book's rule again", async () => {
  await live({ rule: "sgd" });
  await editor.apply("");
  assert.deepEqual(engine.loads[1][1], ["<your code>", "", "sgd"]);
});

test("only what a reader wrote is stopped", async () => {
  await live({ rule: "sgd" });
  assert.deepEqual(engine.patience, [undefined, undefined]);
  await editor.apply("def sgd(): while True: pass");
  assert.deepEqual(engine.patience.slice(2), [PATIENCE, PATIENCE]);
  await editor.apply("def sgd(): pass\n");
  assert.deepEqual(engine.patience.slice(4), [undefined, undefined]);
});

test("an error is told, at the line of the editor, and gone with the next drawing", async () => {
  const { figure } = await live({ rule: "sgd" });
  const trace = 'File "<your code>", line 1';
  engine.answer = { error: { kind: "NameError", message: "no x", trace } };
  await editor.apply("def sgd(): x");
  assert.match(figure.message.element.textContent, /^Line 1: NameError: no x/);
  assert.ok(figure.message.element.classList.contains("adamedu-error"));
  assert.equal(editor.lines.at(-1), 1);
  engine.answer = { value: scene([]) };
  await editor.apply("def sgd(): pass\n");
  assert.equal(figure.message.element.classList.contains("adamedu-error"), false);
  assert.equal(editor.lines.at(-1), 0);
});

test("what was said goes as soon as the text changes", async () => {
  engine.answer = { value: scene([], { text: "Right." }) };
  const { figure } = await live({ rule: "sgd" });
  const words = () => figure.message.element.textContent;
  assert.equal(words(), "Right.");
  editor.type("def sgd(): x");
  assert.equal(words(), "");
  assert.ok(figure.root.hasAttribute("data-old"));
  await editor.apply("def sgd(): pass # again");
  assert.equal(words(), "Right.");
  assert.ok(!figure.root.hasAttribute("data-old"));
});

test("what an earlier text gives is not shown", async () => {
  const { figure } = await live({ rule: "sgd" });
  const words = () => figure.message.element.textContent;
  engine.slow = true;
  engine.answer = { value: scene([], { text: "Right." }) };
  const first = editor.apply("def sgd(): pass # one");
  await settled();
  editor.type("def sgd(): pass # two");
  engine.slow = false;
  engine.waiting[0]();
  await first;
  assert.equal(words(), "");
  engine.answer = { error: { kind: "NameError", message: "no x", trace: "" } };
  await editor.apply("def sgd(): pass # two");
  assert.match(words(), /no x/);
});

test("reset takes back controls, points and the rule", async () => {
  const { figure, model, rate } = await live({ rule: "sgd", points: { start: null } });
  rate.set("value", 0.9);
  model.set("points", { start: [1, 2] });
  editor.shown = "edited";
  figure.reset();
  assert.equal(rate.get("value"), 0.5);
  assert.deepEqual(model.get("points"), { start: null });
  assert.equal(editor.shown, figure.original);
});

test("words before a blank line are the message, the rest is code", async () => {
  engine.answer = { value: scene([], { text: "Right.\n\na = 1\n\nb = 2" }) };
  const { figure } = await live();
  const [words, code] = figure.message.element.childNodes;
  assert.equal(words.textContent, "Right.");
  assert.equal(code.textContent, "a = 1\n\nb = 2");
});

test("the player counts by the longest walk's own numbers", async () => {
  const tens = walk(3, { x: [0, 10, 20, 30] });
  engine.answer = { value: scene([walk(1), tens]) };
  const { figure } = await live();
  assert.equal(figure.player.frames, 3);
  assert.equal(figure.player.count.textContent, "step 0");
  figure.player.finish();
  assert.equal(figure.player.count.textContent, "step 30");
});

test("a figure that is gone hears nothing", async () => {
  const { figure, model, rate } = await live({ points: { start: null } });
  figure.dispose();
  rate.set("value", 0.1);
  model.set("points", { start: [1, 2] });
  await settled();
  assert.equal(engine.calls.length, 1);
});

test("where a figure is alive, its place goes and its controls come", async () => {
  const output = document.createElement("div");
  output.className = "cell_output";
  output.innerHTML = '<div class="adamedu-place"><img></div><div class="adamedu-interact"></div>';
  document.body.append(output);
  const box = output.lastElementChild;
  const state = { source: "", controls: {}, options: {}, points: {}, defaults: {}, call: "f" };
  await new Figure(engine, new FakeModel({ ...state, rule: "", text: "" }), box).start();
  assert.equal(output.querySelector("img"), null);
  assert.ok(box.classList.contains("adamedu-ready"));
  assert.equal(box.getAttribute("role"), "group");
});

const drawnSteps = ({ root }) => root.querySelector(".marks path").getAttribute("d").match(/[ML]/g);

test("a figure stands at step 0, without the words of its end, until it has played", async () => {
  const { figure, rate } = await live();
  assert.equal(drawnSteps(figure).length, 1);
  assert.ok(figure.root.hasAttribute("data-before"));
  figure.player.finish();
  assert.equal(drawnSteps(figure).length, 3);
  assert.ok(!figure.root.hasAttribute("data-before"));
  figure.player.stand(1);
  rate.set("value", 0.1);
  await settled();
  assert.equal(drawnSteps(figure).length, 2);
});

test("a control that is touched shows the end", async () => {
  const { figure, rate } = await live();
  rate.set("value", 0.1);
  await settled();
  assert.equal(drawnSteps(figure).length, 3);
});

test("so does a figure that failed, which says why", async () => {
  engine.answer = { error: { kind: "NameError", message: "no x", trace: "" } };
  const { figure } = await live();
  assert.ok(!figure.root.hasAttribute("data-before"));
});

/** A figure whose steps are an argument. */
async function played() {
  const steps = new FakeModel({ _model_name: "PlayModel", value: 3, min: 0, max: 3 });
  const state = { controls: { steps: "IPY_MODEL_2" }, defaults: { steps: 3 } };
  engine.answer = { value: scene([]) };
  return { steps, ...(await live(state, { 2: steps })) };
}

test("steps that are an argument are played, too", async () => {
  const { figure, steps } = await played();
  assert.deepEqual(engine.calls, ['{"steps":0}']);
  assert.equal(figure.player.frames, 3);
  assert.ok(!figure.root.hasAttribute("data-before"));
  figure.player.stand(2);
  await settled();
  figure.reset();
  await settled();
  assert.deepEqual(engine.calls, ['{"steps":0}', '{"steps":2}', '{"steps":3}']);
  assert.equal(steps.get("value"), 3);
});

test("a link to a step shows it, and plays nothing", async () => {
  location.hash = `#race-${(await played()).figure.key.split("-")[1] - -1}?steps=2`;
  engine.calls = [];
  const { figure } = await played();
  assert.deepEqual(engine.calls, ['{"steps":2}']);
  assert.deepEqual([figure.player.shown, figure.player.automatic], [2, false]);
});

test("a figure that a question holds begins when it is let go", async () => {
  const place = document.createElement("figure");
  document.body.append(place);
  hold(place, true);
  const { figure } = await live({}, {}, place);
  let seen = 0;
  figure.player.begin = () => seen++;
  assert.equal(drawnSteps(figure).length, 1);
  globalThis.IntersectionObserver = class {
    constructor(look) {
      this.observe = () => look([{ intersectionRatio: 1, intersectionRect: {} }]);
    }
    disconnect() {}
  };
  hold(place, false);
  assert.equal(seen, 1);
  figure.dispose();
  hold(place, false);
  assert.equal(seen, 1);
});
