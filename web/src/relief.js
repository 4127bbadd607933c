// The light and the shade of a landscape that is lit from the upper left.

/** @import { Field } from "./types.js" */
/** @import { Plot } from "./marks.js" */

const STEEP = 0.7; // how much of a landscape's height is seen beside its width
const POWER = 2 / 3; // of a height, so that a valley's floor is seen beside its walls
const [LIGHT, SHADE] = [
  [255, 255, 255],
  [20, 45, 80],
];
const SLANT = Math.SQRT1_2; // how high the light stands: 45 degrees

/**
 * How much lighter than level ground (above 0) or darker each point of the grid is.
 * @param {Field} field
 */
export function shades({ nx, ny, z }) {
  const top = Math.max(...z) || 1;
  const heights = Float64Array.from(z, (v) => (Math.max(0, v) / top) ** POWER);
  /** @param {number} k @param {number} most */
  const inside = (k, most) => Math.max(0, Math.min(most, k));
  return heights.map((_, k) => {
    const [i, j] = [k % nx, Math.floor(k / nx)];
    /** @param {number} a @param {number} b */
    const at = (a, b) => heights[inside(b, ny - 1) * nx + inside(a, nx - 1)];
    const right = ((at(i + 1, j) - at(i - 1, j)) / 2) * (nx - 1) * STEEP;
    const up = ((at(i, j + 1) - at(i, j - 1)) / 2) * (ny - 1) * STEEP;
    const lit = ((right - up) / 2 + SLANT) / Math.hypot(right, up, 1);
    return lit - SLANT;
  });
}

/**
 * Light and shade, as a picture over the whole field.
 * @param {Field} field
 * @param {Plot} plot
 */
export function relief(field, { x, y }) {
  const { nx, ny, xlim, ylim } = field;
  const canvas = Object.assign(document.createElement("canvas"), { width: nx, height: ny });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(nx, ny);
  shades(field).forEach((shade, k) => {
    const at = 4 * ((ny - 1 - Math.floor(k / nx)) * nx + (k % nx)); // a picture begins at the top
    image.data.set([...(shade > 0 ? LIGHT : SHADE), 255 * Math.min(1, Math.abs(shade))], at);
  });
  context.putImageData(image, 0, 0);
  const [halfX, halfY] = [(xlim[1] - xlim[0]) / (nx - 1) / 2, (ylim[1] - ylim[0]) / (ny - 1) / 2];
  const [left, right] = [x(xlim[0] - halfX), x(xlim[1] + halfX)];
  const [low, high] = [y(ylim[0] - halfY), y(ylim[1] + halfY)];
  const size = `x="${left}" y="${high}" width="${right - left}" height="${low - high}"`;
  return `<image class="adamedu-relief" preserveAspectRatio="none" ${size} href="${canvas.toDataURL()}"/>`;
}
