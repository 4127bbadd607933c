// Which names belong to a function: those that it assigns.
import { Outside } from "./outside.js";

/** @import { Node, Parameters } from "./tree.js" */

const OWN = new Set(["Def", "Lambda", "Class", "ListComp", "DictComp", "GeneratorComp"]);

export class Scope {
  temps = 0;
  yields = false;
  /** @type {Set<string>} names that have a value wherever the writer stands */
  bound = new Set();

  /**
   * @param {Scope | null} parent null for that of whole texts
   * @param {Iterable<string>} names
   */
  constructor(parent, names) {
    this.parent = parent;
    this.names = new Set(names);
  }

  /**
   * The scope that holds a name; null if no text defines it.
   * @param {string} id
   * @returns {Scope | null}
   */
  holder(id) {
    return this.names.has(id) ? this : (this.parent?.holder(id) ?? null);
  }

  /** A name for a value on its way. */
  temp() {
    this.temps += 1;
    return `t${this.temps}`;
  }

  /** The declarations of its names and temporary ones. @param {Iterable<string>} but */
  declared(but = []) {
    const names = [...this.names].filter((name) => ![...but].includes(name)).map((n) => `$${n}`);
    for (let k = 1; k <= this.temps; k += 1) names.push(`t${k}`);
    return names.length ? `let ${names.join(", ")};` : "";
  }
}

/**
 * The scope of a function's body.
 * @param {Scope | null} parent
 * @param {Parameters} parameters
 * @param {Node[]} body
 */
export function functionScope(parent, parameters, body) {
  const { names, only, rest, named } = parameters;
  const scope = new Scope(parent, [...names, ...only, rest, named].filter(Boolean));
  scope.bound = new Set(scope.names);
  /** @type {Set<string>} */
  const elsewhere = new Set();
  walk(body, scope, elsewhere);
  for (const id of elsewhere) {
    scope.names.delete(id);
    if (!scope.holder(id)?.parent) throw new Outside(`nonlocal ${id}`);
  }
  return scope;
}

/**
 * @param {any} part
 * @param {Scope} scope
 * @param {Set<string>} elsewhere
 */
function walk(part, scope, elsewhere) {
  if (Array.isArray(part)) for (const one of part) walk(one, scope, elsewhere);
  if (part === null || typeof part !== "object" || Array.isArray(part)) return;
  if (part.kind === "Yield") scope.yields = true;
  if (part.kind === "Nonlocal") for (const id of part.ids) elsewhere.add(id);
  if (part.kind === "Assign") for (const one of part.targets) store(one, scope);
  if (part.kind === "Update" || part.kind === "For") store(part.target, scope);
  if (part.kind === "Import") for (const { as } of part.names) scope.names.add(as);
  if (part.kind === "Def" || part.kind === "Class") scope.names.add(part.id);
  if (part.kind === "Try") for (const { id } of part.handlers) if (id) scope.names.add(id);
  if (OWN.has(part.kind)) return;
  for (const one of Object.values(part)) walk(one, scope, elsewhere);
}

/**
 * The names that a target stores.
 * @param {Node} target
 * @param {Scope} scope
 */
export function store(target, scope) {
  if (target.kind === "Name") scope.names.add(target.id);
  if (target.kind === "Starred") store(target.value, scope);
  if (target.kind === "Tuple" || target.kind === "List") {
    for (const one of target.items) store(one, scope);
  }
}
