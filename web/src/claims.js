// The page of claims: choose among them, put them in order, lead to one.
import { choose } from "./choose.js";

const FILTERS = {
  here: "Verdict",
  kind: "Evidence",
  topic: "Topic",
  chapter: "Chapter",
  flips: "Live",
};
const ORDERS = { book: "as in the book", here: "by verdict", words: "by first word" };

/** @param {HTMLElement} claim */
const words = (claim) => claim.querySelector("summary")?.textContent ?? "";

/**
 * What an order compares.
 * @type {Record<string, (claim: HTMLElement) => string>}
 */
const KEYS = {
  book: () => "",
  here: (claim) => claim.dataset.here ?? "",
  words: (claim) => words(claim).slice(claim.querySelector(".verdict")?.textContent?.length),
};

/** A link to a claim opens it. */
function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const claim = document.getElementById(id);
  if (!claim?.matches(".claims > details")) return;
  claim.toggleAttribute("open", true);
  claim.scrollIntoView();
}

export function startClaims() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".claims"));
  if (!place) return;
  const claims = /** @type {HTMLElement[]} */ ([...place.children]);
  const inOrder = (/** @type {HTMLElement[]} */ _, /** @type {Record<string, string>} */ asked) => {
    const key = KEYS[asked.order ?? "book"];
    place.append(...[...claims].sort((a, b) => key(a).localeCompare(key(b), "en")));
  };
  choose(place, claims, "claims", FILTERS, inOrder, ORDERS);
  openTarget();
  addEventListener("hashchange", openTarget);
}
