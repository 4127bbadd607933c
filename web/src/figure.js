// A live figure: controls and edits go in, a scene comes out and is drawn.
import { comeAlive } from "./alive.js";
import { Breaks } from "./breaks.js";
import { Control, PointArgument } from "./controls.js";
import { draftOf, keepDraft, keepSolved } from "./drafts.js";
import { Drawing } from "./drawing.js";
import { PATIENCE } from "./engine.js";
import { explain } from "./errors.js";
import { followQuestion } from "./held.js";
import { Message } from "./message.js";
import { Player, stepsOf } from "./player.js";
import { whenSeen } from "./seen.js";
import { asPython, linkTo, readLink } from "./sharing.js";
import { addButtons } from "./toolbar.js";

/** @import { Engines } from "./engines.js" */
/** @import { Editor, Failure, Model, Program, Scene } from "./types.js" */

const OWN = "<your code>";
const paper = matchMedia("print");
const SLOW = 1000; // ms after which a figure says that it computes
const inBook = document.documentElement.dataset.content_root !== undefined;
/** @type {Record<string, number>} figures of the page, by name */
const count = {};

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} name
 * @param {Element} parent
 * @param {Record<string, string>} [attributes]
 */
function make(tag, name, parent, attributes = {}) {
  const element = document.createElement(tag);
  element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

export class Figure {
  /** @type {(Control | PointArgument)[]} */
  #arguments = [];
  /** @type {Control | undefined} the one that the player sets */
  #played;
  #busy = false;
  #again = false;
  /** @type {Scene | undefined} as drawn, and the arguments that made it */
  scene;
  args = "";
  /** @type {Editor | undefined} of the rule, its text as the book has it, and as edited */
  editor;
  original = "";
  text = "";
  /** What is shown is of an earlier text. */
  #old = false;

  /**
   * @param {Engines} engine
   * @param {Model} model
   * @param {Element} el
   */
  constructor(engine, model, el) {
    this.engine = engine;
    this.model = model;
    this.name = model.get("call");
    count[this.name] = (count[this.name] ?? 0) + 1;
    this.key = `${this.name}-${count[this.name]}`;
    this.root = make("div", "adamedu-live", el);
    this.legend = make("ul", "adamedu-legend", this.root);
    this.panels = make("div", "adamedu-panels", this.root);
    this.toolbar = make("div", "adamedu-toolbar", this.root);
    this.message = new Message(make("div", "adamedu-message", this.root, { role: "status" }));
    this.note = make("div", "adamedu-note", this.root, { role: "status" });
    const argument = (/** @type {string} */ name) => this.#arguments.find((a) => a.name === name);
    this.drawing = new Drawing(this.legend, this.panels, argument);
    this.player = new Player(this.toolbar, () => this.#step());
    this.resizing = new ResizeObserver(() => this.#draw());
    addButtons(this.toolbar, {
      reset: () => this.reset(),
      text: () => (inBook ? this.link : asPython(this.#arguments)),
      copyWords: inBook ? "Copy link" : "Copy settings",
      say: (words) => {
        this.note.textContent = words;
      },
    });
    Object.assign(this.root, { figure: this });
  }

  /** Bring the figure to life: resolves when it is drawn, or says why it is not. */
  async start() {
    const { model } = this;
    const [options, initial] = [model.get("options"), model.get("defaults")];
    for (const [name, reference] of Object.entries(model.get("controls"))) {
      const control = await model.widget_manager.get_model(reference.replace("IPY_MODEL_", ""));
      this.#arguments.push(new Control(name, control, options[name], initial[name]));
    }
    for (const name of Object.keys(model.get("points"))) {
      this.#arguments.push(new PointArgument(name, model));
    }
    this.#played = this.#arguments.filter((a) => a instanceof Control).find((a) => a.played);
    if (model.get("rule")) this.#addEditor(model.get("rule"));
    this.resizing.observe(this.panels);
    if (this.#played) this.player.fit(this.#played.model.get("max"));
    this.#readLink();
    if (!this.#played?.changed) this.player.wait(); // or else at the step of a link
    this.#listen("on");
    paper.addEventListener("change", this.#finish);
    addEventListener("hashchange", this.#readLink);
    if (await this.#load()) await this.update();
    this.leave = followQuestion(this.root, this.#hold);
  }

  /** @param {boolean} held by a question, or else played when it is seen */
  #hold = (held) => {
    this.seen?.disconnect();
    if (held) this.player.hold();
    else this.seen = whenSeen(this.panels, () => this.player.begin());
  };

  dispose() {
    this.resizing.disconnect();
    this.seen?.disconnect();
    this.leave?.();
    paper.removeEventListener("change", this.#finish);
    removeEventListener("hashchange", this.#readLink);
    this.#listen("off");
  }

  /** @param {"on" | "off"} how */
  #listen(how) {
    for (const argument of this.#arguments) {
      argument.model[how](argument.event, argument === this.#played ? this.#update : this.#changed);
    }
  }

  #finish = () => this.player.finish();

  #update = () => {
    this.note.textContent = "";
    this.update();
  };

  #changed = () => {
    this.player.interrupt();
    this.#update();
  };

  /** The player has gone to another step. */
  #step() {
    const { player, root } = this;
    root.toggleAttribute("data-before", player.automatic && !this.#played); // the words wait
    if (this.#played) this.#played.set(Math.min(player.shown, player.frames));
    else this.#draw();
  }

  /** Compute the scene for the present arguments and draw it. */
  async update() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#setBusy(true);
    const slow = setTimeout(() => this.message.say("Computing …"), SLOW);
    do {
      this.#again = false;
      const args = `{${this.#arguments.map((a) => `"${a.name}":${a.json}`).join(",")}}`;
      const { value, error } = await this.engine.call(this.key, this.name, args, this.#patience);
      if (this.#old) continue; // the text has changed: what it gives comes later
      if (error) this.#fail(error);
      else this.#show(/** @type {Scene} */ (value), args);
    } while (this.#again);
    clearTimeout(slow);
    this.#setBusy(false);
  }

  /** Only what the reader wrote may be an endless loop. */
  get #patience() {
    return this.text === this.original ? undefined : PATIENCE;
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    this.root.setAttribute("aria-busy", `${busy}`);
  }

  reset() {
    this.note.textContent = "";
    this.before?.remove();
    for (const argument of this.#arguments) argument.reset();
    this.player.finish();
    this.editor?.setText(this.original);
  }

  /** The page's address with this figure's settings. */
  get link() {
    return linkTo(this.key, this.#arguments);
  }

  #readLink = () => {
    const wrong = inBook ? readLink(this.key, this.#arguments) : undefined;
    if (wrong === undefined) return;
    if (this.#played) this.player.stand(this.#played.model.get("value"));
    this.note.textContent = wrong;
    this.root.dispatchEvent(new Event("beforematch", { bubbles: true })); // opens a fold
    this.root.scrollIntoView({ block: "center" });
  };

  async #load() {
    /** @type {Program[]} */
    const texts = [["<figure>", this.model.get("source")]];
    if (this.editor) texts.push([OWN, this.text, this.model.get("rule")]);
    const { error } = await this.engine.load(this.key, texts, this.#patience);
    this.#setOld(this.editor !== undefined && this.editor.text() !== this.text);
    if (error && !this.#old) this.#fail(error);
    return !error && !this.#old;
  }

  /** @param {string} rule its name; its text is the notebook's own, or the heart's */
  #addEditor(rule) {
    this.original = this.model.get("text") || this.engine.heart.rules[rule];
    this.text = this.original;
    const edits = this.model.get("breaks") ?? {};
    const row = Object.keys(edits).length ? make("div", "adamedu-breaks", this.root) : undefined;
    const place = make("div", "adamedu-editor", this.root);
    this.note.before(...(row ? [row, place] : [place]));
    const label = `Python code of ${rule}, editable`;
    const touched = () => {
      this.player.interrupt();
      this.#setOld(true);
      this.breaks?.follow();
    };
    this.editor = globalThis.AdamEduEditor(place, this.original, label, touched, async (text) => {
      this.text = text;
      if (inBook) keepDraft(this.key, text, this.original);
      this.model.set("text", text);
      this.model.save_changes();
      if (await this.#load()) await this.update();
    });
    if (row) this.breaks = new Breaks(row, edits, this.editor);
    this.text = this.editor.text(); // which may end otherwise
    this.original = this.text;
    const draft = inBook ? draftOf(this.key, this.original) : undefined;
    if (draft === undefined) return;
    this.editor.setText(draft);
    this.before = make("div", "adamedu-note", this.root);
    this.before.textContent = "This is your text from before. Reset brings the book's back.";
  }

  /**
   * The words go as soon as the text changes, and leave their place empty.
   * @param {boolean} old
   */
  #setOld(old) {
    if (old) this.message.clear();
    this.#old = old;
    this.root.toggleAttribute("data-old", old);
  }

  /**
   * @param {Scene} scene
   * @param {string} args
   */
  #show(scene, args) {
    this.editor?.markLine(0);
    this.scene = scene;
    this.args = args;
    this.message.say(scene.text, scene.verdicts, scene.see);
    if (this.name === "exercise" && scene.text.startsWith("✓")) keepSolved(this.key);
    if (!this.#played) this.player.fit(...stepsOf(scene));
    this.#draw();
    this.root.dataset.drawn = `${Number(this.root.dataset.drawn ?? 0) + 1}`;
    const first = comeAlive(this.root, this.key);
    for (const a of this.#arguments) {
      if (a instanceof Control) a.describe();
      if (a instanceof Control && first) a.attach();
    }
  }

  #draw() {
    if (this.scene) this.drawing.draw(this.scene, this.player.shown);
  }

  /** @param {Failure} failure */
  #fail(failure) {
    this.player.interrupt();
    const { words, line } = explain(failure, OWN, this.editor?.text());
    this.message.fail(words);
    this.editor?.markLine(line);
    this.root.dataset.failed = `${Number(this.root.dataset.failed ?? 0) + 1}`;
  }
}
