// Plays the steps of a figure: by itself when it is first seen, or when it is asked to.
import { isWalk } from "./marks.js";
import { button } from "./toolbar.js";

/** @import { Numbers, Scene } from "./types.js" */

const SECONDS = 5; // to play all steps

export class Player {
  #playing = false;
  #plays = 0; // so far
  /** It stands at step 0 or plays by itself: nobody has asked for anything. */
  automatic = false;
  frames = 0;
  shown = Infinity;
  /** @type {ArrayLike<number>} */
  numbers = [];
  #log = false;

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
   * @param {boolean} [log] play the first of them slower, as an axis has them
   */
  fit(frames, numbers = [], log = false) {
    this.#log = log;
    this.frames = frames;
    this.numbers = numbers;
    this.range.max = `${frames}`;
    this.element.hidden = frames === 0;
    if (!frames && this.automatic) this.finish();
    this.#label();
  }

  /** Stand at step 0 until `begin`, unless the reader wants no motion. */
  wait() {
    if (!this.calm.matches) this.hold();
  }

  /** Stand at step 0 until `begin`. */
  hold() {
    this.#playing = false;
    this.automatic = true;
    this.#show(0);
  }

  /** What has waited plays; or, for who wants no motion, ends. */
  begin() {
    if (!this.automatic || this.#playing) return;
    if (this.calm.matches) this.finish();
    else this.#play(0);
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
    const play = ++this.#plays;
    this.#label();
    const [start, all] = [performance.now(), this.frames + 1];
    const done = this.#log ? Math.log(from + 1) / Math.log(all) : from / this.frames;
    /** @param {number} now */
    const tick = (now) => {
      if (!this.#playing || play !== this.#plays || !this.element.isConnected) return;
      const share = done + (now - start) / 1000 / SECONDS;
      const step = Math.floor(this.#log ? all ** share - 1 : share * this.frames);
      if (share >= 1) return this.finish();
      this.#show(Math.max(0, step));
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  /** @param {number} step */
  #show(step) {
    this.shown = this.frames && step >= this.frames ? Infinity : step;
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
    this.button.textContent = this.#playing ? "‖ Pause" : play;
    if (this.calm.matches) this.button.textContent = "▶ Some steps";
  }
}

/**
 * How many steps the longest walk of a scene has, their numbers if they are any, and
 * whether they stand on an axis of powers.
 * @param {Scene} scene
 * @returns {[frames: number, numbers: Numbers | undefined, log: boolean]}
 */
export function stepsOf({ panels }) {
  const walked = panels.filter(({ marks }) => marks.some(isWalk));
  const walks = walked.flatMap(({ marks }) => marks.filter(isWalk)).map(({ x }) => x);
  const frames = Math.max(0, ...walks.map((x) => x.length - 1));
  const numbers = walks.filter((x) => x.length === frames + 1).find(counts);
  return [frames, numbers, walked.some(({ x }) => x.scale === "log")];
}

/**
 * Are these the numbers of steps: whole, and each above the one before?
 * @param {Numbers} numbers
 */
function counts(numbers) {
  return [...numbers].every((v, k) => Number.isInteger(v) && (k === 0 || v > numbers[k - 1]));
}
