// A deck of slides: the part of the window that shows one, its keys, its address.
import "./slides.css";
import { fit, fitAll, fitNow } from "./fit.js";
import { dataOf, Form } from "./form.js";
import { speak } from "./notes.js";
import { onPaper, paper } from "./paper.js";

const root = document.documentElement;
/** What takes the arrow keys for itself; a remote control sends other keys. */
const TAKES = "input, select, textarea, [contenteditable], [role=slider]";
/** What is still covered on a slide: "Show me" of a question, a claim's verdict. */
const COVERED = ".adamedu-buttons:not([hidden]) > [type=button], details:not([open]) > summary";

/** @type {HTMLElement[]} */
let slides = [];
let here = 0;

/** The theme is the book's, or else the system's. */
function startTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  let kept = null;
  try {
    kept = localStorage.getItem("theme");
  } catch {
    // the browser keeps nothing
  }
  root.dataset.theme = kept || (dark ? "dark" : "light");
}

function turnTheme() {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
}

/** @param {number} to */
function go(to) {
  const slide = slides[Math.max(0, Math.min(slides.length - 1, to))];
  overview(false);
  slide.scrollIntoView({ behavior: "instant" });
  arrive(slides.indexOf(slide));
}

/** @param {number} to */
function arrive(to) {
  if (to === here) return;
  here = to;
  history.replaceState(null, "", `#/${here + 1}`);
  fit(slides[here]);
  speak(slides, here);
}

/** Uncover what the slide asks, or go on. */
function next() {
  const covered = /** @type {HTMLElement | null} */ (slides[here].querySelector(COVERED));
  if (covered) covered.click();
  else go(here + 1);
}

/** The slide that the address names, by its number or by what it shows. */
function follow() {
  const words = decodeURIComponent(location.hash.slice(1)).split("?")[0];
  const number = Number(words.match(/^\/(\d+)$/)?.[1]);
  const target = document.getElementById(words)?.closest(".slide");
  if (number || target) go(number ? number - 1 : slides.indexOf(/** @type {any} */ (target)));
}

/** @param {boolean} [on] */
function overview(on) {
  const before = root.classList.contains("overview");
  if (root.classList.toggle("overview", on) === before) return;
  slides[here].scrollIntoView({ behavior: "instant", block: before ? "start" : "center" });
}

/** @type {Record<string, () => unknown>} */
const KEYS = {
  ArrowRight: next,
  PageDown: next,
  " ": next,
  ArrowDown: () => go(here + 1),
  ArrowLeft: () => go(here - 1),
  ArrowUp: () => go(here - 1),
  PageUp: () => go(here - 1),
  Home: () => go(0),
  End: () => go(slides.length - 1),
  Escape: () => overview(),
  o: () => overview(),
  s: () => speak(slides, here, true),
  d: turnTheme,
  f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
};

/** @param {KeyboardEvent} event */
function press(event) {
  const { key, altKey, ctrlKey, metaKey } = event;
  const target = /** @type {HTMLElement} */ (event.target);
  const does = KEYS[key.length > 1 ? key : key.toLowerCase()];
  if (!does || altKey || ctrlKey || metaKey) return;
  const remote = key.startsWith("Page");
  if (target.closest(TAKES) && !remote) {
    if (key === "Escape") target.blur(); // and from now on the keys turn slides
    return;
  }
  if (key === " " && target.closest("button, a, summary")) return;
  event.preventDefault();
  event.stopPropagation();
  does();
}

/** A question is asked afresh, whatever was answered to it in the book. */
function startQuestions() {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".adamedu-predict")
  )) {
    const heading = box.closest(".sheet")?.querySelector(".admonition-title");
    if (heading) box.prepend(heading.cloneNode(true));
    const told = box.nextElementSibling?.firstElementChild;
    const form = new Form(box, dataOf(box), /** @type {HTMLElement} */ (told), (said) => {
      form.close(said);
      form.again.hidden = false;
      fitNow(/** @type {any} */ (box.closest(".slide"))); // or its focus turns the slide
    });
    form.again.onclick = () => form.open();
    for (const part of form.buttons.querySelectorAll("label, small")) part.remove();
  }
}

onPaper((undo) => {
  overview(false);
  for (const cover of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(COVERED))) {
    const fold = cover.closest("details");
    const again = cover.closest("form")?.querySelector(":scope > button");
    cover.click();
    undo.push(() => (fold ? fold.removeAttribute("open") : /** @type {any} */ (again)?.click()));
  }
  undo.push(() => go(here));
  for (const slide of slides) fitNow(slide);
});

function start() {
  slides = [...document.querySelectorAll(".slide")].map((one) => /** @type {any} */ (one));
  startQuestions();
  const seen = new IntersectionObserver(
    (entries) => {
      if (root.classList.contains("overview") || paper.matches) return;
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) arrive(slides.indexOf(/** @type {any} */ (target)));
      }
    },
    { threshold: 0.6 },
  );
  for (const slide of slides) seen.observe(slide);
  fitAll(slides);
  addEventListener("keydown", press, { capture: true });
  addEventListener("hashchange", follow);
  addEventListener("resize", () => go(here));
  document.addEventListener("click", (event) => {
    if (!root.classList.contains("overview")) return;
    const slide = /** @type {Element} */ (event.target).closest(".slide");
    event.preventDefault();
    if (slide) go(slides.indexOf(/** @type {any} */ (slide)));
  });
  follow();
}

startTheme();
addEventListener("DOMContentLoaded", start);
