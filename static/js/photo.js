// Shows the photo that was chosen and shrinks it before it is sent: a cheap phone on a thin
// network sends 0.3 MB instead of 6. Without this, or where it fails, the server shrinks it.
const LONGEST = 1600;
const QUALITY = 0.82;

export function start(group) {
  const inputs = [...group.querySelectorAll("input[type=file]")];
  const chosen = group.querySelector("[data-photo-chosen]");
  if (!chosen) return;
  const [picture, words] = [chosen.querySelector("img"), chosen.querySelector("span")];
  inputs.forEach((input) => {
    input.addEventListener("change", async () => {
      const [file] = input.files;
      if (!file) return;
      // One answer: what was chosen the other way is taken back.
      inputs.filter((other) => other !== input).forEach((other) => (other.value = ""));
      const small = await shrunk(file);
      if (small && input.files[0] === file) {
        const transfer = new DataTransfer();
        transfer.items.add(small);
        input.files = transfer.files;
      }
      const kept = input.files[0];
      if (!kept) return;
      URL.revokeObjectURL(picture.src);
      picture.src = URL.createObjectURL(kept);
      words.textContent = `${Math.max(1, Math.round(kept.size / 1024))} KB`;
      chosen.hidden = false;
    });
  });
}

async function shrunk(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return null;
    return new File([blob], "foto.jpg", { type: "image/jpeg" });
  } catch {
    return null;
  }
}
