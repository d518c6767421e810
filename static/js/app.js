// Starts behaviour where data-* attributes ask for it; loads only what the page uses.
const behaviours = {
  "[data-expires-at]": async () => (await import("./live.js")).countdown,
  "[data-poll]": async () => (await import("./live.js")).poll,
  "[data-copy]": async () => (await import("./live.js")).copy,
  "[data-module^=govuk-]": async () => (await import("./forms.js")).start,
};

async function start(root) {
  for (const [selector, load] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.push(root);
    if (found.length === 0) continue;
    const begin = await load();
    for (const element of found) begin(element);
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
// live.js tells when it has replaced a part of the page.
document.addEventListener("rempah:replaced", (event) => start(event.target));
start(document);
