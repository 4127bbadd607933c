// What stands between the quotes of a Python text.
import { Outside } from "./outside.js";

/** @type {Record<string, string>} */
const ESCAPES = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', 0: "\0", "\n": "" };

/** @param {string} text without quotes */
export function unescaped(text) {
  return text.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|[\s\S])/g, (_, code) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (code in ESCAPES) return ESCAPES[code];
    throw new Outside(`the escape \\${code}`);
  });
}

/** @param {string} literal with its quotes */
export function plainText(literal) {
  const found = literal.match(/^(r?)("""|'''|"|')([\s\S]*)\2$/i);
  if (!found) throw new Outside(`the text ${literal}`);
  return found[1] ? found[3] : unescaped(found[3]);
}
