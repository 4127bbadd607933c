// The page of claims: choose among them, put them in order, lead to one.
import { make } from "./form.js";

const FILTERS = {
  here: "Verdict",
  kind: "Evidence",
  topic: "Topic",
  chapter: "Chapter",
  flips: "Flips",
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
  words: (claim) => words(claim).slice((claim.dataset.here ?? "").length),
};

/**
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
function labelled(label, field) {
  field.id = `claims-${field.name}`;
  return make("span", {}, make("label", { htmlFor: field.id }, label), " ", field);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string[][]} options values and their words
 */
function chooser(name, label, options) {
  const choices = options.map(([value, text]) => make("option", { value }, text));
  return labelled(label, make("select", { name }, ...choices));
}

/**
 * The form above the claims.
 * @param {HTMLElement[]} claims
 */
function form(claims) {
  const filters = Object.entries(FILTERS).map(([name, label]) => {
    const found = new Set(claims.map(({ dataset }) => dataset[name] ?? ""));
    return chooser(name, label, [["", "all"], ...[...found].map((v) => [v, v])]);
  });
  const search = labelled("Words", make("input", { type: "search", name: "words" }));
  const order = chooser("order", "Order", Object.entries(ORDERS));
  return make("form", { className: "claims-form" }, search, ...filters, order);
}

/**
 * Show the claims that the form asks for, in its order.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} claims
 * @param {Record<string, string>} asked
 */
function show(place, claims, { words: text, order, ...filters }) {
  const wanted = text.toLowerCase();
  for (const claim of claims) {
    const { dataset, textContent } = claim;
    const fits = Object.entries(filters).every(([name, v]) => !v || dataset[name] === v);
    claim.hidden = !(fits && textContent?.toLowerCase().includes(wanted));
  }
  const key = KEYS[order];
  place.append(...[...claims].sort((a, b) => key(a).localeCompare(key(b), "en")));
  return claims.filter(({ hidden }) => !hidden).length;
}

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
  const head = form(claims);
  const count = make("p", { className: "claims-count" });
  count.setAttribute("role", "status");
  place.before(head, count);
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = head.elements.namedItem(name);
    const known = field instanceof HTMLSelectElement ? [...field.options] : [{ value }];
    if (known.some((option) => option.value === value)) Object.assign(field ?? {}, { value });
  }
  const draw = () => {
    const asked = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(head)));
    count.textContent = `${show(place, claims, asked)} of ${claims.length} claims`;
    const kept = Object.entries(asked).filter(([, value]) => value && value !== "book");
    const query = new URLSearchParams(kept).toString();
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  };
  head.addEventListener("input", draw);
  head.addEventListener("submit", (event) => event.preventDefault());
  draw();
  openTarget();
  addEventListener("hashchange", openTarget);
}
