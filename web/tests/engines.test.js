import assert from "node:assert/strict";
import { test } from "node:test";
import { Engines } from "../src/engines.js";

const FIGURE = [["<figure>", "text"]];

/** An engine that writes down what it is asked, and answers by what is done. */
function engine(answers) {
  const asked = [];
  const ask = (what) => async (key) => {
    asked.push(`${what} ${key}`);
    return answers[what] ?? {};
  };
  return { asked, answers, heart: {}, load: ask("load"), call: ask("call") };
}

function both(quick) {
  const [first, whole] = [engine(quick), engine({ call: { value: "whole" } })];
  return { first, whole, engines: new Engines(first, whole) };
}

test("what the quick engine knows, it alone is asked", async () => {
  const { whole, engines } = both({ call: { value: "quick" } });
  await engines.load("race", FIGURE);
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "quick" });
  assert.deepEqual(whole.asked, []);
});

test("what it does not know is loaded and called in the whole one", async () => {
  const { first, whole, engines } = both({ load: { outside: "a set" } });
  assert.deepEqual(await engines.load("race", FIGURE), {});
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "whole" });
  assert.deepEqual(first.asked, ["load race"]);
  assert.deepEqual(whole.asked, ["load race", "call race"]);
});

test("the whole one runs the texts as they were written out for it", async () => {
  const texts = [["<figure>", "written out"]];
  for (const quick of [
    { load: { outside: "a set", texts } },
    { load: { texts }, call: { outside: "a set" } },
  ]) {
    const { whole, engines } = both(quick);
    const heard = [];
    whole.load = async (_, found) => heard.push(found) && {};
    await engines.load("race", FIGURE);
    await engines.call("race", "race", "{}");
    assert.deepEqual(heard, [texts]);
  }
});

test("a call that falls outside goes to the whole one, which loads a text once", async () => {
  const { first, whole, engines } = both({ call: { outside: "a complex number" } });
  await engines.load("race", FIGURE);
  await engines.call("race", "race", "{}");
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "whole" });
  assert.deepEqual(whole.asked, ["load race", "call race", "call race"]);
  first.answers.call = { value: "quick" };
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "quick" });
});

test("a text that fails leaves the one before, in its engine", async () => {
  const { first, whole, engines } = both({ call: { value: "quick" } });
  await engines.load("race", FIGURE);
  first.answers.load = { outside: "x = (" };
  whole.answers.load = { error: { kind: "SyntaxError", message: "", trace: "" } };
  const { error } = await engines.load("race", [["<figure>", "x = ("]]);
  assert.equal(error.kind, "SyntaxError");
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "quick" });
});

test("an edited text that comes back inside is the quick one's again", async () => {
  const { first, whole, engines } = both({ load: { outside: "a set" }, call: { value: "quick" } });
  await engines.load("race", FIGURE);
  first.answers.load = {};
  await engines.load("race", [["<figure>", "other"]]);
  assert.deepEqual(await engines.call("race", "race", "{}"), { value: "quick" });
  assert.deepEqual(whole.asked, ["load race"]);
});
