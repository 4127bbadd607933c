// The two Pythons of a page: a translated one, quick, and MicroPython for what falls
// outside of what it knows, which is started only then.

/** @import { Engine } from "./engine.js" */
/** @import { Answer, Program } from "./types.js" */

export class Engines {
  /** @type {Map<string, Program[]>} by key, the quick engine's programs, as the whole one would run them */
  #quick = new Map();
  /** @type {Map<string, Program[]>} the same for the whole engine */
  #whole = new Map();

  /**
   * @param {Engine} quick
   * @param {Engine} whole
   */
  constructor(quick, whole) {
    this.quick = quick;
    this.whole = whole;
    this.heart = whole.heart;
  }

  /**
   * As Engine.load.
   * @param {string} key
   * @param {Program[]} texts
   * @param {number} [patience]
   * @returns {Promise<Answer>}
   */
  async load(key, texts, patience) {
    const answer = await this.quick.load(key, texts, patience);
    const written = answer.texts ?? texts;
    if (answer.outside) {
      const found = await this.#loadWhole(key, written, patience);
      if (!found.error) this.#quick.delete(key);
      return found;
    }
    if (!answer.error) this.#quick.set(key, written);
    return answer;
  }

  /**
   * As Engine.call.
   * @param {string} key
   * @param {string} name
   * @param {string} args
   * @param {number} [patience]
   * @returns {Promise<Answer>}
   */
  async call(key, name, args, patience) {
    const texts = this.#quick.get(key);
    if (texts) {
      const answer = await this.quick.call(key, name, args, patience);
      if (!answer.outside) return answer;
      const { error } = await this.#loadWhole(key, texts, patience);
      if (error) return { error };
    }
    return this.whole.call(key, name, args, patience);
  }

  /**
   * @param {string} key
   * @param {Program[]} texts
   * @param {number} [patience]
   * @returns {Promise<Answer>}
   */
  async #loadWhole(key, texts, patience) {
    if (this.#whole.get(key) === texts) return {};
    const answer = await this.whole.load(key, texts, patience);
    if (!answer.error) this.#whole.set(key, texts);
    return answer;
  }
}
