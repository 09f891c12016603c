{# context: version, files #}{% autoescape off %}"use strict";
// Keeps the page for recording visits on the device. What is personal is never kept here.
const SHELF = "visits-{{ version }}";
const PATIENCE_MS = 4000;
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
  const kept = await shelf.match(path);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await shelf.put(path, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  const first = await Promise.race([fresh, late()]).catch(() => null);
  return first && first.ok ? first : kept;
}

// With one bar of signal an answer may never come: then what is kept must do.
const late = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
{% endautoescape %}