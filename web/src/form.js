// A box "Predict" as a form: what is said, what is right, and why each choice tempts.

/** @import { QuestionData, Said } from "./types.js" */

const SURE = [
  ["", "not said"],
  ["25", "25 %: a guess"],
  ["50", "50 %"],
  ["70", "70 %"],
  ["90", "90 %"],
  ["99", "99 %"],
];

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {object} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * The data that the build has put into a box.
 * @param {Element} box
 * @returns {QuestionData}
 */
export const dataOf = (box) =>
  JSON.parse(box.querySelector("script.adamedu-question")?.textContent ?? "null");

/**
 * @param {QuestionData} question
 * @param {Said} said
 */
export function isRight({ kind, right, values, within }, said) {
  if (kind === "number") {
    const [value] = values ?? [];
    return Math.abs(Number(said) - value) <= Number(within) * Math.abs(value) * (1 + 1e-9);
  }
  return JSON.stringify(said) === JSON.stringify(right);
}

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(3)).toLocaleString("en");

/** A box "Predict" that has become a form. */
export class Form {
  /**
   * @param {HTMLElement} box
   * @param {QuestionData} question
   * @param {HTMLElement} sentences the list of the answer: why each choice tempts
   * @param {(said: Said, sure: number | null) => void} answered null: "show me"
   */
  constructor(box, question, sentences, answered) {
    this.question = question;
    this.sentences = sentences;
    const title = /** @type {HTMLElement} */ (box.querySelector(".admonition-title"));
    title.id = `${box.id}-title`;
    this.list = box.querySelector(":scope > ul") ?? make("ul");
    this.choices = [
      .../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll(":scope > li")),
    ];
    this.labels = this.choices.map((choice) => choice.firstElementChild ?? choice);
    this.texts = this.labels.map((label) => [...label.childNodes]);
    this.fields = make("fieldset");
    this.fields.setAttribute("aria-labelledby", title.id);
    this.verdict = make("div", { className: "adamedu-verdict", tabIndex: -1 });
    this.verdict.setAttribute("role", "status");
    this.verdict.setAttribute("aria-live", "polite");
    this.sure = make("select", {}, ...SURE.map(([value, text]) => make("option", { value, text })));
    const show = make("button", { type: "button", textContent: "Show me" });
    this.buttons = make("div", { className: "adamedu-buttons" });
    this.buttons.append(
      make("label", {}, "How sure are you? ", this.sure),
      make("button", { type: "submit", textContent: "Answer" }),
      show,
      make("small", {}, "What happens is folded until then."),
    );
    this.again = make("button", { type: "button", textContent: "Ask me again", hidden: true });
    const form = make(
      "form",
      { className: "adamedu-form" },
      this.fields,
      this.buttons,
      this.verdict,
      this.again,
    );
    box.append(form);
    this.#ask(box.id);
    form.onsubmit = (event) => {
      event.preventDefault();
      const said = this.#said();
      if (said === undefined) return;
      answered(said, this.sure.value ? Number(this.sure.value) : null);
      this.verdict.focus();
    };
    show.onclick = () => {
      answered(null, null);
      this.verdict.focus();
    };
  }

  /** @param {string} name */
  #ask(name) {
    const { kind, within } = this.question;
    if (kind === "number") {
      this.number = make("input", { type: "number", step: "any", required: true });
      const words = `Your number (${100 * Number(within)} % off will do): `;
      this.fields.append(make("label", {}, words, this.number));
      return;
    }
    this.fields.append(this.list);
    this.inputs = this.choices.map((_, k) => {
      const type = kind === "one" ? "radio" : "checkbox";
      return make("input", { type, name, value: `${k}`, required: kind === "one" });
    });
    this.choices.forEach((choice, k) => {
      const words = make("span", {}, ...this.texts[k]);
      const label = this.labels[k];
      if (kind === "order")
        label.append(words, this.#mover(choice, words, -1), this.#mover(choice, words, 1));
      else label.append(make("label", {}, /** @type {any} */ (this.inputs)[k], words));
      this.texts[k] = [words];
    });
    if (kind === "order") this.list.classList.add("adamedu-order");
  }

  /**
   * A button that moves a choice up or down.
   * @param {HTMLElement} choice
   * @param {HTMLElement} words
   * @param {number} by
   */
  #mover(choice, words, by) {
    const button = make("button", { type: "button", textContent: by < 0 ? "↑" : "↓" });
    button.setAttribute("aria-label", `${words.textContent}: ${by < 0 ? "up" : "down"}`);
    button.onclick = () => {
      if (by < 0) choice.previousElementSibling?.before(choice);
      else choice.nextElementSibling?.after(choice);
      button.focus(); // which moving it takes away
      const place = [...this.list.children].indexOf(choice) + 1;
      this.verdict.textContent = `Now number ${place} of ${this.choices.length}.`;
    };
    return button;
  }

  /** @returns {Said | undefined} undefined: nothing is chosen */
  #said() {
    if (this.number) return this.number.valueAsNumber;
    if (this.question.kind === "order") {
      return [...this.list.children].map((one) => this.choices.indexOf(/** @type {any} */ (one)));
    }
    const inputs = this.inputs ?? [];
    const said = inputs.flatMap((input, k) => (input.checked ? [k] : []));
    if (said.length) return said;
    this.verdict.textContent = "Choose one or more.";
    return undefined;
  }

  /** Ask. */
  open() {
    this.fields.disabled = false;
    this.buttons.hidden = false;
    this.again.hidden = true;
    this.verdict.replaceChildren();
    for (const old of this.fields.querySelectorAll(".adamedu-reason, .adamedu-mark")) old.remove();
    for (const choice of this.choices) choice.className = "";
    if (this.question.kind === "order") this.list.append(...this.choices);
  }

  /**
   * Say what was answered, what is right, and why.
   * @param {Said} said
   * @param {Node} [more] what stands behind the verdict
   */
  close(said, more) {
    this.#shut();
    this.#say(said);
    if (more) this.verdict.append(" ", more);
    if (this.number) this.#explainNumber(said);
    else this.#explain(said);
  }

  /**
   * Say what was answered, where nobody knows yet what is right.
   * @param {Said} said
   * @param {(Node | string)[]} why
   */
  wait(said, ...why) {
    this.#shut();
    if (said !== null) this.verdict.append("You said: ", ...this.#words(said), ". ");
    this.verdict.append(...why);
  }

  #shut() {
    this.open();
    this.fields.disabled = true;
    this.buttons.hidden = true;
  }

  /** @param {Said} said */
  #say(said) {
    const right = this.question.kind === "number" ? this.question.values?.[0] : this.question.right;
    if (said === null) this.verdict.append("What happens: ", ...this.#words(right), ".");
    else {
      this.verdict.append("You said: ", ...this.#words(said), ". ");
      if (isRight(this.question, said)) this.verdict.append(make("strong", {}, "Right."));
      if (this.number || !isRight(this.question, said)) {
        this.verdict.append(" What happens: ", ...this.#words(right), ".");
      }
    }
  }

  /**
   * @param {Said | undefined} said
   * @returns {(Node | string)[]}
   */
  #words(said) {
    if (!Array.isArray(said)) return [rounded(Number(said))];
    const words = said
      .filter((k) => this.texts[k])
      .map((k) => this.texts[k].map((n) => n.cloneNode(true)));
    return words.flatMap((one, k) => (k ? ["; ", ...one] : one));
  }

  /** @param {Said} said */
  #explain(said) {
    const { kind, right } = this.question;
    [...this.sentences.children].forEach((item, place) => {
      const k = kind === "order" ? right[place] : place;
      const choice = this.choices[k];
      const reason = make("div", { className: "adamedu-reason" });
      reason.append(...item.cloneNode(true).childNodes);
      reason.querySelector("strong")?.remove();
      if (this.inputs) this.inputs[k].checked = Array.isArray(said) && said.includes(k);
      if (kind === "order") this.list.append(choice);
      else {
        const mine = Array.isArray(said) && said.includes(k);
        const words = [right.includes(k) ? "✓ what happens" : "", mine ? "your answer" : ""];
        const mark = words.filter(Boolean).join(", ");
        const [label] = /** @type {HTMLElement[]} */ (this.texts[k]);
        if (mark) label.append(make("span", { className: "adamedu-mark" }, ` (${mark})`));
        choice.className = right.includes(k) ? "adamedu-right" : "";
      }
      choice.append(reason);
    });
  }

  /** @param {Said} said */
  #explainNumber(said) {
    if (this.number && said !== null) this.number.value = `${said}`;
    const reasons = /** @type {HTMLElement} */ (this.sentences.cloneNode(true));
    reasons.classList.add("adamedu-reason");
    this.fields.append(reasons);
  }
}
