// A page without a browser, for what draws into one.
import { Window } from "happy-dom";

export const window = new Window({ url: "https://book.test/chapter.html" });
const names = [
  "document",
  "location",
  "navigator",
  "matchMedia",
  "ResizeObserver",
  "Event",
  "IntersectionObserver",
  "localStorage",
];
for (const name of names) {
  Object.defineProperty(globalThis, name, { value: window[name], writable: true });
}
for (const name of ["addEventListener", "removeEventListener"]) {
  globalThis[name] = window[name].bind(window);
}

export const STYLE = { light: "#111", dark: "#eee", dash: [], marker: "circle", width: 2 };
export const PALETTE = { adam: STYLE, theory: { ...STYLE, dash: [2, 4], width: 1 } };

/** A panel as `adamedu.scene.panel` makes it. */
export function panel(marks, more = {}) {
  const axis = { label: "", lim: [0, 10], scale: "linear" };
  return { marks, title: "", field: null, drag: null, x: axis, y: axis, ...more };
}

export const line = (x, y, more = {}) => ({
  kind: "line",
  x,
  y,
  style: "adam",
  label: "",
  walk: false,
  ...more,
});

/** A widget's state, that tells its listeners of changes. */
export class FakeModel {
  saved = 0;
  listeners = [];

  constructor(state, controls = {}) {
    this.state = state;
    this.widget_manager = { get_model: async (id) => controls[id] };
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value;
    for (const [event, act] of this.listeners) if (event === `change:${name}`) act();
  }

  save_changes() {
    this.saved += 1;
  }

  on(...listener) {
    this.listeners.push(listener);
  }

  off(event, act) {
    this.listeners = this.listeners.filter(([e, a]) => e !== event || a !== act);
  }
}
