// Lines that reach the right edge of their panel are named there, others in the legend.
import { escaped, pointsOf } from "./marks.js";
import { colorOf } from "./palette.js";
import { widthOf } from "./scales.js";

/** @import { Line, Mark, Panel, Scene } from "./types.js" */
/** @import { Plot } from "./marks.js" */

const MOST = 6; // lines of a panel that are named at their ends
const LONGEST = 10; // letters of a name that stands beside a panel
const GAP = 14; // px between two names

/**
 * @param {Mark} mark
 * @returns {mark is Line}
 */
const named = (mark) => mark.kind === "line" && mark.label !== "";

/**
 * Whether the lines of a panel are named at their ends: few, with short names, all of
 * them ending at the right edge. `direct` of adamedu/figures/stills.py says the same.
 * @param {Panel} panel
 */
function fits({ marks, x, y }) {
  const lines = marks.filter(named);
  const right = x.lim?.[1] ?? Math.max(...lines.map((line) => Math.max(...line.x)));
  const [low, high] = [y.lim?.[0] ?? -Infinity, y.lim?.[1] ?? Infinity];
  return (
    lines.length > 0 &&
    lines.length <= MOST &&
    lines.every(({ label, x: xs, y: ys }) => {
      const [endX, endY] = [xs[xs.length - 1], ys[ys.length - 1]];
      return label.length <= LONGEST && endX === right && endY >= low && endY <= high;
    })
  );
}

/**
 * The panels whose lines are named at their ends, and these names.
 * @param {Scene} scene
 */
export function directLabels({ panels }) {
  const direct = panels.map(fits);
  const lines = panels.filter((_, k) => direct[k]).flatMap((panel) => panel.marks.filter(named));
  return { direct, names: new Set(lines.map((line) => line.label)) };
}

/**
 * Room at the right of a panel for its names.
 * @param {Panel} panel
 */
export const roomFor = ({ marks }) =>
  14 + Math.max(...marks.filter(named).map((line) => widthOf(line.label)));

/**
 * Places with GAP between them, inside a panel, as near to sorted ones as they can be:
 * those that are too near are moved to both sides (least squares, by pooling
 * neighbours). `apart` of adamedu/figures/stills.py does the same.
 * @param {number[]} places
 * @param {number} low
 * @param {number} high
 */
function apart(places, low, high) {
  /** @type {number[][]} */
  const pools = [];
  places.forEach((place, k) => {
    pools.push([place - k * GAP]);
    while (pools.length > 1 && mean(pools[pools.length - 2]) > mean(pools[pools.length - 1])) {
      pools.splice(-2, 2, pools.slice(-2).flat());
    }
  });
  const most = high - (places.length - 1) * GAP;
  return pools
    .flatMap((pool) => pool.map(() => Math.max(low, Math.min(most, mean(pool)))))
    .map((at, k) => at + k * GAP);
}

/** @param {number[]} numbers */
const mean = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;

/**
 * The names at the ends of a panel's lines, apart from each other; of walks, as high as
 * their heads.
 * @param {Panel} panel
 * @param {number} shown
 * @param {Plot} plot
 */
export function drawLabels({ marks }, shown, { y, frame: { right, top, bottom } }) {
  const labels = marks.filter(named).map((line) => {
    const end = y(line.y[pointsOf(line, shown) - 1]);
    return { line, at: Math.max(top, Math.min(bottom, Number.isFinite(end) ? end : bottom)) };
  });
  labels.sort((a, b) => a.at - b.at);
  const ends = labels.map(({ at }) => at);
  const places = apart(ends, top, bottom);
  return labels
    .map(({ line: { label, style } }, k) => {
      const look = `class="adamedu-name" style="fill:${colorOf(style)}"`;
      return `<text x="${right + 10}" y="${(places[k] + 4).toFixed(1)}" ${look}>${escaped(label)}</text>`;
    })
    .join("");
}
