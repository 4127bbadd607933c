// Python texts as JavaScript text, to run in `new Function("R", "B", text)`: with the
// runtime and Python's builtins. It gives the names that the texts define.
import { parse } from "./parse.js";
import { functionScope } from "./scope.js";
import { Writer } from "./write.js";

/** @import { Program } from "../types.js" */
/** @import { Parameters } from "./tree.js" */

/**
 * One script for texts that share their names; a text that must define a name replaces
 * the one before. Raises Outside for what the translator does not know.
 * @param {Program[]} texts
 * @param {string[]} runtime names of the runtime's functions
 * @param {Record<string, any>} builtins
 */
export function translated(texts, runtime, builtins) {
  const trees = texts.map(([, text]) => parse(text));
  const scope = functionScope(null, NONE, trees.flat());
  for (const [, , must] of texts) if (must) scope.names.add(must);
  const writer = new Writer(scope, builtins);
  const parts = texts.map(([file, , must], k) => {
    writer.file = JSON.stringify(file);
    const body = writer.block(trees[k]);
    const run = `try { ${body} } catch (error) { throw passed(error, ${writer.file}, l, "<module>"); }`;
    if (!must) return run;
    return `{ const before = $${must}; $${must} = undefined; ${run} defined("${must}", before, $${must}); }`;
  });
  const names = [...scope.names].map((name) => `${name}: $${name}`);
  return `"use strict"; const { ${runtime.join(", ")} } = R;
${[...writer.builtins].map((name) => `const b_${name} = B.${name};`).join(" ")}
${writer.constants.map((one, k) => `const c${k + 1} = ${one};`).join(" ")}
${scope.declared()} let l = 1;
${parts.join("\n")}
return { __proto__: null, ${names.join(", ")} };`;
}

/** @type {Parameters} */
const NONE = { names: [], only: [], rest: "", named: "", defaults: [], onlyDefaults: {} };
