// A live figure: controls and edits go in, a scene comes out and is drawn.
import { Panel, sample } from "./chart.js";
import { Control, PointArgument } from "./controls.js";
import { Handle } from "./handle.js";
import { Player, addButtons } from "./toolbar.js";
import { explain } from "./errors.js";

const OWN = "<your code>";
const inBook = document.documentElement.dataset.content_root !== undefined;
const count = {};

const make = (tag, name, parent, attributes = {}) => {
  const element = document.createElement(tag);
  element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
};

export class Figure {
  #arguments = [];
  #panels = [];
  #handles = {};
  #legend = "";
  #busy = false;
  #again = false;

  constructor(engine, model, el) {
    Object.assign(this, { engine, model });
    this.name = model.get("call");
    count[this.name] = (count[this.name] ?? 0) + 1;
    this.key = `${this.name}-${count[this.name]}`;
    this.root = make("div", "adamedu-live", el, { role: "group", "aria-label": "Live figure" });
    this.legend = make("ul", "adamedu-legend", this.root);
    this.panels = make("div", "adamedu-panels", this.root);
    this.toolbar = make("div", "adamedu-toolbar", this.root);
    this.message = make("div", "adamedu-message", this.root, { role: "status" });
    this.note = make("div", "adamedu-note", this.root, { role: "status" });
    this.player = new Player(this.toolbar, () => this.#draw());
    addButtons(this.toolbar, {
      reset: () => this.reset(),
      text: () => (inBook ? this.link : this.state),
      copyWords: inBook ? "Copy link" : "Copy settings",
      say: (words) => (this.note.textContent = words),
    });
    this.root.figure = this;
  }

  async start() {
    const manager = this.model.widget_manager;
    const [options, initial] = [this.model.get("options"), this.model.get("defaults")];
    for (const [name, reference] of Object.entries(this.model.get("controls"))) {
      const control = await manager.get_model(reference.replace("IPY_MODEL_", ""));
      this.#arguments.push(new Control(name, control, options[name], initial[name]));
      control.on(`change:${this.#arguments.at(-1).trait}`, this.#changed);
    }
    for (const name of Object.keys(this.model.get("points"))) {
      this.#arguments.push(new PointArgument(name, this.model));
    }
    this.model.on("change:points", this.#changed);
    if (this.model.get("rule")) this.#addEditor();
    this.resizing = new ResizeObserver(() => this.#draw());
    this.resizing.observe(this.panels);
    this.#readLink();
    if (await this.#load()) await this.update();
  }

  dispose() {
    this.resizing?.disconnect();
    this.model.off("change:points", this.#changed);
    for (const { model, trait } of this.#arguments) model.off(`change:${trait}`, this.#changed);
  }

  #changed = () => {
    this.note.textContent = "";
    this.update();
  };

  /** Compute the scene for the present arguments and draw it. */
  async update() {
    if (this.#busy) return void (this.#again = true);
    this.#setBusy(true);
    do {
      this.#again = false;
      const args = `{${this.#arguments.map((a) => `"${a.name}":${a.json}`).join(",")}}`;
      const { value, error } = await this.engine.call(this.key, this.name, args);
      if (error) this.#fail(error);
      else this.#show(value, args);
    } while (this.#again);
    this.#setBusy(false);
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.root.setAttribute("aria-busy", busy);
  }

  reset() {
    this.note.textContent = "";
    for (const argument of this.#arguments) argument.reset();
    this.player.reset();
    this.editor?.setText(this.original);
  }

  /** The page's address with this figure's settings. */
  get link() {
    const settings = new URLSearchParams();
    for (const a of this.#arguments) if (a.changed) settings.set(a.name, a.words);
    return `${location.href.split("#")[0]}#${this.key}?${settings}`;
  }

  /** The settings as Python reads them. */
  get state() {
    const python = { null: "None", true: "True", false: "False" };
    return this.#arguments.map(({ name, json }) => `${name}=${python[json] ?? json}`).join(", ");
  }

  #readLink() {
    const [key, query] = decodeURIComponent(location.hash.slice(1)).split("?");
    if (!inBook || key !== this.key || !query) return;
    for (const [name, words] of new URLSearchParams(query)) {
      const argument = this.#arguments.find((a) => a.name === name);
      if (!argument?.read(words)) this.note.textContent += `The link's ${name}=${words} does not fit this figure. `;
    }
    this.root.scrollIntoView({ block: "center" });
  }

  async #load() {
    const texts = [["<figure>", this.model.get("source")]];
    if (this.model.get("rule")) texts.push([OWN, this.model.get("text"), this.model.get("rule")]);
    const { error } = await this.engine.load(this.key, this.model.get("files"), texts);
    if (error) this.#fail(error);
    return !error;
  }

  #addEditor() {
    this.original = this.model.get("text");
    const rule = this.model.get("rule");
    const place = make("div", "adamedu-editor", this.root);
    this.root.insertBefore(place, this.note);
    this.editor = globalThis.AdamEduEditor(place, this.original, `Python code of ${rule}, editable`,
      async (text) => {
        this.model.set("text", text);
        this.model.save_changes();
        if (await this.#load()) await this.update();
      });
  }

  #show(scene, args) {
    this.editor?.markLine(0);
    Object.assign(this, { scene, args });
    this.#say(scene.text);
    const walks = scene.panels.flatMap((p) => p.marks).filter((m) => m.walk);
    const frames = Math.max(0, ...walks.map((m) => m.x.length - 1));
    const longest = walks.map((m) => [...m.x]).filter((x) => x.length === frames + 1);
    this.player.fit(frames, longest.find(counts));
    this.#draw();
    this.root.dataset.drawn = Number(this.root.dataset.drawn ?? 0) + 1;
    this.#alive();
    for (const a of this.#arguments) a.describe?.();
  }

  /** The message; what follows a blank line in it is code. */
  #say(text) {
    const [words, ...code] = text.split("\n\n");
    this.message.textContent = words;
    this.message.classList.remove("adamedu-error");
    if (code.length) make("pre", "adamedu-code", this.message).textContent = code.join("\n\n");
  }

  #draw() {
    if (!this.scene) return;
    const { panels, alt } = this.scene;
    while (this.#panels.length < panels.length) this.#panels.push(new Panel(this.panels));
    while (this.#panels.length > panels.length) this.#panels.pop().element.remove();
    this.panels.dataset.panels = panels.length;
    this.#drawLegend(panels.flatMap((p) => p.marks));
    panels.forEach((panel, k) => {
      this.#panels[k].draw(panel, this.player.shown);
      this.#panels[k].svg.setAttribute("aria-label", k ? `${panel.y.label} over ${panel.x.label}` : alt);
      if (panel.drag) this.#place(this.#panels[k], ...panel.drag);
    });
  }

  #place(panel, name, point) {
    const argument = this.#arguments.find((a) => a.name === name);
    if (!argument) return;
    this.#handles[name] ??= new Handle(panel, name, (value) => argument.set(value));
    this.#handles[name].place(point);
  }

  #drawLegend(marks) {
    const named = new Map(marks.filter((m) => m.label && m.kind !== "guide").map((m) => [m.label, m]));
    const items = [...named].sort(([, a], [, b]) => b.walk - a.walk);
    const html = items.map(([, mark]) => `<li>${sample(mark)}<span></span></li>`).join("");
    if (html !== this.#legend) this.legend.innerHTML = this.#legend = html;
    [...this.legend.children].forEach((item, k) => (item.lastChild.textContent = items[k][0]));
  }

  #fail(error) {
    const { words, line } = explain(error, OWN, this.editor?.text());
    this.message.textContent = words;
    this.message.classList.add("adamedu-error");
    this.editor?.markLine(line);
    this.root.dataset.failed = Number(this.root.dataset.failed ?? 0) + 1;
  }

  /** From now on the controls do something; the picture has done its part. */
  #alive() {
    const box = this.root.closest(".adamedu-interact");
    box?.classList.add("adamedu-ready");
    box?.closest(".cell_output, .output")?.querySelectorAll("img.adamedu-still").forEach((image) => image.remove());
  }
}

/** Are these the numbers of steps: whole, and each above the one before? */
function counts(numbers) {
  return numbers.every((v, k) => Number.isInteger(v) && (k === 0 || v > numbers[k - 1]));
}
