// Finds the figures' scripts once per page: in the book beside the page, in
// JupyterLab from the kernel.
const add = (src) =>
  new Promise((done, failed) => {
    const tag = Object.assign(document.createElement("script"), { src });
    tag.onload = done;
    tag.onerror = () => failed(new Error(`${src} could not be loaded`));
    document.head.append(tag);
  });

async function fetchScript(name, { experimental }) {
  const root = document.documentElement.dataset.content_root; // set by Sphinx
  if (root !== undefined) {
    return add(new URL(`${root}_static/${name}`, document.baseURI).href);
  }
  const signal = AbortSignal.timeout(20000);
  const [, [script]] = await experimental.invoke("script", name, { signal });
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  await add(url);
  URL.revokeObjectURL(url);
}

const loading = (globalThis.adameduLoading ??= {});

async function load(name, context) {
  loading[name] ??= fetchScript(name, context);
  try {
    await loading[name];
  } catch (error) {
    delete loading[name];
    throw error;
  }
}

export default {
  async render(context) {
    try {
      await load("adamedu-live.js", context);
      if (context.model.get("rule")) await load("adamedu-editor.js", context);
    } catch (error) {
      context.el.textContent = "Run this cell to bring the figure to life.";
      console.warn("adamedu:", error);
      return;
    }
    return globalThis.AdamEdu.render(context);
  },
};
