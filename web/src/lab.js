// Questions in JupyterLab: a form in the place of each, wherever a cell shows its text.
// The kernel reads them, and what is right, from the notebook's cells: lab.py.
import "./lab.css";
import "./questions.css";
import { Form, make } from "./form.js";
import { answerTo, ask, remember } from "./questions.js";
import { paragraphs, words } from "./words.js";

/** @import { Asked, Lab, Notebook } from "./types.js" */

const PAUSE = 300; // ms without a change, after which the notebook is read again
const HOUR = 3600_000; // ms: the kernel answers after all queued cells
const NAME = /^(?::\w+:.*\n)*:name: *(ask-[a-z0-9-]+)\s/; // in the options of a block
const HIDDEN = "data-adamedu-hidden";
const HEADING = "h1, h2, h3, h4, h5, h6";

/** A question of the notebook. */
class Question {
  /**
   * @param {Asked} asked
   * @param {(box: HTMLElement) => void} changed
   */
  constructor(asked, changed) {
    this.asked = asked;
    this.changed = changed;
    const items = asked.choices.map((one) => make("li", {}, make("p", {}, ...words(one))));
    this.box = make(
      "div",
      { id: asked.name, className: "adamedu-predict adamedu-lab" },
      make("p", { className: "admonition-title" }, "Predict: ", ...words(asked.title)),
      ...paragraphs(asked.words),
      ...(items.length ? [make("ul", {}, ...items)] : []),
    );
    this.box.dataset.lmSuppressShortcuts = "true"; // keys are for the form alone
    // JupyterLab forbids the Enter key in a cell's inputs, where here it answers
    this.box.addEventListener("beforeinput", (event) => event.stopPropagation(), true);
    this.box.ondblclick = (event) => event.stopPropagation(); // or the cell is edited
    this.sentences = make("ul");
    this.form = new Form(this.box, asked, this.sentences, (said, sure) => {
      remember(this.asked, said, sure);
      this.show();
    });
    this.form.again.onclick = () => {
      ask(this.asked);
      this.show();
      this.box.querySelector("input")?.focus();
    };
    this.show();
  }

  /**
   * @param {Asked} asked what the kernel has read now
   */
  tell(asked) {
    const same = JSON.stringify(this.asked) === JSON.stringify(asked);
    this.asked = this.form.question = asked;
    if (!same && this.answered) this.show();
  }

  get answered() {
    return answerTo(this.asked) !== undefined;
  }

  /** As the reader left it. */
  show() {
    const answer = answerTo(this.asked);
    const { sentences = [], lacks } = this.asked;
    this.sentences.replaceChildren(...sentences.map((one) => make("li", {}, ...paragraphs(one))));
    if (!answer) this.form.open();
    else if (lacks)
      this.form.wait(answer.said, ...words(`Run the cells down to the answer: ${lacks}.`));
    else this.form.close(answer.said);
    this.form.again.hidden = !answer;
    this.changed(this.box);
  }
}

