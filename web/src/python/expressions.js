// Python's expressions as a tree of { kind, line, ... }: what is known here, or Outside.
import { operated } from "./operators.js";
import { Reader } from "./reader.js";
import { plainText, unescaped } from "./strings.js";

/** @import { SyntaxNode } from "@lezer/common" */
/** @import { Node, Parameters } from "./tree.js" */

const OPERATOR = /^(ArithOp|BitOp|CompareOp|and|or|not|in|is)$/;

export class Expressions extends Reader {
  /**
   * One expression, or a tuple of those between commas.
   * @param {SyntaxNode[]} nodes
   * @returns {Node}
   */
  tuple(nodes) {
    if (nodes.length === 1) return this.expression(nodes[0]);
    const line = this.line(nodes[0]);
    return { kind: "Tuple", line, items: this.split(nodes).map((group) => this.item(group)) };
  }

  /**
   * @param {SyntaxNode[]} group an expression, or a starred one
   * @returns {Node}
   */
  item(group) {
    if (group.length === 1) return this.expression(group[0]);
    if (group.length !== 2 || group[0].name !== "*") return this.refuse(group[0]);
    return { kind: "Starred", line: this.line(group[0]), value: this.expression(group[1]) };
  }

  /**
   * @param {SyntaxNode} node
   * @returns {Node}
   */
  expression(node) {
    const kids = this.kids(node);
    const line = this.line(node);
    switch (node.name) {
      case "VariableName":
        return { kind: "Name", line, id: this.text(node) };
      case "Number":
        return this.number(node, line);
      case "Boolean":
        return { kind: "Constant", line, js: this.text(node) === "True" ? "true" : "false" };
      case "None":
        return { kind: "Constant", line, js: "null" };
      case "String":
        return { kind: "Text", line, parts: [plainText(this.text(node))] };
      case "FormatString":
        return { kind: "Text", line, parts: this.format(node) };
      case "ContinuedString":
        return {
          kind: "Text",
          line,
          parts: kids.flatMap((kid) => /** @type {any} */ (this.expression(kid)).parts),
        };
      case "ParenthesizedExpression":
        return this.expression(kids[1]);
      case "TupleExpression":
      case "ArrayExpression": {
        const items = this.split(kids.slice(1, -1)).map((group) => this.item(group));
        return { kind: node.name === "TupleExpression" ? "Tuple" : "List", line, items };
      }
      case "DictionaryExpression":
        return { kind: "Dict", line, pairs: this.pairs(kids.slice(1, -1)) };
      case "ArrayComprehensionExpression":
        return this.comprehension("ListComp", kids.slice(1, -1), line);
      case "ComprehensionExpression":
        return this.comprehension("GeneratorComp", kids.slice(1, -1), line);
      case "DictionaryComprehensionExpression":
        return this.comprehension("DictComp", kids.slice(1, -1), line);
      case "UnaryExpression":
      case "BinaryExpression":
        return operated(this.operands(node), line);
      case "ConditionalExpression": {
        const [body, , test, , otherwise] = kids;
        return {
          kind: "Choice",
          line,
          test: this.expression(test),
          body: this.expression(body),
          otherwise: this.expression(otherwise),
        };
      }
      case "LambdaExpression":
        return {
          kind: "Lambda",
          line,
          parameters: this.parameters(kids[1]),
          body: [{ kind: "Return", line, value: this.expression(kids[3]) }],
        };
      case "YieldExpression":
        return this.yielded(node);
      case "CallExpression":
        return { ...this.call(this.expression(kids[0]), kids[1]), line };
      case "MemberExpression":
        return this.member(kids, line);
    }
    return this.refuse(node);
  }

  /**
   * @param {SyntaxNode} node
   * @returns {Node}
   */
  yielded(node) {
    const [, ...rest] = this.kids(node);
    if (rest[0]?.name === "from") this.refuse(node);
    return { kind: "Yield", line: this.line(node), value: rest.length ? this.tuple(rest) : null };
  }

  /**
   * @param {SyntaxNode} node
   * @param {number} line
   * @returns {Node}
   */
  number(node, line) {
    const text = this.text(node).replaceAll("_", "").toLowerCase();
    if (/^(0|[1-9]\d*|0x[\da-f]+|0b[01]+|0o[0-7]+)$/.test(text)) {
      return { kind: "Int", line, value: BigInt(text) };
    }
    if (!/^[\d.]+(e[-+]?\d+)?$/.test(text)) this.refuse(node);
    return { kind: "Float", line, value: Number(text) };
  }

