"""A camera for Chromium that sees a printed QR: turned a little, on a grey wall."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from papers.qr import qr_png

SIZE = (640, 480)
FRAMES, RATE = 4, 10
WALL, TURN = 200, 8


def film(text: str, target: Path) -> list[str]:
    """Write the film; Chromium's flags to see it as its camera."""
    code = Image.open(BytesIO(qr_png(text, pixels_per_module=7))).convert("L")
    turned = code.rotate(TURN, expand=True, fillcolor=WALL)
    wall = Image.new("L", SIZE, WALL)
    wall.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2))
    chroma = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    frame = b"FRAME\n" + wall.tobytes() + chroma
    head = f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{RATE}:1 Ip A1:1 C420jpeg\n".encode()
    target.write_bytes(head + frame * FRAMES)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={target}",
    ]
