// Shows the photo that was chosen and shrinks it before it is sent: a cheap phone on a thin
// network sends 0.3 MB instead of 6. Without this the server alone shrinks it.
export function start(group) {
  const inputs = [...group.querySelectorAll("input[type=file]")];
  const chosen = group.querySelector("[data-photo-chosen]");
  const [picture, words] = [chosen.querySelector("img"), chosen.querySelector("span")];

  async function choose(input) {
    const [file] = input.files;
    const others = inputs.filter((other) => other !== input);
    // One answer: what was chosen the other way is taken back, and that way does not say
    // that no file was chosen (css: data-idle).
    input.removeAttribute("data-idle");
    others.forEach((other) => other.toggleAttribute("data-idle", Boolean(file)));
    if (!file) {
      chosen.hidden = true;
      return;
    }
    others.forEach((other) => (other.value = ""));
    const { shrunk } = await import("./shrink.js");
    const small = file.type.startsWith("image/") ? await shrunk(file) : null;
    if (input.files[0] !== file) return;
    if (small) {
      const transfer = new DataTransfer();
      transfer.items.add(small);
      input.files = transfer.files;
    }
    const kept = small ?? file;
    URL.revokeObjectURL(picture.src);
    picture.hidden = !kept.type.startsWith("image/");
    picture.src = URL.createObjectURL(kept);
    words.textContent = `${Math.max(1, Math.round(kept.size / 1024))} KB`;
    chosen.hidden = false;
  }

  inputs.forEach((input) => input.addEventListener("change", () => choose(input)));
}
