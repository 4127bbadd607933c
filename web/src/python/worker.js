// Web Worker: Python translated to JavaScript, asked by messages { do, ... } as worker.js
// is; what falls outside is answered with { outside }.

import { forMicroPython } from "./micropython.js";
import { Outside } from "./outside.js";
import { Programs } from "./program.js";

/** @import { Answer, Program } from "../types.js" */

/** @type {Programs} */
let programs;

/** @type {Record<string, (message: any) => Answer>} */
const tasks = {
  boot({ files }) {
    programs = new Programs(files);
    return {};
  },
  load: ({ key, texts }) => inside(() => programs.load(key, texts), forWhole(texts)),
  call: ({ key, name, args }) => inside(() => programs.call(key, name, args)),
};
self.onmessage = ({ data }) => self.postMessage(tasks[data.do](data));

/**
 * @param {() => Answer} task
 * @param {Program[]} [texts] what the answer holds besides
 * @returns {Answer}
 */
function inside(task, texts) {
  try {
    return { ...task(), texts };
  } catch (error) {
    if (!(error instanceof Outside)) throw error;
    return { outside: error.message, texts };
  }
}

/**
 * The texts as MicroPython runs them.
 * @param {Program[]} texts
 * @returns {Program[]}
 */
function forWhole(texts) {
  return texts.map(([name, text, ...must]) => [name, forMicroPython(text), ...must]);
}
