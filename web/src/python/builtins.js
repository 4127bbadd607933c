// Python's builtin functions and types.
import { attribute } from "./attributes.js";
import { call } from "./calls.js";
import { gt, lt } from "./compare.js";
import { round, toFloat, toInt, whole64 } from "./conversions.js";
import { Iterator, Range } from "./iterators.js";
import { native, nativeType, withNames } from "./native.js";
import { add, divmod, numeric, pow } from "./numbers.js";
import { Outside } from "./outside.js";
import { ERRORS, Raised, raise } from "./raised.js";
import { repr, str } from "./text.js";
import { Dict, each, Instance, Tuple, truth, tuple, typeName, View } from "./values.js";

const MANY = 1e9;

/** @param {any[]} args */
function range(...args) {
  const [start, stop, step = 1n] = (args.length > 1 ? args : [0n, ...args]).map(whole64);
  if (step === 0n) raise("ValueError", "range() arg 3 must not be zero");
  return new Range(start, stop, step);
}

/** @param {any} value */
function len(value) {
  if (typeof value === "string") return BigInt([...value].length);
  const size = value?.items?.length ?? value?.length ?? value?.size ?? value?.dict?.size;
  if (typeof value === "object" && size !== undefined) return BigInt(size);
  return raise("TypeError", `object of type '${typeName(value)}' has no len()`);
}

/**
 * The greatest or smallest, the first of equal ones.
 * @param {string} name
 * @param {(a: any, b: any) => boolean} better
 */
function extreme(name, better) {
  return withNames(name, MANY, ["key", "default"], ({ key, default: none }, ...args) => {
    const items = args.length > 1 ? args : each(args[0]);
    /** @type {any} */
    let best;
    /** @type {any} */
    let most;
    for (const one of items) {
      const value = key === undefined || key === null ? one : call(key, [one], null);
      if (best === undefined || better(value, most)) [best, most] = [one, value];
    }
    if (best !== undefined) return best;
    return none === undefined ? raise("ValueError", `${name}() arg is an empty sequence`) : none;
  });
}

/** @param {Record<string, any>} named @param {any} items */
export function sorted({ key = null, reverse = false }, items) {
  const rows = [...each(items)].map((one) => [key === null ? one : call(key, [one], null), one]);
  for (const [value] of rows) {
    if (Number.isNaN(value)) throw new Outside("the order of NaN");
  }
  const sign = truth(reverse) ? -1 : 1;
  rows.sort(([a], [b]) => (lt(a, b) ? -sign : lt(b, a) ? sign : 0));
  return rows.map(([, one]) => one);
}

/** @param {any} items @param {any} [start] */
function sum(items, start = 0n) {
  if (typeof start === "string") throw new Outside("a sum of texts");
  let total = start;
  for (const one of each(items)) total = add(total, one);
  return total;
}

/** @param {any[]} lists */
function zip(...lists) {
  const all = lists.map((one) => each(one)[Symbol.iterator]());
  return new Iterator("zip", () => {
    const row = [];
    for (const one of all) {
      const { value, done } = one.next();
      if (done) return undefined;
      row.push(value);
    }
    return row.length ? tuple(row) : undefined;
  });
}

/**
 * @param {string} name
 * @param {any} items
 * @param {(value: any) => any} make
 */
function lazily(name, items, make) {
  const all = each(items)[Symbol.iterator]();
  return new Iterator(name, () => {
    const { value, done } = all.next();
    return done ? undefined : make(value);
  });
}

/** @param {any} keep @param {any} items */
function filter(keep, items) {
  const all = each(items)[Symbol.iterator]();
  return new Iterator("filter", () => {
    for (;;) {
      const { value, done } = all.next();
      if (done) return undefined;
      if (truth(keep === null ? value : call(keep, [value], null))) return value;
    }
  });
}

