"""Small drawn pictures for the demo's reports and papers: no photograph of anybody.

A place by the sea under a volcano, with what is reported on it, before and after.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from uploads.services import CleanFile, Kind, clean_file

WIDTH, HEIGHT = 640, 480
HORIZON, KERB = 210, 300
SKY, HAZE = (126, 178, 214), (226, 236, 238)
MOUNTAIN, SEA, GROUND, ROAD = (
    (76, 108, 92),
    (70, 132, 158),
    (168, 152, 118),
    (104, 104, 104),
)
BAGS = ((38, 38, 42), (52, 92, 150), (190, 60, 52), (222, 214, 200), (214, 160, 60))
WALL, ROOF, DARK, WHITE = (214, 200, 172), (150, 62, 48), (44, 44, 46), (248, 248, 246)
CARD, INK = (176, 206, 226), (40, 52, 70)

type Pen = ImageDraw.ImageDraw
type Scene = Callable[[Pen, Random], None]


@cache
def picture(scene: str, seed: int = 0) -> CleanFile:
    """A scene by its name, as a citizen's or officer's photograph would be kept."""
    draw = Random(f"picture:{scene}:{seed}")  # noqa: S311 (a demo's dice)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    SCENES[scene](pen, draw)
    kept = BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(kept, "JPEG", quality=88)
    return clean_file(file=kept.getvalue(), allowed=[Kind.PICTURE], name=f"{scene}.jpg")


def _outdoors(pen: Pen, draw: Random) -> None:
    """Sky, the cone of a volcano, the sea and the ground in front."""
    for row in range(HORIZON):
        shade = [
            sky + (haze - sky) * row // HORIZON
            for sky, haze in zip(SKY, HAZE, strict=True)
        ]
        pen.line((0, row, WIDTH, row), fill=tuple(shade))
    peak = draw.randrange(180, 460)
    top = draw.randrange(40, 80)
    pen.polygon(
        [
            (peak - 260, HORIZON),
            (peak - 14, top),
            (peak + 18, top),
            (peak + 290, HORIZON),
        ],
        fill=MOUNTAIN,
    )
    pen.ellipse((peak - 40, top - 30, peak + 60, top - 4), fill=HAZE)
    pen.rectangle((0, HORIZON, WIDTH, HORIZON + 34), fill=SEA)
    pen.rectangle((0, HORIZON + 34, WIDTH, HEIGHT), fill=GROUND)
    for _ in range(140):
        x, y = draw.randrange(WIDTH), draw.randrange(HORIZON + 40, HEIGHT)
        pen.point((x, y), fill=DARK)


def _road(pen: Pen, draw: Random) -> None:
    _outdoors(pen, draw)
    pen.polygon(
        [(0, KERB + 60), (WIDTH, KERB + 10), (WIDTH, HEIGHT), (0, HEIGHT)], fill=ROAD
    )
    for x in range(20, WIDTH, 120):
        pen.polygon(
            [
                (x, 430 - x // 9),
                (x + 60, 424 - x // 9),
                (x + 60, 432 - x // 9),
                (x, 438 - x // 9),
            ],
            fill=WHITE,
        )


def _bags(pen: Pen, draw: Random, count: int) -> None:
    """A heap: bags of many colours, the lower ones wider apart."""
    for number in range(count):
        depth = number / count
        spread = int(60 + 150 * depth)
        x = 330 + draw.randrange(-spread, spread)
        y = int(KERB - 30 + 120 * depth)
        size = draw.randrange(26, 48)
        pen.ellipse(
            (x, y, x + size + 12, y + size), fill=draw.choice(BAGS), outline=DARK
        )
        pen.polygon(
            [
                (x + size // 2, y - 8),
                (x + size // 2 + 8, y - 8),
                (x + size // 2 + 4, y + 6),
            ],
            fill=DARK,
        )


def _container(pen: Pen) -> None:
    pen.polygon(
        [(210, 262), (470, 262), (448, 372), (232, 372)],
        fill=(58, 112, 72),
        outline=DARK,
    )
    pen.rectangle((200, 252, 480, 268), fill=(44, 88, 56), outline=DARK)
    for x in (246, 420):
        pen.ellipse((x, 366, x + 26, 392), fill=DARK)


def _heap(pen: Pen, draw: Random) -> None:
    _road(pen, draw)
    _bags(pen, draw, 46)


def _full_container(pen: Pen, draw: Random) -> None:
    _road(pen, draw)
    _bags(pen, draw, 24)
    _container(pen)
    for x in range(214, 450, 32):
        pen.ellipse(
            (x, 222 - draw.randrange(18), x + 46, 264),
            fill=draw.choice(BAGS),
            outline=DARK,
        )


def _clean(pen: Pen, draw: Random) -> None:
    _road(pen, draw)
    _container(pen)
    for x in range(40, 180, 26):
        pen.line((x, KERB + 40, x + 5, KERB + 26), fill=(84, 128, 70), width=3)


def _hole(pen: Pen, draw: Random) -> None:
    _road(pen, draw)
    for _ in range(4):
        x, y = draw.randrange(120, 480), draw.randrange(370, 440)
        pen.ellipse((x, y, x + draw.randrange(70, 130), y + 30), fill=DARK)
        pen.ellipse((x + 12, y + 8, x + 60, y + 22), fill=(96, 112, 122))


def _building(pen: Pen, draw: Random) -> None:
    _outdoors(pen, draw)
    pen.rectangle((220, 170, 460, 360), fill=WALL, outline=DARK)
    for x in range(240, 440, 50):
        for y in (190, 250):
            pen.rectangle((x, y, x + 26, y + 34), fill=DARK)
    for x in range(216, 470, 24):
        pen.line((x, 120, x, 172), fill=DARK, width=4)


def _stalls(pen: Pen, draw: Random) -> None:
    """A row of market places; the one in front carries a number."""
    _outdoors(pen, draw)
    for number, x in enumerate(range(-30, WIDTH, 170)):
        pen.rectangle((x, 210, x + 150, 390), fill=WALL, outline=DARK)
        pen.polygon(
            [(x - 14, 214), (x + 164, 214), (x + 140, 160), (x + 10, 160)],
            fill=ROOF,
            outline=DARK,
        )
        for shelf in range(3):
            left = x + 14 + shelf * 44
            pen.rectangle(
                (left, 310, left + 36, 350), fill=draw.choice(BAGS), outline=DARK
            )
        pen.rectangle((x + 52, 226, x + 98, 256), fill=WHITE, outline=DARK)
        pen.text((x + 62, 230), str(number + 11), fill=INK, font=_font(20))


def _identity_card(pen: Pen, _draw: Random) -> None:
    """The shape of a card, and across it what it is: a specimen."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(120, 104, 88))
    pen.rounded_rectangle((50, 80, 590, 400), 24, fill=CARD, outline=INK, width=3)
    pen.rectangle((440, 160, 560, 320), fill=(196, 66, 58), outline=INK)
    pen.ellipse((474, 186, 526, 240), fill=WALL)
    pen.pieslice((456, 240, 544, 360), 180, 360, fill=DARK)
    for row in range(7):
        top = 164 + row * 30
        pen.rectangle((84, top, 170, top + 10), fill=INK)
        pen.rectangle((190, top, 300 + 100 * (row % 2), top + 10), fill=(84, 104, 128))
    pen.text((120, 100), "KARTU TANDA PENDUDUK", fill=INK, font=_font(26))
    pen.text((150, 340), "CONTOH", fill=(176, 44, 44), font=_font(56))


def _family_card(pen: Pen, _draw: Random) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(120, 104, 88))
    pen.rectangle((30, 40, 610, 440), fill=WHITE, outline=INK, width=2)
    pen.text((190, 60), "KARTU KELUARGA", fill=INK, font=_font(30))
    for row in range(8):
        top = 130 + row * 36
        pen.line((50, top, 590, top), fill=INK)
        for column in range(5):
            left = 60 + column * 108
            pen.rectangle((left, top + 12, left + 70, top + 20), fill=(150, 160, 172))
    pen.text((200, 360), "CONTOH", fill=(176, 44, 44), font=_font(64))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


SCENES: dict[str, Scene] = {
    "heap": _heap,
    "full-container": _full_container,
    "clean": _clean,
    "hole": _hole,
    "road": _road,
    "building": _building,
    "stalls": _stalls,
    "identity-card": _identity_card,
    "family-card": _family_card,
}
