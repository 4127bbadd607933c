// The figure's arguments: ipywidgets, points, and the text they make in links.

/** An ipywidget as an argument of the figure. */
export class Control {
  constructor(name, model, options, initial) {
    Object.assign(this, { name, model, options, initial });
    this.trait = options ? "index" : "value";
    this.float = /Float/.test(model.get("_model_name"));
  }

  /** The value as JSON that Python reads back with its own type. */
  get json() {
    const value = this.model.get(this.trait);
    if (this.options) return this.options[value];
    if (this.float && Number.isInteger(value)) return `${value}.0`;
    return JSON.stringify(value);
  }

  /** The value as the words of a link. */
  get words() {
    const value = this.model.get(this.trait);
    if (this.options) return this.model.get("_options_labels")[value];
    return String(typeof value === "number" ? +value.toPrecision(6) : value);
  }

  get changed() {
    return this.model.get(this.trait) !== this.initial;
  }

  reset() {
    this.set(this.initial);
  }

  /** Take a value from a link; false if the control could not have it. */
  read(words) {
    if (this.options) {
      const index = this.model.get("_options_labels").indexOf(words);
      return index >= 0 && this.set(index);
    }
    if (typeof this.initial === "boolean") {
      return ["true", "false"].includes(words) && this.set(words === "true");
    }
    const value = Number(words);
    const base = this.model.get("base");
    const bound = (name) => (base ? base ** this.model.get(name) : this.model.get(name));
    const near = 1e-6 * Math.abs(value);
    const inside = value >= bound("min") - near && value <= bound("max") + near;
    return inside && this.set(value);
  }

  set(value) {
    this.model.set(this.trait, value);
    this.model.save_changes();
    return true;
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
  constructor(name, model) {
    Object.assign(this, { name, model, initial: model.get("points")[name] });
  }

  get value() {
    return this.model.get("points")[this.name];
  }

  get json() {
    const number = (v) => (Number.isInteger(v) ? `${v}.0` : String(v));
    return this.value ? `[${this.value.map(number).join(",")}]` : "null";
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

  read(words) {
    const value = words.split(",").map(Number);
    return value.length === 2 && value.every(Number.isFinite) && this.set(value);
  }

  set(value) {
    this.model.set("points", { ...this.model.get("points"), [this.name]: value });
    this.model.save_changes();
    return true;
  }
}
