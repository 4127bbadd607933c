// Below the figure: play the steps, go back to the start, copy a link.

const SECONDS = 5; // to play all steps

function button(words, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: words, onclick: act });
  return element;
}

/** Shows the steps of a walk one after the other. */
export class Player {
  #playing = false;
  frames = 0;
  shown = Infinity;

  constructor(parent, redraw) {
    this.redraw = redraw;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.element = document.createElement("span");
    this.element.className = "adamedu-player";
    this.button = button("", () => this.#press());
    this.range = Object.assign(document.createElement("input"), { type: "range", min: 0 });
    this.range.setAttribute("aria-label", "steps shown");
    this.range.oninput = () => {
      this.#playing = false;
      this.#show(Number(this.range.value));
    };
    this.count = document.createElement("output");
    this.element.append(this.button, this.range, this.count);
    parent.append(this.element);
  }

  /** The scene has walks of this many steps; 0 hides the player. `numbers` tells the
   * number of each, where it is not its place. */
  fit(frames, numbers) {
    this.frames = frames;
    this.numbers = numbers ?? [];
    this.range.max = frames;
    this.element.hidden = frames === 0;
    this.#label();
  }

  reset() {
    this.#playing = false;
    this.#show(Infinity);
  }

  #press() {
    const again = this.shown >= this.frames;
    if (this.calm.matches) {
      const jump = Math.ceil(this.frames / 10);
      this.#show(again ? 0 : Math.min(this.frames, this.shown + jump));
      return;
    }
    this.#playing = !this.#playing;
    if (this.#playing) this.#play(again ? 0 : this.shown);
    this.#label();
  }

  #play(from) {
    const start = performance.now();
    const tick = (now) => {
      if (!this.#playing || !this.element.isConnected) return;
      const step = from + Math.floor(((now - start) / 1000 / SECONDS) * this.frames);
      if (step >= this.frames) this.#playing = false;
      this.#show(step >= this.frames ? Infinity : Math.max(0, step));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  #show(step) {
    this.shown = step >= this.frames ? Infinity : step;
    this.#label();
    this.redraw();
  }

  #label() {
    const at = Math.min(this.shown, this.frames);
    const [step, last] = [at, this.frames].map((k) => this.numbers[k] ?? k);
    this.range.value = at;
    this.range.setAttribute("aria-valuetext", `step ${step} of ${last}`);
    this.count.textContent = `step ${step}`;
    this.button.textContent = this.calm.matches ? "▶ Some steps" : this.#playing ? "⏸ Pause" : "▶ Play";
  }
}

/** The figure's row of buttons. `copied()` gives the text to copy. */
export function addButtons(parent, { reset, text, copyWords, say }) {
  parent.append(button("Reset", reset), button(copyWords, async () => {
    const copy = text();
    try {
      await navigator.clipboard.writeText(copy);
      say("Copied: " + copy);
    } catch {
      say("Copy this: " + copy); // the browser lets no script write to the clipboard
    }
  }));
}