/** All questions of a notebook, and the page that shows some of its cells. */
class Questions {
  /** @type {Question[]} */
  #all = [];
  #read = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Set<Element>} that show the notebook */
  #views = new Set();
  /** @type {WeakMap<Element, Question>} texts of questions */
  #asking = new WeakMap();
  /** @type {WeakMap<Element, Question>} texts of answers */
  #telling = new WeakMap();
  #page = new MutationObserver(() => this.#place());
  #soon = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), PAUSE);
  };

  /**
   * @param {Notebook} notebook
   * @param {Lab["experimental"]["invoke"]} invoke
   * @param {(box: HTMLElement) => void} typeset
   */
  constructor(notebook, invoke, typeset) {
    this.notebook = notebook;
    this.invoke = invoke;
    this.typeset = typeset;
    notebook.contentChanged.connect(this.#soon);
    this.#page.observe(document.body, { childList: true, subtree: true });
    this.#look();
  }

  dispose() {
    clearTimeout(this.#timer);
    this.notebook.contentChanged.disconnect(this.#soon);
    this.#page.disconnect();
    for (const { box } of this.#all) box.remove();
    for (const view of this.#views) {
      for (const one of view.querySelectorAll(`[${HIDDEN}]`)) one.removeAttribute(HIDDEN);
    }
  }

  /** Have the kernel read the cells, if they have changed. */
  async #look() {
    const cells = [...this.notebook.cells].map((cell) => {
      const { cell_type, source, outputs = [] } = cell.toJSON();
      const words = outputs.map(({ text, data }) => ({ text: text ?? data?.["text/plain"] }));
      return { cell_type, source: [source].flat().join(""), outputs: words };
    });
    const text = JSON.stringify(cells);
    if (text === this.#read) return;
    this.#read = text;
    const [asked] = await this.invoke("asked", cells, { signal: AbortSignal.timeout(HOUR) });
    if (text === this.#read) this.#tell(asked);
  }

  /** @param {Asked[]} asked */
  #tell(asked) {
    const old = new Map(this.#all.map((one) => [one.asked.of, one]));
    this.#all = asked.map((one) => {
      const known = old.get(one.of);
      old.delete(one.of);
      known?.tell(one);
      return known ?? new Question(one, (box) => this.#changed(box));
    });
    for (const { box } of old.values()) box.remove();
    this.#place();
  }

  /** @param {HTMLElement} box */
  #changed(box) {
    this.typeset(box);
    this.#place();
  }

  /** Put forms where their texts are shown, and hide what tells an answer. */
  #place() {
    const asking = new Map(this.#all.map((one) => [one.asked.name, one]));
    const telling = new Map(this.#all.map((one) => [one.asked.told, one]));
    for (const text of document.querySelectorAll(".jp-MarkdownCell pre")) {
      const name = `${text.textContent}\n`.match(NAME)?.[1] ?? "";
      const [question, told] = [asking.get(name), telling.get(text.textContent.trim())];
      const block = text.closest("details.myst-exercise") ?? text; // with jupyterlab-myst
      if (question && !question.box.isConnected && !isForm(block.nextElementSibling)) {
        block.after(question.box);
        this.typeset(question.box);
      }
      const asked = question && block.nextElementSibling === question.box;
      if (asked) this.#asking.set(block, question);
      if (told) this.#telling.set(block, told);
      const view = block.closest(".jp-Notebook");
      if (view && (asked || told)) this.#views.add(view);
    }
    for (const view of this.#views) {
      for (const cell of view.querySelectorAll(".jp-Cell")) this.#fold(cell);
    }
  }

  /**
   * Hide what stands in a cell after a question, up to the heading that follows its
   * answer, or the whole cell.
   * @param {Element} cell
   */
  #fold(cell) {
    const at = Number(cell.getAttribute("data-windowed-list-index"));
    const open = new Set(
      this.#all.filter(
        ({ answered, asked: { cells } }) => !answered && cells[0] < at && at <= cells[2],
      ),
    );
    hide(
      cell,
      [...open].some(({ asked }) => at < asked.cells[2]),
    );
    const told = new Set([...open].filter(({ asked }) => asked.cells[1] < at));
    const blocks = [...cell.querySelectorAll(`pre, details.myst-exercise, ${HEADING}`)].filter(
      (one) => this.#asking.has(one) || this.#telling.has(one) || one.matches(HEADING),
    );
    for (const place of new Set(blocks.map((block) => block.parentElement))) {
      for (const one of place?.children ?? []) {
        const [asked, telling] = [this.#asking.get(one), this.#telling.get(one)];
        if (telling) told.add(telling);
        if (one.matches(HEADING)) for (const question of told) open.delete(question);
        if (!isForm(one)) hide(one, open.size > 0 || !!asked || !!telling);
        if (asked && !asked.answered) open.add(asked);
      }
    }
  }
}

/**
 * @param {Element} element
 * @param {boolean} hidden
 */
const hide = (element, hidden) => element.toggleAttribute(HIDDEN, hidden);

/** @param {Element | null} element */
const isForm = (element) => element?.classList.contains("adamedu-lab") ?? false;

export default {
  /** @param {Lab} lab */
  initialize({ model, experimental }) {
    const { context, rendermime } = model.widget_manager;
    if (!context?.model?.cells) return undefined; // no notebook
    const typeset = (/** @type {HTMLElement} */ box) => rendermime.latexTypesetter?.typeset(box);
    const questions = new Questions(context.model, experimental.invoke, typeset);
    return () => questions.dispose();
  },
};
