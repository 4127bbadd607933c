// Python's arithmetic: floats are numbers, ints bigints.
import { Outside } from "./outside.js";
import { raise } from "./raised.js";
import { Tuple, typeName } from "./values.js";

const BITS = 100_000; // of the largest int

/**
 * A number as a bigint or a number; undefined for what is none.
 * @param {any} value
 * @returns {bigint | number | undefined}
 */
export function numeric(value) {
  if (typeof value === "number" || typeof value === "bigint") return value;
  return typeof value === "boolean" ? BigInt(value) : undefined;
}

/** An int as the nearest float. @param {bigint | number} value @returns {number} */
export function float(value) {
  if (typeof value === "number") return value;
  const found = Number(value);
  if (!Number.isFinite(found)) raise("OverflowError", "int too large to convert to float");
  return found;
}

/** @param {bigint} value */
function bounded(value) {
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return value;
  if (value.toString(16).length * 4 > BITS) throw new Outside("an int of so many digits");
  return value;
}

/**
 * @param {string} sign
 * @param {any} a
 * @param {any} b
 * @returns {never}
 */
function unsupported(sign, a, b) {
  return raise(
    "TypeError",
    `unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/**
 * The way of an operator that is not quick: mixed numbers, or no numbers.
 * @param {string} sign
 * @param {any} a
 * @param {any} b
 * @param {(a: bigint, b: bigint) => any} ints
 * @param {(a: number, b: number) => any} floats
 * @param {(a: any, b: any) => any} [others]
 */
function mixed(sign, a, b, ints, floats, others) {
  const x = numeric(a);
  const y = numeric(b);
  if (x === undefined || y === undefined) {
    const found = others?.(a, b);
    return found === undefined ? unsupported(sign, a, b) : found;
  }
  if (typeof x === "bigint" && typeof y === "bigint") return ints(x, y);
  return floats(float(x), float(y));
}

/** @param {any} a @param {any} b */
export function add(a, b) {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return mixed(
    "+",
    a,
    b,
    (x, y) => bounded(x + y),
    (x, y) => x + y,
    joined,
  );
}

/** @param {any} a @param {any} b */
function joined(a, b) {
  const kind = typeName(a);
  if (!["str", "list", "tuple"].includes(kind)) return undefined;
  if (kind !== typeName(b)) {
    raise("TypeError", `can only concatenate ${kind} (not "${typeName(b)}") to ${kind}`);
  }
  if (kind === "str") return a + b;
  return kind === "list" ? [...a, ...b] : new Tuple([...a.items, ...b.items]);
}

/** @param {any} a @param {any} b */
export function sub(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return mixed(
    "-",
    a,
    b,
    (x, y) => bounded(x - y),
    (x, y) => x - y,
  );
}

/** @param {any} a @param {any} b */
export function mul(a, b) {
  if (typeof a === "number" && typeof b === "number") return a * b;
  if (typeof a === "object") return repeated(a, b) ?? unsupported("*", a, b);
  return mixed(
    "*",
    a,
    b,
    (x, y) => bounded(x * y),
    (x, y) => x * y,
    repeated,
  );
}

/** @param {any} a @param {any} b @returns {any} */
function repeated(a, b) {
  const sequence = ["str", "list", "tuple"].includes(typeName(a)) ? a : b;
  const count = sequence === a ? b : a;
  if (!["str", "list", "tuple"].includes(typeName(sequence))) return undefined;
  const times = numeric(count);
  if (typeof times !== "bigint") {
    return raise("TypeError", `can't multiply sequence by non-int of type '${typeName(count)}'`);
  }
  const n = times > 0n ? Number(times) : 0;
  const items = sequence instanceof Tuple ? sequence.items : sequence;
  if (n * items.length > 1e8) throw new Outside("a list of so many items");
  if (typeof items === "string") return items.repeat(n);
  const found = [];
  for (let k = 0; k < n; k += 1) for (const one of items) found.push(one);
  return sequence instanceof Tuple ? new Tuple(found) : found;
}

/** @param {any} a @param {any} b */
export function div(a, b) {
  if (typeof a === "number" && typeof b === "number" && b !== 0) return a / b;
  /** @param {bigint} x @param {bigint} y */
  const ints = (x, y) => {
    if (y === 0n) raise("ZeroDivisionError", "division by zero");
    const p = Number(x);
    const q = Number(y);
    if (Number.isSafeInteger(p) && Number.isSafeInteger(q)) return p / q;
    throw new Outside("a quotient of so large ints");
  };
  /** @param {number} x @param {number} y */
  const floats = (x, y) => {
    if (y === 0) raise("ZeroDivisionError", "float division by zero");
    return x / y;
  };
  return mixed("/", a, b, ints, floats);
}

