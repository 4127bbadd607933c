// Statements and functions as JavaScript text.
import { Outside } from "./outside.js";
import { functionScope, store } from "./scope.js";
import { LoopWriter } from "./write_loops.js";
import { OPERATORS } from "./write_operators.js";

/** @import { Node, Parameters } from "./tree.js" */

const ENDS = new Set(["Return", "Raise", "Break", "Continue"]);

export class Writer extends LoopWriter {
  /** @type {string[]} the label of each loop around, "" for none */
  loops = [];
  /** functions and classes around */
  path = "";
  /** @type {string[]} the exception of each handler around */
  handled = [];

  /** @param {Node[]} statements @returns {string} */
  block(statements) {
    return statements.map((one) => this.statement(one)).join("\n");
  }

  /** @param {Node} node @returns {string} */
  statement(node) {
    const write = /** @type {any} */ (this)[`on${node.kind}`];
    if (!write) throw new Outside(`line ${node.line}: ${node.kind}`);
    return `l = ${node.line}; ${write.call(this, node)}`;
  }

  /**
   * What one of several ways writes; what it binds counts only if all others bind it too.
   * @param {(() => string)[]} ways
   * @param {boolean[]} ends whether what follows is never reached from there
   */
  ways(ways, ends = []) {
    const before = this.scope.bound;
    /** @type {Set<string> | null} */
    let after = null;
    const written = ways.map((way, k) => {
      this.scope.bound = new Set(before);
      const text = way();
      const bound = this.scope.bound;
      if (!ends[k]) after = after ? new Set([...after].filter((id) => bound.has(id))) : bound;
      return text;
    });
    this.scope.bound = after ?? before;
    return written;
  }

  /** Targets have a value from now on. @param {Node} target */
  bind(target) {
    const names = { names: new Set() };
    store(target, /** @type {any} */ (names));
    for (const id of names.names) if (this.scope.names.has(id)) this.scope.bound.add(id);
  }

  /** @param {Node} node */
  onExpr({ value }) {
    if (
      value.kind === "Text" &&
      value.parts.every((/** @type {any} */ p) => typeof p === "string")
    ) {
      return "";
    }
    return `${this.expression(value)};`;
  }

  /** @param {Node} node */
  onAssign({ targets, value }) {
    let written = this.expression(value);
    if (targets[0].kind === "Tuple" && value.kind === "Tuple") written = this.items(value.items);
    if (targets.length === 1) {
      const text = this.store(targets[0], written);
      this.bind(targets[0]);
      return text;
    }
    const temp = this.scope.temp();
    const stores = targets.map((/** @type {Node} */ one) => this.store(one, temp));
    for (const one of targets) this.bind(one);
    return `${temp} = ${this.expression(value)}; ${stores.join(" ")}`;
  }

  /** @param {Node} node */
  onUpdate({ target, operator, value, line }) {
    if (!OPERATORS[operator]) throw new Outside(`line ${line}: ${operator}=`);
    /** @param {string} old */
    const updated = (old) =>
      operator === "+" || operator === "*"
        ? `update("${operator}", ${old}, ${this.expression(value)})`
        : this.operation(operator, target, old, value);
    if (target.kind === "Name") return this.store(target, updated(this.expression(target)));
    const object = this.scope.temp();
    const start = `${object} = ${this.expression(target.value)};`;
    if (target.kind === "Attribute") {
      const now = updated(`attribute(${object}, "${target.id}")`);
      return `${start} setAttribute(${object}, "${target.id}", ${now});`;
    }
    if (target.kind !== "Item") throw new Outside(`line ${line}: ${operator}=`);
    const index = this.scope.temp();
    const now = updated(`item(${object}, ${index})`);
    return `${start} ${index} = ${this.expression(target.index)}; setItem(${object}, ${index}, ${now});`;
  }

  /** @param {Node} node */
  onReturn({ value, line }) {
    if (!this.scope.parent) throw new Outside(`line ${line}: return`);
    return `return ${value ? this.expression(value) : "null"};`;
  }

  onPass() {
    return "";
  }

  onBreak() {
    return this.leave("break");
  }

  onContinue() {
    return this.leave("continue");
  }

  /** @param {string} word */
  leave(word) {
    const label = this.loops.at(-1);
    if (label === undefined) throw new Outside(word);
    return word === "break" && label ? `break ${label};` : `${word};`;
  }

  /** @param {Node} node */
  onIf({ test, body, otherwise }) {
    const head = this.test(test);
    const ends = [body, otherwise].map((one) => ENDS.has(one.at(-1)?.kind));
    const [yes, no] = this.ways([() => this.block(body), () => this.block(otherwise)], ends);
    return `if (${head}) {${yes}}${otherwise.length ? ` else {${no}}` : ""}`;
  }

  /** @param {Node} node */
  onWhile({ test, body, otherwise }) {
    return this.loop(otherwise, () => `while (${this.test(test)}) {${this.block(body)}}`);
  }

  /** @param {Node} node */
  onFor({ target, each, body, otherwise }) {
    const from = `each(${this.expression(each)})`;
    return this.loop(otherwise, () => {
      const head = this.forEach(target, from);
      this.bind(target);
      return `${head}${this.block(body)}}`;
    });
  }

  /**
   * What a loop binds may have no value after it.
   * @param {Node[]} otherwise
   * @param {() => string} write
   */
  loop(otherwise, write) {
    const label = otherwise.length ? `else${this.scope.temp()}` : "";
    this.loops.push(label);
    const [text] = this.ways([write, () => ""]);
    this.loops.pop();
    if (!label) return text;
    const [rest] = this.ways([() => this.block(otherwise), () => ""]);
    return `${label}: {${text}\n${rest}}`;
  }

