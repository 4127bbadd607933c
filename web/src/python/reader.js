// What the editor's parser finds in a text, part by part.
import { Outside } from "./outside.js";

/** @import { SyntaxNode } from "@lezer/common" */

const IGNORED = new Set(["Comment", "At", "Decorator"]);

export class Reader {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    /** where each line ends */
    this.ends = [...source.matchAll(/\n/g)].map((found) => found.index);
  }

  /** @param {SyntaxNode} node */
  text(node) {
    return this.source.slice(node.from, node.to);
  }

  /** @param {SyntaxNode} node */
  line(node) {
    let [low, high] = [0, this.ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] < node.from) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }

  /**
   * @param {SyntaxNode} node
   * @returns {never}
   */
  refuse(node) {
    throw new Outside(`line ${this.line(node)}: ${node.name}`);
  }

  /** @param {SyntaxNode} node */
  kids(node) {
    const found = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) this.refuse(child);
      if (!IGNORED.has(child.name)) found.push(child);
    }
    return found;
  }

  /**
   * Groups between commas; one after the last comma counts only if it is not empty.
   * @param {SyntaxNode[]} nodes
   * @param {string} [by]
   */
  split(nodes, by = ",") {
    const groups = [/** @type {SyntaxNode[]} */ ([])];
    for (const node of nodes) {
      if (node.name === by) groups.push([]);
      else groups[groups.length - 1].push(node);
    }
    if (!groups[groups.length - 1].length) groups.pop();
    return groups;
  }
}
