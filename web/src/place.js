// The sidebar: where the reader was, and which pages have all their tasks solved.
import { make } from "./form.js";
import { CHANGED, keep, pageOf, recall } from "./memory.js";

/** @returns {NodeListOf<HTMLAnchorElement>} */
const links = () => document.querySelectorAll(".bd-links a.reference.internal");

/** The section that is being read, or "" at the top of the page. */
function section() {
  /** @type {NodeListOf<HTMLElement>} */
  const headings = document.querySelectorAll("article section section > :is(h2, h3)");
  const above = [...headings].filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
  return above.at(-1)?.parentElement?.id ?? "";
}

/** A link back to the page that was left in the middle. */
function offer() {
  const { place } = recall();
  const page = place && [...links()].find(({ href }) => pageOf(href) === place.page);
  if (!page || place.page === pageOf()) return;
  const address = `${page.href.split("#")[0]}#${encodeURIComponent(place.section)}`;
  const link = make("a", { href: address }, `Go on reading: ${page.textContent?.trim()}`);
  document.querySelector(".bd-links")?.prepend(make("p", { className: "adamedu-place" }, link));
}

function tick() {
  for (const old of document.querySelectorAll(".adamedu-tick")) old.remove();
  const { done } = recall();
  for (const link of links()) {
    const { solved, of } = done[pageOf(link.href)] ?? { solved: [], of: 0 };
    if (!of || solved.length < of) continue;
    const words = make("span", { className: "visually-hidden" }, "all solved");
    link.append(make("span", { className: "adamedu-tick" }, " ✓ ", words));
  }
}

export function startPlace() {
  offer();
  tick();
  document.addEventListener(CHANGED, tick);
  addEventListener("pagehide", () => {
    const place = { page: pageOf(), section: section() };
    if (place.section) keep((memory) => Object.assign(memory, { place }));
  });
}
