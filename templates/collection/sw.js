// Keeps the shell of /petugas/ (styles, scripts, the QR reader, one honest page) and
// nothing of any stall, payer or payment. Scope: /petugas/.
const CACHE = "petugas-1";
const PAGE = "{% url 'collection:offline' %}";
const KEPT = [
  PAGE,
  "{% static 'vendor/govuk-frontend-6.6.0/govuk.css' %}",
  "{% static 'css/rempah.css' %}",
  "{% static 'collection/collector.css' %}",
  "{% static 'js/app.js' %}",
  "{% static 'collection/field.js' %}",
  "{% static 'collection/scan.js' %}",
  "{% static 'vendor/zxing-wasm-3.1.3/reader.js' %}",
  "{% static 'vendor/zxing-wasm-3.1.3/reader.wasm' %}",
  "{% static 'img/icon.svg' %}",
  "{% static 'vendor/lucide-static-1.62.0/icons.svg' %}",
];
const PATIENCE_MS = 8000;

// Without cookies: what is kept belongs to nobody who is signed in.
const anonymous = (path) => new Request(path, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(KEPT.map(anonymous))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOld()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.includes(url.pathname)) event.respondWith(kept(request, url.pathname));
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

// The names of files change with their content, so that what is kept is never stale.
async function kept(request, path) {
  return (await caches.match(path)) ?? fetch(request);
}

async function forgetOld() {
  const cache = await caches.open(CACHE);
  const old = (await cache.keys()).filter(
    (request) => !KEPT.includes(new URL(request.url).pathname),
  );
  await Promise.all(old.map((request) => cache.delete(request)));
}
