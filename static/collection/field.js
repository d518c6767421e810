// Every page of a collector: says whether there is a network, and lets the phone keep the
// shell of the pages, so that without a network it says honestly what is not possible.
const mark = document.querySelector("[data-network]");

function tell() {
  const state = navigator.onLine ? "on" : "off";
  if (!mark || mark.dataset.network === state) return;
  mark.dataset.network = state;
  mark.textContent = mark.dataset[state];
}

addEventListener("online", tell);
addEventListener("offline", tell);
tell();
navigator.serviceWorker?.register("/petugas/sw.js");

// <button type="button" data-print hidden>: only where a script can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
