// Plays the steps of a figure: by itself when it is first seen, or when it is asked to.
import { button } from "./toolbar.js";

const SECONDS = 5; // to play all steps

export class Player {
  #playing = false;
  /** It stands at step 0 or plays by itself: nobody has asked for anything. */
  automatic = false;
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
    this.range.oninput = () => this.stand(Number(this.range.value));
    this.count = document.createElement("output");
    this.count.setAttribute("aria-live", "off"); // too quick to be read aloud
    this.element.append(this.button, this.range, this.count);
    parent.append(this.element);
  }

  /**
   * The scene has this many steps; 0 hides the player.
   * @param {number} frames
   * @param {ArrayLike<number>} [numbers] the number of each, where it is not its place
   */
  fit(frames, numbers = []) {
    this.frames = frames;
    this.numbers = numbers;
    this.range.max = `${frames}`;
    this.element.hidden = frames === 0;
    if (!frames && this.automatic) this.finish();
    this.#label();
  }

  /** Stand at step 0 until `begin`, unless the reader wants no motion. */
  wait() {
    if (this.calm.matches) return;
    this.automatic = true;
    this.shown = 0;
  }

  /** Play by itself, if it has waited for that. */
  begin() {
    if (this.automatic && !this.#playing) this.#play(0);
  }

  /** Who changes something else sees the end of a play that nobody asked for. */
  interrupt() {
    if (this.automatic) this.finish();
  }

  /** Show all steps, at once. */
  finish() {
    this.stand(Infinity);
  }

  /** @param {number} step stay there: somebody has asked for it */
  stand(step) {
    this.#playing = this.automatic = false;
    this.#show(step);
  }

  #press() {
    const again = this.shown >= this.frames;
    this.automatic = false;
    if (this.calm.matches) {
      const jump = Math.ceil(this.frames / 10);
      this.#show(again ? 0 : Math.min(this.frames, this.shown + jump));
    } else if (this.#playing) this.stand(this.shown);
    else this.#play(again ? 0 : this.shown);
  }

  /** @param {number} from */
  #play(from) {
    this.#playing = true;
    this.#label();
    const start = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      if (!this.#playing || !this.element.isConnected) return;
      const step = from + Math.floor(((now - start) / 1000 / SECONDS) * this.frames);
      if (step >= this.frames) return this.finish();
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
    const play = this.shown >= this.frames ? "↻ Replay" : "▶ Play";
    this.button.textContent = this.#playing ? "⏸ Pause" : play;
    if (this.calm.matches) this.button.textContent = "▶ Some steps";
  }
}
