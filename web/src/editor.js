// The editor under a live figure; loaded only where a rule can be edited.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** @import { DecorationSet } from "@codemirror/view" */
/** @import { MakeEditor } from "./types.js" */

const PAUSE = 250; // ms without a key before the edit runs

/** @type {import("@codemirror/state").StateEffectType<number>} */
const mark = StateEffect.define();
const wrongLine = Decoration.line({ class: "adamedu-wrong-line" });
/** @type {StateField<DecorationSet>} */
const marked = StateField.define({
  create: () => Decoration.none,
  update(lines, { effects, changes, state }) {
    const effect = effects.findLast((one) => one.is(mark));
    if (!effect) return lines.map(changes);
    const known = effect.value > 0 && effect.value <= state.doc.lines;
    return known
      ? Decoration.set([wrongLine.range(state.doc.line(effect.value).from)])
      : Decoration.none;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--adamedu-nesterov)", fontWeight: "600" },
  { tag: [tags.string, tags.comment], color: "var(--adamedu-adagrad)" },
  { tag: tags.number, color: "var(--adamedu-momentum)" },
  { tag: tags.function(tags.definition(tags.variableName)), color: "var(--adamedu-adam)" },
]);

/** @type {MakeEditor} */
globalThis.AdamEduEditor = (parent, text, label, touched, apply) => {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const changed = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    touched();
    clearTimeout(timer);
    timer = setTimeout(() => apply(update.state.doc.toString()), PAUSE);
  });
  const view = new EditorView({
    parent,
    doc: text.trimEnd(),
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      python(),
      indentUnit.of("    "),
      syntaxHighlighting(colors),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      matchMedia("(max-width: 600px)").matches ? EditorView.lineWrapping : [],
      marked,
      changed,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    setText: (insert) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: insert.trimEnd() } }),
    markLine: (line) => view.dispatch({ effects: mark.of(line) }),
  };
};
