// A slide's content is as large as the slide allows.

const [WIDTH, HEIGHT] = [960, 540]; // px, of a slide at zoom 1
const LEAST = 0.4;
const STEP = 0.96;
/** @type {Set<HTMLElement>} those in the middle of it */
const fitted = new Set();

/**
 * Zoom at which a slide of the usual size fills its place.
 * @param {HTMLElement} slide
 */
const whole = ({ clientWidth, clientHeight }) =>
  Math.min(clientWidth / WIDTH, clientHeight / HEIGHT);

/** @param {HTMLElement} sheet */
const zoomOf = (sheet) => Number(sheet.style.getPropertyValue("--zoom")) || 1;

/** @param {HTMLElement} sheet */
const overflows = (sheet) =>
  sheet.scrollHeight > sheet.clientHeight + 1 || sheet.scrollWidth > sheet.clientWidth + 1;

/** @param {HTMLElement} slide */
const sheetOf = (slide) => /** @type {HTMLElement} */ (slide.firstElementChild);

/**
 * A window of another size, or a figure that has come alive, begins anew.
 * @param {HTMLElement} slide
 */
function begin(slide) {
  const sheet = sheetOf(slide);
  const waits = sheet.querySelector(".adamedu-place") !== null;
  const stage = `${slide.clientWidth} ${slide.clientHeight} ${waits}`;
  if (sheet.dataset.stage !== stage) sheet.style.setProperty("--zoom", `${whole(slide)}`);
  sheet.dataset.stage = stage;
}

/**
 * Make it a little smaller if not all is on the slide.
 * @param {HTMLElement} slide
 */
function shrink(slide) {
  const sheet = sheetOf(slide);
  const zoom = zoomOf(sheet);
  if (!overflows(sheet) || zoom < LEAST * whole(slide)) return false;
  sheet.style.setProperty("--zoom", `${zoom * STEP}`);
  return true;
}

/**
 * Make all of it fit; in between charts are drawn anew.
 * @param {HTMLElement} slide
 */
export async function fit(slide) {
  begin(slide);
  if (fitted.has(slide)) return;
  fitted.add(slide);
  while (shrink(slide)) await new Promise(requestAnimationFrame);
  fitted.delete(slide);
}

/**
 * The same at once, for paper.
 * @param {HTMLElement} slide
 */
export function fitNow(slide) {
  begin(slide);
  while (shrink(slide));
}

/**
 * Fit slides when they come near, and again when they grow or the window changes.
 * @param {HTMLElement[]} slides
 */
export function fitAll(slides) {
  const grown = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(/** @type {any} */ (target.closest(".slide")));
  });
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || document.documentElement.matches(".overview")) continue;
        fit(/** @type {any} */ (target));
        for (const part of sheetOf(/** @type {any} */ (target)).children) grown.observe(part);
      }
    },
    { rootMargin: "100%" },
  );
  for (const slide of slides) near.observe(slide);
  const usual = () => {
    const zoom = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
    document.documentElement.style.setProperty("--zoom", `${zoom}`);
  };
  usual();
  addEventListener("resize", usual);
}