  /**
   * The parts of an f-string: texts, and { value, conversion, spec }.
   * @param {SyntaxNode} node
   */
  format(node) {
    const whole = this.text(node);
    const [head, quote] = /** @type {RegExpMatchArray} */ (whole.match(/^[a-zA-Z]*("""|'''|"|')/));
    const raw = /^[a-zA-Z]*r/i.test(head);
    const parts = /** @type {any[]} */ ([]);
    let at = node.from + head.length;
    /** @param {number} end */
    const textTo = (end) => {
      const text = this.source.slice(at, end).replaceAll("{{", "{").replaceAll("}}", "}");
      if (text) parts.push(raw ? text : unescaped(text));
    };
    for (const kid of this.kids(node)) {
      if (kid.name !== "FormatReplacement") continue;
      textTo(kid.from);
      parts.push(this.replacement(kid));
      at = kid.to;
    }
    textTo(node.to - quote.length);
    return parts;
  }

  /** @param {SyntaxNode} node */
  replacement(node) {
    const [, value, ...more] = this.kids(node).slice(0, -1);
    let [conversion, spec] = ["", /** @type {any[]} */ ([])];
    for (const one of more) {
      if (one.name === "FormatConversion") conversion = this.text(one)[1];
      else if (one.name === "FormatSpec") spec = this.specification(one);
      else this.refuse(one);
    }
    return { value: this.expression(value), conversion, spec };
  }

  /** @param {SyntaxNode} node */
  specification(node) {
    const parts = /** @type {any[]} */ ([]);
    let at = node.from + 1;
    for (const kid of node.getChildren("FormatReplacement")) {
      parts.push(this.source.slice(at, kid.from), this.replacement(kid));
      at = kid.to;
    }
    parts.push(this.source.slice(at, node.to));
    return parts.filter((part) => part !== "");
  }

  /** @param {SyntaxNode[]} nodes */
  pairs(nodes) {
    return this.split(nodes).map(([key, colon, value]) => {
      if (key.name === "**") return { spread: this.expression(colon) };
      return { key: this.expression(key), value: this.expression(value) };
    });
  }

  /**
   * @param {string} kind
   * @param {SyntaxNode[]} nodes
   * @param {number} line
   * @returns {Node}
   */
  comprehension(kind, nodes, line) {
    const start = nodes.findIndex((node) => node.name === "for" || node.name === "async");
    const clauses = /** @type {any[]} */ ([]);
    for (let k = start; k < nodes.length; ) {
      const found = nodes.findIndex((node, i) => i > k && /^(for|if|async)$/.test(node.name));
      const end = found < 0 ? nodes.length : found;
      const part = nodes.slice(k + 1, end);
      if (nodes[k].name === "async") this.refuse(nodes[k]);
      if (nodes[k].name === "if") clauses[clauses.length - 1].tests.push(this.tuple(part));
      else {
        const within = part.findIndex((node) => node.name === "in");
        const each = this.tuple(part.slice(within + 1));
        clauses.push({ target: this.tuple(part.slice(0, within)), each, tests: [] });
      }
      k = end;
    }
    const made = nodes.slice(0, start);
    if (kind !== "DictComp") return { kind, line, value: this.tuple(made), clauses };
    const [key, , value] = made;
    return { kind, line, key: this.expression(key), value: this.expression(value), clauses };
  }

  /**
   * Operands, and operators as texts, as they stand side by side.
   * @param {SyntaxNode} node
   * @returns {(Node | string)[]}
   */
  operands(node) {
    if (OPERATOR.test(node.name)) return [this.text(node)];
    if (!/^(Unary|Binary)Expression$/.test(node.name)) return [this.expression(node)];
    return this.kids(node).flatMap((kid) => this.operands(kid));
  }

  /**
   * @param {Node} func
   * @param {SyntaxNode} list
   * @returns {Node}
   */
  call(func, list) {
    const inside = this.kids(list).slice(1, -1);
    const line = this.line(list);
    if (inside.some((kid) => kid.name === "for")) {
      return {
        kind: "Call",
        line,
        func,
        items: [this.comprehension("GeneratorComp", inside, line)],
        named: [],
      };
    }
    const items = /** @type {Node[]} */ ([]);
    const named = /** @type {any[]} */ ([]);
    for (const group of this.split(inside)) {
      if (group[0].name === "**") named.push({ spread: this.expression(group[1]) });
      else if (group[1]?.name === "AssignOp") {
        named.push({ name: this.text(group[0]), value: this.expression(group[2]) });
      } else items.push(this.item(group));
    }
    return { kind: "Call", line, func, items, named };
  }

  /**
   * @param {SyntaxNode[]} kids
   * @param {number} line
   * @returns {Node}
   */
  member(kids, line) {
    const [object, mark, ...rest] = kids;
    const value = this.expression(object);
    if (mark.name === ".") return { kind: "Attribute", line, value, id: this.text(rest[0]) };
    const inside = rest.slice(0, -1);
    if (!inside.some((kid) => kid.name === ":")) {
      return { kind: "Item", line, value, index: this.tuple(inside) };
    }
    if (inside.some((kid) => kid.name === ",")) this.refuse(mark);
    const places = /** @type {(Node | null)[]} */ ([null]);
    for (const kid of inside) {
      if (kid.name === ":") places.push(null);
      else places[places.length - 1] = this.expression(kid);
    }
    return { kind: "Slice", line, value, places };
  }

  /**
   * @param {SyntaxNode} node
   * @returns {Parameters}
   */
  parameters(node) {
    /** @type {Parameters} */
    const found = { names: [], only: [], rest: "", named: "", defaults: [], onlyDefaults: {} };
    const inside = this.kids(node).filter((kid) => !/^([()]|TypeDef)$/.test(kid.name));
    if (/[(,]\s*\/\s*[,)]/.test(this.text(node))) this.refuse(node);
    let starred = false;
    for (const group of this.split(inside)) {
      const [first, second, value] = group;
      if (first.name === "**") found.named = this.text(second);
      else if (first.name === "*") {
        starred = true;
        if (second) found.rest = this.text(second);
      } else {
        const name = this.text(first);
        (starred ? found.only : found.names).push(name);
        if (!value) continue;
        if (starred) found.onlyDefaults[name] = this.expression(value);
        else found.defaults.push(this.expression(value));
      }
    }
    return found;
  }
}
