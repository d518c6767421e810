// <form data-scan data-wasm="…">: the camera reads a plate's QR, and the form is sent
// with its text. The picture never leaves the phone. Without a camera: type.
const PAUSE_MS = 120;
const WIDTH_MAX = 640;
const form = document.querySelector("[data-scan]");
const video = form.querySelector("video");
const say = form.querySelector("[data-say]");

async function ownReader() {
  if (!("BarcodeDetector" in globalThis)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async () => (await detector.detect(video))[0]?.rawValue;
}

async function wasmReader() {
  const zxing = await import("../vendor/zxing-wasm-3.1.3/reader.js");
  zxing.prepareZXingModule({ overrides: { locateFile: () => form.dataset.wasm } });
  const canvas = document.createElement("canvas");
  const sheet = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    const scale = Math.min(1, WIDTH_MAX / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    sheet.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = sheet.getImageData(0, 0, canvas.width, canvas.height);
    const options = { formats: ["QRCode"], maxNumberOfSymbols: 1 };
    return (await zxing.readBarcodes(image, options))[0]?.text;
  };
}

async function look() {
  let stream;
  try {
    const camera = { facingMode: "environment", width: { ideal: 1280 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: camera });
    video.srcObject = stream;
    await video.play();
    form.querySelector(".c-camera").hidden = false;
    say.textContent = form.dataset.looking;
    const read = (await ownReader()) ?? (await wasmReader());
    let text;
    while (!text) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      text = video.videoWidth ? await read().catch(() => null) : null;
    }
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(80);
    form.querySelector("[name=isi]").value = text;
    say.textContent = form.dataset.found;
    form.requestSubmit();
  } catch {
    say.textContent = form.dataset.blind;
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
  }
}

look();
