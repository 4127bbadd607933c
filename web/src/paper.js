// On paper all is light, and nothing is folded or covered; then it is as it was.
export const paper = matchMedia("print");

/** @param {(undo: (() => void)[]) => void} open adds to the list what puts it back */
export function onPaper(open) {
  const { dataset } = document.documentElement;
  /** @type {(() => void)[]} */
  let undo = [];
  paper.addEventListener("change", ({ matches }) => {
    for (const back of undo) back();
    undo = [];
    if (!matches) return;
    const { theme } = dataset;
    dataset.theme = "light";
    undo.push(() => {
      dataset.theme = theme;
    });
    open(undo);
  });
}
