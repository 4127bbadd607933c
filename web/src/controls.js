// The figure's arguments: ipywidgets, points, and the text they make in links.
import { takeFiles } from "./files.js";
import { letScroll } from "./touch.js";

/** @import { Model, Point } from "./types.js" */

/**
 * A number as JSON that Python reads as a float.
 * @param {number} v
 */
const float = (v) => String(v).replace(/^-?\d+$/, "$&.0");

/** @param {string} words */
const number = (words) => (words.trim() ? Number(words) : NaN);

/** An ipywidget as an argument of the figure. */
export class Control {
  /**
   * @param {string} name
   * @param {Model} model
   * @param {string[] | undefined} options JSON of a selection's values
   * @param {unknown} initial the value, or a selection's index, at the start
   */
  constructor(name, model, options, initial) {
    this.name = name;
    this.model = model;
    this.options = options;
    this.initial = initial;
    this.trait = options ? "index" : "value";
    this.event = `change:${this.trait}`;
    this.float = /Float/.test(model.get("_model_name"));
    this.played = model.get("_model_name") === "PlayModel"; // by the figure's own player
    this.text = model.get("_model_name") === "TextareaModel"; // the reader's own: in no link
    this.whole = this.played || /Int/.test(model.get("_model_name"));
  }

  /**
   * The value as JSON that Python reads back with its own type.
   * @returns {string}
   */
  get json() {
    const value = this.model.get(this.trait);
    if (this.options) return this.options[value];
    return this.float ? float(value) : JSON.stringify(value);
  }

  /**
   * The value as the words of a link.
   * @returns {string}
   */
  get words() {
    const value = this.model.get(this.trait);
    if (this.options) return this.model.get("_options_labels")[value];
    return String(this.float ? +value.toPrecision(6) : value);
  }

  /** Whether a link has to say the value; none says a text. */
  get changed() {
    return !this.text && this.model.get(this.trait) !== this.initial;
  }

  reset() {
    this.set(this.initial);
  }

  /**
   * Take a value from a link; false if the control could not have it.
   * @param {string} words
   * @returns {boolean}
   */
  read(words) {
    if (this.options) {
      const index = this.model.get("_options_labels").indexOf(words);
      return index >= 0 && this.set(index);
    }
    if (typeof this.initial === "boolean") {
      return ["true", "false"].includes(words) && this.set(words === "true");
    }
    const value = number(words);
    if (this.whole && !Number.isInteger(value)) return false;
    const base = this.model.get("base");
    const [low, high] = ["min", "max"].map((name) => {
      const bound = this.model.get(name);
      return base ? base ** bound : bound;
    });
    const near = 1e-6; // relative: a link's numbers are rounded
    const inside = value >= low - near * Math.abs(low) && value <= high + near * Math.abs(high);
    return inside && this.set(value);
  }

  /** @param {unknown} value */
  set(value) {
    this.model.set(this.trait, value);
    this.model.save_changes();
    return true;
  }

  /** What shows the control takes part in the page: a finger may scroll over it, and a file
   * may be dropped on it. */
  async attach() {
    for (const promise of Object.values(this.model.views ?? {})) {
      const { el } = await promise;
      const slider = el.querySelector(".noUi-target");
      if (slider) letScroll(slider);
      if (this.text) takeFiles(el, (words) => this.set(words));
    }
  }

  /** ipywidgets' sliders have no name of their own and log sliders say the exponent. */
  async describe() {
    const label = this.model.get("description");
    for (const promise of Object.values(this.model.views ?? {})) {
      const { el } = await promise;
      const readout = el.querySelector(".widget-readout");
      const handle = el.querySelector("[role=slider]");
      handle?.setAttribute("aria-label", label);
      if (!readout) continue;
      handle?.setAttribute("aria-valuetext", readout.textContent);
      if (readout.getAttribute("contenteditable")) {
        readout.setAttribute("role", "textbox");
        readout.setAttribute("aria-label", `${label}, value`);
      }
    }
  }
}

/** A dragged point as an argument of the figure. */
export class PointArgument {
  event = "change:points";

  /**
   * @param {string} name
   * @param {Model} model the figure's own
   */
  constructor(name, model) {
    this.name = name;
    this.model = model;
    this.initial = this.value;
  }

  /** @returns {Point | null} null lets the figure choose */
  get value() {
    return this.model.get("points")[this.name];
  }

  get json() {
    return this.value ? `[${this.value.map(float).join(",")}]` : "null";
  }

  get words() {
    return this.value ? this.value.map((v) => +v.toPrecision(4)).join(",") : "";
  }

  get changed() {
    return JSON.stringify(this.value) !== JSON.stringify(this.initial);
  }

  reset() {
    this.set(this.initial);
  }

  /**
   * Take a point from a link; false if it is none.
   * @param {string} words
   * @returns {boolean}
   */
  read(words) {
    const [x, y, ...more] = words.split(",").map(number);
    return Number.isFinite(x) && Number.isFinite(y) && !more.length && this.set([x, y]);
  }

  /** @param {Point | null} value */
  set(value) {
    this.model.set("points", { ...this.model.get("points"), [this.name]: value });
    this.model.save_changes();
    return true;
  }
}
