// An empty plot, into which the reader draws a line: by mouse, finger or arrow keys.

/** @import { LineAxes, Said } from "./types.js" */

const [WIDTH, HEIGHT] = [340, 230];
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 324, 30, 186];
const STEPS = 50; // of an arrow key, from the bottom to the top
const NEAR = 0.08; // of the way to the next place, from where a pointer holds a point
/** @type {Record<string, number>} */
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 };

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, `${value}`);
  element.append(...children);
  return element;
}

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(3));

/**
 * About five round heights.
 * @param {number} low
 * @param {number} high
 */
function ticks(low, high) {
  const ten = 10 ** Math.floor(Math.log10(high - low));
  const step = [0.2, 0.5, 1, 2].map((k) => k * ten).find((k) => (high - low) / k <= 5.5) ?? ten;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => rounded((first + k) * step));
}

export class Sketch {
  /** @type {(number | undefined)[]} */
  #said;
  /** @type {[place: number, height: number] | undefined} where the pointer drew last */
  #last;
  #open = true;

  /** @param {LineAxes} axes */
  constructor(axes) {
    this.axes = axes;
    this.#said = axes.x.map(() => undefined);
    const { x, xlabel, ylabel, low, high } = axes;
    const rules = ticks(low, high).flatMap((height) => [
      svg("line", { x1: LEFT, x2: RIGHT, y1: this.#y(height), y2: this.#y(height) }),
      svg("text", { x: LEFT - 6, y: this.#y(height) + 4, "text-anchor": "end" }, `${height}`),
    ]);
    const places = x.flatMap((words, k) => [
      svg("line", { x1: this.#x(k), x2: this.#x(k), y1: TOP, y2: BOTTOM }),
      svg("text", { x: this.#x(k), y: BOTTOM + 20, "text-anchor": "middle" }, words),
    ]);
    const middle = (LEFT + RIGHT) / 2;
    this.mine = svg("polyline", { class: "adamedu-mine" });
    this.right = svg("polyline", { class: "adamedu-true" });
    this.points = x.map((words, k) => this.#point(`${ylabel}, at ${xlabel} ${words}`, k));
    this.element = svg(
      "svg",
      { class: "adamedu-sketch", viewBox: `0 0 ${WIDTH} ${HEIGHT}` },
      svg("text", { x: 4, y: 14 }, ylabel),
      svg("text", { x: middle, y: HEIGHT - 6, "text-anchor": "middle" }, xlabel),
      svg("g", { class: "adamedu-rules" }, ...rules, ...places),
      svg("rect", {
        x: LEFT - 12,
        y: TOP - 8,
        width: RIGHT - LEFT + 24,
        height: BOTTOM - TOP + 16,
      }),
      this.right,
      this.mine,
      ...this.points,
    );
    this.#listen();
    this.#draw();
  }

  /** @param {number} k */
  #x(k) {
    return LEFT + 10 + (k * (RIGHT - LEFT - 20)) / (this.axes.x.length - 1);
  }

  /** @param {number} height */
  #y(height) {
    const { low, high } = this.axes;
    return BOTTOM - ((height - low) / (high - low)) * (BOTTOM - TOP);
  }

  /**
   * @param {string} label
   * @param {number} k
   */
  #point(label, k) {
    const { low, high } = this.axes;
    const point = svg("circle", {
      ...{ cx: this.#x(k), r: 6, role: "slider", "aria-label": label },
      ...{ "aria-valuemin": low, "aria-valuemax": high, "aria-orientation": "vertical" },
    });
    point.addEventListener("keydown", (event) =>
      this.#key(/** @type {KeyboardEvent} */ (event), k),
    );
    return point;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} k
   */
  #key(event, k) {
    const { low, high } = this.axes;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!this.#open || !(side || KEYS[event.key])) return;
    event.preventDefault();
    if (side) this.points[k + side]?.focus();
    else {
      const from = this.#said[k] ?? this.#said[k - 1] ?? (low + high) / 2;
      this.#put(k, from + (KEYS[event.key] * (high - low)) / STEPS);
    }
  }

  /** A finger draws sideways or taps; up and down it scrolls the page. */
  #listen() {
    let down = false;
    let before = this.#said;
    /** @param {PointerEvent} event */
    const move = (event) => down && this.#at(event);
    const end = () => {
      down = false;
      this.#last = undefined;
    };
    /** @type {Record<string, (event: PointerEvent) => void>} */
    const heard = {
      pointerdown: (event) => {
        if (!this.#open || event.button !== 0) return;
        event.preventDefault();
        down = true;
        before = [...this.#said];
        this.element.setPointerCapture(event.pointerId);
        if (event.pointerType !== "touch") move(event);
      },
      pointermove: move,
      pointerup: (event) => {
        if (!this.#last) move(event); // a tap
        end();
      },
      pointercancel: () => {
        end();
        this.#said = before;
        this.#draw();
      },
    };
    for (const [name, hear] of Object.entries(heard)) {
      this.element.addEventListener(name, /** @type {EventListener} */ (hear));
    }
  }

  /**
   * The pointer begins at the place next to it, and then draws wherever it passes one.
   * @param {PointerEvent} event
   */
  #at({ clientX, clientY }) {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const [x, y] = [((clientX - left) * WIDTH) / width, ((clientY - top) * HEIGHT) / height];
    const { low, high } = this.axes;
    const count = this.points.length - 1;
    const exact = ((x - this.#x(0)) / (this.#x(count) - this.#x(0))) * count;
    const at = Math.max(0, Math.min(count, exact));
    const to = low + ((BOTTOM - y) / (BOTTOM - TOP)) * (high - low);
    const [before, from] = this.#last ?? [Math.round(at), to];
    for (let k = 0; k <= count; k++) {
      if (!this.#last) k === before && this.#put(k, to);
      else if (Math.abs(at - k) < NEAR) this.#put(k, to);
      else if ((before - k) * (at - k) < 0) {
        this.#put(k, from + ((to - from) * (k - before)) / (at - before));
      }
    }
    this.#last = [at, to];
  }

  /**
   * @param {number} k
   * @param {number} height
   */
  #put(k, height) {
    const { low, high } = this.axes;
    this.#said[k] = rounded(Math.max(low, Math.min(high, height)));
    this.#draw();
  }

  #draw() {
    const { low, high } = this.axes;
    this.points.forEach((point, k) => {
      const height = this.#said[k];
      point.setAttribute("cy", `${this.#y(height ?? (low + high) / 2)}`);
      point.setAttribute("class", height === undefined ? "adamedu-undrawn" : "");
      point.setAttribute("aria-valuenow", `${height ?? (low + high) / 2}`);
      point.setAttribute("aria-valuetext", height === undefined ? "not drawn" : `${height}`);
      point.setAttribute("aria-disabled", `${!this.#open}`);
      if (this.#open) point.setAttribute("tabindex", "0");
      else point.removeAttribute("tabindex");
    });
    this.mine.setAttribute("points", this.#line(this.#said));
  }

  /** @param {(number | undefined)[]} heights */
  #line(heights) {
    const drawn = heights.map((height, k) =>
      height === undefined ? "" : `${this.#x(k)},${this.#y(height)}`,
    );
    return drawn.filter(Boolean).join(" ");
  }

  /** @returns {number[] | undefined} undefined: there is no point at some place */
  said() {
    return this.#said.every((height) => height !== undefined) ? [...this.#said] : undefined;
  }

  /** An empty plot again. */
  open() {
    this.#open = true;
    this.#said = this.axes.x.map(() => undefined);
    this.right.setAttribute("points", "");
    this.#draw();
  }

  /**
   * What was drawn, if anything, and over it the right line.
   * @param {Said} said
   * @param {number[]} right
   */
  close(said, right) {
    this.#open = false;
    this.#said = this.axes.x.map((_, k) => (Array.isArray(said) ? said[k] : undefined));
    this.right.setAttribute("points", this.#line(right));
    this.#draw();
  }
}
