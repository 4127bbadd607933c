// Below the figure: play the steps, go back to the start, copy a link, report an error.
import { reportOf } from "./report.js";

const SECONDS = 5; // to play all steps

/**
 * @param {string} words
 * @param {() => void} act
 */
function button(words, act) {
  const element = document.createElement("button");
  return Object.assign(element, { type: "button", textContent: words, onclick: act });
}

/** Shows the steps of a walk one after the other. */
export class Player {
  #playing = false;
  frames = 0;
  shown = Infinity;
  /** @type {ArrayLike<number>} */
  numbers = [];

  /**
   * @param {Element} parent
   * @param {() => void} redraw is called when `shown` has changed
   */
  constructor(parent, redraw) {
    this.redraw = redraw;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.element = document.createElement("span");
    this.element.className = "adamedu-player";
    this.button = button("", () => this.#press());
    this.range = Object.assign(document.createElement("input"), { type: "range", min: "0" });
    this.range.setAttribute("aria-label", "steps shown");
    this.range.oninput = () => {
      this.#playing = false;
      this.#show(Number(this.range.value));
    };
    this.count = document.createElement("output");
    this.element.append(this.button, this.range, this.count);
    parent.append(this.element);
  }

  /**
   * The scene has walks of this many steps; 0 hides the player.
   * @param {number} frames
   * @param {ArrayLike<number>} [numbers] the number of each, where it is not its place
   */
  fit(frames, numbers = []) {
    this.frames = frames;
    this.numbers = numbers;
    this.range.max = `${frames}`;
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

  /** @param {number} from */
  #play(from) {
    const start = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      if (!this.#playing || !this.element.isConnected) return;
      const step = from + Math.floor(((now - start) / 1000 / SECONDS) * this.frames);
      if (step >= this.frames) this.#playing = false;
      this.#show(Math.max(0, step));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** @param {number} step */
  #show(step) {
    this.shown = step >= this.frames ? Infinity : step;
    this.#label();
    this.redraw();
  }

  #label() {
    const at = Math.min(this.shown, this.frames);
    const [step, last] = [at, this.frames].map((k) => this.numbers[k] ?? k);
    this.range.value = `${at}`;
    this.range.setAttribute("aria-valuetext", `step ${step} of ${last}`);
    this.count.textContent = `step ${step}`;
    const play = this.#playing ? "⏸ Pause" : "▶ Play";
    this.button.textContent = this.calm.matches ? "▶ Some steps" : play;
  }
}

/**
 * The figure's row of buttons.
 * @param {Element} parent
 * @param {object} does
 * @param {() => void} does.reset
 * @param {() => string} does.text what to copy
 * @param {string} does.copyWords
 * @param {(words: string) => void} does.say
 */
export function addButtons(parent, { reset, text, copyWords, say }) {
  const copy = async () => {
    const copied = text();
    try {
      await navigator.clipboard.writeText(copied);
      say(`Copied: ${copied}`);
    } catch {
      say(`Copy this: ${copied}`); // the browser lets no script write to the clipboard
    }
  };
  parent.append(button("Reset", reset), button(copyWords, copy), ...reportOf(text));
}
