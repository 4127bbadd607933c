import "./book.css";

// The theme names some of its buttons otherwise than their visible words do.
const named = ".search-button-field, .theme-switch-button, summary";
/** No line begins with the comma after a formula, or ends with the bracket before it. */
function keepTogether(formula) {
  const [before, after] = [formula.previousSibling, formula.nextSibling];
  const open = before?.nodeType === Node.TEXT_NODE && before.data.match(/[(\[]+$/)?.[0];
  const close = after?.nodeType === Node.TEXT_NODE && after.data.match(/^[.,;:!?)\]’%]+/)?.[0];
  if (!open && !close) return;
  const box = Object.assign(document.createElement("span"), { className: "with-formula" });
  formula.replaceWith(box);
  box.append(open || "", formula, close || "");
  if (open) before.data = before.data.slice(0, -open.length);
  if (close) after.data = after.data.slice(close.length);
}

addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(named)) button.removeAttribute("aria-label");
  for (const formula of document.querySelectorAll("div.math")) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
  }
  for (const formula of document.querySelectorAll("span.math")) keepTogether(formula);
  // On a phone a picture keeps its letters readable, and scrolls in a box of its own.
  if (!matchMedia("(max-width: 600px)").matches) return;
  for (const picture of document.querySelectorAll("figure > img.adamedu-still")) {
    const box = Object.assign(document.createElement("div"), { className: "adamedu-scroll", tabIndex: 0 });
    picture.replaceWith(box);
    box.append(picture);
  }
});
