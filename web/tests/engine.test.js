import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Engine, PATIENCE } from "../src/engine.js";

const HEART = { files: { "adamedu/scene.py": "scene" }, rules: {}, palette: {} };
let workers;

/** A worker that answers when the test says so. */
class FakeWorker {
  heard = [];
  ended = false;

  constructor() {
    workers.push(this);
  }

  postMessage(message) {
    this.heard.push(message);
  }

  terminate() {
    this.ended = true;
  }

  async answer(data = {}) {
    this.onmessage({ data });
    await settled();
  }
}

/** All that follows from what has happened has happened. */
const settled = () => new Promise(setImmediate);
const asked = (worker) => worker.heard.map((message) => message.key ?? message.do);

async function started() {
  const engine = new Engine(HEART, async () => ({ workerText: "", wasm: btoa("\0asm") }));
  const loaded = engine.load("race", [["<figure>", "text"]]);
  await settled();
  await workers[0].answer();
  await workers[0].answer();
  await loaded;
  return engine;
}

beforeEach(() => {
  workers = [];
  globalThis.Worker = FakeWorker;
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

test("a worker starts with the first question, and gets Python and the heart once", async () => {
  const engine = new Engine(HEART, async () => ({ workerText: "", wasm: btoa("\0asm") }));
  assert.equal(workers.length, 0);
  engine.load("race", [["<figure>", "text"]]);
  await settled();
  const [boot] = workers[0].heard;
  assert.deepEqual(boot.files, HEART.files);
  assert.equal(boot.wasm, btoa("\0asm"));
  await workers[0].answer();
  engine.load("other", []);
  await workers[0].answer();
  assert.deepEqual(asked(workers[0]), ["boot", "race", "other"]);
  assert.deepEqual(workers[0].heard[1].texts, [["<figure>", "text"]]);
});

test("a script that does not come is told, and asked for again", async () => {
  let calls = 0;
  const engine = new Engine(HEART, async () => {
    calls += 1;
    throw new Error("it could not be loaded");
  });
  for (const call of [1, 2]) {
    const { error } = await engine.load("race", []);
    assert.equal(error.message, "it could not be loaded");
    assert.equal(calls, call);
  }
  assert.equal(workers.length, 0);
});

test("one thing at a time, in turn", async () => {
  const engine = await started();
  const first = engine.call("race", "race", '{"lr":1.0}');
  const second = engine.call("race", "race", '{"lr":2.0}');
  await settled();
  assert.equal(workers[0].heard.length, 3);
  await workers[0].answer({ value: 1 });
  assert.equal(workers[0].heard.at(-1).args, '{"lr":2.0}');
  await workers[0].answer({ value: 2 });
  assert.deepEqual(await Promise.all([first, second]), [{ value: 1 }, { value: 2 }]);
});

test("an error of Python is an answer, and the worker goes on", async () => {
  const engine = await started();
  const error = { kind: "NameError", message: "oops", trace: "" };
  const call = engine.call("race", "race", "{}");
  await settled();
  await workers[0].answer({ error });
  assert.deepEqual(await call, { error });
  engine.call("race", "race", "{}");
  await settled();
  assert.equal(workers.length, 1);
  assert.equal(workers[0].heard.length, 4);
});

test("the book's own code is never stopped, however slow the machine", async () => {
  const engine = await started();
  const call = engine.call("race", "race", "{}");
  await settled();
  mock.timers.tick(3600_000);
  await workers[0].answer({ value: 1 });
  assert.deepEqual(await call, { value: 1 });
  assert.equal(workers[0].ended, false);
});

test("a reader's code that is not done after four seconds is stopped", async () => {
  const engine = await started();
  const call = engine.call("race", "race", "{}", PATIENCE);
  await settled();
  mock.timers.tick(3999);
  await settled();
  assert.equal(workers[0].ended, false);
  mock.timers.tick(1);
  const { error } = await call;
  assert.equal(error.kind, "Stopped");
  assert.match(error.message, /no answer after 4 s/);
  assert.equal(workers[0].ended, true);
});

test("an answer stops the clock", async () => {
  const engine = await started();
  const call = engine.call("race", "race", "{}", PATIENCE);
  await settled();
  mock.timers.tick(3999);
  await workers[0].answer({ value: 1 });
  mock.timers.tick(60_000);
  assert.deepEqual(await call, { value: 1 });
  assert.equal(workers[0].ended, false);
});

test("a new worker gets the heart and the good programs again, before the question", async () => {
  const engine = await started();
  const wrong = engine.load("wrong", [["<figure>", "1 +"]]);
  await settled();
  await workers[0].answer({ error: { kind: "SyntaxError", message: "", trace: "" } });
  await wrong;
  const slow = engine.call("race", "race", "{}", PATIENCE);
  const next = engine.call("race", "race", '{"lr":1.0}');
  await settled();
  mock.timers.tick(4000);
  await slow;
  await settled();
  assert.equal(workers.length, 2);
  for (const _ of "boot race".split(" ")) await workers[1].answer();
  assert.deepEqual(
    workers[1].heard.map((m) => m.do),
    ["boot", "load", "call"],
  );
  assert.deepEqual(asked(workers[1]), ["boot", "race", "race"]);
  assert.deepEqual(workers[1].heard[0].files, HEART.files);
  await workers[1].answer({ value: 7 });
  assert.deepEqual(await next, { value: 7 });
});

test("the last good text of a figure is the one that a new worker gets", async () => {
  const engine = await started();
  const edited = engine.load("race", [["<figure>", "edited"]]);
  await settled();
  await workers[0].answer();
  await edited;
  const hung = engine.load("race", [["<figure>", "while True: pass"]], PATIENCE);
  await settled();
  mock.timers.tick(4000);
  assert.equal((await hung).error.kind, "Stopped");
  engine.call("race", "race", "{}");
  await settled();
  await workers[1].answer();
  assert.deepEqual(workers[1].heard.slice(1), [
    { do: "load", key: "race", texts: [["<figure>", "edited"]] },
  ]);
});

test("where no Python starts, the answer says so, and the next question tries again", async () => {
  const engine = new Engine(HEART, async () => ({ workerText: "" }));
  const first = engine.load("race", []);
  await settled();
  workers[0].onerror({ message: "" });
  assert.deepEqual((await first).error, {
    kind: "Stopped",
    message: "the browser refused to start Python",
    trace: "",
  });
  const second = engine.load("race", []);
  await settled();
  await workers[1].answer({ error: { kind: "RangeError", message: "no memory", trace: "" } });
  assert.equal((await second).error.message, "no memory");
  assert.equal(workers[1].ended, true);
  engine.load("race", []);
  await settled();
  assert.equal(workers.length, 3);
});

test("Python has all the time that it needs to start", async () => {
  const engine = new Engine(HEART, async () => ({ workerText: "" }));
  const load = engine.load("race", []);
  await settled();
  mock.timers.tick(3600_000);
  await workers[0].answer();
  await workers[0].answer({ value: 1 });
  assert.deepEqual(await load, { value: 1 });
  assert.equal(workers[0].ended, false);
});
