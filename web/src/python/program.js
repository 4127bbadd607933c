// Programs of the page, translated: what driver.py does in MicroPython.
import * as attributes from "./attributes.js";
import { BUILTINS, unknown } from "./builtins.js";
import * as calls from "./calls.js";
import * as compare from "./compare.js";
import { Generator } from "./iterators.js";
import { MODULES } from "./modules.js";
import * as numbers from "./numbers.js";
import { Outside } from "./outside.js";
import * as raises from "./raised.js";
import { formatted, str } from "./text.js";
import { translated } from "./translate.js";
import * as values from "./values.js";

/** @import { Answer, Failure, Program } from "../types.js" */

/** @type {Record<string, any>} what the translated text calls */
const RUNTIME = {
  ...numbers,
  ...compare,
  ...values,
  ...raises,
  ...calls,
  ...attributes,
  formatted,
  Generator,
  unknown,
  defined,
};
const { Dict, Instance, Module, Tuple } = values;
const { Raised } = raises;

export class Programs {
  /** @type {Map<string, Record<string, any>>} by key, the names of a program */
  #programs = new Map();
  /** @type {Map<string, any>} modules of the heart */
  #modules = new Map();

  /** @param {Record<string, string>} files of the heart, by path */
  constructor(files) {
    this.files = files;
    this.runtime = {
      ...RUNTIME,
      importedModule: (/** @type {string} */ name) => this.#module(name),
      imported: (/** @type {string} */ from, /** @type {string} */ name) =>
        this.#imported(from, name),
    };
  }

  /**
   * Run texts in one new namespace; later ones replace names.
   * @param {string} key
   * @param {Program[]} texts
   * @returns {Answer}
   */
  load(key, texts) {
    return told(() => {
      this.#programs.set(key, this.#run(texts));
    });
  }

  /**
   * Call a function of a program.
   * @param {string} key
   * @param {string} name
   * @param {string} args JSON
   * @returns {Answer}
   */
  call(key, name, args) {
    return told(() => {
      const names = /** @type {Record<string, any>} */ (this.#programs.get(key));
      const given = /** @type {values.Dict} */ (fromJson(args));
      return plain(calls.call(names[name], [], calls.named([null, given])));
    });
  }

  /**
   * @param {Program[]} texts
   * @returns {Record<string, any>} what they define
   */
  #run(texts) {
    const script = translated(texts, Object.keys(this.runtime), BUILTINS);
    return new Function("R", "B", script)(this.runtime, BUILTINS);
  }

  /** @param {string} name */
  #module(name) {
    if (MODULES[name]) return MODULES[name];
    if (!this.#modules.has(name)) {
      const path = `${name.replaceAll(".", "/")}.py`;
      if (this.files[path] === undefined) throw new Outside(`the module ${name}`);
      this.#modules.set(name, new Module(name, this.#run([[path, this.files[path]]])));
    }
    return this.#modules.get(name);
  }

  /** @param {string} from @param {string} name */
  #imported(from, name) {
    if (this.files[`${from.replaceAll(".", "/")}/__init__.py`] !== undefined) {
      return this.#module(`${from}.${name}`);
    }
    const { names } = this.#module(from);
    if (names[name] !== undefined) return names[name];
    return raises.raise("ImportError", `cannot import name '${name}' from '${from}'`);
  }
}

/**
 * @param {string} must a name that the text defines
 * @param {any} before its value before
 * @param {any} now
 */
function defined(must, before, now) {
  const isFunction = typeof before === "function";
  if (now !== undefined && (typeof now === "function") === isFunction) return;
  const words = isFunction
    ? `Define ${must} here: def ${must}(…): …`
    : `Give ${must} a value here: ${must} = …`;
  throw Object.assign(new Error(words), { name: "Missing" });
}

/**
 * What is done as an answer; raises Outside.
 * @param {() => any} does
 * @returns {Answer}
 */
function told(does) {
  try {
    return { value: does() };
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    if (name === "Missing") return { error: { kind: name, message, trace: "" } };
    const found = raises.caught(error);
    return {
      error: { kind: found.type.typeName, message: str(found), trace: found.trace.join("\n") },
    };
  }
}

/** Numbers with a point are floats, others ints. @param {string} json */
function fromJson(json) {
  const marked = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (found) =>
    /^-?\d+$/.test(found) ? `{"$int":"${found}"}` : found,
  );
  return JSON.parse(marked, (_, value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    if (value.$int) return BigInt(value.$int);
    return attributes.dictOf(Object.entries(value).flat());
  });
}

/** What a figure returns as the page's own data. @param {any} value @returns {any} */
function plain(value) {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value) || value instanceof Tuple) {
    const items = values.each(value);
    const numeric = ["number", "bigint"].includes(typeof items[0]);
    if (items.length <= 8 || !numeric) return items.map(plain);
    const floats = new Float64Array(items.length);
    for (let k = 0; k < items.length; k += 1) floats[k] = Number(items[k]);
    return floats;
  }
  if (value instanceof Dict) {
    return Object.fromEntries([...value.entries()].map(([k, v]) => [str(k), plain(v)]));
  }
  for (const type of [Instance, Generator, Module, Raised]) {
    if (value instanceof type) throw new Outside("such a result");
  }
  if (typeof value === "function") throw new Outside("such a result");
  return value;
}
