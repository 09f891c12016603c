"""Take docs/screenshots/ anew from the example district: `python -m tools.screenshots [NAME…]`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tools.site import ROOT, Site
from tools.system import chromium

SHOTS = ROOT / "docs" / "screenshots"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
PAGES = {
    "overview": "/",
    "projects": "/projects/",
    "project": "/projects/1/",
    "round": "/progress/",
    "matters": "/matters/",
    "matter": "/matters/3/",
    "factors": "/factors/",
    "visits": "/visits/",
    "mechanisms": "/dispatch/",
    "commanders": "/command/",
    "my-projects": "/command/mine/?leader=1",
    "my-work": "/work/",
    "import": "/import/",
    "figures": "/figures/",
    "components": "/ui/",
}


def main() -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    wanted = {name: PAGES[name] for name in sys.argv[1:] or PAGES}
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.run("init")
        site.run("load-example")
        key = site.sign_in("office")
        with site.served() as (address, _server), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            for size in SIZES:
                _take(browser, address, key, size, wanted)
            browser.close()


def _take(browser: Browser, address: str, key: str, size: str, pages: dict[str, str]) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=address,
        locale="zh-CN",
        viewport={"width": width, "height": height},
        device_scale_factor=2 if size == "phone" else 1,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    page = context.new_page()
    for name, path in pages.items():
        answer = page.goto(path, wait_until="networkidle")
        if answer is None or answer.status != 200 or not page.url.endswith(path):
            status = answer.status if answer else "nothing"
            print(f"· {name}: {path} answers {status} at {page.url}, no picture taken")
            continue
        _keep(page.screenshot(), SHOTS / f"{name}-{size}.png")
        print(f"· {name}-{size}.png")
    context.close()


def _keep(taken: bytes, path: Path) -> None:
    """Save a picture in the few colours that our pages have: a third of the size."""
    few = (
        Image.open(io.BytesIO(taken))
        .convert("RGB")
        .quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(path, optimize=True)


if __name__ == "__main__":
    main()
