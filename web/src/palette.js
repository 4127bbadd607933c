// The house palette as CSS variables, in the book's and JupyterLab's two themes.

/** @import { Style } from "./types.js" */

/** @type {Record<string, string>} */
const MARKERS = {
  circle: "M5,0A5,5 0 1 1 -5,0A5,5 0 1 1 5,0Z",
  square: "M-4.5,-4.5H4.5V4.5H-4.5Z",
  triangle: "M0,-6L5.5,4.5H-5.5Z",
  diamond: "M0,-6L6,0L0,6L-6,0Z",
  star: "M0,-7L1.8,-2.2L6.7,-2.2L2.7,0.9L4.1,5.7L0,2.8L-4.1,5.7L-2.7,0.9L-6.7,-2.2L-1.8,-2.2Z",
  wye: "M-1.2,-6H1.2V-0.8L5.6,2.6L4.2,4.6L0,1.4L-4.2,4.6L-5.6,2.6L-1.2,-0.8Z",
  down: "M0,6L5.5,-4.5H-5.5Z",
  left: "M-6,0L4.5,5.5V-5.5Z",
  bar: "M-6,-1.5H6V1.5H-6Z",
  cross: "M-2,-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
};

/** @type {Record<string, Style>} */
const styles = {};

/**
 * The style of a name; that of a reference where the palette has none.
 * @param {string} name
 */
export const styleOf = (name) => styles[name] ?? styles.theory;

/** @param {string} name */
export const colorOf = (name) => `var(--adamedu-${styles[name] ? name : "theory"})`;

/**
 * The outline of a style's marker, around 0, 0.
 * @param {string} name
 */
export const markerOf = (name) => MARKERS[styleOf(name).marker];

/**
 * Learn the styles of a palette, and give the page their colours.
 * @param {Record<string, Style>} palette
 */
export function addPalette(palette) {
  Object.assign(styles, palette);
  /** @param {"light" | "dark"} mode */
  const colors = (mode) =>
    Object.entries(palette)
      .map(([name, style]) => `--adamedu-${name}:${style[mode]};`)
      .join("");
  const dark = "html[data-theme=dark], body[data-jp-theme-light=false]";
  addStyle(`:root{${colors("light")}}${dark}{${colors("dark")}}`);
}

/** @param {string} css */
export function addStyle(css) {
  const tag = document.createElement("style");
  tag.textContent = css;
  document.head.append(tag);
}
