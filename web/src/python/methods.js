// The methods of lists, tuples, dicts and texts; the object itself comes first.
import { sorted } from "./builtins.js";
import { eq } from "./compare.js";
import { native } from "./native.js";
import { Outside } from "./outside.js";
import { raise } from "./raised.js";
import { repr } from "./text.js";
import { Dict, each, tuple, typeName, View } from "./values.js";

/**
 * @param {any[]} items
 * @param {any} value
 * @param {string} kind
 */
function index(items, value, kind) {
  const k = items.findIndex((one) => eq(one, value));
  if (k >= 0) return BigInt(k);
  return raise(
    "ValueError",
    kind === "list" ? `${repr(value)} is not in list` : "tuple.index(x): x not in tuple",
  );
}

/** @param {any[]} items @param {any} value */
const count = (items, value) => BigInt(items.filter((one) => eq(one, value)).length);

/** @param {any[]} list @param {bigint} k */
function pop(list, k = -1n) {
  if (!list.length) return raise("IndexError", "pop from empty list");
  const at = k < 0n ? Number(k) + list.length : Number(k);
  if (at < 0 || at >= list.length) return raise("IndexError", "pop index out of range");
  return list.splice(at, 1)[0];
}

/** @param {Dict} dict @param {any} key @param {any} [none] */
function take(dict, key, none) {
  const found = dict.get(key, none);
  if (found === undefined) return raise("KeyError", key);
  dict.delete(key);
  return found;
}

/** @param {string} glue @param {any} items */
function join(glue, items) {
  const parts = [...each(items)];
  const k = parts.findIndex((one) => typeof one !== "string");
  if (k < 0) return parts.join(glue);
  const words = `sequence item ${k}: expected str instance, ${typeName(parts[k])} found`;
  return raise("TypeError", words);
}

/** @param {string} text @param {string | null} by */
function split(text, by = null) {
  if (by === "") return raise("ValueError", "empty separator");
  return by === null ? text.split(/\s+/).filter(Boolean) : text.split(by);
}

/** @param {string} text @param {string | null} letters @param {boolean} left @param {boolean} right */
function strip(text, letters, left, right) {
  const gone = letters === null ? [..." \t\n\r\f\v"] : [...letters];
  const all = [...text];
  let [from, to] = [0, all.length];
  while (left && from < to && gone.includes(all[from])) from += 1;
  while (right && to > from && gone.includes(all[to - 1])) to -= 1;
  return all.slice(from, to).join("");
}

/** @param {string} text @param {any} part @param {string} how */
function edge(text, part, how) {
  const parts = typeof part === "string" ? [part] : each(part);
  return parts.some((/** @type {string} */ one) =>
    how === "start" ? text.startsWith(one) : text.endsWith(one),
  );
}

/** @param {Dict} dict @param {any} more */
function update(dict, more) {
  if (!(more instanceof Dict)) throw new Outside("such an update");
  for (const [key, value] of more.entries()) dict.set(key, value);
  return null;
}

/** @param {Dict} dict @param {any} key @param {any} value */
function setdefault(dict, key, value = null) {
  if (!dict.has(key)) dict.set(key, value);
  return dict.get(key);
}

/** @param {string} text @param {string} part */
const find = (text, part) => BigInt([...text.slice(0, text.indexOf(part))].length);

/** @param {any[]} list @param {any} value */
function append(list, value) {
  if (list.push(value) > 1e7) throw new Outside("so long a list");
}

/** @type {Record<string, Record<string, [least: number, most: number, (...args: any[]) => any]>>} */
const LISTED = {
  list: {
    append: [2, 2, (list, value) => append(list, value)],
    clear: [1, 1, (list) => void list.splice(0)],
    copy: [1, 1, (list) => [...list]],
    count: [2, 2, count],
    extend: [2, 2, (list, more) => void list.push(...each(more))],
    index: [2, 2, (list, value) => index(list, value, "list")],
    insert: [3, 3, (list, k, value) => void list.splice(Number(k), 0, value)],
    pop: [1, 2, pop],
    remove: [
      2,
      2,
      (list, value) => {
        const k = list.findIndex((/** @type {any} */ one) => eq(one, value));
        if (k < 0) return raise("ValueError", "list.remove(x): x not in list");
        list.splice(k, 1);
        return null;
      },
    ],
    reverse: [1, 1, (list) => void list.reverse()],
    sort: [1, 1, (list) => void list.splice(0, list.length, ...sorted({}, list))],
  },
  tuple: {
    count: [2, 2, (value, one) => count(value.items, one)],
    index: [2, 2, (value, one) => index(value.items, one, "tuple")],
  },
  dict: {
    clear: [
      1,
      1,
      (dict) => {
        for (const key of [...dict]) dict.delete(key);
        return null;
      },
    ],
    copy: [
      1,
      1,
      (dict) => {
        const made = new Dict();
        update(made, dict);
        return made;
      },
    ],
    get: [2, 3, (dict, key, none = null) => dict.get(key, none)],
    items: [1, 1, (dict) => new View(dict, tuple)],
    keys: [1, 1, (dict) => new View(dict, ([key]) => key)],
    pop: [2, 3, take],
    setdefault: [2, 3, setdefault],
    update: [2, 2, update],
    values: [1, 1, (dict) => new View(dict, ([, value]) => value)],
  },
  str: {
    count: [2, 2, (text, part) => BigInt(text.split(part).length - 1)],
    endswith: [2, 2, (text, part) => edge(text, part, "end")],
    find: [2, 2, (text, part) => (text.includes(part) ? find(text, part) : -1n)],
    index: [
      2,
      2,
      (text, part) =>
        text.includes(part) ? find(text, part) : raise("ValueError", "substring not found"),
    ],
    isdigit: [
      1,
      1,
      (text) => {
        if (/[^ -~]/.test(text)) throw new Outside(".isdigit");
        return /^\d+$/.test(text);
      },
    ],
    join: [2, 2, join],
    lower: [1, 1, (text) => text.toLowerCase()],
    lstrip: [1, 2, (text, letters = null) => strip(text, letters, true, false)],
    replace: [3, 3, (text, old, now) => text.replaceAll(old, () => now)],
    rstrip: [1, 2, (text, letters = null) => strip(text, letters, false, true)],
    split: [1, 2, split],
    splitlines: [1, 1, (text) => (text ? text.replace(/\n$/, "").split("\n") : [])],
    startswith: [2, 2, (text, part) => edge(text, part, "start")],
    strip: [1, 2, (text, letters = null) => strip(text, letters, true, true)],
    upper: [1, 1, (text) => text.toUpperCase()],
  },
};

/** @type {Record<string, Record<string, import("./calls.js").Callable>>} */
export const METHODS = {};
for (const [type, methods] of Object.entries(LISTED)) {
  METHODS[type] = Object.create(null);
  for (const [name, [least, most, run]] of Object.entries(methods)) {
    METHODS[type][name] = native(name, least, most, run);
  }
}
