// A line of Markdown as nodes of the page: what strangers typed can be nothing but words.
import { make } from "./form.js";

const INLINE =
  /(?<math>\$[^$]+\$)|(?<role>\{[\w:]+\})?(?<tick>`+)(?<code>.+?)\k<tick>|\*\*(?<strong>.+?)\*\*|\*(?<em>[^*]+)\*/gs;

/**
 * Formulas stay texts between dollars, for MathJax.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function words(text) {
  const found = [];
  let from = 0;
  for (const { 0: all, index, groups } of text.matchAll(INLINE)) {
    const { math, role, code, strong, em } = groups ?? {};
    found.push(text.slice(from, index));
    if (strong) found.push(make("strong", {}, ...words(strong)));
    else if (em) found.push(make("em", {}, ...words(em)));
    else if (math || role) found.push(math ?? code);
    else found.push(make("code", {}, code));
    from = index + all.length;
  }
  return [...found, text.slice(from)].filter(Boolean);
}

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export const paragraphs = (text) =>
  text
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((one) => make("p", {}, ...words(one)));
