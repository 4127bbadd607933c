import "./book.css";

// The theme names some of its buttons otherwise than their visible words do.
const named = ".search-button-field, .theme-switch-button, summary";
addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(named)) button.removeAttribute("aria-label");
});
