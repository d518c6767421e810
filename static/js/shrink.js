// A photo as a smaller JPEG, drawn by the browser; null where that fails or gains nothing.
const LONGEST = 1600;
const QUALITY = 0.82;

export async function shrunk(file) {
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
