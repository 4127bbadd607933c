// What was measured of each library: choose among the optimizers; what holds some opens.
import { choose } from "./choose.js";

const FILTERS = { library: "Library", eps: "ε", decay: "Decay" };

export function startLibraries() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".libraries"));
  if (!place) return;
  const folds = /** @type {HTMLElement[]} */ ([...place.children]);
  const rows = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("tr[data-library]")]);
  choose(place, rows, "optimizers", FILTERS, (found, asked) => {
    for (const fold of folds) {
      fold.hidden = !found.some((row) => fold.contains(row));
      fold.toggleAttribute("open", Object.keys(asked).length > 0);
    }
  });
}