/** @param {any} a @param {any} b */
export function floorDiv(a, b) {
  /** @param {bigint} x @param {bigint} y */
  const ints = (x, y) => {
    if (y === 0n) raise("ZeroDivisionError", "integer division or modulo by zero");
    return (x - remainder(x, y)) / y;
  };
  /** @param {number} x @param {number} y */
  const floats = (x, y) => {
    if (y === 0) raise("ZeroDivisionError", "float floor division by zero");
    const rest = x % y;
    const quotient = (x - rest) / y - (rest !== 0 && rest < 0 !== y < 0 ? 1 : 0);
    const whole = Math.floor(quotient);
    if (quotient === 0) return Object.is(Math.sign(x / y), -0) || x / y < 0 ? -0 : 0;
    return quotient - whole > 0.5 ? whole + 1 : whole;
  };
  return mixed("//", a, b, ints, floats);
}

/** With the sign of y. @param {bigint} x @param {bigint} y */
function remainder(x, y) {
  const rest = x % y;
  return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest;
}

/** With the sign of y. @param {number} x @param {number} y */
function modulo(x, y) {
  const rest = x % y;
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 !== y < 0 ? rest + y : rest;
}

/** @param {any} a @param {any} b */
export function divmod(a, b) {
  if (Number(numeric(b)) === 0 && !(typeof a === "bigint" && typeof b === "bigint")) {
    throw new Outside("such a divmod");
  }
  return [floorDiv(a, b), mod(a, b)];
}

/** @param {any} a @param {any} b */
export function mod(a, b) {
  if (typeof a === "string") throw new Outside("a text % values");
  /** @param {bigint} x @param {bigint} y */
  const ints = (x, y) => {
    if (y === 0n) raise("ZeroDivisionError", "integer modulo by zero");
    return remainder(x, y);
  };
  /** @param {number} x @param {number} y */
  const floats = (x, y) => {
    if (y === 0) raise("ZeroDivisionError", "float modulo");
    return modulo(x, y);
  };
  return mixed("%", a, b, ints, floats);
}

/** @param {any} a @param {any} b */
export function pow(a, b) {
  if (typeof a === "number") {
    if (b === 2n) return finite(a, 2, a * a);
    if (b === 0.5 && a > 0) return Math.sqrt(a);
  }
  /** @param {bigint} x @param {bigint} y */
  const ints = (x, y) => {
    if (y < 0n) return power(float(x), float(y));
    if (x === 0n || x === 1n || x === -1n) return x ** (y < 2n ? y : 2n + (y % 2n));
    if (y * BigInt(x.toString(2).length) > BigInt(BITS)) throw new Outside("so large a power");
    return x ** y;
  };
  return mixed("** or pow()", a, b, ints, power);
}

/** @param {number} x @param {number} y */
function power(x, y) {
  if (x === 1 || y === 0) return 1;
  if (x === 0 && y < 0 && Number.isFinite(y)) {
    raise("ZeroDivisionError", "0.0 cannot be raised to a negative power");
  }
  if (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) return 1;
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y)) {
    throw new Outside("a complex number");
  }
  return finite(x, y, x ** y);
}

/** @param {number} x @param {number} y @param {number} found */
function finite(x, y, found) {
  if (found - found !== 0 && Number.isFinite(x) && Number.isFinite(y)) {
    raise("OverflowError", 34n, "Numerical result out of range");
  }
  return found;
}

/** @param {any} a @param {any} b */
export function matmul(a, b) {
  return unsupported("@", a, b);
}

/** @param {any} value */
export function neg(value) {
  const found = numeric(value);
  if (found !== undefined) return -found;
  return raise("TypeError", `bad operand type for unary -: '${typeName(value)}'`);
}

/** @param {any} value */
export function pos(value) {
  const found = numeric(value);
  if (found !== undefined) return found;
  return raise("TypeError", `bad operand type for unary +: '${typeName(value)}'`);
}

/**
 * `a += b` and `a *= b`: a list changes in place.
 * @param {string} sign
 * @param {any} a
 * @param {any} b
 */
export function update(sign, a, b) {
  if (Array.isArray(a)) {
    if (sign === "*") throw new Outside("a list *=");
    if (!b?.[Symbol.iterator]) raise("TypeError", `'${typeName(b)}' object is not iterable`);
    a.push(...b);
    return a;
  }
  return sign === "+" ? add(a, b) : mul(a, b);
}