  /** @param {Node} node */
  onImport({ from, names }) {
    const written = names.map((/** @type {any} */ { name, as }) => {
      const value = from ? `imported("${from}", "${name}")` : `importedModule("${name}")`;
      const target = { kind: "Name", line: 0, id: as };
      const text = this.store(target, value);
      this.bind(target);
      return text;
    });
    return written.join(" ");
  }

  /** @param {Node} node */
  onRaise({ value, line }) {
    if (value) return `throw raised(${this.expression(value)});`;
    const handled = this.handled.at(-1);
    if (!handled) throw new Outside(`line ${line}: raise`);
    return `throw ${handled};`;
  }

  /** @param {Node} node */
  onAssert({ test, words }) {
    const args = words ? this.expression(words) : "";
    return `if (!${this.test(test)}) throw raised(call(${this.builtin("AssertionError")}, [${args}], null));`;
  }

  onNonlocal() {
    return "";
  }

  /** @param {Node} node */
  onTry({ body, handlers, otherwise, last }) {
    const done = this.scope.temp();
    const error = `error${done}`;
    const [text] = this.ways([() => this.block(body), () => ""]);
    this.handled.push(error);
    const caught = handlers.map((/** @type {any} */ { test, id, body: does }) => {
      const head = test ? `if (matches(${error}, ${this.expression(test)}))` : "";
      const [inside] = this.ways([
        () => {
          if (id && this.scope.names.has(id)) this.scope.bound.add(id);
          const target = { kind: "Name", line: 0, id };
          return `${id ? this.store(target, error) : ""} ${this.block(does)}`;
        },
        () => "",
      ]);
      return `${head} {${inside}}`;
    });
    this.handled.pop();
    const bare = handlers.some((/** @type {any} */ one) => !one.test);
    if (!bare) caught.push(`{ throw ${error}; }`);
    let written = `try { ${text} ${done} = true; }`;
    if (handlers.length) {
      written += ` catch (${error}) { ${error} = caught(${error}); ${caught.join(" else ")} }`;
    } else written += " finally {}";
    const [rest] = this.ways([() => this.block(otherwise), () => ""]);
    written = `${done} = false; ${written} if (${done}) {${rest}}`;
    if (!last.length) return written;
    const [end] = this.ways([() => this.block(last), () => ""]);
    return `try { ${written} } finally { ${end} }`;
  }

  /** @param {Node} node */
  onDef({ id, decorators, parameters, body, line }) {
    let value = this.func(id, parameters, body, line);
    for (const one of decorators.toReversed())
      value = `call(${this.expression(one)}, [${value}], null)`;
    const target = { kind: "Name", line, id };
    const text = this.store(target, value);
    this.bind(target);
    return text;
  }

  /**
   * @param {string} name
   * @param {Parameters} parameters
   * @param {Node[]} body
   * @param {number} line
   */
  func(name, parameters, body, line) {
    const { names, only, rest, named, defaults, onlyDefaults } = parameters;
    const given = Object.entries(onlyDefaults).map(([k, v]) => `"${k}": ${this.expression(v)}`);
    const known = JSON.stringify({
      name,
      qualname: this.path + name,
      names,
      only,
      rest,
      named,
    }).slice(0, -1);
    const spec = `${known},"defaults":${this.items(defaults)},"onlyDefaults":{${given.join(", ")}}}`;
    const outer = [this.loops, this.handled, this.path];
    const scope = functionScope(this.scope, parameters, body);
    [this.loops, this.handled] = [[], []];
    this.path += `${name}.<locals>.`;
    const written = this.inside(scope, () => this.block(body));
    [this.loops, this.handled, this.path] = /** @type {any} */ (outer);
    const all = [...names, ...only, rest, named].filter(Boolean);
    const quick = `kw === null && args.length === ${names.length} ? args : `;
    const simple = all.length === names.length ? quick : "";
    const parts = all.map((id, k) => `$${id} = b[${k}]`);
    const head = `const b = ${simple}bind(S, args, kw);${parts.length ? `let ${parts.join(", ")};` : ""}`;
    const inside = `${scope.declared(all)} let l = ${line};
try { ${written} return null; } catch (error) { throw passed(error, ${this.file}, l, ${JSON.stringify(name)}); }`;
    const run = scope.yields ? `return new Generator((function* () {${inside}})());` : inside;
    return `func(${spec}, (S) => (args, kw) => {${head}${run}})`;
  }

  /** @param {Node} node */
  onClass({ id, body, line }) {
    const outer = this.path;
    this.path += `${id}.`;
    const parts = body.map((/** @type {Node} */ one) => {
      if (one.kind === "Pass" || (one.kind === "Expr" && one.value.kind === "Text")) return "";
      if (one.kind !== "Def") throw new Outside(`line ${one.line}: ${one.kind} in a class`);
      const [how, ...more] = one.decorators;
      if (more.length || (how && how.id !== "property")) throw new Outside(`line ${line}: @`);
      if (/^__(?!init__)/.test(one.id)) throw new Outside(`line ${one.line}: ${one.id}`);
      const value = this.func(one.id, one.parameters, one.body, one.line);
      return `"${one.id}": ${how ? `new Property(${value})` : value},`;
    });
    this.path = outer;
    const target = { kind: "Name", line, id };
    const text = this.store(target, `classOf("${id}", {__proto__: null, ${parts.join("\n")}})`);
    this.bind(target);
    return text;
  }
}
