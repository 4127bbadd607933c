// A table of words is too wide for a phone: there each cell has a line of its own.

const WIDE = 45; // letters of a row that fit beside each other

/** @param {HTMLTableElement} table */
function stack(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  /** @param {HTMLTableRowElement} row */
  const long = (row) => (row.textContent ?? "").replace(/\s+/g, " ").length > WIDE;
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (!heads.length || !rows.some(long)) return;
  for (const { cells } of rows) {
    [...cells].forEach((cell, k) => {
      const head = heads[k]?.textContent;
      if (head) cell.dataset.head = head;
    });
  }
  table.classList.add("stacked");
}

/** Mark the tables of the page that a phone is to stack. */
export function startTables() {
  for (const table of document.querySelectorAll(".bd-article table")) {
    stack(/** @type {HTMLTableElement} */ (table));
  }
}
