// <button data-copy="8277…" data-copied="Tersalin" hidden>…<span aria-live>Salin</span></button>
export function start(button) {
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
