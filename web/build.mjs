// Bundle the front end into the package: the figures, their editor, the widgets.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = "../adamedu/figures/static";

// micropython.mjs ends with a part for Node that a browser can't parse, and
// keeps its view of the memory to itself: results are read from it as floats. It is
// given its wasm as bytes: Firefox writes the address that it is read from, 200 kB of
// data:, into each frame of each error, and a missing file takes .2 s.
const micropython = {
  name: "micropython",
  setup({ onLoad }) {
    onLoad({ filter: /micropython\.mjs$/ }, ({ path }) => {
      let text = readFileSync(path, "utf8");
      const from = text.indexOf("if(globalThis.loadMicroPython=loadMicroPython,");
      const to = text.indexOf("class PyProxy{");
      const view = "HEAPF64=new Float64Array(b)";
      const module = "let Module={locateFile:";
      const once = [view, module].every((part) => text.split(part).length === 2);
      if (from < 0 || to < from || !once) {
        throw new Error("micropython.mjs is not the version that build.mjs edits");
      }
      text = `${text.slice(0, from)};${text.slice(to)}`;
      text = text.replace(view, "HEAPF64=Module.floats=new Float64Array(b)");
      text = text.replace(module, "let Module={wasmBinary:options.wasm,locateFile:");
      return { contents: text, loader: "js" };
    });
  },
};

// anywidget's front end comes with its Python package.
const anywidget = {
  name: "anywidget",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^anywidget$/ }, () => ({ path: "anywidget", namespace: "py" }));
    onLoad({ filter: /.*/, namespace: "py" }, () => {
      const where = "import anywidget; print(anywidget.__path__[0])";
      const python = process.env.PYTHON ?? "python";
      const root = execFileSync(python, ["-c", where], { encoding: "utf8" }).trim();
      const text = readFileSync(`${root}/nbextension/index.js`, "utf8");
      const end = /\ndefine\(\["@jupyter-widgets\/base"\], (\w+)\);\s*$/;
      if (!end.test(text)) throw new Error("anywidget's index.js is not as expected");
      return { contents: text.replace(end, "\nexport default $1;"), loader: "js" };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  target: "es2022",
  format: "iife",
  logLevel: "warning",
  define: { global: "globalThis", "process.env.NODE_ENV": '"production"' },
};

/** The script of a worker, on its own. */
async function workerText(path) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [`src/${path}`],
    write: false,
    platform: "browser",
    plugins: [micropython],
    loader: { ".py": "text" },
    external: ["module", "path", "url", "fs", "crypto"],
    define: { "import.meta.url": '""' },
  });
  return outputFiles[0].text;
}

const worker = {
  name: "worker",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^worker\// }, ({ path }) => ({
      path: path.slice("worker/".length),
      namespace: "built",
    }));
    onLoad({ filter: /.*/, namespace: "built" }, async ({ path }) => ({
      contents: await workerText(path),
      loader: "text",
    }));
  },
};

rmSync(OUT, { recursive: true, force: true });
for (const folder of ["fonts", "katex/fonts"]) mkdirSync(`${OUT}/${folder}`, { recursive: true });
await build({
  ...common,
  outdir: OUT,
  external: ["./fonts/*"],
  plugins: [worker, anywidget],
  entryPoints: {
    "adamedu-live": "src/main.js",
    "adamedu-whole": "src/whole.js",
    "adamedu-editor": "src/editor.js",
    "adamedu-widgets": "src/widgets.js",
    "adamedu-book": "src/book.js",
    "adamedu-slides": "src/slides.js",
  },
  loader: {
    ".wasm": "base64",
    ".svg": "dataurl",
    ".woff": "empty",
    ".woff2": "empty",
    ".ttf": "empty",
    ".eot": "empty",
  },
});
await build({
  ...common,
  outdir: OUT,
  format: "esm", // a widget's own script, which the kernel sends
  entryPoints: { "adamedu-lab": "src/lab.js" },
});
cpSync("node_modules/katex/dist/katex.min.css", `${OUT}/katex/katex.min.css`);
for (const font of readdirSync("node_modules/katex/dist/fonts")) {
  if (!font.endsWith(".woff2")) continue;
  cpSync(`node_modules/katex/dist/fonts/${font}`, `${OUT}/katex/fonts/${font}`);
}
for (const font of [
  "latin-400-normal",
  "latin-400-italic",
  "latin-600-normal",
  "greek-400-normal",
  "greek-600-normal",
]) {
  const files = "node_modules/@fontsource/source-serif-4/files";
  cpSync(`${files}/source-serif-4-${font}.woff2`, `${OUT}/fonts/${font}.woff2`);
}
for (const file of readdirSync(OUT).filter((name) => /\.(js|css)$/.test(name))) {
  const bytes = readFileSync(`${OUT}/${file}`);
  const packed = gzipSync(bytes, { level: 9 }).length;
  console.log(
    file.padEnd(22),
    `${(bytes.length / 1e3).toFixed(0)} kB,`,
    `${(packed / 1e3).toFixed(0)} kB compressed`,
  );
}
