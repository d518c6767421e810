// Starts behaviour where data-* attributes ask for it; loads only what the page uses.
const behaviours = {
  "[data-expires-at]": () => import("./countdown.js"),
  "[data-poll]": () => import("./poll.js"),
  "[data-copy]": () => import("./copy.js"),
  "[data-photo]": () => import("./photo.js"),
  "[data-place]": () => import("./place.js"),
  "[data-module^=govuk-]": () => import("./forms.js"),
};

async function start(root) {
  for (const [selector, load] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.push(root);
    if (found.length === 0) continue;
    const behaviour = await load();
    found.forEach(behaviour.start);
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
// poll.js tells when it has replaced a part of the page.
document.addEventListener("rempah:replaced", (event) => start(event.target));
start(document);
