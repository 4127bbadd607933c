// What Python goes through item by item.

export class Range {
  /**
   * @param {bigint} start
   * @param {bigint} stop
   * @param {bigint} step
   */
  constructor(start, stop, step) {
    this.start = start;
    this.step = step;
    const ahead = step > 0n ? stop - start : start - stop;
    const size = step > 0n ? step : -step;
    this.length = ahead > 0n ? Number((ahead + size - 1n) / size) : 0;
  }

  [Symbol.iterator]() {
    const { start, step, length } = this;
    let k = 0;
    return new Iterator("range_iterator", () =>
      k < length ? start + BigInt(k++) * step : undefined,
    );
  }
}

/** What gives one item after the other, and undefined at its end. */
export class Iterator {
  /**
   * @param {string} typeName
   * @param {() => any} step
   */
  constructor(typeName, step) {
    this.typeName = typeName;
    this.step = step;
  }

  next() {
    const value = this.step();
    return { value, done: value === undefined };
  }

  [Symbol.iterator]() {
    return this;
  }
}

/** What yields, and can be left and taken up again. */
export class Generator {
  /** @param {globalThis.Iterator<any>} values */
  constructor(values) {
    this.values = values;
  }

  next() {
    return this.values.next();
  }

  [Symbol.iterator]() {
    return this;
  }
}
