// What the widget's stub calls: draw a live figure into its place.
import wasm from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import workerText from "worker";
import { Engine } from "./engine.js";
import css from "./figure.css" with { type: "text" };
import { Figure } from "./figure.js";
import { addPalette, addStyle } from "./palette.js";

/** @import { Heart, Model } from "./types.js" */

/** @type {Map<Heart, Engine>} one Python for each heart: it imports a module once */
const engines = new Map();

/** @param {Heart} heart */
function engineFor(heart) {
  const engine = engines.get(heart) ?? new Engine(heart, workerText, wasm);
  if (!engines.has(heart)) addPalette(heart.palette);
  engines.set(heart, engine);
  return engine;
}

/**
 * @param {{ model: Model, el: HTMLElement }} context
 * @param {Heart} heart
 */
async function render({ model, el }, heart) {
  const figure = new Figure(engineFor(heart), model, el);
  await figure.start();
  return () => figure.dispose();
}

addStyle(css);
globalThis.AdamEdu = { render };
