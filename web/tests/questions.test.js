import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isRight } from "../src/form.js";
import { followQuestion } from "../src/held.js";
import { forget, keep, recall } from "../src/memory.js";
import { foldEarly, startQuestions } from "../src/questions.js";
import { window } from "./page.js";

const DATA = { name: "ask-a", kind: "one", of: "abc", right: [1], within: null };
const KINDS = {
  one: [DATA, [1], [0]],
  several: [{ ...DATA, kind: "several", right: [0, 2] }, [0, 2], [0]],
  order: [{ ...DATA, kind: "order", right: [2, 0, 1] }, [2, 0, 1], [2, 1, 0]],
  number: [{ ...DATA, kind: "number", right: [0], values: [-10, 3], within: 0.2 }, -12, -12.1],
};
const WORDS = ["red", "green", "blue"];
const find = (selector) => document.querySelector(selector);
const kept = () => recall().answers["ask-a"];

/** A page with one question. */
function page(data = DATA) {
  const choices = WORDS.map((word) => `<li><p>${word}</p></li>`).join("");
  const told = (data.kind === "order" ? data.right : [0, 1, 2])
    .map((k) => `<li><p><strong>${WORDS[k]}.</strong> why ${WORDS[k]}</p></li>`)
    .join("");
  const list = data.kind === "order" ? "ol" : "ul";
  document.body.innerHTML = `<article><section><figure id="fig-a"></figure>
    <div class="adamedu-predict" id="ask-a"><p class="admonition-title">Predict: What?</p>
      ${data.kind === "number" ? "" : `<ul>${choices}</ul>`}
      <script type="application/json" class="adamedu-question">${JSON.stringify(data)}</script></div>
    <div class="adamedu-fold"><pre id="output">output</pre>
      <div class="adamedu-answer"><p>Answer</p><${list}>${told}</${list}></div></div>
    <section id="further-reading"></section></section></article>`;
  startQuestions();
}

/** Answer as one does, in the box of this id. */
function say(said, { kind, right }, id = "ask-a") {
  const inputs = [...document.querySelectorAll(`#${id} input`)];
  if (kind === "number") inputs[0].value = `${said}`;
  else if (kind !== "order") for (const k of said) inputs[k].checked = true;
  else {
    const list = find(`#${id} ul`);
    const items = [...list.children];
    list.append(...said.map((k) => items[k]));
  }
  const form = find(`#${id} form`);
  form.onsubmit({ preventDefault() {} });
  return right;
}

const button = (words) => {
  const found = [...document.querySelectorAll("button")];
  return found.find(({ textContent }) => textContent === words);
};

beforeEach(() => {
  forget();
  location.hash = "";
});

for (const [kind, [data, right, wrong]] of Object.entries(KINDS)) {
  test(`${kind}: right and wrong are told apart`, () => {
    assert.equal(isRight(data, right), true);
    assert.equal(isRight(data, wrong), false);
    assert.equal(isRight(data, Number.NaN), false);
  });

  test(`${kind}: what follows is folded until it is answered`, () => {
    page(data);
    assert.equal(find(".adamedu-fold").getAttribute("hidden"), "until-found");
    assert.equal(find(".adamedu-reason"), null);
    find("select").value = "70";
    say(right, data);
    assert.equal(find(".adamedu-fold").hasAttribute("hidden"), false);
    assert.match(find(".adamedu-verdict").textContent, /^You said: .*\. Right\./);
    assert.deepEqual(kept(), { said: right, sure: 70, of: "abc" });
    assert.equal(find("fieldset").disabled, true);
    assert.equal(find("#once-more"), null);
    for (const word of WORDS) assert.match(find("fieldset").textContent, RegExp(`why ${word}`));
  });

  test(`${kind}: what was missed is asked once more, and then no more`, () => {
    page(data);
    say(wrong, data);
    assert.match(find(".adamedu-verdict").textContent, /^You said: .*\. +What happens: /);
    assert.equal(find("#once-more").nextElementSibling.id, "further-reading");
    page(data);
    assert.equal(find(".adamedu-fold").hasAttribute("hidden"), false);
    say(right, data, "ask-a-again");
    assert.match(find("#ask-a-again .adamedu-verdict").textContent, /Right\..*Read it again\.$/);
    assert.deepEqual(kept(), { said: wrong, sure: null, of: "abc", again: right });
    page(data);
    assert.equal(find("#once-more"), null);
  });

  test(`${kind}: shown without an answer`, () => {
    page(data);
    button("Show me").click();
    assert.match(find(".adamedu-verdict").textContent, /^What happens: /);
    assert.deepEqual(kept(), { said: null, sure: null, of: "abc" });
    page(data);
    assert.equal(find(".adamedu-fold").hasAttribute("hidden"), false);
    assert.equal(find("#once-more"), null);
    button("Ask me again").click();
    assert.equal(kept(), undefined);
    assert.equal(find(".adamedu-fold").getAttribute("hidden"), "until-found");
    assert.equal(find(".adamedu-reason"), null);
  });
}

