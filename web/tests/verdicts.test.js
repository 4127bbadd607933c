import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeEngine, live, scene } from "./live.js";

const told = { claim: "claim-x", here: "holds", words: "3 < 4 & <b>not</b> bold." };
const box = `<div id="claim-x"><p class="admonition-title">Claim: It <em>is</em> so
  <span class="verdict">Does not hold</span></p></div>`;

async function figureWith(verdicts) {
  const engine = new FakeEngine();
  engine.answer = { value: scene([], { text: "Words.", verdicts }) };
  return { engine, ...(await live(engine)) };
}

test("a verdict is a badge, the claim's own sentence with a link to it, and words", async () => {
  document.body.innerHTML = box;
  const { engine, figure, rate } = await figureWith([told]);
  const line = figure.message.element.querySelector(".adamedu-verdict");
  assert.equal(line.querySelector(".verdict-holds").textContent, "Holds here");
  assert.equal(line.querySelector("a").getAttribute("href"), "#claim-x");
  assert.equal(line.querySelector("a").textContent.trim(), "It is so");
  assert.match(line.textContent, /3 < 4 & <b>not<\/b> bold\.$/);
  assert.match(figure.message.element.textContent, /Words\.$/);
  const other = { ...told, here: "does not hold" };
  engine.answer = { value: scene([], { verdicts: [other, { ...other, here: "not decided" }] }) };
  rate.set("value", 0.1);
  await new Promise(setImmediate);
  const badges = [...figure.message.element.querySelectorAll(".verdict")];
  assert.deepEqual(
    badges.map(({ className, textContent }) => [className, textContent]),
    [
      ["verdict verdict-does-not-hold", "Does not hold here"],
      ["verdict verdict-not-decided", "Not decided here"],
    ],
  );
});

test("without its box a claim is named, and there is no link", async () => {
  document.body.innerHTML = "";
  const { figure } = await figureWith([told]);
  assert.equal(figure.message.element.querySelector("a"), null);
  assert.match(figure.message.element.textContent, /^Holds hereclaim-x\. 3/);
});
