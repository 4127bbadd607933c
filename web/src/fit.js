// A slide's content is as large as the slide allows.

const [WIDTH, HEIGHT] = [960, 540]; // px, of a slide at zoom 1
const LEAST = 0.4;
const STEP = 0.96;
/** @type {Set<HTMLElement>} those in the middle of it */
const fitted = new Set();

/** Zoom at which a slide fills the window. */
const whole = () => Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);

/** @param {HTMLElement} sheet */
const zoomOf = (sheet) => Number(sheet.style.getPropertyValue("--zoom")) || 1;

/** @param {HTMLElement} sheet */
const overflows = (sheet) =>
  sheet.scrollHeight > sheet.clientHeight + 1 || sheet.scrollWidth > sheet.clientWidth + 1;

/** @param {HTMLElement} slide */
const sheetOf = (slide) => /** @type {HTMLElement} */ (slide.firstElementChild);

/**
 * Make it smaller until all is on the slide; a chart is drawn anew in between. A figure
 * that has come alive is another than the place that it had.
 * @param {HTMLElement} slide
 */
export async function fit(slide) {
  const sheet = sheetOf(slide);
  const most = whole();
  const stage = `${innerWidth} ${innerHeight} ${sheet.querySelector(".adamedu-place") !== null}`;
  if (sheet.dataset.stage !== stage) {
    sheet.dataset.stage = stage;
    sheet.style.setProperty("--zoom", `${most}`);
  }
  if (fitted.has(sheet)) return;
  fitted.add(sheet);
  while (overflows(sheet) && zoomOf(sheet) > LEAST * most) {
    sheet.style.setProperty("--zoom", `${zoomOf(sheet) * STEP}`);
    await new Promise(requestAnimationFrame);
  }
  fitted.delete(sheet);
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
}
