// Python's exceptions: how they are raised, caught, and told.
import { Outside } from "./outside.js";

/** @typedef {{ (args: any[], kw: any[] | null): Raised, typeName: string, base: ErrorType | null }} ErrorType */

/** An exception of Python; `trace` names its places, the innermost last. */
export class Raised {
  /** @type {string[]} */
  trace = [];

  /**
   * @param {ErrorType} type
   * @param {any[]} args
   */
  constructor(type, args) {
    this.type = type;
    this.args = args;
  }
}

const TREE = `BaseException
BaseException Exception
Exception ArithmeticError AssertionError AttributeError ImportError LookupError NameError
Exception OSError RuntimeError StopIteration TypeError ValueError
ArithmeticError OverflowError ZeroDivisionError
LookupError IndexError KeyError
NameError UnboundLocalError
RuntimeError NotImplementedError RecursionError`;

/** @type {Record<string, ErrorType>} */
export const ERRORS = {};
for (const row of TREE.split("\n")) {
  const names = row.split(" ");
  const base = names.length > 1 ? ERRORS[names[0]] : null;
  for (const name of names.length > 1 ? names.slice(1) : names)
    ERRORS[name] = errorType(name, base);
}

/**
 * @param {string} typeName
 * @param {ErrorType | null} base
 * @returns {ErrorType}
 */
function errorType(typeName, base) {
  /** @type {any} */
  const type = (/** @type {any[]} */ args) => new Raised(type, args);
  return Object.assign(type, { typeName, base });
}

/**
 * Raise one of Python's own.
 * @param {string} name
 * @param {...any} args
 * @returns {never}
 */
export function raise(name, ...args) {
  throw new Raised(ERRORS[name], args);
}

/** What `raise` throws. @param {any} value an exception, or a type of them */
export function raised(value) {
  if (value instanceof Raised) return value;
  if (typeof value === "function" && "base" in value) return value([], null);
  return new Raised(ERRORS.TypeError, ["exceptions must derive from BaseException"]);
}

/** What `except` sees of an error; what is outside goes on. @param {any} error */
export function caught(error) {
  if (error instanceof Raised) return error;
  if (/call stack|recursion/i.test(error?.message)) {
    return new Raised(ERRORS.RecursionError, ["maximum recursion depth exceeded"]);
  }
  if (error instanceof Outside) throw error;
  throw new Outside(`${error}`);
}

/**
 * @param {Raised} error
 * @param {any} types one, or a tuple of them
 * @returns {boolean}
 */
export function matches(error, types) {
  if (types?.items) return types.items.some((/** @type {any} */ one) => matches(error, one));
  for (let type = /** @type {ErrorType | null} */ (error.type); type; type = type.base) {
    if (type === types) return true;
  }
  if (typeof types === "function" && "base" in types) return false;
  throw new Outside("except what is no exception");
}

/**
 * An error on its way out of a function.
 * @param {any} error
 * @param {string} file
 * @param {number} line
 * @param {string} name
 */
export function passed(error, file, line, name) {
  if (error instanceof Outside) return error;
  const found = caught(error);
  if (found.trace.length < 50) found.trace.unshift(`  File "${file}", line ${line}, in ${name}`);
  return found;
}