/** @param {any} value @param {any} type @returns {boolean} */
function isinstance(value, type) {
  if (type instanceof Tuple) return type.items.some((one) => isinstance(value, one));
  if (!type?.typeName) {
    raise("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
  }
  if (value instanceof Raised && "base" in type) {
    for (let one = /** @type {any} */ (value.type); one; one = one.base)
      if (one === type) return true;
    return false;
  }
  if (value instanceof Instance) return value.type === type;
  const name = typeName(value);
  return name === type.typeName || (name === "bool" && type.typeName === "int");
}

/** @param {any} value @param {string} name */
function hasattr(value, name) {
  return attribute(value, name, false) !== undefined;
}

/** @param {any} iterator @param {any} [none] */
function next(iterator, none) {
  if (typeof iterator?.next !== "function") {
    return raise("TypeError", `'${typeName(iterator)}' object is not an iterator`);
  }
  const { value, done } = iterator.next();
  if (!done) return value;
  return none === undefined ? raise("StopIteration") : none;
}

/** @param {any} [items] */
function dict(items = []) {
  const found = new Dict();
  const pairs = items instanceof Dict ? items.entries() : each(items);
  for (const pair of pairs) {
    const [key, value] = each(pair);
    found.set(key, value);
  }
  return found;
}

/** @param {any} value */
function reversed(value) {
  if (value instanceof Dict || value instanceof View || typeof value === "string") {
    throw new Outside("such a reversed");
  }
  return [...each(value)].reverse()[Symbol.iterator]();
}

/** @param {any} value */
function absolute(value) {
  const number = numeric(value);
  if (typeof number === "number") return Math.abs(number);
  if (typeof number === "bigint") return number < 0n ? -number : number;
  return raise("TypeError", `bad operand type for abs(): '${typeName(value)}'`);
}

/** @type {Record<string, any>} */
export const BUILTINS = {
  __proto__: null,
  ...ERRORS,
  float: nativeType("float", native("float", 0, 1, toFloat)),
  int: nativeType("int", native("int", 0, 1, toInt)),
  bool: nativeType(
    "bool",
    native("bool", 0, 1, (value = false) => truth(value)),
  ),
  str: nativeType(
    "str",
    native("str", 0, 1, (value = "") => str(value)),
  ),
  list: nativeType(
    "list",
    native("list", 0, 1, (items = []) => [...each(items)]),
  ),
  tuple: nativeType(
    "tuple",
    native("tuple", 0, 1, (items = []) => tuple([...each(items)])),
  ),
  range: nativeType("range", native("range", 1, 3, range)),
  dict: nativeType("dict", (args, kw) => {
    const found = native("dict", 0, 1, dict)(args, null);
    for (let k = 0; kw && k < kw.length; k += 2) found.set(kw[k], kw[k + 1]);
    return found;
  }),
  type: nativeType(
    "type",
    native("type", 1, 1, (value) => typeOf(value)),
  ),
  abs: native("abs", 1, 1, absolute),
  all: native("all", 1, 1, (items) => {
    for (const one of each(items)) if (!truth(one)) return false;
    return true;
  }),
  any: native("any", 1, 1, (items) => {
    for (const one of each(items)) if (truth(one)) return true;
    return false;
  }),
  callable: native("callable", 1, 1, (value) => typeof value === "function"),
  divmod: native("divmod", 2, 2, (a, b) => tuple(divmod(a, b))),
  enumerate: withNames("enumerate", 2, ["start"], (named, items, start = named.start ?? 0n) => {
    let k = whole64(start);
    return lazily("enumerate", items, (one) => tuple([k++, one]));
  }),
  filter: native("filter", 2, 2, filter),
  getattr: native("getattr", 2, 3, (value, name, none) => {
    if (none === undefined) return attribute(value, name);
    const found = attribute(value, name, false);
    return found === undefined ? none : found;
  }),
  hasattr: native("hasattr", 2, 2, hasattr),
  isinstance: native("isinstance", 2, 2, isinstance),
  iter: native("iter", 1, 1, (items) => each(items)[Symbol.iterator]()),
  len: native("len", 1, 1, len),
  map: native("map", 2, MANY, (f, ...lists) =>
    lazily("map", zip(...lists), (row) => call(f, row.items, null)),
  ),
  max: extreme("max", gt),
  min: extreme("min", lt),
  next: native("next", 1, 2, next),
  pow: native("pow", 2, 2, pow),
  print: () => null,
  repr: native("repr", 1, 1, repr),
  reversed: native("reversed", 1, 1, reversed),
  round: native("round", 1, 2, round),
  sorted: withNames("sorted", 1, ["key", "reverse"], sorted),
  sum: native("sum", 1, 2, sum),
  zip: native("zip", 0, MANY, zip),
};

/** @param {any} value */
function typeOf(value) {
  if (value instanceof Instance || value instanceof Raised) return value.type;
  const found = BUILTINS[typeName(value)];
  if (!found) throw new Outside("such a type");
  return found;
}

/** Names that Python has, and MicroPython may know. */
const OTHERS = new Set(
  `Ellipsis EOFError GeneratorExit KeyboardInterrupt MemoryError NotImplemented SyntaxError
  SystemExit UnicodeError ModuleNotFoundError ascii bin breakpoint bytearray bytes chr classmethod
  compile complex delattr dir eval exec exit quit format frozenset globals hash help hex id input
  issubclass locals memoryview object oct open ord property set setattr slice staticmethod super
  vars __import__ __name__ __file__ __builtins__ __debug__ __doc__ Warning UserWarning
  DeprecationWarning RuntimeWarning FileNotFoundError FloatingPointError TimeoutError IOError
  IndentationError TabError StopAsyncIteration __build_class__`.split(/\s+/),
);

/**
 * A name that no text defines, and that is not Python's, or not known here.
 * @param {string} name
 * @returns {never}
 */
export function unknown(name) {
  if (OTHERS.has(name)) throw new Outside(name);
  return raise("NameError", `name '${name}' is not defined`);
}
