// Functions of the runtime that Python can call.
import { Outside } from "./outside.js";

/** @import { Callable } from "./calls.js" */

/**
 * A function of so many arguments, none by name; nothing back is None. A wrong call is
 * MicroPython's to tell.
 * @param {string} name
 * @param {number} least
 * @param {number} most
 * @param {(...args: any[]) => any} run
 */
export function native(name, least, most, run) {
  /** @type {Callable} */
  const callable = (args, kw) => {
    if (kw?.length || args.length < least || args.length > most) {
      throw new Outside(`such a call of ${name}`);
    }
    return (args.length === 1 ? run(args[0]) : run(...args)) ?? null;
  };
  return Object.assign(callable, { nativeName: name, least, most, run });
}

/**
 * The same, for which `run` gets arguments by name first, as an object.
 * @param {string} name
 * @param {number} most
 * @param {string[]} known
 * @param {(named: Record<string, any>, ...args: any[]) => any} run
 */
export function withNames(name, most, known, run) {
  /** @type {Callable} */
  const callable = (args, kw) => {
    const named = Object.fromEntries(known.map((one) => [one, undefined]));
    for (let k = 0; kw && k < kw.length; k += 2) {
      if (!known.includes(kw[k])) throw new Outside(`such a call of ${name}`);
      named[kw[k]] = kw[k + 1];
    }
    if (!args.length || args.length > most) throw new Outside(`such a call of ${name}`);
    return run(named, ...args);
  };
  return Object.assign(callable, { nativeName: name });
}

/**
 * The same, as the name of a type.
 * @template {Callable} C
 * @param {string} typeName
 * @param {C} callable
 */
export function nativeType(typeName, callable) {
  return Object.assign(callable, { typeName, builtin: true });
}
