// What the widget's stub calls: draw a live figure into its place.
import { Engine } from "./engine.js";
import { Figure } from "./figure.js";
import { addStyle } from "./palette.js";

const engine = new Engine();

async function render({ model, el }) {
  const figure = new Figure(engine, model, el);
  await figure.start();
  return () => figure.dispose();
}

addStyle();
globalThis.AdamEdu = { render };
