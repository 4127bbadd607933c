// Python's values as text: str, repr, and what a format asks for.

import { Range } from "./iterators.js";
import { float, numeric } from "./numbers.js";
import { Outside } from "./outside.js";
import { Raised, raise } from "./raised.js";
import { Dict, Module, Tuple, typeName } from "./values.js";

/** @param {any} value @returns {string} */
export function str(value) {
  if (typeof value === "string") return value;
  if (!(value instanceof Raised)) return repr(value);
  const { args, type } = value;
  if (!args.length) return "";
  if (args.length > 1) return repr(new Tuple(args));
  return type.typeName === "KeyError" ? repr(args[0]) : str(args[0]);
}

/** @param {any} value @returns {string} */
export function repr(value) {
  if (typeof value === "number") return shortest(value);
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null) return "None";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (value instanceof Tuple) {
    const [one, ...more] = value.items.map(repr);
    return more.length ? `(${[one, ...more].join(", ")})` : one === undefined ? "()" : `(${one},)`;
  }
  if (value instanceof Dict) {
    return `{${[...value.entries()].map(([k, v]) => `${repr(k)}: ${repr(v)}`).join(", ")}}`;
  }
  if (value instanceof Range) throw new Outside("a range as text");
  if (value instanceof Module) throw new Outside("a module as text");
  if (value instanceof Raised) return `${value.type.typeName}(${value.args.map(repr).join(", ")})`;
  if (value?.typeName && value.builtin) return `<class '${value.typeName}'>`;
  throw new Outside(`a ${typeName(value)} as text`);
}

