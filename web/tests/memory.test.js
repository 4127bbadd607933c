import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { exported, forget, keep, pageOf, recall, take } from "../src/memory.js";
import { window } from "./page.js";

const KEY = "adamedu-memory";
const ANSWER = { said: [1], sure: 70, of: "abc" };
const storage = window.localStorage;

/** A storage that refuses what is named. */
function refusing(...names) {
  const fail = () => {
    throw new Error("blocked");
  };
  const made = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  for (const name of names) made[name] = fail;
  globalThis.localStorage = made;
}

beforeEach(() => {
  globalThis.localStorage = storage;
  forget();
});

test("what is kept is there again, and forgotten when asked to", () => {
  assert.equal(
    keep(({ answers }) => {
      answers["ask-a"] = ANSWER;
    }),
    true,
  );
  assert.deepEqual(recall().answers, { "ask-a": ANSWER });
  forget();
  assert.deepEqual(recall(), { answers: {}, drafts: {}, done: {}, place: null });
  assert.equal(storage.getItem(KEY), null);
});

for (const names of [["setItem"], ["getItem", "setItem", "removeItem"]]) {
  test(`a storage that refuses ${names} costs only what comes after a reload`, () => {
    refusing(...names);
    const kept = keep(({ answers }) => {
      answers["ask-a"] = ANSWER;
    });
    assert.equal(kept, false);
    assert.deepEqual(recall().answers, { "ask-a": ANSWER });
    forget();
    assert.deepEqual(recall().answers, {});
  });
}

const FINE = {
  version: 1,
  answers: { "ask-a": ANSWER, "ask-b": { said: null, sure: null, of: "x", again: 0.5 } },
  drafts: { "exercises/ps1#exercise-1": { text: "a", original: "b" } },
  done: { "exercises/ps1": { solved: ["exercise-1"], of: 4 } },
  place: { page: "01_limits", section: "the-ravine" },
};
const BAD = [
  "",
  "{",
  "null",
  "[]",
  "3",
  { ...FINE, version: 2 },
  { ...FINE, version: undefined },
  { ...FINE, answers: [] },
  { ...FINE, answers: { "<img>": ANSWER } },
  { ...FINE, answers: { "ask-a": null } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, said: "<img>" } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, said: [null] } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, said: ["1"] } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, sure: "x" } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, sure: 101 } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, of: 3 } } },
  { ...FINE, answers: { "ask-a": { ...ANSWER, again: "x" } } },
  { ...FINE, drafts: { "ps1#a": { text: 3, original: "" } } },
  { ...FINE, done: { ps1: { solved: "all", of: 1 } } },
  { ...FINE, place: { page: 1, section: "a" } },
  { ...FINE, place: undefined },
].map((bad) => (typeof bad === "string" ? bad : JSON.stringify(bad)));

test("what was exported can be imported", () => {
  take(JSON.stringify(FINE));
  const text = exported();
  forget();
  assert.equal(take(text), true);
  const { version, ...parts } = FINE;
  assert.deepEqual(recall(), parts);
  assert.deepEqual(JSON.parse(text), FINE);
});

test("what is no such file is refused, and what is kept stays", () => {
  take(JSON.stringify(FINE));
  for (const bad of BAD) {
    assert.throws(() => take(bad), /not a file that this page has exported/, bad);
    assert.deepEqual(recall().answers, FINE.answers);
  }
});

test("a damaged storage is an empty memory", () => {
  for (const bad of BAD) {
    storage.setItem(KEY, bad);
    assert.deepEqual(recall(), { answers: {}, drafts: {}, done: {}, place: null }, bad);
  }
});

test("another page's changes are not lost", () => {
  keep(({ answers }) => {
    answers["ask-a"] = ANSWER;
  });
  storage.setItem(KEY, JSON.stringify(FINE));
  keep(({ answers }) => {
    answers["ask-c"] = ANSWER;
  });
  assert.deepEqual(Object.keys(recall().answers), ["ask-a", "ask-b", "ask-c"]);
});

test("a page is named by its path in the book", () => {
  assert.equal(pageOf("https://book.test/chapter.html#a"), "chapter");
  assert.equal(pageOf("exercises/ps1.html"), "exercises/ps1");
  assert.equal(pageOf("https://book.test/"), "index");
  document.documentElement.dataset.content_root = "../";
  location.href = "https://book.test/book/exercises/ps1.html";
  assert.equal(pageOf(), "exercises/ps1");
  assert.equal(pageOf("../01.html#x"), "01");
});
