// Web Worker: MicroPython, asked by messages { id, do, ... }.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import driver from "./driver.py";

let python;
let functions;

async function boot({ wasm }) {
  const url = URL.createObjectURL(new Blob([wasm], { type: "application/wasm" }));
  python = await loadMicroPython({ url, heapsize: 8 << 20, stdout: () => {}, stderr: () => {} });
  URL.revokeObjectURL(url);
  python.runPython(driver);
  const get = (name) => python.globals.get(name);
  functions = { write: get("write"), load: get("load"), call: get("call") };
  return {};
}

function load({ key, files, texts }) {
  for (const [path, text] of Object.entries(files)) functions.write(path, text);
  const error = functions.load(key, JSON.stringify(texts));
  return error ? { error: JSON.parse(error) } : {};
}

function call({ key, name, args }) {
  const answer = functions.call(key, name, args);
  const value = JSON.parse(answer.slice(1));
  return answer[0] === "-" ? { error: value } : { value: unpack(value) };
}

function unpack(value) {
  if (Array.isArray(value)) return value.map(unpack);
  if (value === null || typeof value !== "object") return value;
  if (value.$floats) {
    const [address, length] = value.$floats;
    return new Float64Array(python._module.floats.buffer, address, length).slice();
  }
  if (value.$float) return Number(value.$float.replace("inf", "Infinity"));
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)]));
}

const tasks = { boot, load, call };
self.onmessage = async ({ data }) => {
  let answer;
  try {
    answer = await tasks[data.do](data);
  } catch (error) {
    answer = { error: { kind: error.name, message: error.message, trace: "" } };
  }
  self.postMessage({ id: data.id, ...answer });
};
