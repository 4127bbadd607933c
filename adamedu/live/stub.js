// Finds the figures' script once per page: in the book beside the page, in
// JupyterLab from the kernel.
const add = (src) =>
  new Promise((done, failed) => {
    const tag = Object.assign(document.createElement("script"), { src });
    tag.onload = done;
    tag.onerror = () => failed(new Error(`${src} could not be loaded`));
    document.head.append(tag);
  });

async function load({ model, experimental }) {
  const root = document.documentElement.dataset.content_root; // set by Sphinx
  if (root !== undefined) {
    return add(new URL(`${root}_static/adamedu-live.js`, document.baseURI).href);
  }
  const signal = AbortSignal.timeout(20000);
  const [, [script]] = await experimental.invoke("script", {}, { signal });
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  await add(url);
  URL.revokeObjectURL(url);
}

export default {
  async render(context) {
    try {
      await (globalThis.adameduLoading ??= load(context));
    } catch (error) {
      globalThis.adameduLoading = undefined;
      context.el.textContent = "Run this cell to bring the figure to life.";
      console.warn("adamedu:", error);
      return;
    }
    return globalThis.AdamEdu.render(context);
  },
};
