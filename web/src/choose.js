// A form above a list that chooses among its items, and puts them in order.
import { make } from "./form.js";

/**
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
function labelled(label, field) {
  field.id = `choose-${field.name}`;
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
 * The form: words, what the items say of themselves in their `data-`, and an order.
 * @param {HTMLElement[]} items
 * @param {Record<string, string>} filters
 * @param {Record<string, string>} orders
 */
function form(items, filters, orders) {
  const choosers = Object.entries(filters).map(([name, label]) => {
    const found = new Set(items.map(({ dataset }) => dataset[name] ?? ""));
    return chooser(name, label, [["", "all"], ...[...found].map((v) => [v, v])]);
  });
  const fields = [labelled("Words", make("input", { type: "search", name: "words" })), ...choosers];
  const entries = Object.entries(orders);
  if (entries.length) fields.push(chooser("order", "Order", entries));
  return make("form", { className: "choose-form" }, ...fields);
}

/**
 * Put a form before a place, which shows what is asked for. The address keeps it.
 * @param {HTMLElement} place
 * @param {HTMLElement[]} items
 * @param {string} noun what the items are
 * @param {Record<string, string>} filters `data-` of the items, and their labels
 * @param {(shown: HTMLElement[], asked: Record<string, string>) => void} shown
 * @param {Record<string, string>} [orders] the first of them is that of the page
 */
export function choose(place, items, noun, filters, shown, orders = {}) {
  const head = form(items, filters, orders);
  const count = make("p", {});
  count.setAttribute("role", "status");
  place.before(head, count);
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = head.elements.namedItem(name);
    const known = field instanceof HTMLSelectElement ? [...field.options] : [{ value }];
    if (known.some((option) => option.value === value)) Object.assign(field ?? {}, { value });
  }
  const [first] = Object.keys(orders);
  const draw = () => {
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(head)));
    const asked = Object.entries(fields).filter(([, value]) => value && value !== first);
    const wanted = fields.words.toLowerCase();
    for (const item of items) {
      const { dataset, textContent } = item;
      const fits = asked.every(([name, v]) => !(name in filters) || dataset[name] === v);
      item.hidden = !(fits && textContent?.toLowerCase().includes(wanted));
    }
    const found = items.filter(({ hidden }) => !hidden);
    count.textContent = `${found.length} of ${items.length} ${noun}`;
    shown(found, Object.fromEntries(asked));
    const query = new URLSearchParams(asked).toString();
    history.replaceState(null, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  };
  head.addEventListener("input", draw);
  head.addEventListener("submit", (event) => event.preventDefault());
  draw();
}
