// A box for text that takes files too: dropped on it, or chosen. Nothing is sent anywhere.
import { make } from "./form.js";

const MOST = 20_000_004; // bytes: more characters than Python takes, which it then says

/**
 * @param {HTMLElement} el what shows the box
 * @param {(text: string) => void} take
 */
export function takeFiles(el, take) {
  const box = /** @type {HTMLTextAreaElement} */ (el.querySelector("textarea"));
  /** @param {FileList | undefined} files */
  const read = async (files) => {
    const [file] = files ?? [];
    if (file) take(await file.slice(0, MOST).text());
  };
  const choose = make("input", { type: "file" });
  choose.setAttribute("aria-label", "a log, from a file");
  choose.onchange = () => read(choose.files ?? undefined);
  el.append(choose);
  // a paste counts at once, not only when the box is left
  box.addEventListener("paste", () => setTimeout(() => take(box.value)));
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    el.addEventListener(kind, (event) => {
      const over = kind === "dragenter" || kind === "dragover";
      el.classList.toggle("adamedu-dropping", over);
      const { dataTransfer } = /** @type {DragEvent} */ (event);
      if (!dataTransfer?.types.includes("Files")) return; // a text is dropped as it is
      event.preventDefault();
      if (kind === "drop") read(dataTransfer.files);
    });
  }
}
