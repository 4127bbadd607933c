// Service worker of the zip: keeps each of its files, by name and by what is in it.
// book/offline.py puts FILES before this, {path: hash as fetch takes it}.

/** @type {any} */
const worker = self;
const scope = worker.registration.scope;
/** @type {Record<string, string>} */
const files = worker.FILES;

/**
 * Under which name a file is kept, or undefined.
 * @param {string} path
 */
const keyOf = (path) => path in files && `${scope}${path}?${encodeURIComponent(files[path])}`;

/** What is not kept yet; a file that is another by now makes it fail, and the old stay. */
async function fill() {
  const cache = await caches.open(scope);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = Object.keys(files).filter((path) => !kept.has(`${keyOf(path)}`));
  const keepOne = async (/** @type {string} */ path) => {
    const found = await fetch(scope + path, { integrity: files[path], cache: "no-cache" });
    if (!found.ok) throw new Error(`${found.status}: ${path}`);
    await cache.put(`${keyOf(path)}`, found);
  };
  await Promise.all(missing.map(keepOne));
  await worker.skipWaiting();
}

/** Drop what the new version has no more. */
async function tidy() {
  const cache = await caches.open(scope);
  const known = new Set(Object.keys(files).map(keyOf));
  const old = (await cache.keys()).filter(({ url }) => !known.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
  await worker.clients.claim();
}

/**
 * @param {Request} request
 * @param {string} key
 */
async function answer(request, key) {
  const cache = await caches.open(scope);
  return (await cache.match(key)) ?? fetch(request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(tidy()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { origin, pathname } = new URL(event.request.url);
  const address = origin + pathname;
  if (!address.startsWith(scope)) return;
  const key = keyOf(decodeURIComponent(address.slice(scope.length)) || "index.html");
  if (key) event.respondWith(answer(event.request, key));
});
