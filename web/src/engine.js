// One Python for all figures of a page, in a worker that can be stopped: engines.js has two.

/** @import { Answer, Heart, Program, Script } from "./types.js" */

/** ms that a text which a reader wrote may compute; the book's own is never stopped */
export const PATIENCE = 4000;

export class Engine {
  /** @type {Map<string, object>} by key, the message that loads it, for a new worker */
  #programs = new Map();
  /** @type {Promise<unknown>} the worker does one thing at a time */
  #last = Promise.resolve();
  /** @type {Worker | null} */
  #worker = null;

  /**
   * @param {Heart} heart its files are written once for each worker
   * @param {() => Promise<Script>} script what a worker runs
   */
  constructor(heart, script) {
    this.heart = heart;
    this.script = script;
  }

  /**
   * Run a figure's texts; gives { error } if one fails, { outside } if it can't.
   * @param {string} key
   * @param {Program[]} texts
   * @param {number} [patience] ms; without it, as long as it takes
   * @returns {Promise<Answer>}
   */
  load(key, texts, patience) {
    const message = { do: "load", key, texts };
    return this.#after(async () => {
      const answer = await this.#ask(message, patience);
      if (!answer.error && !answer.outside) this.#programs.set(key, message);
      return answer;
    });
  }

  /**
   * Call a function of a loaded figure; gives { value }, { error } or { outside }.
   * @param {string} key
   * @param {string} name
   * @param {string} args JSON
   * @param {number} [patience] ms; without it, as long as it takes
   * @returns {Promise<Answer>}
   */
  call(key, name, args, patience) {
    return this.#after(() => this.#ask({ do: "call", key, name, args }, patience));
  }

  /** @param {() => Promise<Answer>} task */
  #after(task) {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {});
    return result;
  }

  /**
   * @param {object} message
   * @param {number} [patience]
   * @returns {Promise<Answer>}
   */
  async #ask(message, patience) {
    const { error } = this.#worker ? {} : await this.#boot();
    return error ? { error } : this.#post(message, patience);
  }

  /**
   * Start a worker that knows all programs; gives { error } if it does not come up.
   * @returns {Promise<Answer>}
   */
  async #boot() {
    /** @type {Script} */
    let script;
    try {
      script = await this.script();
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      return { error: { kind: "Stopped", message, trace: "" } };
    }
    const { workerText, wasm } = script;
    const url = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
    this.#worker = new Worker(url);
    let answer = await this.#post({ do: "boot", wasm, files: this.heart.files });
    URL.revokeObjectURL(url);
    for (const message of this.#programs.values()) {
      if (!answer.error) answer = await this.#post(message);
    }
    if (answer.error) this.#stop();
    return answer;
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /**
   * @param {object} message
   * @param {number} [patience] ms
   * @returns {Promise<Answer>}
   */
  #post(message, patience) {
    return new Promise((resolve) => {
      const worker = /** @type {Worker} */ (this.#worker);
      /** @param {string} words */
      const giveUp = (words) => {
        this.#stop();
        resolve({ error: { kind: "Stopped", message: words, trace: "" } });
      };
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      if (patience) {
        const words = `no answer after ${patience / 1000} s: is there an endless loop?`;
        timer = setTimeout(() => giveUp(words), patience);
      }
      worker.onmessage = ({ data }) => {
        clearTimeout(timer);
        resolve(data);
      };
      worker.onerror = (event) => {
        clearTimeout(timer);
        giveUp(event.message || "the browser refused to start Python");
      };
      worker.postMessage(message);
    });
  }
}
