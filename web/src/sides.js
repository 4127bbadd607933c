// A caption says where a panel stands: beside another, or below it on a narrow page.

/**
 * Whether the panels of a figure stand one below the other.
 * @param {HTMLElement} figure
 */
function stacked(figure) {
  const boxes = /** @type {HTMLElement[]} */ ([...figure.querySelectorAll(".adamedu-panels")]);
  const shown = boxes.find((box) => box.offsetParent);
  if (!shown) {
    const narrow = /** @type {HTMLElement | null} */ (figure.querySelector("img.adamedu-narrow"));
    return Boolean(narrow?.offsetParent);
  }
  const [one, two] = /** @type {HTMLElement[]} */ ([...shown.children]);
  return Boolean(two && two.offsetTop > one.offsetTop);
}

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const figure = /** @type {HTMLElement} */ (target);
    const name = stacked(figure) ? "stacked" : "beside";
    for (const word of /** @type {NodeListOf<HTMLElement>} */ (figure.querySelectorAll(".side"))) {
      word.dataset.beside ??= word.textContent ?? "";
      word.textContent = word.dataset[name] ?? "";
    }
  }
});

export function startSides() {
  for (const figure of document.querySelectorAll("figure:has(figcaption .side)")) {
    watch.observe(figure);
  }
}
