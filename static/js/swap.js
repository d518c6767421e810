// Puts a fresh part of the page in the place of an old one. Whoever reads with the keyboard
// stays where they were, and what they opened stays open.
export function swap(old, fresh) {
  const focused = old.contains(document.activeElement) && document.activeElement.id;
  const opened = [...old.querySelectorAll("details[open]")].map((one) => one.id);
  old.replaceWith(fresh);
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
