const MOST = 0.6;

/**
 * Act once, when most of an element is on the screen, or it fills most of that.
 * @param {Element} element
 * @param {() => void} act
 * @returns {IntersectionObserver} to be disconnected by who no longer waits
 */
export function whenSeen(element, act) {
  const threshold = Array.from({ length: 21 }, (_, k) => k / 20);
  const observer = new IntersectionObserver(
    (entries) => {
      const { intersectionRatio, intersectionRect } = entries[entries.length - 1];
      if (intersectionRatio < MOST && intersectionRect.height < MOST * innerHeight) return;
      observer.disconnect();
      act();
    },
    { threshold },
  );
  observer.observe(element);
  return observer;
}
