// Links that open a new issue: what the page knows is filled in, and the reader submits.
import { make } from "./form.js";

/** @returns {HTMLAnchorElement | null} the link at the foot of a page of the book */
const foot = () => document.querySelector("a.adamedu-report");

/**
 * Fill in what there is to say beside the page.
 * @param {HTMLAnchorElement} link
 * @param {string[]} lines
 */
function fill(link, lines) {
  const address = new URL(link.href);
  const body = address.searchParams.get("body");
  address.searchParams.set("body", [body, ...lines].join("\n"));
  link.href = address.href;
}

export function startReport() {
  const link = foot();
  if (link) fill(link, [`Browser: ${navigator.userAgent}`]);
}

/**
 * Such a link for a figure, if its page has one.
 * @param {() => string} settings the figure's link, as the reader would share it
 */
export function reportOf(settings) {
  const page = foot();
  if (!page) return [];
  const { href, target, rel, title } = page;
  const link = make("a", { href, target, rel, title }, "Report an error");
  const now = () => {
    link.href = href;
    const figure = link.closest("figure")?.id ?? "without a name";
    fill(link, [`Figure: ${figure}, #${settings().split("#")[1]}`]);
  };
  for (const kind of ["pointerdown", "focus"]) link.addEventListener(kind, now);
  return [link];
}
