// /verifikasi/luring/, also what any address under /verifikasi/ shows without a network:
// then the link of the scanned QR is the address itself.
import { judge, readKeys, readLink, readRevocations } from "./claims.js";
import "./keep.js";

const KEYS = "/.well-known/rempah-keys.json";
const REVOKED = "/.well-known/rempah-revoked.json";
const OLD_MS = 7 * 24 * 60 * 60 * 1000;
const find = (selector) => document.querySelector(selector);
const form = find("[data-offline]");
const field = find("#tautan");
const result = find("[data-result]");
// Like the server: the day before the month in English too.
const locale = document.documentElement.lang === "en" ? "en-GB" : "id";

// The service worker answers from its cache when there is no network.
async function published(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function load() {
  const [keySet, list] = await Promise.all([published(KEYS), published(REVOKED)]);
  const keys = keySet && readKeys(keySet);
  const revocations = list && (await readRevocations(list, keys));
  return { keys, revocations };
}

let trusted = load();
addEventListener("online", () => (trusted = load().then(showAge)));

async function check(text) {
  const { keys, revocations } = await trusted;
  const { outcome, values } = await judge(text, keys, revocations?.revoked);
  result.replaceChildren(copyOf(`template[data-outcome="${outcome}"]`));
  if (values) result.append(filled(values));
  result.hidden = false;
  result.focus();
}

function filled(values) {
  const shown = copyOf("template[data-values]");
  const texts = {
    number: values.number,
    amount: `Rp ${new Intl.NumberFormat("id").format(values.amount)}`,
    on: new Date(`${values.on}T00:00:00Z`).toLocaleDateString(locale, {
      dateStyle: "full",
      timeZone: "UTC",
    }),
    payerHint: values.payerHint,
  };
  for (const [name, text] of Object.entries(texts)) {
    shown.querySelector(`[data-value="${name}"]`).textContent = text;
  }
  return shown;
}

function copyOf(selector) {
  return find(selector).content.cloneNode(true);
}

function showAge({ keys, revocations }) {
  find("[data-age]").hidden = !revocations;
  find("[data-no-list]").hidden = Boolean(revocations);
  if (revocations) {
    const { madeAt } = revocations;
    // In the city's zone like every other time, by the name the city gives it.
    const place = find("[data-made-at]");
    // A style of date and time takes no zone: the parts are named one by one.
    const format = {
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: place.dataset.zone,
    };
    const time = madeAt.toLocaleString(locale, format);
    place.textContent = `${time} ${place.dataset.zoneName}`;
    find("[data-old]").hidden = Date.now() - madeAt < OLD_MS;
  }
  return { keys, revocations };
}

form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  check(field.value);
});

const scan = find("[data-scan]");
if ("BarcodeDetector" in globalThis && navigator.mediaDevices) {
  scan.hidden = false;
  scan.addEventListener("click", async () => {
    const { read } = await import("./camera.js");
    const text = await read(find("[data-camera]"));
    if (text) check((field.value = text));
  });
}

trusted = trusted.then(showAge);
if (readLink(location.href)?.payload) check((field.value = location.href));
