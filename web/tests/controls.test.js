import assert from "node:assert/strict";
import { test } from "node:test";
import { Control, PointArgument } from "../src/controls.js";
import { FakeModel } from "./page.js";

const slider = (kind, value, more = {}) => {
  const model = new FakeModel({ _model_name: `${kind}Model`, value, min: 0, max: 10, ...more });
  return new Control("x", model, undefined, value);
};
const float = (value) => slider("FloatSlider", value);
const int = (value) => slider("IntSlider", value);
const log = (value) => slider("FloatLogSlider", value, { base: 10, min: -3, max: 0 });
const choice = (index) => {
  const labels = ["none", "half", "all"];
  const model = new FakeModel({ _model_name: "DropdownModel", index, _options_labels: labels });
  return new Control("x", model, ["null", "0.5", '"all"'], 0);
};
const point = (value) => new PointArgument("start", new FakeModel({ points: { start: value } }));

test("Python reads each value back with its own type", () => {
  assert.equal(float(2).json, "2.0");
  assert.equal(float(-3).json, "-3.0");
  assert.equal(float(0.001).json, "0.001");
  assert.equal(float(1e-7).json, "1e-7");
  assert.equal(float(1e21).json, "1e+21");
  assert.equal(int(2).json, "2");
  assert.equal(slider("Checkbox", true).json, "true");
  assert.equal(slider("Text", 'a"b').json, '"a\\"b"');
  assert.deepEqual(
    [0, 1, 2].map((k) => choice(k).json),
    ["null", "0.5", '"all"'],
  );
});

test("a point is a list of floats, or left to the figure", () => {
  assert.equal(point([1, -0.5]).json, "[1.0,-0.5]");
  assert.equal(point(null).json, "null");
});

test("the words of a link are read back", () => {
  const controls = [
    [float(0), 0.123456],
    [int(0), 7],
    [log(1), 0.0501187],
    [slider("Checkbox", false), true],
  ];
  for (const [control, value] of controls) {
    const before = control.model.get("value");
    control.set(value);
    const { words } = control;
    control.set(before);
    assert.equal(control.read(words), true);
    assert.equal(control.model.get("value"), value);
  }
  const selection = choice(0);
  assert.equal(selection.read("half"), true);
  assert.equal(selection.json, "0.5");
  assert.equal(selection.words, "half");
});

test("a link's float has six digits, a whole number all", () => {
  assert.equal(float(1 / 3).words, "0.333333");
  assert.equal(slider("IntSlider", 12345678).words, "12345678");
});

test("what a control cannot have is refused, and nothing changes", () => {
  const wrong = [
    [float(5), ["10.1", "-0.1", "Infinity", "-Infinity", "NaN", "", " ", "five", "1,2"]],
    [int(5), ["11", "-1", "2.5", ""]],
    [log(0.1), ["1.1", "0.0009", "0", "-1"]],
    [slider("Checkbox", true), ["1", "", "False"]],
  ];
  for (const [control, all] of wrong) {
    const before = control.model.get("value");
    for (const words of all) assert.equal(control.read(words), false, words);
    assert.equal(control.model.get("value"), before);
    assert.equal(control.model.saved, 0);
  }
  assert.equal(choice(0).read("third"), false);
});

test("a bound is in reach, though a link rounds it", () => {
  assert.equal(float(5).read("10"), true);
  const bound = slider("FloatSlider", 0.1, { max: 1 / 3 });
  assert.equal(bound.read("0.333334"), false);
  assert.equal(slider("FloatSlider", 0.1, { max: 2 / 3 }).read("0.666667"), true);
  assert.equal(log(0.1).read("0.001"), true);
});

test("a link's point has two numbers", () => {
  for (const words of ["1", "1,2,3", "1,", ",2", "a,b", "1,Infinity", ""]) {
    const start = point([3, 4]);
    assert.equal(start.read(words), false, words);
    assert.deepEqual(start.value, [3, 4]);
  }
  const start = point(null);
  assert.equal(start.read("-1.25,0.5"), true);
  assert.deepEqual(start.value, [-1.25, 0.5]);
  assert.equal(start.words, "-1.25,0.5");
});

test("a change is noticed, saved, and taken back", () => {
  for (const [control, value] of [
    [float(5), 6],
    [choice(0), 2],
    [point(null), [1, 2]],
  ]) {
    assert.equal(control.changed, false);
    control.set(value);
    assert.equal(control.changed, true);
    assert.equal(control.model.saved, 1);
    control.reset();
    assert.equal(control.changed, false);
  }
});

test("a point leaves the others alone", () => {
  const model = new FakeModel({ points: { start: null, end: [5, 6] } });
  new PointArgument("start", model).set([1, 2]);
  assert.deepEqual(model.get("points"), { start: [1, 2], end: [5, 6] });
});

test("a slider's handle is named, a log slider's says its value", async () => {
  const { window } = await import("./page.js");
  const el = window.document.createElement("div");
  el.innerHTML = '<i role="slider"></i><b class="widget-readout" contenteditable="true">0.05</b>';
  const control = log(0.05);
  control.model.state.description = "rate";
  control.model.views = { one: Promise.resolve({ el }) };
  await control.describe();
  const [handle, readout] = el.children;
  assert.equal(handle.getAttribute("aria-label"), "rate");
  assert.equal(handle.getAttribute("aria-valuetext"), "0.05");
  assert.equal(readout.getAttribute("role"), "textbox");
  assert.equal(readout.getAttribute("aria-label"), "rate, value");
});
