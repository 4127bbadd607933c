// The tree of a Python text, as parse.js makes it.

export interface Node {
  kind: string;
  line: number;
  [part: string]: any;
}

export interface Parameters {
  names: string[];
  /** Those by name only. */
  only: string[];
  /** The name behind a star, and behind two; "" for none. */
  rest: string;
  named: string;
  defaults: Node[];
  onlyDefaults: Record<string, Node>;
}
