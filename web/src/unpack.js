// Reads what driver.py packed: numbers by their place in Python's memory.

/**
 * @param {any} value JSON of `_pack`
 * @param {ArrayBufferLike} memory
 * @returns {any}
 */
export function unpack(value, memory) {
  if (Array.isArray(value)) return value.map((item) => unpack(item, memory));
  if (value === null || typeof value !== "object") return value;
  if (value.$floats) {
    const [address, length] = value.$floats;
    return new Float64Array(memory, address, length).slice();
  }
  if (value.$float) return Number(value.$float.replace("inf", "Infinity"));
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v, memory)]));
}
