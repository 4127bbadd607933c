// Finds the figures' scripts once per page: in the book beside the page, in
// JupyterLab from the kernel.
const add = (src) =>
  new Promise((done, failed) => {
    const tag = Object.assign(document.createElement("script"), { src });
    tag.onload = done;
    tag.onerror = () => failed(new Error(`${src} could not be loaded`));
    document.head.append(tag);
  });

const root = document.documentElement.dataset.content_root; // set by Sphinx

async function address(name, { experimental }) {
  if (root !== undefined) return new URL(`${root}_static/${name}`, document.baseURI).href;
  const signal = AbortSignal.timeout(3600_000); // the kernel answers after all queued cells
  const [, [script]] = await experimental.invoke("script", name, { signal });
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

const loaded = (globalThis.adameduLoaded ??= {});

// Each figure asks for itself: one from an earlier run would wait for ever.
async function load(name, context) {
  if (!loaded[name]) {
    const src = await address(name, context);
    loaded[name] ??= add(src);
  }
  await loaded[name];
}

export default {
  async render(context) {
    const { el, model } = context;
    if (root === undefined) el.textContent = "Run this cell. The figure comes to life when the kernel is free.";
    try {
      await load("adamedu-live.js", context);
      if (model.get("rule")) await load("adamedu-editor.js", context);
    } catch (error) {
      el.textContent = `The figure cannot come to life: ${error.message}`;
      return;
    }
    el.textContent = "";
    return globalThis.AdamEdu.render(context);
  },
};
