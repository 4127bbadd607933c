/**
 * From now on the controls of a figure do something, and its picture has done its part.
 * @param {Element} root the figure
 * @param {string} key its name in the page
 * @returns {boolean} whether it was otherwise before
 */
export function comeAlive(root, key) {
  const box = root.closest(".adamedu-interact");
  if (box?.classList.contains("adamedu-ready")) return false;
  box?.classList.add("adamedu-ready");
  const group = box ?? root;
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", `Live figure: ${captionOf(group) || key}`);
  box?.closest(".cell_output, .output")?.querySelector(".adamedu-place")?.remove();
  return true;
}

/**
 * The first sentence of the caption of the figure around an element.
 * @param {Element} element
 */
function captionOf(element) {
  const words = element.closest("figure")?.querySelector("figcaption .caption-text")?.textContent;
  return words?.split(/(?<=[.?!])\s/)[0] ?? "";
}
