import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeEngine, live as figureOf } from "./live.js";
import { FakeModel } from "./page.js";

const { asPython } = await import("../src/sharing.js");
const { PointArgument } = await import("../src/controls.js");

let engine;
const live = (state) => figureOf(engine, state);

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

test("settings are copied as Python writes them", () => {
  const model = new FakeModel({ points: { start: null, end: [1, 2.5] } });
  const points = ["start", "end"].map((name) => new PointArgument(name, model));
  const rate = { name: "lr", json: "0.5" };
  const text = "lr=0.5, tuned=True, start=None, end=[1.0,2.5]";
  assert.equal(asPython([rate, { name: "tuned", json: "true" }, ...points]), text);
});
