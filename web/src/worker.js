// Web Worker: MicroPython, asked by messages { do, ... } one at a time.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import driver from "./driver.py";
import { unpack } from "./unpack.js";

/** @import { Answer, Program } from "./types.js" */

/** @type {import("@micropython/micropython-webassembly-pyscript/micropython.mjs").Python} */
let python;
/** @type {Record<"write" | "load" | "call", (...args: string[]) => string>} of driver.py */
let functions;

/**
 * WebKit reads no blob of a page on disk, but it reads a data: address.
 * @param {{ wasm: string, files: Record<string, string> }} message
 * @returns {Promise<Answer>}
 */
async function boot({ wasm, files }) {
  const read = await fetch(`data:application/wasm;base64,${wasm}`);
  const silent = { stdout: () => {}, stderr: () => {} };
  python = await loadMicroPython({ wasm: await read.arrayBuffer(), heapsize: 8 << 20, ...silent });
  python.runPython(driver);
  /** @param {string} name */
  const get = (name) => python.globals.get(name);
  functions = { write: get("write"), load: get("load"), call: get("call") };
  for (const [path, text] of Object.entries(files)) functions.write(path, text);
  return {};
}

/**
 * @param {{ key: string, texts: Program[] }} message
 * @returns {Answer}
 */
function load({ key, texts }) {
  const error = functions.load(key, JSON.stringify(texts));
  return error ? { error: JSON.parse(error) } : {};
}

/**
 * @param {{ key: string, name: string, args: string }} message
 * @returns {Answer}
 */
function call({ key, name, args }) {
  const answer = functions.call(key, name, args);
  const value = JSON.parse(answer.slice(1));
  if (answer[0] === "-") return { error: value };
  return { value: unpack(value, python._module.floats.buffer) };
}

/** @type {Record<string, (message: any) => Answer | Promise<Answer>>} */
const tasks = { boot, load, call };
self.onmessage = async ({ data }) => {
  let answer;
  try {
    answer = await tasks[data.do](data);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    answer = { error: { kind: name, message, trace: "" } };
  }
  self.postMessage(answer);
};
