// What stands behind a dot, and in brackets.
import { call } from "./calls.js";
import { Range } from "./iterators.js";
import { METHODS } from "./methods.js";
import { numeric } from "./numbers.js";
import { Outside } from "./outside.js";
import { Raised, raise } from "./raised.js";
import { Dict, Instance, Module, Property, Tuple, tuple, typeName } from "./values.js";

/** @import { Callable, Named } from "./calls.js" */

/** Attributes of Python's own types that MicroPython may know. */
const OTHERS = new Set(
  `as_integer_ratio bit_count bit_length capitalize casefold center conjugate cr_await cr_code
  denominator encode expandtabs format format_map from_bytes fromhex fromkeys gi_code gi_frame
  gi_running gi_yieldfrom hex imag isalnum isalpha isascii isdecimal is_integer isidentifier
  islower isnumeric isprintable isspace istitle isupper ljust maketrans mro numerator partition
  popitem real removeprefix removesuffix rfind rindex rjust rpartition rsplit send start step
  stop swapcase throw title to_bytes translate with_traceback zfill close add_note name obj
  value errno strerror filename msg path`.split(/\s+/),
);
const STRANGERS = new Set(["__array_namespace__", "__wrapped__"]); // no type has them

/**
 * @param {any} value
 * @param {string} name
 * @param {boolean} [must] raise AttributeError where it is missing, or give undefined
 * @returns {any}
 */
export function attribute(value, name, must = true) {
  const found = looked(value, name);
  if (found !== undefined) return found;
  if (value instanceof Module) throw new Outside(`${value.name}.${name}`);
  if (OTHERS.has(name) && !(value instanceof Instance)) throw new Outside(`.${name}`);
  if (name.startsWith("__") && !STRANGERS.has(name)) throw new Outside(`.${name}`);
  if (!must) return undefined;
  const what = value?.typeName ? `type object '${value.typeName}'` : `'${typeName(value)}' object`;
  return raise("AttributeError", `${what} has no attribute '${name}'`);
}

/** @param {any} value @param {string} name @returns {any} */
function looked(value, name) {
  if (typeof value === "number" || typeof value === "bigint") return undefined;
  if (value instanceof Instance) {
    if (name in value.fields) return value.fields[name];
    const member = value.type.members[name];
    if (member instanceof Property) return call(member.get, [value], null);
    if (member === undefined) return undefined;
    /** @param {any[]} args @param {Named} kw */
    return (args, kw) => member([value, ...args], kw);
  }
  if (value instanceof Module) return value.names[name];
  const method = methodsOf(value)?.[name];
  /** @type {Callable} */
  const bound = (args, kw) => /** @type {Callable} */ (method)([value, ...args], kw);
  if (method) return bound;
  if (value instanceof Raised && name === "args") return tuple(value.args);
  if (typeof value !== "function") return undefined;
  if (name === "__name__") return value.typeName ?? value.spec?.name ?? value.nativeName;
  if (value.keywords && ["func", "args", "keywords"].includes(name)) return value[name];
  return name === "__wrapped__" ? value.wrapped : undefined;
}

/** @param {any} value */
function methodsOf(value) {
  if (Array.isArray(value)) return METHODS.list;
  if (typeof value === "string") return METHODS.str;
  if (value instanceof Dict) return METHODS.dict;
  return value instanceof Tuple ? METHODS.tuple : undefined;
}

/**
 * `value.name(...)`
 * @param {any} value
 * @param {string} name
 * @param {any[]} args
 * @param {Named} kw
 */
export function callMethod(value, name, args, kw) {
  const method = methodsOf(value)?.[name];
  if (method) return method([value, ...args], kw);
  return call(attribute(value, name), args, kw);
}

/** @param {any} value @param {string} name @param {any} now */
export function setAttribute(value, name, now) {
  if (!(value instanceof Instance) || value.type.members[name]) throw new Outside(`.${name} =`);
  value.fields[name] = now;
}

/**
 * The place of an index, counted from the end where it is negative.
 * @param {any} index
 * @param {number} length
 * @param {string} kind
 * @param {string} words
 */
function place(index, length, kind, words) {
  const number = numeric(index);
  if (typeof number !== "bigint") {
    const all =
      kind === "string"
        ? "string indices must be integers"
        : `${kind} indices must be integers or slices`;
    return raise(
      "TypeError",
      `${all}, not ${kind === "string" ? `'${typeName(index)}'` : typeName(index)}`,
    );
  }
  const k = number < 0n ? Number(number) + length : Number(number);
  if (k < 0 || k >= length) raise("IndexError", words);
  return k;
}

/** `value[index]` @param {any} value @param {any} index @returns {any} */
export function item(value, index) {
  const list = Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;
  if (list) {
    const kind = list === value ? "list" : "tuple";
    return list[place(index, list.length, kind, `${kind} index out of range`)];
  }
  if (value instanceof Dict) {
    const found = value.get(index);
    return found === undefined ? raise("KeyError", index) : found;
  }
  if (typeof value === "string") {
    const letters = [...value];
    return letters[place(index, letters.length, "string", "string index out of range")];
  }
  if (value instanceof Range) {
    const k = place(index, value.length, "range", "range object index out of range");
    return value.start + BigInt(k) * value.step;
  }
  if (typeof value === "function" && value.typeName) throw new Outside("a type in brackets");
  return raise("TypeError", `'${typeName(value)}' object is not subscriptable`);
}

/** `value[index] = now` @param {any} value @param {any} index @param {any} now */
export function setItem(value, index, now) {
  if (value instanceof Dict) value.set(index, now);
  else if (Array.isArray(value)) {
    value[place(index, value.length, "list", "list assignment index out of range")] = now;
  } else raise("TypeError", `'${typeName(value)}' object does not support item assignment`);
}

/**
 * `value[start:stop:step]`
 * @param {any} value
 * @param {any} start
 * @param {any} [stop]
 * @param {any} [step]
 */
export function slice(value, start, stop = null, step = null) {
  const items =
    typeof value === "string" ? [...value] : value instanceof Tuple ? value.items : value;
  if (!Array.isArray(items)) throw new Outside("a slice of this");
  for (const one of [start, stop, step]) {
    if (one !== null && typeof numeric(one) !== "bigint") {
      raise("TypeError", "slice indices must be integers or None or have an __index__ method");
    }
  }
  const by = step === null ? 1 : Number(step);
  if (by === 0) raise("ValueError", "slice step cannot be zero");
  const [low, high] = by > 0 ? [0, items.length] : [-1, items.length - 1];
  /** @param {any} index @param {number} missing */
  const at = (index, missing) => {
    if (index === null) return missing;
    const k = Number(index) < 0 ? Number(index) + items.length : Number(index);
    return Math.min(Math.max(k, low), high);
  };
  const from = at(start, by > 0 ? low : high);
  const to = at(stop, by > 0 ? high : low);
  const found = [];
  for (let k = from; by > 0 ? k < to : k > to; k += by) found.push(items[k]);
  if (typeof value === "string") return found.join("");
  return value instanceof Tuple ? tuple(found) : found;
}

/** A dict from key, value, ...; null stands before a dict that is spread. @param {any[]} pairs */
export function dictOf(pairs) {
  const found = new Dict();
  for (let k = 0; k < pairs.length; k += 2) {
    if (pairs[k] !== null || !(pairs[k + 1] instanceof Dict)) found.set(pairs[k], pairs[k + 1]);
    else for (const [key, value] of pairs[k + 1].entries()) found.set(key, value);
  }
  return found;
}
