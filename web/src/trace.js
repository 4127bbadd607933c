// A walk on a landscape: paler the older it is, and cased, so that paths which cross
// or lie on each other are told apart.
import { pathOf, pointsOf, stroke } from "./marks.js";
import { styleOf } from "./palette.js";

/** @import { Plot } from "./marks.js" */
/** @import { Line } from "./types.js" */

const PIECES = 8;
const OLDEST = 0.5; // opacity
const CASING = 2.4; // px that it is wider than the line

/**
 * @param {Line} walk
 * @param {number} shown the last of its points
 * @param {Plot} plot
 */
export function drawTrace(walk, shown, plot) {
  const { x, y, style } = walk;
  const last = pointsOf(walk, shown) - 1;
  const { width } = styleOf(style);
  const cased = { stroke: "var(--adamedu-paper)", "stroke-width": `${width + CASING}` };
  const casing = `class="adamedu-casing" ${stroke(style, cased)}`;
  let out = `<path d="${pathOf(x, y, plot, 0, last)}" ${casing}/>`;
  const lengths = lengthsOf(walk, last, plot);
  const all = lengths[last];
  for (let k = 1, from = 0; k <= PIECES; k++) {
    let to = from;
    while (to < last && (k === PIECES || lengths[to] < (k / PIECES) * all)) to++;
    if (from === to && last) continue;
    const opacity = OLDEST + (1 - OLDEST) * (all ? lengths[to] / all : 1);
    const dash = lengths[from].toFixed(1); // where the dashes of the piece before end
    const look = { "stroke-opacity": opacity.toFixed(2), "stroke-dashoffset": dash };
    out += `<path d="${pathOf(x, y, plot, from, to)}" ${stroke(style, look)}/>`;
    from = to;
  }
  return out;
}

/**
 * How long the walk is up to each of its points, in px.
 * @param {Line} walk
 * @param {number} last
 * @param {Plot} plot
 */
function lengthsOf({ x, y }, last, plot) {
  const lengths = [0];
  for (let k = 1; k <= last; k++) {
    const [dx, dy] = [plot.x(x[k]) - plot.x(x[k - 1]), plot.y(y[k]) - plot.y(y[k - 1])];
    lengths.push(lengths[k - 1] + (Number.isFinite(dx + dy) ? Math.hypot(dx, dy) : 0));
  }
  return lengths;
}
