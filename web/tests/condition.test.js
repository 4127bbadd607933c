import assert from "node:assert/strict";
import { test } from "node:test";
import { value } from "../src/condition.js";

const SAID = [1, 4, 2];
for (const [tree, expected] of [
  [["and", ["<", ["said", 0], 2], ["<=", 2, ["said", 2]]], true],
  [["or", [">", ["said", 1], 4], [">=", ["said", 1], 5]], false],
  [["not", ["==", ["max", ["said", 0], ["said", 1], ["said", 2]], 4]], false],
  [["!=", ["min", ["said", 1], ["said", 2]], 2], false],
  [["-", ["*", 3, ["said", 1]], ["/", ["**", ["said", 2], 3], ["+", 1, 1]]], 8],
  [["abs", ["-", 0, ["said", 1]]], 4],
]) {
  test(`${JSON.stringify(tree)} is ${expected}`, () => assert.equal(value(tree, SAID), expected));
}
