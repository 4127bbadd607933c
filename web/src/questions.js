// Questions in the page: answered before what follows is shown, remembered, and asked
// again where they were missed.
import { dataOf, Form, isRight, make } from "./form.js";
import { hold } from "./held.js";
import { keep, recall } from "./memory.js";

/** @import { Kept, QuestionData, Said } from "./types.js" */

/**
 * Of figures that wait for an answer, no more is shown than their first step.
 * @param {string} asked selects them
 */
const waiting = (asked) => `
  @media screen { .cell:has(${asked}) details, ${asked} :is(figcaption, img, pre,
    .adamedu-controls, .adamedu-legend, .adamedu-toolbar, .adamedu-message, .adamedu-breaks,
    .adamedu-editor, .adamedu-handle) { display: none !important; } }
  @media screen and (max-width: 600px) {
    ${asked} .adamedu-panel + .adamedu-panel { display: none; } }`;

/**
 * What was answered to a question as it now is.
 * @param {QuestionData} question
 * @returns {Kept | undefined}
 */
export function answerTo({ name, of }) {
  const answer = recall().answers[name];
  return answer?.of === of ? answer : undefined;
}

/**
 * Keep what was said to a question.
 * @param {QuestionData} question
 * @param {Said} said
 * @param {number | null} sure
 */
export const remember = ({ name, of }, said, sure) =>
  keep(({ answers }) => {
    answers[name] = { said, sure, of };
  });

/**
 * As if nothing was answered to it.
 * @param {QuestionData} question
 */
export const ask = ({ name }) => keep(({ answers }) => delete answers[name]);

/**
 * Whether it was answered, and otherwise than it is.
 * @param {QuestionData} question
 */
export function wasMissed(question) {
  const answer = answerTo(question);
  return answer !== undefined && answer.said !== null && !isRight(question, answer.said);
}

/** A question of the page, with what it folds. */
class Question {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.data = dataOf(box);
    this.fold = /** @type {HTMLElement} */ (box.nextElementSibling);
    const answer = /** @type {HTMLElement} */ (
      [...this.fold.querySelectorAll(":scope > .adamedu-answer")].at(-1)
    );
    this.sentences = /** @type {HTMLElement} */ (answer.querySelector(":scope > ul, :scope > ol"));
    answer.classList.add("adamedu-told"); // in the box, from now on
    this.fresh = /** @type {HTMLElement} */ (box.cloneNode(true));
    this.form = new Form(box, this.data, this.sentences, (said, sure) => this.#keep(said, sure));
    this.form.again.onclick = () => {
      ask(this.data);
      this.show();
      box.querySelector("input")?.focus();
    };
    const { figure } = this.data;
    this.figure = figure ? document.getElementById(figure) : null; // waits for the answer
    for (const place of [this.fold, this.figure]) {
      place?.addEventListener("beforematch", () => this.reveal());
    }
    this.show();
  }

  /**
   * @param {Said} said
   * @param {number | null} sure
   */
  #keep(said, sure) {
    remember(this.data, said, sure);
    this.show();
  }

  /** Open what it folds, unless that is open. */
  reveal() {
    if (this.fold.hidden) this.#keep(null, null);
  }

  /** As the reader left it. */
  show() {
    const answer = answerTo(this.data);
    if (answer) {
      this.form.close(answer.said);
      this.form.again.hidden = false;
      this.fold.removeAttribute("hidden");
    } else {
      this.form.open();
      this.fold.setAttribute("hidden", "until-found");
    }
    if (this.figure) hold(this.figure, !answer);
    askAgain(this);
  }
}

/**
 * At the end of the chapter, what was missed is asked once more.
 * @param {Question} question
 */
function askAgain({ data, fresh, sentences }) {
  const id = `${data.name}-again`;
  const old = document.getElementById(id);
  const answer = answerTo(data);
  if (!wasMissed(data) || answer?.again !== undefined) {
    old?.remove();
  } else if (!old) {
    const box = /** @type {HTMLElement} */ (fresh.cloneNode(true));
    box.id = id;
    placeAgain().append(box);
    const back = make("a", { href: `#${data.name}` }, "Read it again.");
    const form = new Form(box, data, sentences, (said) => {
      keep(({ answers }) => {
        if (answers[data.name]) answers[data.name].again = said;
      });
      form.close(said, back);
    });
    form.buttons.querySelector("small")?.remove(); // nothing is folded any more
  }
  const place = document.getElementById("once-more");
  if (place && !place.querySelector(".adamedu-predict")) place.remove();
}

/** Where that stands: before what else there is to read. */
function placeAgain() {
  const found = document.getElementById("once-more");
  if (found) return found;
  const words = "You said otherwise before. What would you say now?";
  const place = make(
    "section",
    { id: "once-more" },
    make("h2", {}, "Once more"),
    make("p", {}, words),
  );
  const last = document.getElementById("further-reading");
  if (last) last.before(place);
  else document.querySelector("article > section")?.append(place);
  return place;
}

/** Before the page is painted: hide what waits for an answer. */
export function foldEarly() {
  const answered = Object.keys(recall().answers);
  /** @param {string} kind before the name of a question */
  const but = (kind) =>
    answered.length ? `:not(${answered.map((name) => kind + name).join()})` : "";
  const early = `.adamedu-predict${but("#")} + .adamedu-fold { display: none; }`;
  const textContent = early + waiting(`.adamedu-asked${but(".of-")}`);
  const style = make("style", { textContent });
  document.head.append(style);
  return () => {
    style.textContent = waiting("[data-held]");
  };
}

/** Make forms of the page's questions. */
export function startQuestions() {
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".adamedu-predict");
  const questions = [...boxes].map((box) => new Question(box));
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folds = questions.filter(({ fold }) => fold.hidden && fold.contains(target));
    for (const question of folds) question.reveal();
    if (folds.length) target?.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", follow);
  follow();
}
