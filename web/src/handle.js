// The round handle on a landscape: dragged by pointer, moved by arrow keys.

/** @import { Chart } from "./chart.js" */
/** @import { Plot } from "./marks.js" */
/** @import { Scale } from "./scales.js" */
/** @import { Point } from "./types.js" */

/** @type {Record<string, Point>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Handle {
  /** @type {Point} */
  #at;
  /** @type {Plot} */
  #plot;

  /**
   * @param {Chart} chart
   * @param {string} name the argument's
   * @param {(point: Point) => void} move is told the point that the reader chose
   */
  constructor(chart, name, move) {
    this.svg = chart.svg;
    this.move = move;
    this.element = document.createElement("div");
    this.element.className = "adamedu-handle";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "slider");
    this.element.setAttribute("aria-label", `${name} point, move it with the arrow keys`);
    chart.element.append(this.element);
    this.element.addEventListener("pointerdown", (event) => this.#grab(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.svg.addEventListener("click", (event) => this.#put(event));
  }

  /**
   * @param {Point} point
   * @param {Plot} plot
   */
  place(point, plot) {
    this.#at = point;
    this.#plot = plot;
    const [x, y] = point;
    this.element.style.left = `${plot.x(x)}px`;
    this.element.style.top = `${plot.y(y)}px`;
    const [lo, hi] = plot.x.domain();
    const words = `${+x.toPrecision(3)}, ${+y.toPrecision(3)}`;
    const aria = { valuemin: lo, valuemax: hi, valuenow: x, valuetext: words };
    for (const [key, value] of Object.entries(aria)) {
      this.element.setAttribute(`aria-${key}`, `${value}`);
    }
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    event.preventDefault();
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} e */
    const drag = (e) => this.#put(e);
    this.element.addEventListener("pointermove", drag);
    this.element.addEventListener(
      "lostpointercapture",
      () => this.element.removeEventListener("pointermove", drag),
      { once: true },
    );
  }

  /** @param {MouseEvent} event */
  #put({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    const { x, y } = this.#plot;
    const zoom = box.width / Number(this.svg.getAttribute("width")) || 1; // of a slide
    this.#choose(x.invert((clientX - box.left) / zoom), y.invert((clientY - box.top) / zoom));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    const part = event.shiftKey ? 0.1 : 0.02;
    const [x, y] = [this.#plot.x, this.#plot.y].map((scale, k) => {
      const [lo, hi] = scale.domain();
      return this.#at[k] + way[k] * part * (hi - lo);
    });
    this.#choose(x, y);
  }

  /**
   * The nearest point inside the window, on a grid of a thousandth of it.
   * @param {number} x
   * @param {number} y
   */
  #choose(x, y) {
    this.move([inside(x, this.#plot.x), inside(y, this.#plot.y)]);
  }
}

/**
 * @param {number} v
 * @param {Scale} scale
 */
function inside(v, scale) {
  const [lo, hi] = scale.domain();
  const grid = 10 ** Math.floor(Math.log10((hi - lo) / 500));
  return +(Math.round(Math.max(lo, Math.min(hi, v)) / grid) * grid).toPrecision(8);
}
