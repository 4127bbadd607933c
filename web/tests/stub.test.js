// The widget's stub: which scripts a page loads, and when again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { FakeModel } from "./page.js";

const TEXT = readFileSync(new URL("../../adamedu/figures/stub.js", import.meta.url), "utf8");
let added; // the addresses of scripts, in turn
let fate; // what becomes of each script
let rendered; // [figure, heart], in turn
let pages = 0;

/** The stub in a new page: with a root in the book, without one in JupyterLab. */
async function page(root, name) {
  added = [];
  rendered = [];
  fate = (tag) => tag.onload();
  delete globalThis.adameduLoaded;
  globalThis.AdamEduHeartName = name;
  globalThis.AdamEdu = { render: async ({ model }, heart) => rendered.push([model, heart]) };
  globalThis.document = {
    documentElement: { dataset: { content_root: root } },
    baseURI: "file:///book/exercises/page.html",
    createElement: () => ({}),
    head: {
      append(tag) {
        added.push(tag.src);
        queueMicrotask(() => fate(tag));
      },
    },
  };
  const { default: stub } = await import(
    `data:text/javascript,${encodeURIComponent(TEXT)}#${pages++}`
  );
  return stub;
}

const figure = (heart, rule = "") => ({ el: {}, model: new FakeModel({ heart, rule }) });

/** A figure of a kernel, which notes what it is asked for. */
function inKernel(asked, heart, rule) {
  const invoke = async (command, name) => {
    asked.push(name);
    return ["ok", [new TextEncoder().encode(command)]];
  };
  return { ...figure(heart, rule), experimental: { invoke } };
}

beforeEach(() => {
  globalThis.AdamEduHeart = { files: {} };
});

test("the book's page loads the heart of its name, once for all figures", async () => {
  const stub = await page("../", "adamedu-heart.1a2b.js");
  const figures = [figure(""), figure(""), figure("", "adam")];
  await Promise.all(figures.map((one) => stub.render(one)));
  assert.deepEqual(added, [
    "file:///book/_static/adamedu-heart.1a2b.js",
    "file:///book/_static/adamedu-live.js",
    "file:///book/_static/adamedu-editor.js",
  ]);
  assert.equal(rendered.length, 3);
  assert.equal(rendered[0][1], globalThis.AdamEduHeart);
});

test("no editor is loaded where no rule is edited", async () => {
  const stub = await page("", "adamedu-heart.1a2b.js");
  await stub.render(figure(""));
  assert.equal(added.filter((src) => src.includes("editor")).length, 0);
});

test("a script that does not come is told in the figure's place", async () => {
  const stub = await page("", "adamedu-heart.1a2b.js");
  fate = (tag) => (tag.src.includes("heart") ? tag.onerror() : tag.onload());
  const lost = figure("");
  await stub.render(lost);
  assert.match(lost.el.textContent, /cannot come to life: .*heart\.1a2b\.js could not be loaded/);
  assert.equal(rendered.length, 0);
});

test("a kernel is asked once for a heart, and again for another", async () => {
  const stub = await page(undefined, undefined);
  const asked = [];
  const hearts = [{ files: { a: "1" } }, { files: { a: "2" } }];
  globalThis.AdamEduHeart = hearts[0];
  await stub.render(inKernel(asked, "one"));
  await stub.render(inKernel(asked, "one"));
  assert.deepEqual(asked, ["adamedu-heart.js", "adamedu-live.js"]);
  globalThis.AdamEduHeart = hearts[1];
  await stub.render(inKernel(asked, "two"));
  assert.deepEqual(asked.slice(2), ["adamedu-heart.js"]);
  await stub.render(inKernel(asked, "one")); // of another notebook, with its own kernel
  assert.equal(asked.length, 3);
  assert.deepEqual(
    rendered.map(([, heart]) => heart),
    [hearts[0], hearts[0], hearts[1], hearts[0]],
  );
});

test("a figure whose kernel is silent does not keep others waiting", async () => {
  const stub = await page(undefined, undefined);
  const dead = { ...figure("one"), experimental: { invoke: () => new Promise(() => {}) } };
  stub.render(dead);
  assert.match(dead.el.textContent, /^Run this cell/);
  await stub.render(inKernel([], "one"));
  assert.equal(rendered.length, 1);
});
