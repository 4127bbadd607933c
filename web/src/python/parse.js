// Python's statements as a tree of { kind, line, ... }: what is known here, or Outside.
import { parser } from "@lezer/python";
import { Expressions } from "./expressions.js";

/** @import { SyntaxNode } from "@lezer/common" */
/** @import { Node } from "./tree.js" */

/**
 * The statements of a text; raises Outside for what does not parse, or is not known.
 * @param {string} source
 * @returns {Node[]}
 */
export function parse(source) {
  return new Statements(source).block(parser.parse(source).topNode);
}

class Statements extends Expressions {
  /**
   * @param {SyntaxNode} node a script, or a body
   * @returns {Node[]}
   */
  block(node) {
    return this.kids(node).flatMap((child) => {
      if (child.name === ":" || child.name === ";") return [];
      if (child.name === "StatementGroup") return this.block(child);
      return [this.statement(child)];
    });
  }

  /**
   * @param {SyntaxNode} node
   * @returns {Node}
   */
  statement(node) {
    const kids = this.kids(node);
    const line = this.line(node);
    const rest = kids.slice(1);
    switch (node.name) {
      case "ExpressionStatement":
        return { kind: "Expr", line, value: this.tuple(kids) };
      case "YieldStatement":
        return { kind: "Expr", line, value: this.yielded(node) };
      case "AssignStatement":
        return this.assign(kids, line);
      case "UpdateStatement": {
        const operator = this.text(kids[1]).slice(0, -1);
        const value = this.tuple(kids.slice(2));
        return { kind: "Update", line, target: this.expression(kids[0]), operator, value };
      }
      case "ReturnStatement":
        return { kind: "Return", line, value: rest.length ? this.tuple(rest) : null };
      case "PassStatement":
      case "BreakStatement":
      case "ContinueStatement":
        return { kind: node.name.slice(0, -"Statement".length), line };
      case "IfStatement":
        return this.choice(kids, line);
      case "WhileStatement":
        return {
          kind: "While",
          line,
          test: this.expression(kids[1]),
          body: this.block(kids[2]),
          otherwise: kids[4] ? this.block(kids[4]) : [],
        };
      case "ForStatement":
        return this.loop(kids, line);
      case "FunctionDefinition":
        return this.definition(node, kids, []);
      case "DecoratedStatement":
        return this.decorated(node);
      case "ClassDefinition":
        if (kids[2].name === "ArgList" && this.kids(kids[2]).length > 2) this.refuse(node);
        return {
          kind: "Class",
          line,
          id: this.text(kids[1]),
          body: this.block(kids.at(-1) ?? node),
        };
      case "ImportStatement":
        return this.imports(node, kids, line);
      case "RaiseStatement": {
        const end = kids.findIndex((kid) => kid.name === "from");
        const what = kids.slice(1, end < 0 ? undefined : end);
        return { kind: "Raise", line, value: what.length ? this.tuple(what) : null };
      }
      case "TryStatement":
        return this.attempt(kids, line);
      case "AssertStatement": {
        const [test, words] = this.split(rest).map((group) => this.tuple(group));
        return { kind: "Assert", line, test, words };
      }
      case "ScopeStatement":
        if (kids[0].name === "global") this.refuse(node);
        return { kind: "Nonlocal", line, ids: this.split(rest).map(([one]) => this.text(one)) };
    }
    return this.refuse(node);
  }

  /**
   * @param {SyntaxNode[]} kids
   * @param {number} line
   * @returns {Node}
   */
  assign(kids, line) {
    const plain = kids.filter((kid) => kid.name !== "TypeDef");
    const groups = this.split(plain, "AssignOp").map((group) => this.tuple(group));
    if (groups.length === 1) this.refuse(kids[0]); // only a type
    const value = /** @type {Node} */ (groups.pop());
    return { kind: "Assign", line, targets: groups, value };
  }

