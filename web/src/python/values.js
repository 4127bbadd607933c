// Python's values: a float is a number, an int a bigint, a list an Array; str, bool and
// None are JavaScript's own; the rest are these.
import { Generator, Iterator, Range } from "./iterators.js";
import { Outside } from "./outside.js";
import { Raised, raise } from "./raised.js";

export class Tuple {
  /** @param {any[]} items */
  constructor(items) {
    this.items = items;
  }

  [Symbol.iterator]() {
    return this.items[Symbol.iterator]();
  }
}

/** @param {any[]} items */
export const tuple = (items) => new Tuple(items);

export class Dict {
  /** @type {Map<any, any>} by the key's hash */
  #values = new Map();
  /** @type {Map<any, any> | null} those keys that are not their own hash */
  #keys = null;

  get size() {
    return this.#values.size;
  }

  /** @param {any} key */
  has(key) {
    return this.#values.has(hash(key));
  }

  /** @param {any} key @param {any} [missing] */
  get(key, missing) {
    return this.#values.get(hash(key)) ?? (this.has(key) ? null : missing);
  }

  /** @param {any} key @param {any} value */
  set(key, value) {
    const place = hash(key);
    if (place !== key && !this.#values.has(place)) {
      this.#keys ??= new Map();
      this.#keys.set(place, key);
    }
    this.#values.set(place, value);
  }

  /** @param {any} key */
  delete(key) {
    this.#values.delete(hash(key));
    this.#keys?.delete(hash(key));
  }

  entries() {
    if (!this.#keys) return this.#values.entries();
    return this.#changed();
  }

  /** @returns {IterableIterator<[any, any]>} */
  *#changed() {
    for (const [place, value] of this.#values) yield [this.#keys?.get(place) ?? place, value];
  }

  [Symbol.iterator]() {
    const all = this.entries();
    return new Iterator("dict_keyiterator", () => all.next().value?.[0]);
  }
}

/** Equal keys have the same. @param {any} key @returns {any} */
function hash(key) {
  if (typeof key === "string") return key;
  if (typeof key === "number") return Number.isInteger(key) ? BigInt(key) : key;
  if (typeof key === "boolean") return key ? 1n : 0n;
  if (key instanceof Tuple) {
    const parts = key.items.map((one) => {
      const part = hash(one);
      if (typeof part === "object" && part !== null) throw new Outside("such a key");
      return `${typeof part} ${String(part).length} ${String(part)}`;
    });
    return `\0(${parts}`;
  }
  if (Array.isArray(key) || key instanceof Dict) {
    raise("TypeError", `unhashable type: '${typeName(key)}'`);
  }
  return key;
}

/** What keys(), values() and items() give. */
export class View {
  /**
   * @param {Dict} dict
   * @param {(entry: any[]) => any} part
   */
  constructor(dict, part) {
    this.dict = dict;
    this.part = part;
  }

  [Symbol.iterator]() {
    const all = this.dict.entries();
    return new Iterator("dict_iterator", () => {
      const { value, done } = all.next();
      return done ? undefined : this.part(value);
    });
  }
}

export class Module {
  /**
   * @param {string} name
   * @param {Record<string, any>} names
   */
  constructor(name, names) {
    this.name = name;
    this.names = names;
  }
}

export class Property {
  /** @param {any} get */
  constructor(get) {
    this.get = get;
  }
}

/** An object of a class that Python's text defines. */
export class Instance {
  /** @type {Record<string, any>} */
  fields = Object.create(null);

  /** @param {any} type */
  constructor(type) {
    this.type = type;
  }
}

/** @param {any} value @returns {string} */
export function typeName(value) {
  if (value === null) return "NoneType";
  switch (typeof value) {
    case "number":
      return "float";
    case "bigint":
      return "int";
    case "boolean":
      return "bool";
    case "string":
      return "str";
    case "function":
      if (value.typeName) return "type";
      if (value.keywords) return "functools.partial";
      return value.spec ? "function" : "builtin_function_or_method";
  }
  if (Array.isArray(value)) return "list";
  if (value instanceof Tuple) return "tuple";
  if (value instanceof Dict) return "dict";
  if (value instanceof Range) return "range";
  if (value instanceof Generator) return "generator";
  if (value instanceof Iterator) return value.typeName;
  if (value instanceof Module) return "module";
  if (value instanceof Instance || value instanceof Raised) return value.type.typeName;
  throw new Outside("the type of this");
}

/**
 * The items of what can be gone through.
 * @param {any} value
 * @returns {any}
 */
export function each(value) {
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (typeof value === "object" && value?.[Symbol.iterator]) return value;
  if (typeof value === "string") return value;
  return raise("TypeError", `'${typeName(value)}' object is not iterable`);
}

/**
 * The items for so many names; what the starred one gets is a list.
 * @param {any} value
 * @param {number} count
 * @param {number} star its place, or -1
 * @returns {any[]}
 */
export function unpacked(value, count, star) {
  const items = Array.isArray(value)
    ? value
    : value instanceof Tuple
      ? value.items
      : taken(value, count, star);
  if (star < 0) {
    if (items.length === count) return items;
    if (items.length > count) raise("ValueError", `too many values to unpack (expected ${count})`);
    raise("ValueError", `not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  const least = count - 1;
  if (items.length < least) {
    raise(
      "ValueError",
      `not enough values to unpack (expected at least ${least}, got ${items.length})`,
    );
  }
  const end = items.length - (least - star);
  return [...items.slice(0, star), items.slice(star, end), ...items.slice(end)];
}

/**
 * @param {any} value
 * @param {number} count
 * @param {number} star
 */
function taken(value, count, star) {
  if (typeof value !== "string" && !value?.[Symbol.iterator]) {
    raise("TypeError", `cannot unpack non-iterable ${typeName(value)} object`);
  }
  const items = [];
  for (const one of value) {
    items.push(one);
    if (star < 0 && items.length > count) break;
  }
  return items;
}

/** Whether an `if` takes it for true. @param {any} value @returns {boolean} */
export function truth(value) {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "bigint":
      return value !== 0n;
    case "string":
      return value !== "";
    case "function":
      return true;
  }
  if (value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof View) return value.dict.size > 0;
  if (value instanceof Range) return value.length > 0;
  return true;
}
