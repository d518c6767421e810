// Reads one QR with the browser's own detector; the picture never leaves the phone.
const PAUSE_MS = 150;
const GIVE_UP_MS = 60_000;

/** The text of the first QR the camera sees; null when it may not look or sees none. */
export async function read(video) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment" },
    });
  } catch {
    return null;
  }
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    return await firstCode(video);
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
  }
}

async function firstCode(video) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const end = Date.now() + GIVE_UP_MS;
  while (Date.now() < end) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found) return found.rawValue;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return null;
}
