// A finger on a slider: sideways it moves the slider, up or down it scrolls the page.

const CLEAR = 6; // px; after so far it is clear which way a finger goes

/**
 * The slider hears of a touch when it has gone sideways; of a tap, the browser tells it.
 * @param {Element} slider
 */
export function letScroll(slider) {
  const hear = /** @type {EventListener} */ (wait);
  slider.addEventListener("touchstart", hear, { capture: true, passive: true });
}

/** @param {TouchEvent} event */
function wait(event) {
  if (!event.isTrusted || event.touches.length > 1) return; // the one that is sent below
  event.stopPropagation();
  const [first] = event.changedTouches;
  const target = /** @type {HTMLElement} */ (event.target);
  const over = new AbortController();
  const listen = { signal: over.signal, passive: true };
  /** @param {TouchEvent} moved */
  const look = ({ changedTouches: [now] }) => {
    const [x, y] = [Math.abs(now.clientX - first.clientX), Math.abs(now.clientY - first.clientY)];
    if (Math.max(x, y) < CLEAR) return;
    over.abort();
    if (x > y) target.dispatchEvent(start(first));
  };
  target.addEventListener("touchmove", look, listen);
  for (const end of ["touchend", "touchcancel"]) {
    target.addEventListener(end, () => over.abort(), listen);
  }
}

/** @param {Touch} touch */
function start(touch) {
  const touches = [touch];
  return new TouchEvent("touchstart", {
    ...{ touches, targetTouches: touches, changedTouches: touches },
    ...{ bubbles: true, cancelable: true, composed: true },
  });
}
