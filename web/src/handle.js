// The round handle on a landscape: dragged by pointer, moved by arrow keys.

export class Handle {
  #at = null;

  /** `move([x, y])` is called with the point that the reader chose. */
  constructor(panel, name, move) {
    Object.assign(this, { panel, move });
    this.element = document.createElement("div");
    this.element.className = "adamedu-handle";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "slider");
    this.element.setAttribute("aria-label", `${name} point, move it with the arrow keys`);
    panel.element.append(this.element);
    this.element.addEventListener("pointerdown", (event) => this.#grab(event));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    panel.svg.addEventListener("click", (event) => this.#put(event));
  }

  place([x, y]) {
    this.#at = [x, y];
    const { style } = this.element;
    style.left = `${this.panel.x(x)}px`;
    style.top = `${this.panel.y(y)}px`;
    const [lo, hi] = this.panel.x.domain();
    this.element.setAttribute("aria-valuemin", lo);
    this.element.setAttribute("aria-valuemax", hi);
    this.element.setAttribute("aria-valuenow", x);
    this.element.setAttribute("aria-valuetext", `${+x.toPrecision(3)}, ${+y.toPrecision(3)}`);
  }

  #grab(event) {
    event.preventDefault();
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    const drag = (e) => this.#put(e);
    this.element.addEventListener("pointermove", drag);
    this.element.addEventListener("lostpointercapture",
      () => this.element.removeEventListener("pointermove", drag), { once: true });
  }

  #put({ clientX, clientY }) {
    const box = this.panel.svg.getBoundingClientRect();
    const { x, y } = this.panel;
    this.#choose(x.invert(clientX - box.left), y.invert(clientY - box.top));
  }

  #key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const part = event.shiftKey ? 0.1 : 0.02;
    const step = ([lo, hi]) => part * (hi - lo);
    const [x, y] = this.#at;
    this.#choose(x + way[0] * step(this.panel.x.domain()), y + way[1] * step(this.panel.y.domain()));
  }

  /** The nearest point inside the window, on a grid of a thousandth of it. */
  #choose(x, y) {
    const inside = (v, [lo, hi]) => {
      const grid = 10 ** Math.floor(Math.log10((hi - lo) / 500));
      return +(Math.round(Math.max(lo, Math.min(hi, v)) / grid) * grid).toPrecision(8);
    };
    this.move([inside(x, this.panel.x.domain()), inside(y, this.panel.y.domain())]);
  }
}
