// The house palette as CSS variables, in the book's and JupyterLab's two themes.
import palette from "../../adamedu/figures/palette.json";
import css from "./figure.css" with { type: "text" };

export const styleOf = (name) => palette[name] ?? palette.theory;
export const colorOf = (name) => `var(--adamedu-${palette[name] ? name : "theory"})`;

export function addStyle() {
  const colors = (mode) =>
    Object.entries(palette).map(([name, style]) => `--adamedu-${name}:${style[mode]};`).join("");
  const dark = "html[data-theme=dark], body[data-jp-theme-light=false]";
  const tag = document.createElement("style");
  tag.textContent =
    `:root{${colors("light")}--adamedu-deep:#ccdff0;--adamedu-high:#ffffff;--adamedu-contour:#9bb0c8;--adamedu-paper:#ffffff;}` +
    `${dark}{${colors("dark")}--adamedu-deep:#274560;--adamedu-high:#14181e;--adamedu-contour:#4c6078;--adamedu-paper:#14181e;}${css}`;
  document.head.append(tag);
}

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
export const markerOf = (name) => MARKERS[styleOf(name).marker];
