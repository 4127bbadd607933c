import assert from "node:assert/strict";
import { test } from "node:test";
import { paragraphs, words } from "../src/words.js";
import { window } from "./page.js";

const html = (text) => {
  const box = window.document.createElement("p");
  box.append(...words(text));
  return box.innerHTML;
};

for (const [text, expected] of [
  [
    "one *two* **three `x`** `a*b*c`",
    "one <em>two</em> <strong>three <code>x</code></strong> <code>a*b*c</code>",
  ],
  ["``a `b` c``", "<code>a `b` c</code>"],
  ["{doc}`07_algorithm`, {eq}`eq-a`", "07_algorithm, eq-a"],
  ["$a * b * c$ is *2*", "$a * b * c$ is <em>2</em>"],
  ["2 * 3 and 4", "2 * 3 and 4"],
  [
    "<img src=x onerror=alert(1)> `</code><b>`",
    "&lt;img src=x onerror=alert(1)&gt; <code>&lt;/code&gt;&lt;b&gt;</code>",
  ],
]) {
  test(`${text} in the page`, () => assert.equal(html(text), expected));
}

test("a blank line begins a paragraph", () => {
  assert.deepEqual(
    paragraphs("a\nb\n\nc").map((p) => p.textContent),
    ["a\nb", "c"],
  );
  assert.deepEqual(paragraphs(""), []);
});
