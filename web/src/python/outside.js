// What a text needs that the translated Python has not: MicroPython runs it then.

export class Outside extends Error {
  /** @param {string} what */
  constructor(what) {
    super(`${what}: not in the translated Python`);
    this.name = "Outside";
  }
}
