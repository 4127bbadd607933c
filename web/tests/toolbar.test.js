import assert from "node:assert/strict";
import { test } from "node:test";
import { addButtons } from "../src/toolbar.js";
import "./page.js";

async function copied(clipboard) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, writable: true });
  const box = document.createElement("div");
  const said = new Promise((say) => {
    addButtons(box, { reset: () => {}, text: () => "lr=0.1", copyWords: "Copy link", say });
  });
  box.lastElementChild.click();
  return said;
}

test("what is copied is said, and shown where nothing may be copied", async () => {
  const kept = [];
  assert.equal(await copied({ writeText: async (text) => kept.push(text) }), "Copied: lr=0.1");
  assert.deepEqual(kept, ["lr=0.1"]);
  const refused = async () => {
    throw new Error("not allowed");
  };
  assert.equal(await copied({ writeText: refused }), "Copy this: lr=0.1");
  assert.equal(await copied(undefined), "Copy this: lr=0.1");
});
