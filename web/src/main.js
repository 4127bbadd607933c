// What the widget's stub calls: draw a live figure into its place.
import quickText from "worker/python/worker.js";
import { Engine } from "./engine.js";
import { Engines } from "./engines.js";
import css from "./figure.css" with { type: "text" };
import { Figure } from "./figure.js";
import { addPalette, addStyle } from "./palette.js";

/** @import { Heart, Lab, Model, Script } from "./types.js" */

const HOUR = 3600_000; // ms: the kernel answers after all queued cells
const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;
/** @type {Promise<Script> | undefined} */
let whole;

/** @type {Map<Heart, Engines>} one for each heart: a Python imports a module once */
const engines = new Map();

/**
 * MicroPython's script: in the book beside this one, in JupyterLab from the kernel.
 * @param {Lab["experimental"]} experimental
 * @returns {Promise<Script>}
 */
async function loadWhole(experimental) {
  const name = "adamedu-whole.js";
  let src = `${here?.replace(/[^/]*$/, name)}`;
  if (src.startsWith("blob:")) {
    const signal = AbortSignal.timeout(HOUR);
    const [, [script]] = await experimental.invoke("script", name, { signal });
    src = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  }
  await new Promise((done, failed) => {
    const tag = Object.assign(document.createElement("script"), { src, onload: done });
    tag.onerror = () => failed(new Error(`${name} could not be loaded`));
    document.head.append(tag);
  });
  return globalThis.AdamEduWhole;
}

/**
 * @param {Heart} heart
 * @param {Lab["experimental"]} experimental
 */
function engineFor(heart, experimental) {
  const known = engines.get(heart);
  if (known) return known;
  const quick = new Engine(heart, async () => ({ workerText: quickText }));
  const load = () => {
    whole ??= loadWhole(experimental).catch((error) => {
      whole = undefined; // the next figure tries again
      throw error;
    });
    return whole;
  };
  const made = new Engines(quick, new Engine(heart, load));
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
 * @param {{ model: Model, el: HTMLElement, experimental: Lab["experimental"] }} context
 * @param {Heart} heart
 */
async function render({ model, el, experimental }, heart) {
  const figure = new Figure(engineFor(heart, experimental), model, el);
  await figure.start();
  startQuestions(/** @type {any} */ (model).widget_manager);
  return () => figure.dispose();
}

addStyle(css);
globalThis.AdamEdu = { render };
