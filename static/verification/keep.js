// Keeps the pages under /verifikasi/ for use without a network (their service worker).
if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/verifikasi/sw.js", { scope: "/verifikasi/" })
    .catch(() => {}); // Private windows refuse; the page works all the same.
}
