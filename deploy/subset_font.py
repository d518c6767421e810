"""Makes the two small fonts of the printed papers. Run by hand, never at run time.

`python deploy/subset_font.py` lets the ordinary npm client fetch the exact package and
writes static/fonts/*.ttf: the Latin letters of names and papers, tabular figures,
kerning. TTF, because a reader of woff2 unpacks it for every process.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PACKAGE = "@fontsource/plus-jakarta-sans@5.3.0"
TARGET = Path(__file__).parent.parent / "static" / "fonts"
WEIGHTS = {400: "paper-regular.ttf", 700: "paper-bold.ttf"}
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(ord(letter) for letter in "–—‘’“”•…−×€→"),
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        package = fetch(Path(scratch))
        (TARGET / "OFL.txt").write_bytes((package / "LICENSE").read_bytes())
        for weight, name in WEIGHTS.items():
            font = f"files/plus-jakarta-sans-latin-{weight}-normal.woff2"
            size = subset(package / font, TARGET / name)
            print(f"{name}: {size:,} bytes")


def fetch(scratch: Path) -> Path:
    """The unpacked package, fetched by `npm pack` from the configured registry."""
    done = subprocess.run(
        ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(scratch)],
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(scratch / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(scratch, filter="data")
    return scratch / "package"


def subset(source: Path, target: Path) -> int:
    """Keep our letters and features, as plain TrueType; its size in bytes."""
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    font = TTFont(source)
    make_figures_tabular(font)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    widen_blanks(font)
    font.flavor = None
    font.save(target)
    return target.stat().st_size


def make_figures_tabular(font: TTFont) -> None:
    """Figures of one width by themselves, not by a feature that CSS must ask for.

    WeasyPrint 70 leaks a list of attributes for each text that asks for a feature:
    25 KiB a receipt (docs/adr/0006).
    """
    substitutions = font["GSUB"].table
    tabular: dict[str, str] = {}
    for record in substitutions.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in substitutions.LookupList.Lookup[index].SubTable:
                    tabular |= table.mapping
    for table in font["cmap"].tables:
        # Two tables may be one and the same: then its figures are tabular already.
        table.cmap |= {
            code: tabular[name]
            for code, name in table.cmap.items()
            if ord("0") <= code <= ord("9") and name in tabular
        }


def widen_blanks(font: TTFont) -> None:
    """Blanks a third wider: sums and codes are read in groups, and CSS's word-spacing
    would cost each receipt 6 ms."""
    names = font.getBestCmap()
    for blank in {names[0x20], names[0xA0]}:
        advance, bearing = font["hmtx"][blank]
        font["hmtx"][blank] = (advance * 4 // 3, bearing)


if __name__ == "__main__":
    main()
