// Runs Python text in the page's MicroPython: reads { files, text } as JSON from
// standard input and prints what the text's `answer` holds. Files in asked/ are a
// reader's texts, which come as the page's workers write them out.
import { readFileSync } from "node:fs";
import { forMicroPython } from "../../web/src/python/micropython.js";
import { loadMicroPython } from "../../web/node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs";

const { files, text } = JSON.parse(readFileSync(0, "utf8"));
const python = await loadMicroPython({ heapsize: 8 << 20 });
for (const [path, source] of Object.entries(files)) {
  const folders = path.split("/").slice(0, -1);
  folders.forEach((_, k) => {
    const folder = `/${folders.slice(0, k + 1).join("/")}`;
    if (!python.FS.analyzePath(folder).exists) python.FS.mkdir(folder);
  });
  python.FS.writeFile(`/${path}`, path.startsWith("asked/") ? forMicroPython(source) : source);
}
python.runPython(`import sys\nsys.path.append("/")\n${text}`);
console.log(python.globals.get("answer"));
