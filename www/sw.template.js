// The service worker: keeps this build's files, so that the app opens without a network.
// `cargo xtask dist-finish` fills in the build's name and its files.
//
// A new build is fetched in full while the old one goes on working, and then waits until no page uses the old one,
// or until a page posts "activate". It never takes over under a running job by itself.

// Caches belong to the whole origin: the scope keeps two copies of the app under different paths apart.
const OURS = `leadscore ${self.registration.scope} `;
const CACHE = OURS + "__BUILD__";
const FILES = ["__FILES__"];

self.addEventListener("install", (event) => {
  // "reload": past the browser's own cache, which may still hold files of another build.
  const requests = FILES.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOtherBuilds().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(fromCache(request));
});

async function removeOtherBuilds() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function fromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === "navigate" ? "./" : request);
  return kept ?? fetch(request);
}
