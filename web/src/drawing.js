// A scene on the screen: its panels, its legend, the handles on it.
import { Chart } from "./chart.js";
import { Handle } from "./handle.js";
import { directLabels } from "./labels.js";
import { isWalk, sample } from "./marks.js";

/** @import { Mark, Point, Scene } from "./types.js" */

const wide = matchMedia("(min-width: 601px)"); // where lines may be named at their ends

export class Drawing {
  /** @type {Chart[]} */
  #charts = [];
  /** @type {Record<string, Handle>} */
  #handles = {};
  #legend = "";
  /** @type {ReturnType<typeof directLabels> | undefined} as the first scene allows */
  #named;

  /**
   * @param {HTMLElement} legend
   * @param {HTMLElement} panels
   * @param {(name: string) => { set(value: Point): unknown } | undefined} argument of a
   *   name, which a handle sets
   */
  constructor(legend, panels, argument) {
    this.legend = legend;
    this.panels = panels;
    this.argument = argument;
  }

  /**
   * Draw a scene; of walks only the points up to `shown`.
   * @param {Scene} scene
   * @param {number} shown
   */
  draw(scene, shown) {
    const { panels, alt } = scene;
    while (this.#charts.length < panels.length) this.#charts.push(new Chart(this.panels));
    for (const { element } of this.#charts.splice(panels.length)) element.remove();
    this.panels.dataset.panels = `${panels.length}`;
    this.#named ??= directLabels(scene);
    const { direct, names } = this.#named;
    this.#drawLegend(
      panels.flatMap((p) => p.marks),
      names,
    );
    const widths = this.#charts.map((chart) => chart.width); // before one is drawn anew
    this.#charts.forEach((chart, k) => {
      const panel = panels[k];
      const plot = chart.draw(panel, shown, direct[k] && wide.matches, widths[k]);
      const words = k ? `${panel.y.label} over ${panel.x.label}` : alt;
      chart.svg.setAttribute("aria-label", words);
      if (!panel.drag) return;
      const [name, point] = panel.drag;
      this.#handle(name, chart)?.place(point, plot);
    });
  }

  /**
   * The handle of an argument that a point on a chart sets.
   * @param {string} name
   * @param {Chart} chart
   */
  #handle(name, chart) {
    const argument = this.argument(name);
    if (!argument) return undefined;
    this.#handles[name] ??= new Handle(chart, name, (value) => argument.set(value));
    return this.#handles[name];
  }

  /**
   * @param {Mark[]} marks
   * @param {Set<string>} direct the names at lines' ends
   */
  #drawLegend(marks, direct) {
    const named = marks.filter((m) => m.kind !== "guide").filter((m) => m.label);
    const items = [...new Map(named.map((m) => [m.label, m])).values()];
    items.sort((a, b) => Number(isWalk(b)) - Number(isWalk(a)));
    const html = items.map((mark) => `<li>${sample(mark)}<span></span></li>`).join("");
    if (html !== this.#legend) this.legend.innerHTML = this.#legend = html;
    this.legend.querySelectorAll("span").forEach((words, k) => {
      words.textContent = items[k].label;
      words.parentElement?.classList.toggle("adamedu-direct", direct.has(items[k].label));
    });
  }
}
