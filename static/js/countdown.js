// <p data-expires-at="…" data-now="…" data-ended="sentence">… <strong data-rest>09.15</strong></p>
// Counts down beside the time of expiry, which stays; at the end says what to do.
// The server tells its own time (data-now), because the clock of a phone may be wrong.
export function start(element) {
  const ahead = Date.parse(element.dataset.now) - Date.now() || 0;
  const end = Date.parse(element.dataset.expiresAt) - ahead;
  const rest = element.querySelector("[data-rest]");
  if (Number.isNaN(end) || !rest) return;
  const left = document.createElement("span");
  left.className = "r-number";
  // Read out once by the server's text; a clock that speaks each second helps nobody.
  left.setAttribute("aria-hidden", "true");
  rest.after(" ", left);

  const timer = setInterval(tick, 1000);
  tick();

  function tick() {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (!element.isConnected || seconds <= 0) clearInterval(timer);
    if (seconds <= 0) element.textContent = element.dataset.ended;
    else left.textContent = `(${element.dataset.left} ${clock(seconds)})`;
  }
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
