import "./book.css";

// The theme names some of its buttons otherwise than their visible words do.
const named = ".search-button-field, .theme-switch-button, summary";
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(named)) button.removeAttribute("aria-label");
  for (const formula of document.querySelectorAll("div.math")) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
  }
  // On a phone a picture keeps its letters readable, and scrolls in a box of its own.
  if (!matchMedia("(max-width: 600px)").matches) return;
  for (const picture of document.querySelectorAll("figure > img.adamedu-still")) {
    const box = Object.assign(document.createElement("div"), { className: "adamedu-scroll", tabIndex: 0 });
    picture.replaceWith(box);
    box.append(picture);
  }
});
