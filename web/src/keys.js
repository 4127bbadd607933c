// The arrow keys turn pages, where nothing else takes them.
const TAKE =
  "input, select, textarea, figure, .adamedu-interact, [contenteditable], [tabindex='0']";

export function startKeys() {
  for (const [key, sign, selector] of [
    ["ArrowLeft", "←", "a.left-prev"],
    ["ArrowRight", "→", "a.right-next"],
  ]) {
    /** @type {HTMLAnchorElement | null} */
    const link = document.querySelector(selector);
    if (!link) continue;
    link.title += `: key ${sign}`;
    link.setAttribute("aria-keyshortcuts", key);
    addEventListener("keydown", (event) => {
      const { altKey, ctrlKey, metaKey, shiftKey, repeat, defaultPrevented } = event;
      if (event.key !== key || defaultPrevented || repeat) return;
      if (altKey || ctrlKey || metaKey || shiftKey) return;
      if (!(/** @type {Element} */ (event.target).closest(TAKE))) link.click();
    });
  }
}
