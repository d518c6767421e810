// <section data-poll="/bayar/…/status/" data-poll-seconds="5" data-poll-etag='"…"'>
// Asks conditionally; an HTML answer replaces the section (a final one has no data-poll,
// so the asking ends), any other changed answer reloads the page. Rests while hidden.
const SLOWEST_MS = 60_000;

export function start(section) {
  const usual = Number(section.dataset.pollSeconds ?? 5) * 1000;
  let etag = section.dataset.pollEtag ?? "";
  let pause = usual;
  let timer = setTimeout(ask, pause);
  document.addEventListener("visibilitychange", wake);

  function wake() {
    clearTimeout(timer);
    if (section.isConnected && !document.hidden) ask();
  }

  async function ask() {
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(section.dataset.poll, { headers, cache: "no-store" });
      if (answer.status === 200) return await replace(answer);
      pause = answer.status === 304 ? usual : Math.min(pause * 2, SLOWEST_MS);
    } catch {
      pause = Math.min(pause * 2, SLOWEST_MS); // The network comes and goes on a phone.
    }
    if (section.isConnected && !document.hidden) timer = setTimeout(ask, pause);
  }

  async function replace(answer) {
    if (!answer.headers.get("Content-Type")?.includes("html")) return location.reload();
    const range = document.createRange();
    const fresh = range.createContextualFragment(await answer.text()).firstElementChild;
    fresh.dataset.pollEtag = answer.headers.get("ETag") ?? "";
    const { swap } = await import("./swap.js");
    document.removeEventListener("visibilitychange", wake);
    swap(section, fresh);
    fresh.dispatchEvent(new Event("rempah:replaced", { bubbles: true }));
  }
}
