"""Brings the front end's packages into static/vendor/. Run by hand, never at run time.

`python deploy/vendor.py` reads vendor.toml, lets the ordinary npm client fetch the
exact versions, copies what is named there and writes the hashes to vendor.lock. The
result is committed; a test compares it with the lock, without a network.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LIST, LOCK = HERE / "vendor.toml", HERE / "vendor.lock"
TARGET = HERE.parent / "static" / "vendor"

# GOV.UK's font may not be used outside gov.uk and its pictures are the Crown's; what a
# manifest storage cannot find, it refuses. The type stack is the city's own property.
CSS_CUTS = (
    (re.compile(r"/\*!(?:(?!\*/).)*Margaret Calvert.*?\*/", re.DOTALL), ""),
    (re.compile(r"@font-face\{[^}]*\}"), ""),
    (re.compile(r"url\(/assets/[^)]*\)"), "none"),
    (re.compile(r"GDS Transport,arial,sans-serif"), "var(--font, sans-serif)"),
)
SOURCE_MAP = re.compile(r"\n?(/\*|//)# sourceMappingURL=[^\n*]*(\*/)?\n?")
MIT = """{copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies
or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT
OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    wanted = tomllib.loads(LIST.read_text())
    shutil.rmtree(TARGET, ignore_errors=True)
    entries: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in wanted["package"]:
            source = fetch(package, Path(scratch))
            folder = TARGET / f"{package['name'].split('/')[-1]}-{package['version']}"
            folder.mkdir(parents=True)
            write_files(package, source, folder, esbuild=wanted["esbuild"])
            entries += lock_entries(package, folder)
    LOCK.write_text(json.dumps(entries, indent=2) + "\n")
    print(f"{len(entries)} files in {TARGET.relative_to(HERE.parent)}")


def fetch(package: dict[str, Any], scratch: Path) -> Path:
    """The unpacked package, fetched by `npm pack` from the configured registry."""
    spec = f"{package['name']}@{package['version']}"
    done = subprocess.run(
        ["npm", "pack", spec, "--silent", "--pack-destination", str(scratch)],
        check=True,
        capture_output=True,
        text=True,
    )
    unpacked: Path = scratch / package["name"].replace("/", "-")
    with tarfile.open(scratch / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(unpacked, filter="data")
    return unpacked / "package"


def write_files(
    package: dict[str, Any], source: Path, folder: Path, *, esbuild: str
) -> None:
    for origin, name in package["copy"].items():
        content = (source / origin).read_bytes()
        (folder / name).write_bytes(
            cleaned(content) if name[-4:] == ".css" else content
        )
    if "copyright" in package:
        (folder / "LICENSE.txt").write_text(MIT.format(copyright=package["copyright"]))
    if sprite := package.get("sprite"):
        (folder / sprite["file"]).write_text(drawn_sprite(source, sprite))
    if bundle := package.get("bundle"):
        bundle_modules(source, bundle, folder / bundle["file"], esbuild=esbuild)


def cleaned(css: bytes) -> bytes:
    text = SOURCE_MAP.sub("", css.decode())
    for pattern, replacement in CSS_CUTS:
        text = pattern.sub(replacement, text)
    return text.encode()


def drawn_sprite(source: Path, sprite: dict[str, Any]) -> str:
    """One SVG whose symbols are the icons; the stroke is set where a symbol is used."""
    symbols = []
    for name in sprite["icons"]:
        svg = (source / sprite["folder"] / f"{name}.svg").read_text()
        inner = re.sub(r"\s+", " ", svg[svg.index(">", svg.index("<svg")) + 1 :])
        inner = inner.removesuffix(" ").removesuffix("</svg>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def bundle_modules(
    source: Path, bundle: dict[str, Any], target: Path, *, esbuild: str
) -> None:
    entry = source / "entry.mjs"
    entry.write_text("".join(f'export * from "./{m}";\n' for m in bundle["modules"]))
    command = ["npm", "exec", "--yes", f"--package=esbuild@{esbuild}", "--", "esbuild"]
    options = ["--bundle", "--minify", "--format=esm", "--legal-comments=none"]
    subprocess.run(
        [*command, str(entry), *options, f"--outfile={target}"],
        check=True,
        capture_output=True,
    )


def lock_entries(package: dict[str, Any], folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.iterdir()):
        digest = hashlib.sha384(path.read_bytes()).digest()
        yield {
            "file": path.relative_to(TARGET).as_posix(),
            "package": f"{package['name']}@{package['version']}",
            "licence": package["licence"],
            "integrity": f"sha384-{base64.b64encode(digest).decode()}",
        }


if __name__ == "__main__":
    main()
