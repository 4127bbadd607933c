import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { FakeEngine, live as figureOf, scene, settled, walk } from "./live.js";
import { line, panel } from "./page.js";

const legend = (figure) => [...figure.legend.children].map((item) => item.textContent);

let engine;
const live = (state) => figureOf(engine, state);

beforeEach(() => {
  engine = new FakeEngine();
  location.hash = "";
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
