import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../src/errors.js";

const OWN = "<your code>";
const RULE = "def sgd(theta, g, *, lr=1):\n    theta = theta - lr * g\n    return (theta,)\n";
const trace = (file, line) => `Traceback:\n  File "${file}", line ${line}, in sgd\n`;
const told = (kind, message, at, text = RULE) => explain({ kind, message, trace: at }, OWN, text);

test("an error in the reader's text names its line", () => {
  const at = trace("<figure>", 9) + trace(OWN, 2);
  assert.deepEqual(told("NameError", "name 'x' isn't defined", at), {
    words: "Line 2: NameError: name 'x' isn't defined",
    line: 2,
  });
});

test("the innermost line of the reader's counts", () => {
  assert.equal(told("TypeError", "", trace(OWN, 1) + trace(OWN, 3)).line, 3);
});

test("a line past the end is the last one", () => {
  assert.equal(told("SyntaxError", "", trace(OWN, 99), "a\nb").line, 2);
});

test("bad syntax is said in words", () => {
  const { words } = told("SyntaxError", "invalid syntax", trace(OWN, 2));
  assert.equal(words, "Line 2: this line, or the one above it, is not valid Python");
  assert.equal(told("IndentationError", "", trace(OWN, 2)).words, words);
});

test("NumPy and math that are not there are told, with what to write", () => {
  const said = (kind, message) => told(kind, message, trace(OWN, 2)).words;
  const words = "Line 2: There is no NumPy here: write `v**0.5` for a root.";
  assert.equal(said("NameError", "name 'np' isn't defined"), words);
  assert.equal(said("ImportError", "no module named 'numpy'"), words);
  assert.match(
    said("NameError", "name 'math' isn't defined"),
    /write `import math` above, or `v\*\*0.5`/,
  );
});

test("what the book's code can't use is the fault of the last return", () => {
  const { words, line } = told("TypeError", "can't unpack", trace("<figure>", 9));
  assert.equal(line, 3);
  assert.match(words, /^Line 3: the book's code can't go on with what this returns \(TypeError/);
  const refused = told("ValueError", "lr must be finite", trace("<figure>", 9));
  assert.deepEqual(refused, { words: "Line 3: lr must be finite", line: 3 });
});

test("a bad answer is told in its own words, at the line where it stopped", () => {
  const words = "It uses the name x, which is not defined.";
  const at = trace("<figure>", 9) + trace(OWN, 2);
  assert.deepEqual(told("BadAnswer", words, at), { words: `Line 2: ${words}`, line: 2 });
  assert.deepEqual(told("BadAnswer", "Wrong.", trace("<figure>", 9)), { words: "Wrong.", line: 0 });
});

test("a text without a return is told to have one", () => {
  const { words, line } = told("TypeError", "x", trace("<figure>", 9), "def f():\n    pass");
  assert.equal(line, 0);
  assert.match(words, /^This returns nothing: end it with a return/);
});

test("without an editor, errors speak for themselves", () => {
  const at = trace("<figure>", 9);
  const plain = (kind) => explain({ kind, message: "bad lr", trace: at }, OWN).words;
  assert.equal(plain("ValueError"), "bad lr");
  assert.equal(plain("KeyError"), "KeyError: bad lr");
});

test("a text that gives a value is not told to return one", () => {
  const refused = told("ValueError", "a number is needed", trace("<figure>", 9), "rate = []");
  assert.deepEqual(refused, { words: "a number is needed", line: 0 });
});

test("what was stopped or left out has no line", () => {
  assert.deepEqual(told("Stopped", "no answer", ""), { words: "Stopped: no answer", line: 0 });
  const missing = "Define sgd here: def sgd(…): …";
  assert.deepEqual(told("Missing", missing, trace(OWN, 1)), { words: missing, line: 0 });
});