test("marks say which choice was right, and which was mine", () => {
  page();
  say([0], DATA);
  const marks = [...find("ul").children].map(
    (li) => li.querySelector(".adamedu-mark")?.textContent,
  );
  assert.deepEqual(marks, [" (your answer)", " (✓ what happens)", undefined]);
  button("Ask me again").click();
  say([1], DATA);
});

test("after an order, each stands at its place with its own sentence", () => {
  const [data, , wrong] = KINDS.order;
  page(data);
  say(wrong, data);
  const words = [...find("ul").children].map((li) => li.querySelector("span").textContent);
  const reasons = [...document.querySelectorAll("ul .adamedu-reason")].map((e) => e.textContent);
  assert.deepEqual(words, ["blue", "red", "green"]);
  assert.deepEqual(
    reasons.map((text) => text.trim()),
    words.map((word) => `why ${word}`),
  );
});

test("nothing is no answer where several may be right", () => {
  page(KINDS.several[0]);
  say([], KINDS.several[0]);
  assert.equal(find(".adamedu-verdict").textContent, "Choose one or more.");
  assert.equal(kept(), undefined);
});

test("choices move up and down, and the button keeps the focus", () => {
  page(KINDS.order[0]);
  const up = find("button[aria-label='blue: up']");
  for (const place of [2, 1, 1]) {
    up.click();
    assert.equal(find(".adamedu-verdict").textContent, `Now number ${place} of 3.`);
    assert.equal(document.activeElement, up);
  }
  find("button[aria-label='red: down']").click();
  const words = [...find("ul").children].map((li) => li.querySelector("span").textContent);
  assert.deepEqual(words, ["blue", "green", "red"]);
});

test("an answer to another text of the question is none", () => {
  keep(({ answers }) => {
    answers["ask-a"] = { said: [0], sure: null, of: "old" };
  });
  page();
  assert.equal(find(".adamedu-fold").getAttribute("hidden"), "until-found");
});

test("what an imported file says of choices that are not there is passed over", () => {
  keep(({ answers }) => {
    answers["ask-a"] = { said: [7], sure: null, of: "abc" };
  });
  page();
  assert.match(find(".adamedu-verdict").textContent, /What happens: green\./);
});

test("a link into a fold opens it", () => {
  location.hash = "#output";
  page();
  assert.equal(find(".adamedu-fold").hasAttribute("hidden"), false);
  assert.equal(kept().said, null);
});

test("what the browser finds in a fold opens it", () => {
  page();
  find("#output").dispatchEvent(new window.Event("beforematch", { bubbles: true }));
  assert.equal(find(".adamedu-fold").hasAttribute("hidden"), false);
});

test("a figure waits for its question, and again when it is asked again", () => {
  page({ ...DATA, figure: "fig-a" });
  const told = [];
  const leave = followQuestion(find("#fig-a"), (held) => told.push(held));
  say([0], DATA);
  button("Ask me again").onclick();
  find("#fig-a").dispatchEvent(new window.Event("beforematch", { bubbles: true }));
  assert.equal(kept().said, null);
  assert.deepEqual(told, [true, false, true, false]);
  leave();
  button("Ask me again").onclick();
  assert.equal(told.length, 4);
  assert.ok(find("#fig-a").hasAttribute("data-held"));
});

test("before the page is there, only what is not answered is hidden", () => {
  const style = () => [...document.querySelectorAll("style")].at(-1)?.textContent ?? "";
  foldEarly()();
  assert.doesNotMatch(style(), /adamedu-fold/);
  keep(({ answers }) => {
    answers["ask-a"] = { said: null, sure: null, of: "abc" };
  });
  foldEarly();
  assert.match(style(), /^\.adamedu-predict:not\(#ask-a\) \+ \.adamedu-fold/);
  assert.match(style(), /\.adamedu-asked:not\(\.of-ask-a\) :is\(figcaption/);
});

test("the group is named by its question", () => {
  page();
  const id = find("fieldset").getAttribute("aria-labelledby");
  assert.equal(document.getElementById(id).textContent, "Predict: What?");
});
