// The modules of Python that a figure may import: math, and a little of functools.
import { dictOf } from "./attributes.js";
import { call, named } from "./calls.js";
import { native } from "./native.js";
import { float, numeric } from "./numbers.js";
import { raise } from "./raised.js";
import { Dict, each, Module, tuple, typeName } from "./values.js";

/** @param {any} value */
function real(value) {
  const number = numeric(value);
  if (number !== undefined) return float(number);
  return raise("TypeError", `must be real number, not ${typeName(value)}`);
}

/**
 * A function of one float; where it makes NaN, or infinity, of finite ones, Python raises.
 * @param {string} name
 * @param {(x: number) => number} run
 * @param {string} [pole] Python's error for an infinite value
 */
function analytic(name, run, pole = "") {
  return native(name, 1, 1, (value) => {
    const x = real(value);
    const found = run(x);
    if (Number.isNaN(found) && !Number.isNaN(x)) raise("ValueError", "math domain error");
    if (Math.abs(found) === Number.POSITIVE_INFINITY && Number.isFinite(x)) {
      if (pole === "OverflowError") raise(pole, "math range error");
      raise("ValueError", "math domain error");
    }
    return found;
  });
}

/** @param {string} name @param {(x: number) => number} run */
function toWhole(name, run) {
  return native(name, 1, 1, (value) => {
    if (typeof numeric(value) === "bigint") return numeric(value);
    const x = real(value);
    if (Number.isNaN(x)) return raise("ValueError", "cannot convert float NaN to integer");
    if (!Number.isFinite(x))
      return raise("OverflowError", "cannot convert float infinity to integer");
    return BigInt(run(x));
  });
}

/** @param {string} name @param {(x: number) => boolean} run */
const asked = (name, run) => native(name, 1, 1, (value) => run(real(value)));

/** @param {any} x @param {any} [base] */
function log(x, base) {
  const natural = MATH.ln([x], null);
  if (base === undefined) return natural;
  const below = MATH.ln([base], null);
  return below === 0 ? raise("ZeroDivisionError", "float division by zero") : natural / below;
}

/** @type {Record<string, any>} */
const MATH = {
  __proto__: null,
  pi: Math.PI,
  tau: 2 * Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  acos: analytic("acos", Math.acos),
  asin: analytic("asin", Math.asin),
  atan: analytic("atan", Math.atan),
  cos: analytic("cos", Math.cos),
  cosh: analytic("cosh", Math.cosh, "OverflowError"),
  exp: analytic("exp", Math.exp, "OverflowError"),
  expm1: analytic("expm1", Math.expm1, "OverflowError"),
  fabs: analytic("fabs", Math.abs),
  ln: analytic("log", Math.log),
  log10: analytic("log10", Math.log10),
  log1p: analytic("log1p", Math.log1p),
  log2: analytic("log2", Math.log2),
  sin: analytic("sin", Math.sin),
  sinh: analytic("sinh", Math.sinh, "OverflowError"),
  sqrt: analytic("sqrt", Math.sqrt),
  tan: analytic("tan", Math.tan),
  tanh: analytic("tanh", Math.tanh),
  degrees: analytic("degrees", (x) => x * (180 / Math.PI)),
  radians: analytic("radians", (x) => x * (Math.PI / 180)),
  ceil: toWhole("ceil", Math.ceil),
  floor: toWhole("floor", Math.floor),
  trunc: toWhole("trunc", Math.trunc),
  isfinite: asked("isfinite", Number.isFinite),
  isinf: asked("isinf", (x) => Math.abs(x) === Number.POSITIVE_INFINITY),
  isnan: asked("isnan", Number.isNaN),
  atan2: native("atan2", 2, 2, (y, x) => Math.atan2(real(y), real(x))),
  copysign: native("copysign", 2, 2, (x, y) => {
    const size = Math.abs(real(x));
    return real(y) < 0 || Object.is(real(y), -0) ? -size : size;
  }),
  log: native("log", 1, 2, log),
};

/**
 * A function with some arguments given.
 * @param {any} f
 * @param {any[]} first
 * @param {Dict} keywords
 */
function partial(f, first, keywords) {
  /** @type {import("./calls.js").Callable} */
  const made = (args, kw) => call(f, [...first, ...args], named([null, joined(keywords, kw)]));
  return Object.assign(made, { func: f, args: tuple(first), keywords });
}

/** @param {Dict} keywords @param {import("./calls.js").Named} kw */
function joined(keywords, kw) {
  return dictOf([null, keywords, ...(kw ?? [])]);
}

/** @type {Record<string, any>} */
const FUNCTOOLS = {
  __proto__: null,
  /** @type {import("./calls.js").Callable} */
  partial: ([f, ...first], kw) => {
    if (typeof f !== "function") raise("TypeError", "the first argument must be callable");
    if (!f.keywords) return partial(f, first, joined(new Dict(), kw));
    return partial(f.func, [...f.args.items, ...first], joined(f.keywords, kw));
  },
  wraps: native("wraps", 1, 1, (wrapped) =>
    native("update_wrapper", 1, 1, (made) => {
      const { name, qualname } = wrapped.spec ?? made.spec;
      made.spec = { ...made.spec, name, qualname };
      return Object.assign(made, { wrapped });
    }),
  ),
  reduce: native("reduce", 2, 3, (f, items, start) => {
    let total = start;
    for (const one of each(items)) total = total === undefined ? one : call(f, [total, one], null);
    return total === undefined
      ? raise("TypeError", "reduce() of empty iterable with no initial value")
      : total;
  }),
};

/** @type {Record<string, Module>} */
export const MODULES = {
  math: new Module("math", MATH),
  functools: new Module("functools", FUNCTOOLS),
};
