"""Take pictures of the example district: `python -m tools.screenshots` those that the README shows,
`--all FOLDER` every page wide, on a phone, on walls and as printed, in both languages, to be looked
at.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tools.pages import EMPTY, PAGES, WALLS
from tools.site import ROOT, Site
from tools.system import chromium

SHOTS = ROOT / "docs" / "screenshots"
IN_README = {"overview": ("/", "wide"), "project": ("/projects/1/", "phone")}
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
WALL_SIZES = {"wall-1366": (1366, 768), "wall-1920": (1920, 1080), "wall-3840": (3840, 2160)}
LANGUAGES = ("zh-hans", "en")
YEAR = 2024
KNOWN = "import json; from tools.pages import known; print('KNOWN', json.dumps(known()))"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", metavar="FOLDER", type=Path)
    folder = parser.parse_args().all
    with tempfile.TemporaryDirectory() as home:
        site = Site(Path(home))
        site.run("init")
        site.run("load-example")
        key = site.sign_in("office")
        with site.served() as (address, _server), _browser() as browser:
            if folder is None:
                _for_readme(browser, address, key)
            else:
                said = site.run("shell", "--no-imports", "-c", KNOWN).split("KNOWN", 1)[1]
                _every(browser, address, key, folder, json.loads(said))


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def _context(
    browser: Browser, address: str, key: str, size: tuple[int, int], language: str = "zh-hans"
) -> BrowserContext:
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if width < 500 else 1,
        reduced_motion="reduce",
    )
    cookies = {"sessionid": key, "django_language": language}
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": address}])
    return context


def _for_readme(browser: Browser, address: str, key: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, (path, size) in IN_README.items():
        page = _context(browser, address, key, SIZES[size]).new_page()
        page.goto(path, wait_until="networkidle")
        _keep(page.screenshot(), SHOTS / f"{name}-{size}.png")
        print(f"· {name}-{size}.png")


def _every(
    browser: Browser, address: str, key: str, folder: Path, known: dict[str, int | None]
) -> None:
    pages = [path.format(**known) for path in (*PAGES, *EMPTY)]
    walls = [path.format(**known) for path in WALLS]
    for language in LANGUAGES:
        for name, size in {**SIZES, **WALL_SIZES}.items():
            into = folder / f"{name}-{language}"
            into.mkdir(parents=True, exist_ok=True)
            page = _context(browser, address, key, size, language).new_page()
            page.goto(f"/?year={YEAR}")  # the year worked in stays with who is signed in
            for path in walls if name in WALL_SIZES else pages:
                page.goto(path, wait_until="load")
                page.screenshot(path=into / f"{_named(path)}.png", full_page=name in SIZES)
                if name == "wide":
                    page.pdf(path=into / f"{_named(path)}.pdf", prefer_css_page_size=True)
            print(f"· {into}")


def _named(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "overview"


def _keep(taken: bytes, path: Path) -> None:
    """Save a picture in the few colours that our pages have: a third of the size."""
    few = (
        Image.open(io.BytesIO(taken))
        .convert("RGB")
        .quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    )
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
