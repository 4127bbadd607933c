// `a *= b` written out for MicroPython.
import assert from "node:assert/strict";
import { test } from "node:test";
import { updates } from "../src/python/updates.js";

const CASES = {
  "m *= beta1": 'm = _updated("*", m, (beta1))',
  "m *= a; v **= 2  # both": 'm = _updated("*", m, (a)); v = _updated("**", v, (2))  # both',
  "x[0, k] /= 1 - b": 'x[0, k] = _updated("/", x[0, k], (1 - b))',
  "self.m //= 2": 'self.m = _updated("//", self.m, (2))',
  "x *= (a +\n  b)\ny = 1": 'x = _updated("*", x, ((a +\n  b)))\ny = 1',
  "def f(x):\n    if x: x *= 2\n    return x":
    'def f(x):\n    if x: x = _updated("*", x, (2))\n    return x',
};

for (const [text, written] of Object.entries(CASES)) {
  test(`${JSON.stringify(text)} is asked of its object`, () => {
    assert.equal(updates(text), written);
    assert.equal(written.split("\n").length, text.split("\n").length);
  });
}

test("what MicroPython does itself, or does not parse, stays as it is", () => {
  for (const text of ["x += 1", "x -= y", "x[next(k)] *= 2", "x *= (", "# x *= 2", "'x *= 2'"]) {
    assert.equal(updates(text), text);
  }
});
