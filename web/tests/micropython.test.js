// What MicroPython does otherwise, written out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { forMicroPython } from "../src/python/micropython.js";

const CASES = {
  "m *= beta1": 'm = _updated("*", m, (beta1))',
  "m *= a; v **= 2  # both": 'm = _updated("*", m, (a)); v = _updated("**", v, (2))  # both',
  "x[0, k] /= 1 - b": 'x[0, k] = _updated("/", x[0, k], (1 - b))',
  "self.m //= 2": 'self.m = _updated("//", self.m, (2))',
  "x *= (a +\n  b)\ny = 1": 'x = _updated("*", x, ((a +\n  b)))\ny = 1',
  "def f(x):\n    if x: x *= 2\n    return x":
    'def f(x):\n    if x: x = _updated("*", x, (2))\n    return x',
  "-a**2**-b * c": "-_power(a,_power(2,-b)) * c",
  "x = (a\n  ** 2)": "x = (_power(a\n  , 2))",
  "x += a**2": "x += _power(a,2)",
  "def f(): f.t, k = 0, f(f)\ngetattr(f, 't')":
    "def f(): _held(f).t, k = 0, f(f)\ngetattr(_held(f), 't')",
  "def f(): f.t *= 2": 'def f(): _held(f).t = _updated("*", _held(f).t, (2))',
};

for (const [text, written] of Object.entries(CASES)) {
  test(`${JSON.stringify(text)} is written out`, () => {
    assert.equal(forMicroPython(text), written);
    assert.equal(written.split("\n").length, text.split("\n").length);
  });
}

test("what MicroPython does itself, or does not parse, stays as it is", () => {
  for (const text of [
    ...["x += 1", "x -= y", "x[next(k)] *= 2", "x *= (", "# x *= 2", "'x *= 2'"],
    ...["a.f = 1\ndef f(): pass", "def f(**k): g(**k)\ng.t = 0", 'f"{a**2}"', "a * b"],
  ]) {
    assert.equal(forMicroPython(text), text);
  }
});
