// Comprehensions, heads of loops, and what stores a value, as JavaScript text.
import { Outside } from "./outside.js";
import { Scope, store } from "./scope.js";
import { OperatorWriter } from "./write_operators.js";

/** @import { Node } from "./tree.js" */

export class LoopWriter extends OperatorWriter {
  /** @param {Node} node */
  ListComp(node) {
    return this.comprehension(node, "const r = [];", (value) => `r.push(${value});`, "return r;");
  }

  /** @param {Node} node */
  DictComp(node) {
    const add = (/** @type {string} */ pair) => `r.set(${pair});`;
    return this.comprehension(node, "const r = new Dict();", add, "return r;");
  }

  /** @param {Node} node */
  GeneratorComp(node) {
    const made = this.comprehension(node, "", (value) => `yield ${value};`, "");
    return `new Generator(${made})`;
  }

  /**
   * @param {Node} node
   * @param {string} start
   * @param {(value: string) => string} add
   * @param {string} end
   */
  comprehension({ kind, key, value, clauses }, start, add, end) {
    const [first, ...more] = clauses;
    const source = `each(${this.expression(first.each)})`;
    const scope = new Scope(this.scope, []);
    for (const { target } of clauses) store(target, scope);
    scope.bound = new Set(scope.names);
    const loops = this.inside(scope, () => {
      let [before, after] = ["", ""];
      for (const [k, { target, each, tests }] of [first, ...more].entries()) {
        const from = k ? `each(${this.expression(each)})` : "source";
        before += this.forEach(target, from);
        for (const one of tests) before += `if (${this.test(one)}) `;
        before += "{";
        after += "}}";
      }
      const made = this.expression(value);
      return before + add(key ? `${this.expression(key)}, ${made}` : made) + after;
    });
    const body = `${scope.declared()}${start}${loops}${end}`;
    if (kind === "GeneratorComp") return `(function* (source) {${body}})(${source})`;
    return `((source) => {${body}})(${source})`;
  }

  /**
   * The head of a loop, with an open bracket.
   * @param {Node} target
   * @param {string} from
   */
  forEach(target, from) {
    if (target.kind === "Name") return `for ($${target.id} of ${from}) {`;
    return `for (const one of ${from}) {${this.store(target, "one")}`;
  }

  /**
   * @param {Node} target
   * @param {string} value JavaScript, used once
   * @returns {string}
   */
  store(target, value) {
    if (target.kind === "Name") return `$${target.id} = ${value};`;
    const temp = this.scope.temp();
    if (target.kind === "Attribute") {
      const object = this.expression(target.value);
      return `${temp} = ${value}; setAttribute(${object}, "${target.id}", ${temp});`;
    }
    if (target.kind === "Item") {
      const [object, index] = [this.expression(target.value), this.expression(target.index)];
      return `${temp} = ${value}; setItem(${object}, ${index}, ${temp});`;
    }
    if (target.kind !== "Tuple" && target.kind !== "List") throw new Outside(`${target.kind} = `);
    const items = /** @type {Node[]} */ (target.items);
    const star = items.findIndex((one) => one.kind === "Starred");
    const stores = items.map((one, k) => {
      return this.store(one.kind === "Starred" ? one.value : one, `${temp}[${k}]`);
    });
    return `${temp} = unpacked(${value}, ${items.length}, ${star}); ${stores.join(" ")}`;
  }
}
