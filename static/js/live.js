// What moves on the page of a payment or a receipt, in one file: a phone on a slow
// network pays for each request more than for these few lines.
const SLOWEST_MS = 60_000;

// <section data-poll="/bayar/…/status/" data-poll-seconds="5" data-poll-etag='"…"'>
// Asks conditionally; an HTML answer replaces the section (a final one has no data-poll,
// so the asking ends), any other changed answer reloads the page. Rests while hidden.
export function poll(section) {
  const usual = Number(section.dataset.pollSeconds ?? 5) * 1000;
  let etag = section.dataset.pollEtag ?? "";
  let pause = usual;
  let timer = setTimeout(ask, pause);
  document.addEventListener("visibilitychange", wake);

  function wake() {
    clearTimeout(timer);
    if (!section.isConnected) document.removeEventListener("visibilitychange", wake);
    else if (!document.hidden) ask();
  }

  async function ask() {
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(section.dataset.poll, { headers, cache: "no-store" });
      if (answer.status === 200) return replace(answer);
      pause = answer.status === 304 ? usual : Math.min(pause * 2, SLOWEST_MS);
    } catch {
      pause = Math.min(pause * 2, SLOWEST_MS); // The network comes and goes on a phone.
    }
    if (section.isConnected && !document.hidden) timer = setTimeout(ask, pause);
  }

  async function replace(answer) {
    if (!answer.headers.get("Content-Type")?.includes("html")) return location.reload();
    const fragment = document.createRange().createContextualFragment(await answer.text());
    const fresh = fragment.firstElementChild;
    fresh.dataset.pollEtag = answer.headers.get("ETag") ?? "";
    document.removeEventListener("visibilitychange", wake);
    section.replaceWith(fresh);
    fresh.dispatchEvent(new Event("rempah:replaced", { bubbles: true }));
  }
}

// <p data-expires-at="…" data-now="…" data-ended="sentence">… <strong data-rest>09.15</strong></p>
// Counts down beside the time of expiry, which stays; at the end says what to do.
// The server tells its own time (data-now), because the clock of a phone may be wrong.
export function countdown(element) {
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

// <button data-copy="8277…" data-copied="Tersalin" hidden>…<span aria-live>Salin</span></button>
export function copy(button) {
  if (!navigator.clipboard) return;
  const word = button.querySelector("[aria-live]");
  const before = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = button.dataset.copied;
    setTimeout(() => (word.textContent = before), 3000);
  });
}
