// Finds the figures' scripts once per page: in the book beside the page, in
// JupyterLab from the kernel.
const root = document.documentElement.dataset.content_root; // set by Sphinx
const HEART = globalThis.AdamEduHeartName ?? "adamedu-heart.js"; // the book's has a hash

globalThis.adameduLoaded ??= {};
const loaded = globalThis.adameduLoaded;

// Gives the heart as it is when this script has run: a later script may be another's.
const add = (src) =>
  new Promise((done, failed) => {
    const tag = Object.assign(document.createElement("script"), { src });
    tag.onload = () => done(globalThis.AdamEduHeart);
    tag.onerror = () => failed(new Error(`${src} could not be loaded`));
    document.head.append(tag);
  });

async function address(name, { experimental }) {
  if (root !== undefined) return new URL(`${root}_static/${name}`, document.baseURI).href;
  const signal = AbortSignal.timeout(3600_000); // the kernel answers after all queued cells
  const [, [script]] = await experimental.invoke("script", name, { signal });
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

// Each figure asks for itself: one from an earlier run would wait for ever.
async function load(name, context, version = "") {
  const key = name + version;
  if (!loaded[key]) {
    const src = await address(name, context);
    loaded[key] ??= add(src);
  }
  return loaded[key];
}

export default {
  async render(context) {
    const { el, model } = context;
    const wait = "Run this cell. The figure comes to life when the kernel is free.";
    if (root === undefined) el.textContent = wait;
    try {
      const [heart] = await Promise.all([
        load(HEART, context, root === undefined ? model.get("heart") : ""),
        load("adamedu-live.js", context),
        model.get("rule") && load("adamedu-editor.js", context),
      ]);
      el.textContent = "";
      return globalThis.AdamEdu.render(context, heart);
    } catch (error) {
      el.textContent = `The figure cannot come to life: ${error.message}`;
    }
  },
};
