// One panel of a scene as SVG, drawn at the size it has on the screen.
import { contours } from "d3-contour";
import { scaleLinear, scaleLog } from "d3-scale";
import { colorOf, markerOf, styleOf } from "./palette.js";

const MARGIN = { left: 56, right: 18, top: 24, bottom: 42 };
const FAR = 1e4; // px; browsers fail on paths that leave the screen by more
const SUPER = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const minus = (text) => text.replace("-", "−");
const power = (v) => `10${[...String(Math.round(Math.log10(v)))].map((c) => SUPER[c]).join("")}`;
const plain = (v) =>
  v !== 0 && (Math.abs(v) >= 1e5 || Math.abs(v) < 1e-3) ? v.toExponential(0) : String(+v.toPrecision(4));

function valuesOf(mark, axis) {
  if (mark.kind === "guide") return mark[axis] === null ? [] : [mark[axis]];
  return mark.kind === "band" && axis === "y" ? [...mark.low, ...mark.high] : mark[axis];
}

/** Lowest and highest finite value of the marks; on a log axis, of the positive. */
function extent(marks, axis, log) {
  let lo = Infinity;
  let hi = -Infinity;
  for (const mark of marks) {
    for (const v of valuesOf(mark, axis)) {
      if (!Number.isFinite(v) || (log && v <= 0)) continue;
      if (v < lo) lo = v;
      if (v > hi) hi = v;
    }
  }
  if (lo > hi) return log ? [0.1, 1] : [0, 1];
  if (log) return lo === hi ? [lo / 2, hi * 2] : [lo / 1.2, hi * 1.2];
  const pad = (hi - lo || 1) * 0.04;
  return [lo - pad, hi + pad];
}

function scaleOf(panel, axis, range) {
  const { lim, scale } = panel[axis];
  const log = scale === "log";
  const fit = extent(panel.marks, axis, log);
  const [lo, hi] = [lim?.[0] ?? fit[0], lim?.[1] ?? fit[1]];
  return (log ? scaleLog() : scaleLinear()).domain([lo, Math.max(hi, lo)]).range(range);
}

function ticksOf(scale, log, count) {
  if (!log) return scale.ticks(count).map((v) => [v, minus(plain(v))]);
  const powers = scale.ticks().filter((v) => Math.abs(Math.log10(v) % 1) < 1e-9);
  if (powers.length < 2) {
    const [all, round] = [scale.ticks(4), (v) => /^[0.]*[125]0*(e.*)?$/.test(plain(v))];
    const few = all.filter(round);
    return (few.length > 1 ? few : all).map((v) => [v, plain(v)]);
  }
  const every = Math.ceil(powers.length / count);
  return powers.filter((_, k) => k % every === 0).map((v) => [v, power(v)]);
}

const clip = (v) => Math.max(-FAR, Math.min(FAR, v));

function pathOf(mark, x, y, count) {
  let path = "";
  let pen = "M";
  for (let k = 0; k < count; k++) {
    const [px, py] = [clip(x(mark.x[k])), clip(y(mark.y[k]))];
    if (Number.isNaN(px) || Number.isNaN(py)) pen = "M";
    else {
      path += `${pen}${px.toFixed(1)},${py.toFixed(1)}`;
      pen = "L";
    }
  }
  return path;
}

/** How many points of a mark are drawn. */
const pointsOf = (mark, shown) => (mark.walk ? Math.min(mark.x.length, shown + 1) : mark.x.length);

const stroke = (name) => {
  const { width, dash } = styleOf(name);
  return `fill="none" stroke="${colorOf(name)}" stroke-width="${width}" stroke-dasharray="${dash.join(" ")}" stroke-linejoin="round"`;
};

const marker = (name, px, py) =>
  `<path d="${markerOf(name)}" transform="translate(${px.toFixed(1)},${py.toFixed(1)})" fill="${colorOf(name)}" stroke="var(--adamedu-paper)" stroke-width="1"/>`;

/** A sample of a line or of a marker, for the legend. */
export function sample(mark) {
  const line = mark.kind === "line" ? `<path d="M0,7H26" ${stroke(mark.style)}/>` : "";
  const end = mark.walk || mark.kind === "dots" ? marker(mark.style, mark.walk ? 26 : 17, 7) : "";
  return `<svg width="34" height="14" aria-hidden="true">${line}${end}</svg>`;
}

