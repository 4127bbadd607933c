// The marks of a panel as SVG text.
import { colorOf, markerOf, styleOf } from "./palette.js";
import { widthOf } from "./scales.js";

/** @import { Band, Dots, Guide, Line, Mark, Numbers } from "./types.js" */
/** @import { Scale } from "./scales.js" */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Frame */
/** @typedef {{ x: Scale, y: Scale, frame: Frame }} Plot where the marks go */

const FAR = 1e4; // px; browsers fail on paths that leave the screen by more

/** @param {string} text */
export const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** @param {number} v */
const clip = (v) => Math.max(-FAR, Math.min(FAR, v));

/**
 * A path through points, with a gap where one is no number.
 * @param {Numbers} xs
 * @param {Numbers} ys
 * @param {Plot} plot
 * @param {number} from the first point
 * @param {number} to the last
 */
export function pathOf(xs, ys, { x, y }, from = 0, to = xs.length - 1) {
  let path = "";
  let pen = "M";
  for (let k = from; k <= to; k++) {
    const [px, py] = [clip(x(xs[k])), clip(y(ys[k]))];
    if (Number.isNaN(px) || Number.isNaN(py)) pen = "M";
    else {
      path += `${pen}${px.toFixed(1)},${py.toFixed(1)}`;
      pen = "L";
    }
  }
  return path;
}

/**
 * @param {Mark} mark
 * @returns {mark is Line}
 */
export function isWalk(mark) {
  return mark.kind === "line" && mark.walk;
}

/**
 * How many points of a line are drawn.
 * @param {Line} line
 * @param {number} shown
 */
export const pointsOf = (line, shown) =>
  line.walk ? Math.min(line.x.length, shown + 1) : line.x.length;

/**
 * @param {string} name
 * @param {Record<string, string>} [more] attributes that are otherwise than its style's
 */
export function stroke(name, more = {}) {
  const { width, dash } = styleOf(name);
  const look = {
    fill: "none",
    stroke: colorOf(name),
    "stroke-width": width,
    "stroke-dasharray": dash.join(" "),
    "stroke-linejoin": "round",
    ...more,
  };
  return Object.entries(look)
    .map(([key, value]) => `${key}="${value}"`)
    .join(" ");
}

/**
 * @param {string} name
 * @param {number} px
 * @param {number} py
 */
const marker = (name, px, py) =>
  `<path d="${markerOf(name)}" transform="translate(${px.toFixed(1)},${py.toFixed(1)})" fill="${colorOf(name)}" stroke="var(--adamedu-paper)" stroke-width="1"/>`;

/**
 * A sample of a line or of a marker, for the legend; the line on whole pixels.
 * @param {Line | Dots | Band} mark
 */
export function sample(mark) {
  const half = styleOf(mark.style).width / 2;
  const at = Math.round(7 - half) + half;
  const line = mark.kind === "line" ? `<path d="M0,${at}H26" ${stroke(mark.style)}/>` : "";
  const walk = mark.kind === "line" && mark.walk;
  const end = walk || mark.kind === "dots" ? marker(mark.style, walk ? 26 : 17, 7) : "";
  return `<svg width="34" height="14" aria-hidden="true">${line}${end}</svg>`;
}

/**
 * A mark's line or area; of walks only the points up to `shown`.
 * @param {Mark} mark
 * @param {number} shown
 * @param {Plot} plot
 * @param {Mark[]} [others] which a guide's label keeps clear of
 */
export function drawMark(mark, shown, plot, others = []) {
  if (mark.kind === "guide") return guide(mark, plot, others);
  if (mark.kind === "band") return band(mark, plot);
  if (mark.kind === "dots") return "";
  const path = pathOf(mark.x, mark.y, plot, 0, pointsOf(mark, shown) - 1);
  return `<path d="${path}" ${stroke(mark.style)}/>`;
}

/**
 * @param {Guide} mark
 * @param {Plot} plot
 * @param {Mark[]} others
 */
function guide(mark, { x, y, frame: { left, right, top, bottom } }, others) {
  let path = "";
  let place = "";
  if (mark.x !== null && mark.y !== null) {
    place = `x="${x(mark.x)}" y="${y(mark.y) + 4}" text-anchor="middle"`;
    return `<text class="adamedu-region" ${place}>${escaped(mark.label)}</text>`;
  }
  if (mark.x !== null) {
    const px = x(mark.x);
    path = `M${px},${top}V${bottom}`;
    place = `x="${px + 4}" y="${top + 12}"`;
  } else {
    const py = y(Number(mark.y));
    path = `M${left},${py}H${right}`;
    const [at, room] = [py < top + 17 ? py + 14 : py - 5, widthOf(mark.label)];
    /** @param {number} from */
    const isFree = (from) =>
      others.every(
        (one) =>
          one.kind !== "line" ||
          [...one.x.keys()].every((k) => {
            const [px, high] = [x(one.x[k]), y(one.y[k])];
            return px < from || px > from + room || Math.abs(high - at + 4) > 9;
          }),
      );
    const first = isFree(left + 6) && !isFree(right - 6 - room);
    place = `x="${first ? left + 6 : right - 6}" y="${at}" text-anchor="${first ? "start" : "end"}"`;
  }
  return `<path d="${path}" ${stroke("theory")}/><text ${place}>${escaped(mark.label)}</text>`;
}

/**
 * @param {Band} mark
 * @param {Plot} plot
 */
function band({ x, low, high, style }, plot) {
  const there = pathOf(x, low, plot);
  const back = pathOf([...x].reverse(), [...high].reverse(), plot).replace("M", "L");
  return `<path d="${there}${back}Z" fill="${colorOf(style)}" fill-opacity="0.18"/>`;
}

/**
 * Dots and the heads of walks; whole where they lie on the frame's edge.
 * @param {Mark} mark
 * @param {number} shown
 * @param {Plot} plot
 */
export function drawMarkers(mark, shown, { x, y, frame }) {
  if (mark.kind === "guide" || mark.kind === "band") return "";
  const head = mark.kind === "line" && mark.walk ? [pointsOf(mark, shown) - 1] : [];
  return (mark.kind === "dots" ? [...mark.x.keys()] : head)
    .map((k) => [x(mark.x[k]), y(mark.y[k])])
    .filter(([px]) => px > frame.left - 1 && px < frame.right + 1)
    .filter(([, py]) => py > frame.top - 1 && py < frame.bottom + 1)
    .map(([px, py]) => marker(mark.style, px, py))
    .join("");
}
