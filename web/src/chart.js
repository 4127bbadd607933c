// One panel of a scene as SVG, drawn at the size it has on the screen.
import { contours } from "d3-contour";
import { drawLabels, roomFor } from "./labels.js";
import { drawMark, drawMarkers, escaped, isWalk } from "./marks.js";
import { relief } from "./relief.js";
import { scaleOf, ticksOf, widthOf } from "./scales.js";
import { drawTrace } from "./trace.js";

/** @import { Axis, Field, Panel } from "./types.js" */
/** @import { Plot } from "./marks.js" */

const MARGIN = { left: 56, right: 18, top: 24, bottom: 42 };
const SVG =
  '<svg role="img"><defs><clipPath><rect/></clipPath></defs>' +
  '<g class="field"></g><g class="axes"></g><g class="marks"></g><g class="markers"></g></svg>';
const LABEL = 28; // px, of a label beside its numbers
const LETTER = 6.8; // px, of a name on an axis
const TURN = 40; // degrees, of names that have no room side by side
let count = 0;

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} look attributes
 */
const text = (x, y, words, look) => `<text x="${x}" y="${y}" ${look}>${escaped(words)}</text>`;

export class Chart {
  #drawnField = "";

  /** @param {Element} parent */
  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "adamedu-panel";
    this.element.innerHTML = SVG;
    this.svg = this.#part("svg");
    const clip = this.#part("clipPath");
    clip.id = `adamedu-clip-${count++}`;
    for (const name of [".field", ".marks"]) {
      this.#part(name).setAttribute("clip-path", `url(#${clip.id})`);
    }
    parent.append(this.element);
  }

  /** In px, as the page has room for it. */
  get width() {
    return this.element.clientWidth || 320;
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {SVGElement} */ (this.element.querySelector(selector));
  }

  /**
   * Draw a panel; of walks only the points up to `shown`. Gives where things are now.
   * @param {Panel} panel
   * @param {number} shown
   * @param {boolean} [direct] whether lines are named at their ends
   * @param {number} [width]
   * @returns {Plot}
   */
  draw(panel, shown, direct = false, width = this.width) {
    const height = Math.round(Math.min(400, Math.max(240, width * 0.75)));
    const numbers = ticksOf(scaleOf(panel, "y", [0, 1]), panel.y.scale, height / 40);
    const widest = Math.max(...numbers.map(([, words]) => widthOf(words)));
    const names = Array.isArray(panel.y.scale);
    const left = Math.max(MARGIN.left, names ? longest(panel.y) + 14 : widest + LABEL);
    const right = width - (direct ? roomFor(panel) : MARGIN.right);
    const [top, bottom] = [MARGIN.top, height - MARGIN.bottom - turned(panel.x, right - left)];
    this.svg.setAttribute("width", `${width}`);
    this.svg.setAttribute("height", `${height}`);
    const x = scaleOf(panel, "x", [left, right]);
    const y = scaleOf(panel, "y", [bottom, top]);
    const plot = { x, y, frame: { left, right, top, bottom } };
    const place = { x: left, y: top, width: right - left, height: bottom - top };
    for (const [name, value] of Object.entries(place)) {
      this.#part("clipPath rect").setAttribute(name, `${value}`);
    }
    this.#field(panel.field, plot, `${width}`);
    const ends = direct ? drawLabels(panel, shown, plot) : "";
    this.#part(".axes").innerHTML = axes(panel, plot) + ends;
    const marks = panel.marks.map((mark) =>
      panel.field?.lit && isWalk(mark)
        ? drawTrace(mark, shown, plot)
        : drawMark(mark, shown, plot, panel.marks),
    );
    this.#part(".marks").innerHTML = marks.join("");
    const markers = panel.marks.map((mark) => drawMarkers(mark, shown, plot));
    this.#part(".markers").innerHTML = markers.join("");
    return plot;
  }

  /**
   * @param {Field | null} field
   * @param {Plot} plot
   * @param {string} size
   */
  #field(field, plot, size) {
    const key = field ? `${field.key} ${size}` : "";
    if (key === this.#drawnField) return;
    this.#drawnField = key;
    const lit = field?.lit ? relief(field, plot) : "";
    this.#part(".field").innerHTML = field ? bands(field, plot) + lit : "";
  }
}

/**
 * The areas between a field's levels.
 * @param {Field} field
 * @param {Plot} plot
 */
function bands({ nx, ny, xlim, ylim, z, levels }, { x, y }) {
  /** @param {number} i */
  const px = (i) => x(xlim[0] + ((i - 0.5) / (nx - 1)) * (xlim[1] - xlim[0])).toFixed(1);
  /** @param {number} j */
  const py = (j) => y(ylim[0] + ((j - 0.5) / (ny - 1)) * (ylim[1] - ylim[0])).toFixed(1);
  /** @param {number[][]} points */
  const ring = (points) => `M${points.map(([i, j]) => `${px(i)},${py(j)}`).join("L")}Z`;
  const areas = contours()
    .size([nx, ny])
    .thresholds([...levels])([...z]);
  return areas
    .map(({ coordinates }, k) => {
      const high = Math.round((100 * k) / (areas.length - 1));
      const path = coordinates.flat().map(ring).join("");
      return `<path d="${path}" style="fill:color-mix(in srgb, var(--adamedu-high) ${high}%, var(--adamedu-deep))" stroke="var(--adamedu-contour)" stroke-width="0.6"/>`;
    })
    .join("");
}

/**
 * The longest name of an axis with names, in px.
 * @param {Axis} axis
 */
const longest = ({ scale }) =>
  Array.isArray(scale) ? LETTER * Math.max(...scale.map((name) => name.length)) : 0;

/**
 * The height that an axis's names need for being turned; 0 if they fit side by side.
 * @param {Axis} axis
 * @param {number} width
 */
const turned = (axis, width) =>
  longest(axis) * axis.scale.length > width ? longest(axis) * Math.sin((TURN * Math.PI) / 180) : 0;

/**
 * @param {Panel} panel
 * @param {Plot} plot
 */
function axes(panel, { x, y, frame: { left, right, top, bottom } }) {
  const [width, height] = [right - left, bottom - top];
  let out = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>`;
  const below = turned(panel.x, width);
  for (const [v, words] of ticksOf(x, panel.x.scale, width / 70)) {
    const turn = `text-anchor="end" transform="rotate(-${TURN} ${x(v)} ${bottom + 14})"`;
    out += `<path d="M${x(v)},${bottom}v5" stroke="currentColor"/>`;
    out += text(x(v), bottom + 18, words, below ? turn : 'text-anchor="middle"');
  }
  for (const [v, words] of ticksOf(y, panel.y.scale, height / 40)) {
    out += `<path d="M${left},${y(v)}h-5" stroke="currentColor"/>`;
    out += text(left - 8, y(v) + 4, words, 'text-anchor="end"');
  }
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
  const half = widthOf(panel.x.label) / 2; // a label that is too wide ends with its axis
  const at = Math.max(half, Math.min(midX, right - half));
  out += text(at, bottom + below + 37, panel.x.label, 'text-anchor="middle"');
  out += text(13, midY, panel.y.label, `text-anchor="middle" transform="rotate(-90 13 ${midY})"`);
  const fits = Math.min(1, (left + width) / (1.1 * widthOf(panel.title))); // it is bold
  const look = `font-weight="600" font-size="${fits.toFixed(2)}em"`;
  out += text(fits < 1 ? right / 2 : midX, 15, panel.title, `text-anchor="middle" ${look}`);
  return out;
}
