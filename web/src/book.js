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

/** On a phone a formula breaks between its equations, or else after a relation. */
function makeBreakable(formula) {
  for (const gap of formula.querySelectorAll(":scope > .base > .mspace")) {
    if (gap.style.marginRight !== "2em") continue; // \qquad stands between equations
    const [base, rest] = [gap.parentElement, gap.parentElement.cloneNode()];
    rest.append(base.firstElementChild.cloneNode());
    while (gap.nextSibling) rest.append(gap.nextSibling);
    base.after(rest);
  }
  let equation, piece;
  for (const base of [...formula.children]) {
    const [relation, last] = [...base.children].slice(-2);
    equation ??= wrap("equation", formula);
    piece ??= wrap("piece", equation);
    piece.append(base);
    const ends = last.style.marginRight === "2em";
    if (ends || relation.classList.contains("mrel")) piece = undefined;
    if (ends) equation = undefined;
  }
}

function wrap(name, parent) {
  return parent.appendChild(Object.assign(document.createElement("span"), { className: name }));
}

/** What scrolls is a stop of the Tab key (the theme does it for code), and shows that it goes on. */
function makeStops() {
  for (const box of document.querySelectorAll("div.math, .adamedu-scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    box.onscroll = () => box.classList.toggle("adamedu-more", box.scrollWidth - box.scrollLeft - box.clientWidth > 5);
    box.onscroll();
  }
}

addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(named)) button.removeAttribute("aria-label");
  for (const formula of document.querySelectorAll("span.math")) keepTogether(formula);
  for (const formula of document.querySelectorAll(".katex-display > .katex > .katex-html")) makeBreakable(formula);
  for (const picture of document.querySelectorAll("figure > img.adamedu-still")) {
    const box = Object.assign(document.createElement("div"), { className: "adamedu-scroll" });
    picture.replaceWith(box);
    box.append(picture);
  }
});
addEventListener("load", makeStops);
addEventListener("resize", makeStops);