/** @param {string} text */
function quoted(text) {
  if (/(?![ \n\t\r])[\p{C}\p{Z}]/u.test(text)) throw new Outside("such letters in a repr");
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  /** @type {Record<string, string>} */
  const codes = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", [quote]: `\\${quote}` };
  return quote + text.replace(/[\n\t\r\\'"]/g, (letter) => codes[letter] ?? letter) + quote;
}

/** The shortest text that gives the float back. @param {number} value */
function shortest(value) {
  if (!Number.isFinite(value)) return notFinite(value);
  const places = value.toExponential().split("e")[0].replace(/[-.]/g, "").length - 1;
  const [size, exponent] = exponential(value, places); // of two as near, the even one
  const digits = value < 0 || Object.is(value, -0) ? `-${size}` : size;
  if (exponent < -4 || exponent >= 16) return scientific(digits, exponent);
  return digits.replace(size, fixed(value, Math.max(places - exponent, 1)));
}

/** @param {number} value */
function notFinite(value) {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** @param {string} digits @param {number} exponent */
function scientific(digits, exponent) {
  return `${digits}e${exponent < 0 ? "-" : "+"}${`${Math.abs(exponent)}`.padStart(2, "0")}`;
}

/** |x| as a fraction of whole numbers. @param {number} x @returns {[bigint, bigint]} */
function fraction(x) {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const power = Number((raw >> 52n) & 2047n);
  const low = raw & (2n ** 52n - 1n);
  const mantissa = power ? low + 2n ** 52n : low;
  const exponent = Math.max(power, 1) - 1075;
  return exponent < 0
    ? [mantissa, 2n ** BigInt(-exponent)]
    : [mantissa * 2n ** BigInt(exponent), 1n];
}

/** The nearest whole number to a / b, the even one of two. @param {bigint} a @param {bigint} b */
function nearest(a, b) {
  const whole = a / b;
  const rest = (a % b) * 2n;
  return rest > b || (rest === b && whole % 2n) ? whole + 1n : whole;
}

/** |x| with so many places. @param {number} x @param {number} places */
function fixed(x, places) {
  const [a, b] = fraction(x);
  const digits = `${nearest(a * 10n ** BigInt(places), b)}`.padStart(places + 1, "0");
  const at = digits.length - places;
  return places ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
}

/**
 * |x| as digits and a power of ten, with so many places.
 * @param {number} x
 * @param {number} places
 * @returns {[string, number]}
 */
function exponential(x, places) {
  const [a, b] = fraction(x);
  let exponent = a ? Number(x.toExponential().split("e")[1]) : 0;
  let digits = "";
  for (const step of [0, 1, -1]) {
    const shift = places - exponent - step;
    const [up, down] = shift < 0 ? [1n, 10n ** BigInt(-shift)] : [10n ** BigInt(shift), 1n];
    digits = `${nearest(a * up, b * down)}`;
    if (!a || digits.length === places + 1) {
      exponent += step;
      break;
    }
  }
  digits = digits.padEnd(places + 1, "0");
  return [places ? `${digits[0]}.${digits.slice(1)}` : digits, exponent];
}

/** @param {any} value @param {number} places */
export function rounded(value, places) {
  if (!Number.isFinite(value)) return value;
  if (places < 0 || places > 300) throw new Outside("round to such places");
  return Number(`${value < 0 || Object.is(value, -0) ? "-" : ""}${fixed(value, places)}`);
}

/** The nearest whole number, the even one of two. @param {number} value */
export function whole(value) {
  if (Number.isNaN(value)) return raise("ValueError", "cannot convert float NaN to integer");
  if (!Number.isFinite(value)) {
    return raise("OverflowError", "cannot convert float infinity to integer");
  }
  const found = nearest(...fraction(value));
  return value < 0 ? -found : found;
}

const SPEC = /^(?:(.)?([<>^=]))?([-+ ])?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([a-zA-Z%])?$/u;

/**
 * A value in an f-string.
 * @param {any} value
 * @param {string} conversion r, s, or none
 * @param {string} spec
 */
export function formatted(value, conversion, spec) {
  if (conversion === "a") throw new Outside("!a");
  const shown = conversion === "r" ? repr(value) : conversion === "s" ? str(value) : value;
  if (spec === "") return str(shown);
  const found = spec.match(SPEC);
  if (!found) throw new Outside(`the format ${spec}`);
  let [, fill = " ", align, sign = "-", alternate, zero, width = "0", comma, places, type] = found;
  if (alternate) throw new Outside("# in a format");
  const number = numeric(shown);
  if (number === undefined || typeof shown === "boolean") {
    const plain = typeof shown === "string" && !zero && !comma && sign === "-" && align !== "=";
    if (!plain || (type && type !== "s")) throw new Outside(`the format ${spec}`);
    const text = [...shown].slice(0, places === undefined ? undefined : Number(places)).join("");
    return padded("", text, fill, align ?? "<", Number(width));
  }
  if (zero && !align) [fill, align] = ["0", "="];
  const negative = number < 0 || Object.is(number, -0);
  let text = digits(number, type, places);
  if (comma && align === "=") throw new Outside(`the format ${spec}`);
  if (comma) text = text.replace(/^\d+/, (all) => all.replace(/\B(?=(\d{3})+$)/g, ","));
  const mark = negative ? "-" : sign === "-" ? "" : sign;
  return padded(mark, text, fill, align ?? ">", Number(width));
}

/**
 * @param {string} sign
 * @param {string} text
 * @param {string} fill
 * @param {string} align
 * @param {number} width
 */
function padded(sign, text, fill, align, width) {
  const room = Math.max(width - [...(sign + text)].length, 0);
  if (align === "<") return sign + text + fill.repeat(room);
  if (align === "=") return sign + fill.repeat(room) + text;
  if (align === ">") return fill.repeat(room) + sign + text;
  return fill.repeat(room >> 1) + sign + text + fill.repeat(room - (room >> 1));
}

/**
 * A number without its sign.
 * @param {bigint | number} number
 * @param {string | undefined} type
 * @param {string | undefined} places
 * @returns {string}
 */
function digits(number, type, places) {
  if (typeof number === "bigint" && (type === undefined || type === "d")) {
    if (places !== undefined)
      raise("ValueError", "Precision not allowed in integer format specifier");
    return `${number < 0n ? -number : number}`;
  }
  const x = Math.abs(float(number));
  if (!Number.isFinite(x)) return notFinite(x) + (type === "%" ? "%" : "");
  const count = Number(places ?? 6);
  if (type === "f" || type === "F") return fixed(x, count);
  if (type === "%") return `${fixed(x * 100, count)}%`;
  if (type === "e") return scientific(...exponential(x, count));
  if (type === undefined && places === undefined) return shortest(x);
  if (type === "d") {
    return raise("ValueError", "Unknown format code 'd' for object of type 'float'");
  }
  if (type !== "g") throw new Outside(`the format .${places}${type}`);
  const significant = Math.max(count, 1);
  const [text, exponent] = exponential(x, significant - 1);
  /** @param {string} one */
  const bare = (one) => (one.includes(".") ? one.replace(/\.?0+$/, "") : one);
  if (exponent < -4 || exponent >= significant) return scientific(bare(text), exponent);
  return bare(fixed(x, significant - 1 - exponent));
}