  /**
   * @param {SyntaxNode[]} kids from `if` or `elif` on
   * @param {number} line
   * @returns {Node}
   */
  choice(kids, line) {
    const [, test, body, ...rest] = kids;
    let otherwise = /** @type {Node[]} */ ([]);
    if (rest[0]?.name === "elif") otherwise = [this.choice(rest, this.line(rest[0]))];
    else if (rest.length) otherwise = this.block(rest[1]);
    return { kind: "If", line, test: this.expression(test), body: this.block(body), otherwise };
  }

  /**
   * @param {SyntaxNode[]} kids
   * @param {number} line
   * @returns {Node}
   */
  loop(kids, line) {
    const [within, body] = ["in", "Body"].map((name) => kids.findIndex((k) => k.name === name));
    const otherwise = kids[body + 2];
    return {
      kind: "For",
      line,
      target: this.tuple(kids.slice(1, within)),
      each: this.tuple(kids.slice(within + 1, body)),
      body: this.block(kids[body]),
      otherwise: otherwise ? this.block(otherwise) : [],
    };
  }

  /**
   * @param {SyntaxNode} node
   * @param {SyntaxNode[]} kids
   * @param {Node[]} decorators
   * @returns {Node}
   */
  definition(node, kids, decorators) {
    if (kids[0].name !== "def") this.refuse(node);
    const parameters = kids.find((kid) => kid.name === "ParamList") ?? node;
    return {
      kind: "Def",
      line: this.line(kids[0]),
      id: this.text(kids[1]),
      decorators,
      parameters: this.parameters(parameters),
      body: this.block(kids.at(-1) ?? node),
    };
  }

  /**
   * @param {SyntaxNode} node
   * @returns {Node}
   */
  decorated(node) {
    const decorators = node.getChildren("Decorator").map((one) => {
      const [name, ...more] = this.kids(one);
      if (name.name !== "VariableName" || more.length > 1) this.refuse(one);
      const func = this.expression(name);
      return more.length ? { ...this.call(func, more[0]), line: this.line(one) } : func;
    });
    const [inner] = this.kids(node);
    if (inner.name !== "FunctionDefinition") this.refuse(inner);
    return this.definition(inner, this.kids(inner), decorators);
  }

  /**
   * @param {SyntaxNode} node
   * @param {SyntaxNode[]} kids
   * @param {number} line
   * @returns {Node}
   */
  imports(node, kids, line) {
    const at = kids.findIndex((kid) => kid.name === "import");
    const path = kids.slice(1, Math.max(at, 1)).map((kid) => this.text(kid));
    if (path[0] === ".") this.refuse(node);
    const listed = kids.slice(at + 1).filter((kid) => kid.name !== "(" && kid.name !== ")");
    const names = this.split(listed).map((group) => {
      const as = group.findIndex((kid) => kid.name === "as");
      const name = group.slice(0, as < 0 ? undefined : as).map((kid) => this.text(kid));
      if (name[0] === "*" || (as < 0 && name.length > 1)) this.refuse(node);
      return { name: name.join(""), as: this.text(group[group.length - 1]) };
    });
    return { kind: "Import", line, from: path.join(""), names };
  }

  /**
   * @param {SyntaxNode[]} kids
   * @param {number} line
   * @returns {Node}
   */
  attempt(kids, line) {
    /** @type {Node} */
    const node = { kind: "Try", line, body: [], handlers: [], otherwise: [], last: [] };
    let part = /** @type {SyntaxNode[]} */ ([]);
    for (const kid of kids) {
      if (kid.name !== "Body") {
        part.push(kid);
        continue;
      }
      const [word, type, , name] = part;
      const body = this.block(kid);
      if (word.name === "try") node.body = body;
      else if (word.name === "else") node.otherwise = body;
      else if (word.name === "finally") node.last = body;
      else {
        if (type?.name === "*") this.refuse(type);
        const test = type ? this.expression(type) : null;
        node.handlers.push({ test, id: name ? this.text(name) : "", body });
      }
      part = [];
    }
    return node;
  }
}
