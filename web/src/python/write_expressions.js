// Expressions as JavaScript text, on the runtime's functions.
import { Outside } from "./outside.js";

/** @import { Scope } from "./scope.js" */
/** @import { Node, Parameters } from "./tree.js" */

export class ExpressionWriter {
  /** the text's file, quoted */
  file = "";
  /** @type {Set<string>} Python's own names that are used */
  builtins = new Set();
  /** @type {string[]} tuples that are always the same */
  constants = [];

  /**
   * @param {Scope} scope of the function that is written, or of all texts
   * @param {Record<string, any>} known Python's own names
   */
  constructor(scope, known) {
    this.scope = scope;
    this.known = known;
  }

  /**
   * @param {Node} node
   * @returns {string}
   */
  expression(node) {
    const write = /** @type {any} */ (this)[node.kind];
    if (!write) throw new Outside(`line ${node.line}: ${node.kind}`);
    return write.call(this, node);
  }

  /** What is written in another scope. @param {Scope} scope @param {() => string} write */
  inside(scope, write) {
    const outer = this.scope;
    this.scope = scope;
    const text = write();
    this.scope = outer;
    return text;
  }

  /** @param {Node} node */
  Name({ id }) {
    const holder = this.scope.holder(id);
    if (!holder) return this.builtin(id);
    if (holder.bound.has(id)) return `$${id}`;
    const how = holder.parent === null ? "global" : holder === this.scope ? "local" : "free";
    return `bound($${id}, "${id}", "${how}")`;
  }

  /** A name that no text defines. @param {string} id */
  builtin(id) {
    if (!Object.hasOwn(this.known, id)) return `unknown("${id}")`;
    this.builtins.add(id);
    return `b_${id}`;
  }

  /** @param {Node} node */
  Int({ value }) {
    return `${value}n`;
  }

  /** @param {Node} node */
  Float({ value }) {
    return `${value}`;
  }

  /** @param {Node} node */
  Constant({ js }) {
    return js;
  }

  /** @param {Node} node */
  Text({ parts }) {
    return parts.length ? `(${this.texts(parts)})` : '""';
  }

  /** @param {any[]} parts @returns {string} */
  texts(parts) {
    if (!parts.length) return '""';
    const written = parts.map((part) => {
      if (typeof part === "string") return JSON.stringify(part);
      const value = this.expression(part.value);
      return `formatted(${value}, "${part.conversion}", ${this.texts(part.spec)})`;
    });
    return written.join(" + ");
  }

  /** @param {Node[]} items */
  items(items) {
    const written = items.map((item) =>
      item.kind === "Starred" ? `...each(${this.expression(item.value)})` : this.expression(item),
    );
    return `[${written.join(", ")}]`;
  }

  /** @param {Node} node */
  List({ items }) {
    return this.items(items);
  }

  /** @param {Node} node */
  Tuple({ items }) {
    const written = `tuple(${this.items(items)})`;
    /** @param {Node} one */
    const own = ({ kind, id }) => kind === "Name" && !this.scope.holder(id) && id in this.known;
    if (!items.every((/** @type {Node} */ one) => constant(one) || own(one))) return written;
    this.constants.push(written);
    return `c${this.constants.length}`;
  }

  /** @param {Node} node */
  Dict({ pairs }) {
    const written = pairs.map((/** @type {any} */ { key, value, spread }) => {
      if (spread) return `null, ${this.expression(spread)}`;
      return `${this.expression(key)}, ${this.expression(value)}`;
    });
    return `dictOf([${written.join(", ")}])`;
  }

  /** @param {Node} node */
  Call({ func, items, named }) {
    if (!named.length && this.direct(func, items)) {
      const args = items.map((/** @type {Node} */ item) => this.expression(item));
      this.builtins.add(func.id);
      return `b_${func.id}.run(${args.join(", ")})`;
    }
    const rest = `${this.items(items)}, ${this.named(named)}`;
    if (func.kind !== "Attribute") return `call(${this.expression(func)}, ${rest})`;
    return `callMethod(${this.expression(func.value)}, "${func.id}", ${rest})`;
  }

  /** Whether Python's own function can be called without further checks.
   * @param {Node} func
   * @param {Node[]} items
   */
  direct(func, items) {
    if (func.kind !== "Name" || this.scope.holder(func.id)) return false;
    if (!Object.hasOwn(this.known, func.id)) return false;
    const { run, least, most } = this.known[func.id];
    const fits = items.length >= least && items.length <= most;
    return run && fits && items.every(({ kind }) => kind !== "Starred");
  }

  /** Arguments by name. @param {any[]} pairs */
  named(pairs) {
    if (!pairs.length) return "null";
    const written = pairs.map(({ name, value, spread }) =>
      spread ? `null, ${this.expression(spread)}` : `"${name}", ${this.expression(value)}`,
    );
    const list = `[${written.join(", ")}]`;
    return pairs.some(({ spread }) => spread) ? `named(${list})` : list;
  }

  /** @param {Node} node */
  Attribute({ value, id }) {
    return `attribute(${this.expression(value)}, "${id}")`;
  }

  /** @param {Node} node */
  Item({ value, index }) {
    return `item(${this.expression(value)}, ${this.expression(index)})`;
  }

  /** @param {Node} node */
  Slice({ value, places }) {
    const written = places.map((/** @type {Node | null} */ p) => (p ? this.expression(p) : "null"));
    return `slice(${this.expression(value)}, ${written.join(", ")})`;
  }

  /** @param {Node} node */
  Yield({ value }) {
    return `(yield ${value ? this.expression(value) : "null"})`;
  }

  /** @param {Node} node */
  Lambda({ parameters, body, line }) {
    return this.func("<lambda>", parameters, body, line);
  }

  /**
   * @param {string} _name
   * @param {Parameters} _parameters
   * @param {Node[]} _body
   * @param {number} _line
   * @returns {string}
   */
  func(_name, _parameters, _body, _line) {
    throw new Error("written with statements");
  }
}

/** @param {Node} node */
function constant({ kind, parts }) {
  if (kind === "Text") return parts.every((/** @type {any} */ part) => typeof part === "string");
  return kind === "Int" || kind === "Float" || kind === "Constant";
}
