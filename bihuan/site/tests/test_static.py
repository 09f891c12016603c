"""Files that browsers may keep."""

import re
from pathlib import Path

import pytest

from bihuan.site.static import headers, tile_servers


def test_fonts_are_kept_for_a_week_and_styles_are_not():
    font, style = {}, {}
    headers(font, "", "/static/kit/fonts/bihuan-400.woff2")
    headers(style, "", "/static/kit/base.css")
    assert font == {"Cache-Control": "max-age=604800, public"}
    assert style == {}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", []),
        ("https://t0.tianditu.gov.cn/vec_w/wmts?c={x}&r={y}&m={z}", ["https://t0.tianditu.gov.cn"]),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", ["https://*.tiles.example"]),
        ("http://10.1.2.3:8080/{z}/{x}/{y}.png", ["http://10.1.2.3:8080"]),
    ],
)
def test_browsers_may_fetch_tiles_from_their_server_alone(address, expected):
    assert tile_servers(address) == expected


@pytest.mark.parametrize("address", ["tiles/{z}/{x}/{y}.png", "https://tiles.example/map.png"])
def test_what_is_no_address_of_tiles_is_refused(address):
    with pytest.raises(ValueError, match=re.escape(address)):
        tile_servers(address)


def test_every_page_prints_on_a4():
    apps = Path(__file__).resolve().parents[2]
    sizes = [
        size
        for sheet in apps.glob("*/static/*/*.css")
        for rule in re.findall(r"@page[^{]*\{[^}]*", sheet.read_text(encoding="utf-8"))
        for size in re.findall(r"(?<!-)\bsize:\s*([^;]+)", rule)
    ]
    assert sizes
    assert [size for size in sizes if not size.startswith("A4")] == []
