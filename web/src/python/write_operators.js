// Operators, comparisons and choices as JavaScript text.
import { Outside } from "./outside.js";
import { ExpressionWriter } from "./write_expressions.js";

/** @import { Node } from "./tree.js" */

/** @type {Record<string, string>} the runtime's functions by Python's operator */
export const OPERATORS = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floorDiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
};
/** @type {Record<string, string>} */
const COMPARE = {
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  "==": "eq",
  is: "same",
  in: "within",
};
/** @type {Record<string, string>} */
const OPPOSITE = { "!=": "==", "is not": "is", "not in": "in" };

export class OperatorWriter extends ExpressionWriter {
  /** A condition: true or false in JavaScript. @param {Node} node @returns {string} */
  test(node) {
    if (node.kind === "Compare") return this.expression(node);
    if (node.kind === "Unary" && node.operator === "not") return `!${this.test(node.value)}`;
    if (node.kind === "Logic") {
      const operator = node.operator === "and" ? "&&" : "||";
      return `(${this.test(node.left)} ${operator} ${this.test(node.right)})`;
    }
    return `truth(${this.expression(node)})`;
  }

  /** @param {Node} node */
  Unary({ operator, value }) {
    if (operator === "not") return `!${this.test(value)}`;
    if (operator === "-" && value.kind === "Int") return `${-value.value}n`;
    if (operator === "-" && value.kind === "Float") return `(-${value.value})`;
    if (operator === "-") return `neg(${this.expression(value)})`;
    if (operator === "+") return `pos(${this.expression(value)})`;
    throw new Outside(operator);
  }

  /** @param {Node} node */
  Binary({ operator, left, right }) {
    return this.operation(operator, left, this.expression(left), right);
  }

  /**
   * A whole number beside a float is a float: the most common case needs no call.
   * @param {string} operator
   * @param {Node} left
   * @param {string} written left, which may be written otherwise
   * @param {Node} right
   * @returns {string}
   */
  operation(operator, left, written, right) {
    const name = OPERATORS[operator];
    if (!name) throw new Outside(operator);
    const [a, b] = [exact(left), exact(right)];
    const quick = ["+", "-", "*", "/"].includes(operator);
    if (quick && b && !(operator === "/" && b === "0")) {
      const temp = this.scope.temp();
      const slow = `${name}(${temp}, ${this.expression(right)})`;
      return `(typeof (${temp} = ${written}) === "number" ? ${temp} ${operator} ${b} : ${slow})`;
    }
    if (quick && a && operator !== "/") {
      const temp = this.scope.temp();
      const whole = this.expression(right);
      const slow = `${name}(${written}, ${temp})`;
      return `(typeof (${temp} = ${whole}) === "number" ? ${a} ${operator} ${temp} : ${slow})`;
    }
    return `${name}(${written}, ${this.expression(right)})`;
  }

  /** @param {Node} node */
  Compare({ first, rest }) {
    let left = this.expression(first);
    const written = rest.map((/** @type {any} */ { operator, value }, /** @type {number} */ k) => {
      let right = this.expression(value);
      const temp = k < rest.length - 1 ? this.scope.temp() : "";
      if (temp) right = `(${temp} = ${right})`;
      const no = operator in OPPOSITE;
      const name = COMPARE[no ? OPPOSITE[operator] : operator];
      const one = `${no ? "!" : ""}${name}(${left}, ${right})`;
      left = temp;
      return one;
    });
    return written.length > 1 ? `(${written.join(" && ")})` : written[0];
  }

  /** @param {Node} node */
  Logic({ operator, left, right }) {
    const temp = this.scope.temp();
    const first = `truth(${temp} = ${this.expression(left)})`;
    const second = this.expression(right);
    return operator === "and"
      ? `(${first} ? ${second} : ${temp})`
      : `(${first} ? ${temp} : ${second})`;
  }

  /** @param {Node} node */
  Choice({ test, body, otherwise }) {
    return `(${this.test(test)} ? ${this.expression(body)} : ${this.expression(otherwise)})`;
  }
}

/** A whole number that a double holds, as JavaScript text. @param {Node} node */
function exact(node) {
  return node.kind === "Int" && node.value < 2n ** 53n ? `${node.value}` : "";
}
