import assert from "node:assert/strict";
import { before, beforeEach, mock, test } from "node:test";
import { FakeModel, line, PALETTE, panel } from "./page.js";

document.documentElement.dataset.content_root = "./"; // a page of the book
const { Figure } = await import("../src/figure.js");
const { addPalette } = await import("../src/palette.js");
const { PATIENCE } = await import("../src/engine.js");
const { keep, recall } = await import("../src/memory.js");

const walk = (steps, more) => {
  const numbers = Array.from({ length: steps + 1 }, (_, k) => k);
  return line(numbers, numbers, { walk: true, label: "Adam", ...more });
};
const scene = (marks, more = {}) => ({ panels: [panel(marks)], alt: "words", text: "", ...more });
const settled = () => new Promise(setImmediate);

/** An engine that answers each call when the test says so, or at once. */
class FakeEngine {
  heart = { files: {}, rules: { sgd: "def sgd(): pass\n" }, palette: {} };
  loads = [];
  calls = [];
  patience = [];
  answer = { value: scene([walk(2)]) };
  waiting = [];
  slow = false;

  async load(_key, texts, patience) {
    this.loads.push(texts);
    this.patience.push(patience);
    return {};
  }

  async call(_key, _name, args, patience) {
    this.calls.push(args);
    this.patience.push(patience);
    if (this.slow) await new Promise((go) => this.waiting.push(go));
    return this.answer;
  }
}

let engine;
let editor;

async function live(state = {}) {
  const rate = new FakeModel({ _model_name: "FloatSliderModel", value: 0.5, min: 0, max: 1 });
  const plain = { source: "text", controls: { lr: "IPY_MODEL_1" }, options: {}, points: {} };
  const model = new FakeModel(
    { ...plain, defaults: { lr: 0.5 }, call: "race", rule: "", text: "", ...state },
    { 1: rate },
  );
  const place = document.createElement("div");
  document.body.append(place);
  const figure = new Figure(engine, model, place);
  await figure.start();
  return { figure, model, rate, place };
}

const legend = (figure) => [...figure.legend.children].map((item) => item.textContent);

before(() => {
  addPalette(PALETTE);
  globalThis.AdamEduEditor = (_parent, text, label, touched, apply) => {
    const type = (to) => {
      editor.shown = to;
      touched();
    };
    const write = (to) => {
      type(to);
      return apply(to);
    };
    editor = { label, type, apply: write, shown: text, lines: [] };
    return {
      text: () => editor.shown,
      setText: (to) => {
        editor.shown = to;
      },
      markLine: (at) => editor.lines.push(at),
    };
  };
});
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

test("a link brings what has changed, to the figure it was copied from", async () => {
  const { figure, rate } = await live({ call: "linked" });
  assert.match(figure.link, /chapter\.html#linked-1\?$/);
  rate.set("value", 0.25);
  assert.match(figure.link, /chapter\.html#linked-1\?lr=0\.25$/);
  location.hash = "#again-1?lr=0.25";
  const there = await live({ call: "again" });
  assert.equal(there.rate.get("value"), 0.25);
  assert.deepEqual(engine.calls.at(-1), '{"lr":0.25}');
  const second = await live({ call: "again" });
  assert.equal(second.figure.key, "again-2");
  assert.equal(second.rate.get("value"), 0.5);
});

test("a link that does not fit is told, and changes nothing", async () => {
  location.hash = "#odd-1?lr=7&size=2";
  const { figure, rate } = await live({ call: "odd" });
  assert.equal(rate.get("value"), 0.5);
  assert.match(figure.note.textContent, /lr=7 does not fit.*size=2 does not fit/);
});

test("settings are copied as Python writes them", async () => {
  const { figure } = await live({ points: { start: null, end: [1, 2.5] } });
  assert.equal(figure.state, "lr=0.5, start=None, end=[1.0,2.5]");
});

test("the legend names each label once, walks first, and holds only text", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  const dots = { kind: "dots", x: [1], y: [1], style: "adam", label: evil };
  const guide = { kind: "guide", x: 1, y: null, label: "guide" };
  engine.answer = { value: scene([dots, guide, line([0], [0]), walk(1), walk(1)]) };
  const { figure } = await live();
  assert.deepEqual(legend(figure), ["Adam", evil]);
  assert.equal(figure.root.querySelector("img"), null);
});

test("words before a blank line are the message, the rest is code", async () => {
  engine.answer = { value: scene([], { text: "Right.\n\na = 1\n\nb = 2" }) };
  const { figure } = await live();
  const [words, code] = figure.message.element.childNodes;
  assert.equal(words.textContent, "Right.");
  assert.equal(code.textContent, "a = 1\n\nb = 2");
});

test("a scene may have more panels, and fewer again", async () => {
  const { figure, rate } = await live();
  const panels = () => figure.root.querySelectorAll(".adamedu-panel").length;
  engine.answer = { value: { panels: [panel([]), panel([]), panel([])], alt: "", text: "" } };
  rate.set("value", 0.1);
  await settled();
  assert.equal(panels(), 3);
  engine.answer = { value: scene([]) };
  rate.set("value", 0.2);
  await settled();
  assert.equal(panels(), 1);
});

test("the player counts by the longest walk's own numbers", async () => {
  const tens = walk(3, { x: [0, 10, 20, 30] });
  engine.answer = { value: scene([walk(1), tens]) };
  const { figure } = await live();
  assert.equal(figure.player.frames, 3);
  assert.equal(figure.player.count.textContent, "step 30");
});

test("a handle moves its argument", async () => {
  engine.answer = {
    value: { panels: [panel([], { drag: ["start", [5, 5]] })], alt: "", text: "" },
  };
  const { figure, model } = await live({ points: { start: null } });
  const handle = figure.root.querySelector(".adamedu-handle");
  handle.dispatchEvent(new document.defaultView.KeyboardEvent("keydown", { key: "ArrowUp" }));
  assert.deepEqual(model.get("points"), { start: [5, 5.2] });
  await settled();
  assert.equal(engine.calls.at(-1), '{"lr":0.5,"start":[5.0,5.2]}');
  assert.equal(figure.root.querySelectorAll(".adamedu-handle").length, 1);
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
