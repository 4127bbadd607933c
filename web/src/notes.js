// The speaker's window: what the book says of the slide, and what comes next.

/** @type {Window | null} */
let open = null;

/**
 * Show the notes of a slide, where that window is open.
 * @param {HTMLElement[]} slides
 * @param {number} here
 * @param {boolean} [ask] open it
 */
export function speak(slides, here, ask = false) {
  if (ask) open = window.open("", "notes", "popup,width=640,height=760");
  if (!open || open.closed) return;
  const { document: page } = open;
  const links = document.querySelectorAll("link[rel=stylesheet]");
  page.title = "Speaker's notes";
  page.documentElement.dataset.theme = document.documentElement.dataset.theme;
  page.documentElement.className = "speaker";
  page.head.replaceChildren(...[...links].map((link) => copyOf(/** @type {any} */ (link))));
  const heading = slides[here].querySelector("h1, h2");
  const after = slides[here + 1]?.querySelector("h1, h2");
  const place = page.createElement("p");
  place.textContent = `${here + 1} of ${slides.length}`;
  const next = page.createElement("p");
  next.append("Next: ", ...(after?.cloneNode(true).childNodes ?? ["the end"]));
  const notes = page.createElement("div");
  notes.innerHTML = slides[here].querySelector(".notes")?.innerHTML ?? "";
  page.body.replaceChildren(place, heading?.cloneNode(true) ?? "", notes, next);
  open.scrollTo(0, 0);
}

/** @param {HTMLLinkElement} link */
function copyOf(link) {
  const copy = /** @type {HTMLLinkElement} */ (link.cloneNode());
  copy.href = link.href; // whole: the window has no address
  return copy;
}
