// The plain data that passes between Python and the page.

/** A whole figure: `adamedu.scene.scene`. */
export interface Scene {
  panels: Panel[];
  alt: string;
  text: string;
  verdicts?: Verdict[];
  /** The id of a section of the page that says more. */
  see?: string;
}

/** What a scene's setting says of a claim: `adamedu.scene.verdict`. */
export interface Verdict {
  /** The claim's name. */
  claim: string;
  here: "holds" | "does not hold" | "not decided";
  words: string;
}

/** One pair of axes: `adamedu.scene.panel`. */
export interface Panel {
  marks: Mark[];
  title: string;
  field: Field | null;
  /** The figure's argument that a handle changes, and where the handle is. */
  drag: [name: string, point: Point] | null;
  x: Axis;
  y: Axis;
}

export interface Axis {
  label: string;
  /** A limit that is null fits. */
  lim: [number | null, number | null] | null;
  /** A list names categories at 0, 1, 2, ... */
  scale: "linear" | "log" | string[];
}

export type Mark = Line | Dots | Band | Guide;

/** A line through points; a walk is played step by step. */
export interface Line {
  kind: "line";
  x: Numbers;
  y: Numbers;
  style: string;
  label: string;
  walk: boolean;
}

export interface Dots {
  kind: "dots";
  x: Numbers;
  y: Numbers;
  style: string;
  label: string;
}

/** The area between two lines over x. */
export interface Band {
  kind: "band";
  x: Numbers;
  low: Numbers;
  high: Numbers;
  style: string;
  label: string;
}

/** A straight line at x, or at y; the other is null. With both, words at a point. */
export interface Guide {
  kind: "guide";
  x: number | null;
  y: number | null;
  label: string;
}

/** Heights on a grid, row after row, and the levels to draw: `adamedu.scene.contours`. */
export interface Field {
  key: string;
  nx: number;
  ny: number;
  xlim: Point;
  ylim: Point;
  z: Numbers;
  levels: Numbers;
  /** It is a landscape: with light and shade. */
  lit?: boolean;
}

/** Few numbers come as they are, many as doubles. */
export type Numbers = number[] | Float64Array;

export type Point = [number, number];

/** What all figures of a page share; the book's asset, or the kernel's. */
export interface Heart {
  /** The text of each module, by its path. */
  files: Record<string, string>;
  /** The text of each update rule, by its name. */
  rules: Record<string, string>;
  palette: Record<string, Style>;
}

export interface Style {
  light: string;
  dark: string;
  dash: number[];
  marker: string;
  width: number;
}

/** A widget's state, as anywidget and ipywidgets give it. */
export interface Model {
  get(name: string): any;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  widget_manager: { get_model(id: string): Promise<Model> };
  /** Promises of what shows the widget. */
  views?: Record<string, Promise<{ el: HTMLElement }>>;
}

/** A text to run: its file name, itself, and a name that it must define. */
export type Program = [name: string, text: string, must?: string];

/** What went wrong in Python. */
export interface Failure {
  kind: string;
  message: string;
  trace: string;
}

export interface Answer {
  value?: unknown;
  error?: Failure;
  /** Why this Python can't answer. */
  outside?: string;
  /** the texts that were loaded, as MicroPython runs them */
  texts?: Program[];
}

export interface Editor {
  text(): string;
  setText(text: string): void;
  /** Mark a line, counted from 1; 0 marks none. */
  markLine(line: number): void;
}

export type MakeEditor = (
  parent: HTMLElement,
  text: string,
  label: string,
  /** Called at each change, and `apply` once the reader pauses. */
  touched: () => void,
  apply: (text: string) => void,
) => Editor;

declare global {
  var AdamEduEditor: MakeEditor;
  var AdamEduWhole: Script;
  /** What links lead to, by page and id: scripts fill it that `book/previews.py` writes. */
  var AdamEduPreviews: Record<string, Record<string, string>>;
  var AdamEdu: {
    render(context: { model: Model; el: HTMLElement }, heart: Heart): Promise<() => void>;
  };
}

/** What is said: choices by their place, a line's heights, a number, null for "show me". */
export type Said = number[] | number | null;

/** A question, as the page has it: `adamedu/questions/predict.py`. */
export interface QuestionData {
  name: string;
  kind: "one" | "several" | "order" | "number" | "line";
  /** A hash of its text: to another text nothing was answered. */
  of: string;
  /** Choices by their place; all of them, if they have an order. Or a line's heights. */
  right: number[];
  /** The right number, then known mistakes, and how far off will do, as a share. */
  values?: number[];
  within: number | null;
  /** The empty plot of a line, and conditions of mistakes in it. */
  line?: LineAxes;
  mistakes?: Tree[];
  /** The live figure that waits for the answer. */
  figure?: string;
}

export interface LineAxes {
  x: string[];
  xlabel: string;
  ylabel: string;
  low: number;
  high: number;
}

/** A number, or an operation and its parts: `adamedu/questions/condition.py`. */
export type Tree = number | boolean | [operation: string, ...parts: Tree[]];

/** A question of a notebook, with texts in Markdown. */
export interface Asked extends QuestionData {
  title: string;
  words: string;
  choices: string[];
  /** The text of the block of its answer. */
  told: string;
  /** Places of the question's and the answer's cell, and of the heading after it. */
  cells: [number, number, number];
  sentences?: string[];
  /** Why what is right can't be read yet. */
  lacks?: string;
}

/** What a worker runs, and what that starts with, in base64. */
export interface Script {
  workerText: string;
  wasm?: string;
}

/** What JupyterLab knows of the notebook that a widget's kernel runs. */
export interface Lab {
  model: {
    widget_manager: {
      context?: { model?: Notebook };
      kernel?: { requestExecute(content: object): unknown };
      rendermime: { latexTypesetter: { typeset(node: HTMLElement): void } | null };
    };
  };
  experimental: {
    invoke(name: string, message: unknown, options: { signal: AbortSignal }): Promise<[any, any]>;
  };
}

export interface Notebook {
  cells: Iterable<{
    sharedModel: { getSource(): string };
    toJSON(): { cell_type: string; source: string | string[]; outputs?: any[] };
  }>;
  contentChanged: { connect(slot: () => void): void; disconnect(slot: () => void): void };
}

export interface Kept {
  said: Said;
  /** In percent. */
  sure: number | null;
  of: string;
  /** What was said when it was asked once more. */
  again?: Said;
}

/** What the browser remembers: `memory.js`. */
export interface Memory {
  answers: Record<string, Kept>;
  /** By page and figure: the reader's text, in place of which text of the book. */
  drafts: Record<string, { text: string; original: string }>;
  /** By page: the tasks that are solved, of how many. */
  done: Record<string, { solved: string[]; of: number }>;
  place: { page: string; section: string } | null;
}
