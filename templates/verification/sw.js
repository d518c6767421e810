// Keeps /verifikasi/luring/ with all it needs, the city's keys and the list of voided
// papers, and answers with them when there is no network. Scope: /verifikasi/.
const CACHE = "verifikasi-1";
const STATIC = "{% get_static_prefix %}";
const PAGE = "{% url 'papers:verify_offline' %}";
const KEPT = [
  PAGE,
  "{% url 'papers:keys' %}",
  "{% url 'papers:revocations' %}",
  "{% static 'vendor/govuk-frontend-6.6.0/govuk.css' %}",
  "{% static 'css/rempah.css' %}",
  "{% static 'js/app.js' %}",
  "{% static 'img/icon.svg' %}",
  "{% static 'vendor/lucide-static-1.62.0/icons.svg' %}",
  "{% static 'verification/offline.css' %}",
  "{% static 'verification/offline.js' %}",
  // Modules import each other by their plain names.
  `${STATIC}js/forms.js`,
  `${STATIC}vendor/govuk-frontend-6.6.0/govuk.js`,
  `${STATIC}verification/claims.js`,
  `${STATIC}verification/ed25519.js`,
  `${STATIC}verification/keep.js`,
  `${STATIC}verification/camera.js`,
  `${STATIC}vendor/ed25519-3.2.0/ed25519.js`,
];
const PATIENCE_MS = 6000;

// Without cookies: what is kept belongs to nobody who is signed in.
const anonymous = (path) => new Request(path, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(KEPT.map(anonymous))),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.includes(url.pathname)) event.respondWith(freshFirst(url.pathname));
});

async function page(request) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
}

async function freshFirst(path) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(anonymous(path), {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch {
    return (await cache.match(path)) ?? Response.error();
  }
}
