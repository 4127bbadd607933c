// What the widget's stub calls: draw a live figure into its place.
import wasm from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import quickText from "worker/python/worker.js";
import workerText from "worker/worker.js";
import { Engine } from "./engine.js";
import { Engines } from "./engines.js";
import css from "./figure.css" with { type: "text" };
import { Figure } from "./figure.js";
import { addPalette, addStyle } from "./palette.js";

/** @import { Heart, Lab, Model } from "./types.js" */

/** @type {Map<Heart, Engines>} one for each heart: a Python imports a module once */
const engines = new Map();

/** @param {Heart} heart */
function engineFor(heart) {
  const known = engines.get(heart);
  if (known) return known;
  const made = new Engines(new Engine(heart, quickText), new Engine(heart, workerText, wasm));
  addPalette(heart.palette);
  engines.set(heart, made);
  return made;
}

/**
 * In JupyterLab, a notebook that asks gets its questions with its first figure.
 * @param {Lab["model"]["widget_manager"]} manager
 */
function startQuestions({ context, kernel }) {
  const cells = [...(context?.model?.cells ?? [])];
  if (!cells.some((cell) => cell.sharedModel.getSource().includes("{predict}"))) return;
  const code = `get_ipython().extension_manager.load_extension("adamedu.questions.lab")`;
  kernel?.requestExecute({ code, silent: true, store_history: false });
}

/**
 * @param {{ model: Model, el: HTMLElement }} context
 * @param {Heart} heart
 */
async function render({ model, el }, heart) {
  const figure = new Figure(engineFor(heart), model, el);
  await figure.start();
  startQuestions(/** @type {any} */ (model).widget_manager);
  return () => figure.dispose();
}

addStyle(css);
globalThis.AdamEdu = { render };
