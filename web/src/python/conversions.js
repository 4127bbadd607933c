// float(), int() and round().
import { float, numeric } from "./numbers.js";
import { Outside } from "./outside.js";
import { raise } from "./raised.js";
import { repr, rounded, whole } from "./text.js";
import { typeName } from "./values.js";

/** @param {any} value */
export function toFloat(value = 0) {
  const number = numeric(value);
  if (number !== undefined) return float(number);
  if (typeof value !== "string") {
    const words = "float() argument must be a string or a real number, not";
    return raise("TypeError", `${words} '${typeName(value)}'`);
  }
  if (value === "inf") return Number.POSITIVE_INFINITY;
  const text = value.trim().toLowerCase();
  const special = text.match(/^([-+]?)(inf|infinity|nan)$/);
  if (special) {
    const size = special[2] === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === "-" ? -size : size;
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(text)) return Number(text);
  return raise("ValueError", `could not convert string to float: ${repr(value)}`);
}

/** @param {any} value */
export function toInt(value = 0n) {
  const number = numeric(value);
  if (typeof number === "bigint") return number;
  if (typeof number === "number") {
    return Number.isFinite(number) ? BigInt(Math.trunc(number)) : whole(number);
  }
  if (typeof value !== "string") {
    const words = "int() argument must be a string, a bytes-like object or a real number, not";
    return raise("TypeError", `${words} '${typeName(value)}'`);
  }
  if (/^\s*[-+]?\d+\s*$/.test(value)) return BigInt(value.trim().replace("+", ""));
  return raise("ValueError", `invalid literal for int() with base 10: ${repr(value)}`);
}

/** @param {any} value @returns {bigint} */
export function whole64(value) {
  const number = numeric(value);
  if (typeof number === "bigint") return number;
  return raise("TypeError", `'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** @param {any} value @param {any} [digits] */
export function round(value, digits = null) {
  const number = numeric(value);
  if (number === undefined) throw new Outside("such a round");
  if (typeof number === "bigint") {
    if (digits !== null && digits < 0n) throw new Outside("such a round");
    return number;
  }
  return digits === null ? whole(number) : rounded(number, Number(whole64(digits)));
}
