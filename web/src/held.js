// A question of the page may hold a figure at its first step, until it is answered.

const EVENT = "adamedu-held";

/**
 * Hold a figure of the page, or let it go.
 * @param {Element} figure
 * @param {boolean} held
 */
export function hold(figure, held) {
  figure.toggleAttribute("data-held", held);
  figure.dispatchEvent(new Event(EVENT));
}

/**
 * Say whether the figure around an element is held, now and when that changes.
 * @param {Element} element
 * @param {(held: boolean) => void} say
 */
export function followQuestion(element, say) {
  const figure = element.closest("figure");
  const tell = () => say(figure?.hasAttribute("data-held") ?? false);
  figure?.addEventListener(EVENT, tell);
  tell();
  return () => figure?.removeEventListener(EVENT, tell);
}