export class Panel {
  #drawnField = "";

  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "adamedu-panel";
    this.element.innerHTML =
      '<svg role="img"><defs><clipPath><rect/></clipPath></defs>' +
      '<g class="field"></g><g class="axes"></g><g class="marks"></g><g class="markers"></g></svg>';
    this.svg = this.element.firstChild;
    this.clip = this.svg.querySelector("clipPath");
    this.clip.id = `adamedu-clip-${Panel.count++}`;
    for (const name of ["field", "marks"]) {
      this.svg.querySelector(`.${name}`).setAttribute("clip-path", `url(#${this.clip.id})`);
    }
    parent.append(this.element);
  }

  /** Draw a panel; of walks only the points up to `shown`. */
  draw(panel, shown) {
    const width = this.element.clientWidth || 320;
    const height = Math.round(Math.min(400, Math.max(240, width * 0.75)));
    const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.x = scaleOf(panel, "x", [MARGIN.left, right]);
    this.y = scaleOf(panel, "y", [bottom, MARGIN.top]);
    const frame = { x: MARGIN.left, y: MARGIN.top, width: right - MARGIN.left, height: bottom - MARGIN.top };
    for (const [name, value] of Object.entries(frame)) this.clip.firstChild.setAttribute(name, value);
    this.#field(panel.field, `${width}`);
    this.#axes(panel, frame, right, bottom);
    this.svg.querySelector(".marks").innerHTML = panel.marks
      .map((mark) => this.#mark(mark, shown, frame)).join("");
    this.svg.querySelector(".markers").innerHTML = panel.marks
      .map((mark) => this.#markers(mark, shown, frame)).join("");
  }

  #field(field, size) {
    const key = field ? `${field.key} ${size}` : "";
    if (key === this.#drawnField) return;
    this.#drawnField = key;
    const group = this.svg.querySelector(".field");
    if (!field) return void group.replaceChildren();
    const { nx, ny, xlim, ylim } = field;
    const px = (i) => this.x(xlim[0] + ((i - 0.5) / (nx - 1)) * (xlim[1] - xlim[0]));
    const py = (j) => this.y(ylim[0] + ((j - 0.5) / (ny - 1)) * (ylim[1] - ylim[0]));
    const ring = (points) => `M${points.map(([i, j]) => `${px(i).toFixed(1)},${py(j).toFixed(1)}`).join("L")}Z`;
    const bands = contours().size([nx, ny]).thresholds([...field.levels])(field.z);
    group.innerHTML = bands.map(({ coordinates }, k) => {
      const high = Math.round((100 * k) / (bands.length - 1));
      const path = coordinates.map((polygon) => polygon.map(ring).join("")).join("");
      return `<path d="${path}" style="fill:color-mix(in srgb, var(--adamedu-high) ${high}%, var(--adamedu-deep))" stroke="var(--adamedu-contour)" stroke-width="0.6"/>`;
    }).join("");
  }

  #axes(panel, frame, right, bottom) {
    const text = (x, y, words, more = "") => `<text x="${x}" y="${y}" ${more}>${escape(words)}</text>`;
    const { x, y } = this;
    let out = `<rect x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>`;
    for (const [v, words] of ticksOf(x, panel.x.scale === "log", frame.width / 70)) {
      out += `<path d="M${x(v)},${bottom}v5" stroke="currentColor"/>${text(x(v), bottom + 18, words, 'text-anchor="middle"')}`;
    }
    for (const [v, words] of ticksOf(y, panel.y.scale === "log", frame.height / 40)) {
      out += `<path d="M${frame.x},${y(v)}h-5" stroke="currentColor"/>${text(frame.x - 8, y(v) + 4, words, 'text-anchor="end"')}`;
    }
    const [midX, midY] = [(frame.x + right) / 2, (frame.y + bottom) / 2];
    out += text(midX, bottom + 37, panel.x.label, 'text-anchor="middle"');
    out += text(13, midY, panel.y.label, `text-anchor="middle" transform="rotate(-90 13 ${midY})"`);
    out += text(midX, 15, panel.title, 'text-anchor="middle" font-weight="600"');
    this.svg.querySelector(".axes").innerHTML = out;
  }

  #mark(mark, shown, frame) {
    const { x, y } = this;
    if (mark.kind === "guide") {
      const upright = mark.x !== null;
      const [px, py] = upright ? [x(mark.x), frame.y] : [frame.x, y(mark.y)];
      const path = upright ? `M${px},${py}v${frame.height}` : `M${px},${py}h${frame.width}`;
      const at = upright
        ? `x="${px + 4}" y="${py + 12}"`
        : `x="${px + frame.width - 6}" y="${py < frame.y + 17 ? py + 14 : py - 5}" text-anchor="end"`;
      return `<path d="${path}" ${stroke("theory")}/><text ${at}>${escape(mark.label)}</text>`;
    }
    if (mark.kind === "band") {
      const back = { x: [...mark.x].reverse(), y: [...mark.high].reverse() };
      const edge = pathOf({ x: mark.x, y: mark.low }, x, y, mark.x.length);
      const other = pathOf(back, x, y, mark.x.length).replace("M", "L");
      return `<path d="${edge}${other}Z" fill="${colorOf(mark.style)}" fill-opacity="0.18"/>`;
    }
    if (mark.kind === "dots") return "";
    return `<path d="${pathOf(mark, x, y, pointsOf(mark, shown))}" ${stroke(mark.style)}/>`;
  }

  /** Dots and the heads of walks; whole where they lie on the frame's edge. */
  #markers(mark, shown, frame) {
    const last = mark.walk ? pointsOf(mark, shown) - 1 : -1;
    const which = mark.kind === "dots" ? [...mark.x.keys()] : last < 0 ? [] : [last];
    const inside = (v, from, size) => v > from - 1 && v < from + size + 1;
    return which.map((k) => [this.x(mark.x[k]), this.y(mark.y[k])])
      .filter(([px, py]) => inside(px, frame.x, frame.width) && inside(py, frame.y, frame.height))
      .map(([px, py]) => marker(mark.style, px, py)).join("");
  }
}
Panel.count = 0;
