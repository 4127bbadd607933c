// driver.py in MicroPython: what the worker does, without the worker.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { unpack } from "../src/unpack.js";

let python;
const get = (name) => python.globals.get(name);
const load = (key, ...texts) => get("load")(key, JSON.stringify(texts));
const call = (key, name, args = {}) => get("call")(key, name, JSON.stringify(args));
const failure = (answer) => JSON.parse(answer.replace(/^-/, ""));

/** What a function returns, as the page gets it. */
function value(text, args) {
  assert.equal(load("it", ["<figure>", text]), "");
  const answer = call("it", "f", args);
  assert.equal(answer[0], "+", answer);
  // The page reads Python's memory; here the arrays are copied from their addresses.
  python.runPython(`
import json, uctypes
copies = json.dumps([[uctypes.addressof(a), list(bytes(a))] for a in _memory])`);
  const copies = new Map(JSON.parse(get("copies")));
  const memory = new Uint8Array([...copies.values()].flat()).buffer;
  const starts = new Map();
  let end = 0;
  for (const [address, bytes] of copies) {
    starts.set(address, end);
    end += bytes.length;
  }
  const packed = JSON.parse(answer.slice(1), (key, found) =>
    key === "$floats" ? [starts.get(found[0]), found[1]] : found,
  );
  return unpack(packed, memory);
}

before(async () => {
  python = await loadMicroPython({ heapsize: 1 << 20 });
  python.runPython(readFileSync(new URL("../src/driver.py", import.meta.url), "utf8"));
});

test("few numbers come as they are, many as doubles", () => {
  const text = "def f(n): return [k / 3 for k in range(n)]";
  assert.deepEqual(
    value(text, { n: 8 }),
    [0, 1, 2, 3, 4, 5, 6, 7].map((k) => k / 3),
  );
  const many = value(text, { n: 9 });
  assert.ok(many instanceof Float64Array);
  assert.deepEqual(
    [...many],
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => k / 3),
  );
});

test("two long lists are two places", () => {
  const text = "def f(): return {'x': list(range(9)), 'y': [0.5] * 10}";
  const { x, y } = value(text);
  assert.deepEqual([...x], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...y], Array(10).fill(0.5));
});

test("memory that the page has read is free again", () => {
  const text = "def f(): return [0.5] * 10";
  value(text);
  value(text);
  python.runPython("kept = len(_memory)");
  assert.equal(get("kept"), 1);
});

test("what is no number in JSON arrives all the same", () => {
  const text =
    "def f(): return [float('nan'), float('inf'), -float('inf'), 1e300, None, True, 'a']";
  assert.deepEqual(value(text), [NaN, Infinity, -Infinity, 1e300, null, true, "a"]);
  const many = value("def f(): return [float('nan'), float('inf')] * 5");
  assert.deepEqual([...many.slice(0, 2)], [NaN, Infinity]);
});

test("a landscape's heights are placed once", () => {
  const text = "z = [1.0] * 2001\ndef f(): return z";
  assert.equal(load("it", ["<figure>", text]), "");
  const places = [call("it", "f"), call("it", "f")];
  assert.equal(places[0], places[1]);
  assert.equal(value(text).length, 2001);
});

test("a module that is written can be imported, from a package too", () => {
  get("write")("heart/__init__.py", "");
  get("write")("heart/rules/__init__.py", "");
  get("write")("heart/rules/one.py", "def sgd(): return 'sgd'");
  python.runPython("import sys; sys.path.append('/')");
  assert.equal(value("from heart.rules.one import sgd as f"), "sgd");
});

test("the reader's text replaces the rule of the figure", () => {
  const figure = ["<figure>", "def rule(): return 1\ndef f(): return rule()"];
  load("it", figure, ["<your code>", "def rule(): return 2", "rule"]);
  assert.equal(call("it", "f"), "+2");
});

test("a text that does not define its rule is refused", () => {
  const figure = ["<figure>", "def rule(): return 1"];
  for (const text of ["", "rule = 3", "def other(): pass"]) {
    const { kind, message } = failure(load("it", figure, ["<your code>", text, "rule"]));
    assert.equal(kind, "Missing");
    assert.match(message, /^Define rule here/);
  }
});

test("a value is replaced by a value", () => {
  const figure = ["<figure>", "rate = 1\ndef f(): return rate"];
  load("it", figure, ["<your code>", "rate = 2 * 3", "rate"]);
  assert.equal(call("it", "f"), "+6");
  for (const text of ["", "def rate(): pass"]) {
    const { kind, message } = failure(load("it", figure, ["<your code>", text, "rate"]));
    assert.equal(kind, "Missing");
    assert.match(message, /^Give rate a value here: rate = …/);
  }
});

test("NumPy can be imported where the figure has one, and only there", () => {
  get("write")("small.py", "pi = 3");
  const own = ["<your code>", "import numpy as np\ndef rule(): return np.pi", "rule"];
  const rule = "def rule(): return 0\ndef f(): return rule()";
  load("it", ["<figure>", `import small as np\n${rule}`], own);
  assert.equal(call("it", "f"), "+3");
  assert.equal(failure(load("it", ["<figure>", rule], own)).kind, "ImportError");
});

test("an error tells its kind, its words and its line", () => {
  const wrong = failure(load("wrong", ["<your code>", "x = 1\ny = oops"]));
  assert.equal(wrong.kind, "NameError");
  assert.match(wrong.message, /oops/);
  assert.match(wrong.trace, /File "<your code>", line 2/);
  load("it", ["<figure>", "def f(x):\n    return 1 / x"]);
  const answer = call("it", "f", { x: 0 });
  assert.equal(answer[0], "-");
  assert.equal(failure(answer).kind, "ZeroDivisionError");
  assert.match(failure(answer).trace, /File "<figure>", line 2/);
});

test("a text that fails leaves the one before", () => {
  load("it", ["<figure>", "def f(): return 1"]);
  load("it", ["<figure>", "def f(: return 2"]);
  assert.equal(call("it", "f"), "+1");
});
