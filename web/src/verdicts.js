// What a setting says of claims: for each a badge, the claim, and what was compared.
import { make } from "./form.js";

/** @import { Verdict } from "./types.js" */

/**
 * The claim as its box on this page says it, with a link to that; else its name.
 * @param {string} name
 */
function claimOf(name) {
  const title = document.getElementById(name)?.querySelector(".admonition-title");
  if (!title) return name;
  const sentence = /** @type {Element} */ (title.cloneNode(true));
  sentence.querySelector(".verdict")?.remove();
  const words = sentence.textContent?.replace(/^Claim: /, "") ?? "";
  return make("a", { className: "internal", href: `#${name}` }, words);
}

/** @param {Verdict[]} verdicts */
export const linesOf = (verdicts) =>
  verdicts.map(({ claim, here, words }) => {
    const name = `verdict verdict-${here.replaceAll(" ", "-")}`;
    const badge = make(
      "span",
      { className: name },
      `${here[0].toUpperCase()}${here.slice(1)} here`,
    );
    return make("p", { className: "adamedu-verdict" }, badge, claimOf(claim), `. ${words}`);
  });
