// On the pages of the zip: where a server gives them, they can be installed, and are kept.
// A page from a disk needs neither.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
if (location.protocol.startsWith("http")) {
  const root = new URL(".", script.src);
  const manifest = Object.assign(document.createElement("link"), {
    rel: "manifest",
    href: new URL("manifest.webmanifest", root).href,
  });
  document.head.append(manifest);
  navigator.serviceWorker?.register(new URL("keep.js", root)); // none without https
}
