import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeEngine, live as figureOf } from "./live.js";
import { FakeModel, window } from "./page.js";

const { asPython } = await import("../src/sharing.js");
const { PointArgument } = await import("../src/controls.js");

let engine;
const live = (state) => figureOf(engine, state);
const follow = (hash) => {
  location.hash = hash;
  window.dispatchEvent(new Event("hashchange"));
};

beforeEach(() => {
  engine = new FakeEngine();
  location.hash = "";
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

test("a link brings names whatever signs they have, also where a program escaped it", async () => {
  const words = ["SGD", "Adam + L2 & 10 % <b>?x=1#</b>"];
  const rule = new FakeModel({ index: 0, _options_labels: words });
  const state = { controls: { rule: "IPY_MODEL_2" }, options: { rule: ["0", "1"] } };
  const first = { ...state, defaults: { rule: 0 }, call: "named" };
  const { figure } = await figureOf(engine, first, { 2: rule });
  rule.set("index", 1);
  const hash = figure.link.split("chapter.html")[1];
  assert.ok(!/[<> ]|#.*#/.test(hash));
  for (const one of [hash, `#${encodeURIComponent(hash.slice(1))}`]) {
    rule.set("index", 0);
    follow(one);
    assert.equal(rule.get("index"), 1);
    assert.equal(figure.note.textContent, "");
  }
});

test("a link that is followed on the page itself sets the figure, and no other", async () => {
  const { figure, rate } = await live({ call: "here" });
  const other = await live({ call: "there" });
  rate.set("value", 0.1);
  other.rate.set("value", 0.1);
  follow("#here-1?lr=0.75");
  assert.equal(rate.get("value"), 0.75);
  follow("#here-1?"); // as it was at the start
  assert.equal(rate.get("value"), 0.5);
  assert.equal(other.rate.get("value"), 0.1);
  figure.dispose();
  follow("#here-1?lr=0.25");
  assert.equal(rate.get("value"), 0.5);
});

test("a broken address is not a link", async () => {
  location.hash = "#bad-1%E0%A4%A";
  const { figure } = await live({ call: "bad" });
  assert.equal(figure.root.dataset.drawn, "1");
  assert.equal(figure.note.textContent, "");
});

test("settings are copied as Python writes them", () => {
  const model = new FakeModel({ points: { start: null, end: [1, 2.5] } });
  const points = ["start", "end"].map((name) => new PointArgument(name, model));
  const rate = { name: "lr", json: "0.5" };
  const text = "lr=0.5, tuned=True, start=None, end=[1.0,2.5]";
  assert.equal(asPython([rate, { name: "tuned", json: "true" }, ...points]), text);
});
