// Web Worker: Python translated to JavaScript, asked by messages { do, ... } as worker.js
// is; what falls outside is answered with { outside }.
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
  load: ({ key, texts }) => programs.load(key, texts),
  call: ({ key, name, args }) => programs.call(key, name, args),
};
self.onmessage = ({ data }) => {
  let answer;
  try {
    answer = tasks[data.do](data);
  } catch (error) {
    if (!(error instanceof Outside)) throw error;
    answer = { outside: error.message };
  }
  self.postMessage(answer);
};
