// What MicroPython does otherwise than Python, written out: driver.py has the functions.
import { parser } from "@lezer/python";

/** @import { SyntaxNode } from "@lezer/common" */

const ASKED = new Set(["+=", "-="]); // of an object, by MicroPython too
const BY_NAME = new Set(["getattr", "hasattr", "setattr", "delattr"]);

/**
 * The same text on the same lines, with `_updated` for `a *= b` and its like, `_power`
 * for `a ** b`, and `_held` where a function of the text has an attribute. A text that
 * does not parse stays as it is, and so does a target that calls something.
 * @param {string} source
 * @returns {string}
 */
export function forMicroPython(source) {
  const functions = new Set([...source.matchAll(/\bdef\s+(\w+)/g)].map(([, name]) => name));
  const tree = parser.parse(source);
  let broken = false;
  tree.iterate({
    enter({ type }) {
      broken ||= type.isError;
    },
  });
  return broken ? source : inside(tree.topNode);

  /** @param {SyntaxNode} node @returns {string} */
  function written(node) {
    const text = source.slice(node.from, node.to);
    if (node.name === "FormatString") return text;
    if (node.name === "VariableName") {
      return functions.has(text) && asked(node) ? `_held(${text})` : text;
    }
    const operator = node.getChild(node.name === "UpdateStatement" ? "UpdateOp" : "ArithOp");
    const sign = operator ? source.slice(operator.from, operator.to) : "";
    if (!operator || (node.name === "UpdateStatement" && ASKED.has(sign))) return inside(node);
    const [left, right] = [inside(node, node.from, operator.from), inside(node, operator.to)];
    if (node.name === "BinaryExpression" && sign === "**") return `_power(${left},${right})`;
    if (node.name !== "UpdateStatement" || source.slice(node.from, operator.from).includes("(")) {
      return inside(node);
    }
    const target = left.trim();
    return `${target} = _updated("${sign.slice(0, -1)}", ${target}, (${right.trim()}))`;
  }

  /**
   * The text of a node, or of a part of it, its children written.
   * @param {SyntaxNode} node @param {number} [from] @param {number} [to]
   */
  function inside(node, from = node.from, to = node.to) {
    let [text, end] = ["", from];
    for (let one = node.firstChild; one; one = one.nextSibling) {
      if (one.from < from || one.to > to) continue;
      text += source.slice(end, one.from) + written(one);
      end = one.to;
    }
    return text + source.slice(end, to);
  }

  /** Is an attribute of this name asked for, with a dot or by its name? @param {SyntaxNode} node */
  function asked({ parent, prevSibling, nextSibling }) {
    if (parent?.name === "MemberExpression") return !prevSibling && nextSibling?.name === ".";
    const called = parent?.name === "ArgList" && prevSibling?.name === "(" && parent.prevSibling;
    return called && BY_NAME.has(source.slice(called.from, called.to));
  }
}
