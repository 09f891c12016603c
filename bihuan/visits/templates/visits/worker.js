{# context: version, files #}{% autoescape off %}"use strict";
// Keeps the page for recording visits on the device. What is personal is never kept here.
const SHELF = "visits-{{ version }}";
const PAGE = "/visits/go/";
const FILES = [PAGE, {% for file in files %}"{{ file }}", {% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("visits-") && name !== SHELF).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === PAGE || address.pathname.startsWith("/static/")) event.respondWith(freshOrKept(event.request, address.pathname));
});

async function freshOrKept(request, path) {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await shelf.put(path, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await shelf.match(path);
    if (kept) return kept;
    throw error;
  }
}
{% endautoescape %}