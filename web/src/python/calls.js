// Functions of Python's text, and how they are called: f(args, kw).
import { Outside } from "./outside.js";
import { raise } from "./raised.js";
import { Dict, Instance, Tuple, typeName } from "./values.js";

/**
 * @typedef {any[] | null} Named name, value, name, value, ...
 * @typedef {(args: any[], kw: Named) => any} Callable
 * @typedef {{ name: string, qualname: string, names: string[], only: string[], rest: string, named: string,
 *   defaults: any[], onlyDefaults: Record<string, any> }} Spec
 */

/**
 * @param {Spec} spec
 * @param {(spec: Spec) => Callable} make
 */
export function func(spec, make) {
  return Object.assign(make(spec), { spec });
}

/**
 * A class of Python's text, with what its objects share.
 * @param {string} name
 * @param {Record<string, any>} members
 */
export function classOf(name, members) {
  /** @type {Callable} */
  const make = (args, kw) => {
    const made = new Instance(type);
    if (members.__init__) members.__init__([made, ...args], kw);
    else if (args.length || kw?.length) raise("TypeError", `${name}() takes no arguments`);
    return made;
  };
  const type = Object.assign(make, { typeName: name, members });
  return type;
}

/**
 * @param {any} callable
 * @param {any[]} args
 * @param {Named} kw
 */
export function call(callable, args, kw) {
  if (typeof callable === "function") return callable(args, kw);
  return raise("TypeError", `'${typeName(callable)}' object is not callable`);
}

/**
 * Arguments by name, from name, value, ...; null stands before a dict of them.
 * @param {any[]} pairs
 */
export function named(pairs) {
  /** @type {any[]} */
  const found = [];
  for (let k = 0; k < pairs.length; k += 2) {
    const value = pairs[k + 1];
    if (pairs[k] !== null) {
      found.push(pairs[k], value);
      continue;
    }
    if (!(value instanceof Dict)) throw new Outside("a ** of what is no dict");
    for (const [name, one] of value.entries()) {
      if (typeof name !== "string" || given(found, name) !== undefined) {
        throw new Outside("such names of arguments");
      }
      found.push(name, one);
    }
  }
  return found;
}

/**
 * The argument of this name; undefined for none.
 * @param {any[]} kw
 * @param {string} name
 */
function given(kw, name) {
  for (let k = 0; k < kw.length; k += 2) if (kw[k] === name) return kw[k + 1];
  return undefined;
}

/**
 * The values of a function's names, in the order of its text.
 * @param {Spec} spec
 * @param {any[]} args
 * @param {Named} kw
 * @returns {any[]}
 */
export function bind(spec, args, kw) {
  const { names, only, rest, defaults, onlyDefaults } = spec;
  const first = names.length - defaults.length;
  const found = [];
  let left = kw ? kw.length / 2 : 0;
  let complete = true;
  for (let k = 0; k < names.length; k += 1) {
    let value = left && kw ? given(kw, names[k]) : undefined;
    if (value !== undefined) {
      if (k < args.length) twice(spec, names[k]);
      left -= 1;
    } else value = k < args.length ? args[k] : defaults[k - first];
    if (value === undefined) complete = false;
    found.push(value);
  }
  for (const name of only) {
    let value = left && kw ? given(kw, name) : undefined;
    if (value !== undefined) left -= 1;
    else value = onlyDefaults[name];
    if (value === undefined) complete = false;
    found.push(value);
  }
  if (left && !spec.named) unexpected(spec, /** @type {any[]} */ (kw));
  if (args.length > names.length && !rest) tooMany(spec, args.length, kw);
  if (!complete) missing(spec, found);
  if (rest) found.push(new Tuple(args.slice(names.length)));
  if (spec.named) found.push(others(spec, kw));
  return found;
}

/** @param {Spec} spec @param {Named} kw */
function others({ names, only }, kw) {
  const found = new Dict();
  for (let k = 0; kw && k < kw.length; k += 2) {
    if (!names.includes(kw[k]) && !only.includes(kw[k])) found.set(kw[k], kw[k + 1]);
  }
  return found;
}

/** @param {Spec} spec @param {string} name */
function twice({ qualname }, name) {
  raise("TypeError", `${qualname}() got multiple values for argument '${name}'`);
}

/** @param {Spec} spec @param {any[]} kw */
function unexpected({ qualname, names, only }, kw) {
  const known = [...names, ...only];
  const name = kw.find((one, k) => k % 2 === 0 && !known.includes(one));
  raise("TypeError", `${qualname}() got an unexpected keyword argument '${name}'`);
}

/** @param {Spec} spec @param {any[]} found */
function missing({ qualname, names, only }, found) {
  const positional = names.filter((_, k) => found[k] === undefined);
  const byName = only.filter((_, k) => found[names.length + k] === undefined);
  const lost = positional.length ? positional : byName;
  const quoted = lost.map((one) => `'${one}'`);
  const last = quoted.pop();
  const list = quoted.length
    ? `${quoted.join(", ")}${quoted.length > 1 ? "," : ""} and ${last}`
    : last;
  const how = `${positional.length ? "positional" : "keyword-only"} argument${quoted.length ? "s" : ""}`;
  raise("TypeError", `${qualname}() missing ${lost.length} required ${how}: ${list}`);
}

/** @param {Spec} spec @param {number} count @param {Named} kw */
function tooMany({ qualname, names, defaults, only }, count, kw) {
  const least = names.length - defaults.length;
  const plural = least !== names.length || names.length !== 1 ? "s" : "";
  const takes = least === names.length ? `${least}` : `from ${least} to ${names.length}`;
  if (kw && only.some((one) => given(kw, one) !== undefined)) throw new Outside("such a call");
  const verb = count === 1 ? "was" : "were";
  raise(
    "TypeError",
    `${qualname}() takes ${takes} positional argument${plural} but ${count} ${verb} given`,
  );
}

/**
 * The value of a local name, which may have none yet.
 * @param {any} value
 * @param {string} name
 * @param {string} how "local", "free" in the function that asks, or "global"
 */
export function bound(value, name, how) {
  if (value !== undefined) return value;
  if (how === "global") return raise("NameError", `name '${name}' is not defined`);
  const words = "where it is not associated with a value";
  if (how === "local")
    return raise("UnboundLocalError", `cannot access local variable '${name}' ${words}`);
  return raise("NameError", `cannot access free variable '${name}' ${words} in enclosing scope`);
}
