// Which operator binds first: the grammar of Python, since the editor's parser, made for
// colours, takes `not a and b` for `not (a and b)`.
import { Outside } from "./outside.js";

/** @import { Node } from "./tree.js" */

const COMPARE = new Set(["<", "<=", ">", ">=", "==", "!=", "in", "not in", "is", "is not"]);
const LEVELS = [new Set(["+", "-"]), new Set(["*", "/", "//", "%", "@"])];

/**
 * The tree of operands and operators as they stand side by side.
 * @param {(Node | string)[]} tokens
 * @param {number} line
 * @returns {Node}
 */
export function operated(tokens, line) {
  const operators = new Operators(tokens, line);
  const found = operators.logic("or", () => operators.logic("and", () => operators.not()));
  if (tokens.length) throw new Outside(`line ${line}: ${tokens[0]}`);
  return found;
}

class Operators {
  /** @param {(Node | string)[]} tokens @param {number} line */
  constructor(tokens, line) {
    this.tokens = tokens;
    this.line = line;
  }

  /** The next operator, if it is one of these. @param {Set<string>} known @returns {string} */
  taken(known) {
    const [first, second] = this.tokens;
    const both = `${first} ${second}`;
    const found = typeof second === "string" && known.has(both) ? both : `${first}`;
    if (typeof first !== "string" || !known.has(found)) return "";
    this.tokens.splice(0, found === both ? 2 : 1);
    return found;
  }

  /**
   * @param {string} operator
   * @param {() => Node} operand
   * @returns {Node}
   */
  logic(operator, operand) {
    let left = operand();
    while (this.taken(new Set([operator]))) {
      left = { kind: "Logic", line: this.line, operator, left, right: operand() };
    }
    return left;
  }

  /** @returns {Node} */
  not() {
    if (!this.taken(new Set(["not"]))) return this.comparison();
    return { kind: "Unary", line: this.line, operator: "not", value: this.not() };
  }

  /** @returns {Node} */
  comparison() {
    const first = this.arithmetic(0);
    const rest = [];
    for (let operator = this.taken(COMPARE); operator; operator = this.taken(COMPARE)) {
      rest.push({ operator, value: this.arithmetic(0) });
    }
    return rest.length ? { kind: "Compare", line: this.line, first, rest } : first;
  }

  /** @param {number} level @returns {Node} */
  arithmetic(level) {
    if (level === LEVELS.length) return this.factor();
    let left = this.arithmetic(level + 1);
    for (let operator = this.taken(LEVELS[level]); operator; operator = this.taken(LEVELS[level])) {
      const right = this.arithmetic(level + 1);
      left = { kind: "Binary", line: this.line, operator, left, right };
    }
    return left;
  }

  /** @returns {Node} */
  factor() {
    const operator = this.taken(LEVELS[0]);
    if (operator) return { kind: "Unary", line: this.line, operator, value: this.factor() };
    const left = this.tokens.shift();
    if (typeof left !== "object") throw new Outside(`line ${this.line}: ${left}`);
    if (!this.taken(new Set(["**"]))) return left;
    return { kind: "Binary", line: this.line, operator: "**", left, right: this.factor() };
  }
}
