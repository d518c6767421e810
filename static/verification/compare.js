// On the server's verdict: does the QR that led here claim what the city issued? The part
// behind # stays in the browser, so only the browser can compare.
import { readPayload } from "./claims.js";

const claimed = JSON.parse(document.getElementById("claimed").textContent);
const finding = document.querySelector("[data-finding]");

function compare() {
  const payload = location.hash.slice(1);
  if (!payload || finding.dataset.finding !== "SAH") return;
  const values = readPayload("", payload)?.values;
  const told = values && [values.number, values.amount, values.on, values.payerHint];
  if (JSON.stringify(told) === JSON.stringify(claimed)) return;
  const changed = document.querySelector("template[data-changed]").content;
  finding.dataset.finding = "DIUBAH";
  finding.replaceChildren(changed.cloneNode(true));
}

compare();
addEventListener("hashchange", () => location.reload());
