// A live figure on a page without a browser: its engine and its editor are played.
import { FakeModel, line, PALETTE, panel } from "./page.js";

document.documentElement.dataset.content_root = "./"; // a page of the book
const { Figure } = await import("../src/figure.js");
const { addPalette } = await import("../src/palette.js");

export { Figure };

export const walk = (steps, more) => {
  const numbers = Array.from({ length: steps + 1 }, (_, k) => k);
  return line(numbers, numbers, { walk: true, label: "Adam", ...more });
};
export const scene = (marks, more = {}) => ({
  panels: [panel(marks)],
  alt: "words",
  text: "",
  ...more,
});
export const settled = () => new Promise(setImmediate);

/** An engine that answers each call when the test says so, or at once. */
export class FakeEngine {
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

/** The editor of the last figure that has one. */
export let editor;

/**
 * @param {FakeEngine} engine
 * @param {object} [state] of the widget, where it is another than usual
 * @param {object} [more] controls by name
 * @param {Element} [parent]
 */
export async function live(engine, state = {}, more = {}, parent = document.body) {
  const rate = new FakeModel({ _model_name: "FloatSliderModel", value: 0.5, min: 0, max: 1 });
  const plain = { source: "text", controls: { lr: "IPY_MODEL_1" }, options: {}, points: {} };
  const model = new FakeModel(
    { ...plain, defaults: { lr: 0.5 }, call: "race", rule: "", text: "", ...state },
    { 1: rate, ...more },
  );
  const place = document.createElement("div");
  parent.append(place);
  const figure = new Figure(engine, model, place);
  await figure.start();
  return { figure, model, rate, place };
}

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
    setText: type,
    markLine: (at) => editor.lines.push(at),
  };
};
