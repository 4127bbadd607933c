// `a *= b` and its like for MicroPython, which asks an object for `+=` and `-=` only.
import { parser } from "@lezer/python";

const ASKED = new Set(["+=", "-="]);

/**
 * The same text on the same lines, with driver.py's `_updated` for the other operators.
 * A text that does not parse, and a target that calls something, stay as they are.
 * @param {string} source
 * @returns {string}
 */
export function updates(source) {
  /** @type {{ from: number, to: number, text: string }[]} */
  const edits = [];
  let broken = false;
  parser.parse(source).iterate({
    enter({ name, type, node }) {
      broken ||= type.isError;
      const operator = name === "UpdateStatement" && node.getChild("UpdateOp");
      if (!operator) return;
      const sign = source.slice(operator.from, operator.to);
      const target = source.slice(node.from, operator.from).trim();
      if (ASKED.has(sign) || target.includes("(")) return;
      const value = source.slice(operator.to, node.to).trim();
      const text = `${target} = _updated("${sign.slice(0, -1)}", ${target}, (${value}))`;
      edits.push({ from: node.from, to: node.to, text });
    },
  });
  if (broken) return source;
  return edits.reduceRight(
    (text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to),
    source,
  );
}
