// The page "Your answers": how well one knows what one knows, and what is kept.
import { dataOf, isRight, make } from "./form.js";
import { CHANGED, exported, forget, take } from "./memory.js";
import { answerTo } from "./questions.js";

/** @import { Kept, QuestionData } from "./types.js" */
/** @typedef {{ item: HTMLElement, data: QuestionData, answer: Kept | undefined }} Asked */

/** @param {Asked} asked */
const right = ({ data, answer }) => isRight(data, answer?.said ?? null);

/**
 * How often one was right, by how sure one was.
 * @param {Asked[]} answered
 */
function calibration(answered) {
  const said = [...new Set(answered.map(({ answer }) => answer?.sure ?? null))].sort(
    (a, b) => Number(a) - Number(b),
  );
  const rows = said.map((sure) => {
    const those = answered.filter(({ answer }) => (answer?.sure ?? null) === sure);
    const hits = those.filter(right).length;
    const cells = [
      sure === null ? "not said" : `${sure} %`,
      `${hits} of ${those.length}`,
      `${Math.round((100 * hits) / those.length)} %`,
    ];
    return make("tr", {}, ...cells.map((words) => make("td", {}, words)));
  });
  const heads = ["How sure you were", "Right", "That is"].map((words) =>
    make("th", { scope: "col" }, words),
  );
  return make(
    "table",
    { className: "table" },
    make("thead", {}, make("tr", {}, ...heads)),
    make("tbody", {}, ...rows),
  );
}

/** @param {Asked[]} missed */
function refuted(missed) {
  const items = missed.map(({ item }) => {
    const link = item.querySelector("a")?.cloneNode(true);
    return make("li", {}, link ?? "");
  });
  return make("ul", {}, ...items);
}

/**
 * A file for the reader to keep.
 * @param {string} text
 */
function save(text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: "adam-put-to-the-test.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/** Export, import, forget. */
function keeper() {
  const said = make("p", { className: "adamedu-verdict" });
  said.setAttribute("role", "status");
  const file = make("input", { type: "file", accept: ".json,application/json" });
  file.onchange = async () => {
    try {
      const stored = take((await file.files?.[0]?.text()) ?? "");
      said.textContent = stored ? "Imported." : "Imported, but this browser will not keep it.";
    } catch (error) {
      said.textContent = /** @type {Error} */ (error).message;
    }
    file.value = "";
  };
  /**
   * @param {string} textContent
   * @param {() => void} onclick
   */
  const button = (textContent, onclick) => make("button", { type: "button", textContent, onclick });
  const clear = button("Forget everything", () => {
    if (!confirm("Forget all answers, drafts and ticks?")) return;
    forget();
    said.textContent = "Forgotten.";
  });
  const row = make(
    "div",
    { className: "adamedu-buttons" },
    button("Export to a file", () => save(exported())),
    make("label", {}, "Import a file: ", file),
    clear,
  );
  return make("div", {}, row, said);
}

/**
 * What stands above the list of all questions.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} items
 */
function draw(place, items) {
  const all = items.map((item) => ({ item, data: dataOf(item), answer: answerTo(dataOf(item)) }));
  const answered = all.filter(({ answer }) => answer && answer.said !== null);
  const hits = answered.filter(right).length;
  const missed = answered.filter((one) => !right(one));
  const count = `You have answered ${answered.length} of ${all.length} questions; ${hits} came out as you said.`;
  place.replaceChildren(make("p", {}, count));
  if (answered.length) place.append(calibration(answered));
  if (missed.length) place.append(make("p", {}, "What turned out otherwise:"), refuted(missed));
  for (const { item } of all) item.querySelector(".adamedu-mark")?.remove();
  for (const one of answered) {
    const words = right(one) ? " ✓ as you said" : " otherwise than you said";
    one.item.firstElementChild?.append(make("span", { className: "adamedu-mark" }, words));
  }
}

export function startAnswers() {
  /** @type {HTMLElement | null} */
  const box = document.querySelector(".adamedu-answers");
  if (!box) return;
  const items = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("li")]);
  const place = make("div");
  box.prepend(place, keeper());
  draw(place, items);
  document.addEventListener(CHANGED, () => draw(place, items));
}
