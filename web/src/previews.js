// What a link leads to, shown beside it: to a mouse that rests there, to the keyboard's
// focus, and to a first tap; a second one follows the link. The build writes what is shown
// (book/previews.py).
import { make } from "./form.js";
import { pageOf } from "./memory.js";

const LISTED = ':is(.gallery, .adamedu-answers) a, .claims a[href*="#claim-"]';
const LINKS = `article a.internal:not(${LISTED})`;
const REST = 300; // ms
const GAP = 8; // px

globalThis.AdamEduPreviews ??= {};
/** @type {Record<string, Promise<Record<string, string>>>} texts by page, then by id */
const pages = {};

/** @param {string} page */
function load(page) {
  const root = document.documentElement.dataset.content_root;
  const src = `${root}_static/previews/${page}.js`;
  pages[page] ??= new Promise((done) => {
    const come = () => done(globalThis.AdamEduPreviews[page] ?? {});
    document.head.append(make("script", { src, onload: come, onerror: come }));
  });
  return pages[page];
}

/**
 * What is shown of a link's target; nothing of what a question still folds.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<DocumentFragment | undefined>}
 */
async function contentOf(link) {
  const [page, id] = [pageOf(link.href), decodeURIComponent(link.hash.slice(1))];
  if (page === pageOf() && document.getElementById(id)?.closest("[hidden]")) return undefined;
  const texts = await load(page);
  if (!Object.hasOwn(texts, id)) return undefined;
  const { content } = make("template", { innerHTML: texts[id] });
  const root = document.documentElement.dataset.content_root;
  for (const picture of content.querySelectorAll("img")) {
    picture.setAttribute("src", `${root}${picture.getAttribute("src")}`);
  }
  return content;
}

/**
 * A formula is as small as its box asks for.
 * @param {HTMLElement} formula
 */
function shrink(formula) {
  const fits = formula.clientWidth / formula.scrollWidth;
  if (fits < 1) formula.style.fontSize = `${fits}em`;
}

/** The one box in which previews are shown. */
class Preview {
  box = make("div", { id: "adamedu-preview", popover: "manual", role: "tooltip" });
  /** @type {HTMLAnchorElement | undefined} which is shown, or will be */
  link;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  constructor() {
    document.body.append(this.box);
    this.box.onpointerenter = () => clearTimeout(this.timer);
  }

  /** @param {() => void} act */
  later(act) {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, REST);
  }

  /**
   * @param {HTMLAnchorElement} link
   * @returns {Promise<boolean>} whether there is something to show
   */
  async show(link) {
    clearTimeout(this.timer);
    if (link === this.link) return true;
    this.hide();
    this.link = link;
    const content = await contentOf(link);
    if (link !== this.link) return true; // it has gone on to another
    if (!content) {
      this.link = undefined;
      return false;
    }
    this.box.replaceChildren(content);
    this.box.showPopover();
    /** @type {NodeListOf<HTMLElement>} */
    const formulas = this.box.querySelectorAll("div.math");
    for (const formula of formulas) shrink(formula);
    link.setAttribute("aria-describedby", this.box.id);
    this.place();
    return true;
  }

  hide() {
    clearTimeout(this.timer);
    this.link?.removeAttribute("aria-describedby");
    this.link = undefined;
    this.box.hidePopover();
  }

  /** Below its link, or above where there is more room. */
  place() {
    if (!this.link) return;
    const { left, top, bottom } = this.link.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) return this.hide();
    const below = innerHeight - bottom > Math.min(top, this.box.offsetHeight + 2 * GAP);
    const room = below ? innerHeight - bottom : top;
    this.box.style.maxHeight = `${room - 2 * GAP}px`;
    const x = Math.min(left, document.documentElement.clientWidth - this.box.offsetWidth - GAP);
    const y = below ? bottom + GAP : top - GAP - this.box.offsetHeight;
    Object.assign(this.box.style, { left: `${Math.max(GAP, x)}px`, top: `${y}px` });
  }
}

export function startPreviews() {
  if (!("popover" in HTMLElement.prototype)) return;
  const preview = new Preview();
  let touched = false;
  /** @param {Event} event */
  const linkOf = ({ target }) =>
    /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (target).closest(LINKS));
  /** @param {Event} event */
  const inside = ({ target }) => preview.box.contains(/** @type {Node} */ (target));

  addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (event.pointerType === "touch" || inside(event)) return;
    if (link) preview.later(() => preview.show(link));
    else if (document.activeElement !== preview.link) preview.later(() => preview.hide());
  });
  addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link?.matches(":focus-visible")) preview.later(() => preview.show(link));
  });
  addEventListener("focusout", () => preview.hide());
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") preview.hide();
  });
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (!linkOf(event) && !inside(event)) preview.hide();
  });
  addEventListener("click", async (event) => {
    const link = linkOf(event);
    if (!link) return;
    if (!touched || !link.hash || link === preview.link) {
      preview.hide();
      return;
    }
    event.preventDefault();
    touched = false;
    if (await preview.show(link))
      preview.box.append(make("small", {}, "Tap the link again to follow it."));
    else link.click();
  });
  for (const kind of ["scroll", "resize"]) addEventListener(kind, () => preview.place());
}
