"""Which fonts a PDF is set in: the office's own where they lie in its folder, else those we ship.

The faces of the standard (仿宋_GB2312, 方正小标宋, 黑体, 楷体_GB2312) are licensed: an office
that holds them puts the files into `fonts/` of its data folder. Noto Serif SC and Noto Sans SC
stand in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

SHIPPED = Path(__file__).resolve().parents[1] / "paper_fonts"
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
WANTED = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    "heading": ("SimHei", "黑体", "STHeiti", "华文黑体"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"),
    "digits": ("SimSun", "宋体", "NSimSun"),
}
STAND_IN = {"heading": SANS}
"""Each face by its use in the paper: 正文, 标题与标志, 一级标题, 二级标题, 页码."""


def own_folder() -> Path:
    return Path(settings.HOME) / "fonts"


def found_fonts() -> typst.Fonts:
    """Return the fonts at hand, read again once a file was put into the office's folder."""
    own = own_folder()
    held = (
        tuple(sorted((p.name, p.stat().st_mtime_ns) for p in own.glob("*"))) if own.is_dir() else ()
    )
    return _read(str(own), held)


@cache
def _read(own: str, _held: tuple[tuple[str, int], ...]) -> typst.Fonts:
    folders = [folder for folder in (own, str(SHIPPED)) if Path(folder).is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def families(fonts: typst.Fonts) -> dict[str, list[str]]:
    """Return the families of each use, best first; the last holds every character.

    Raises Refusal if there is no Chinese font at all.
    """
    held = set(fonts.families())
    chosen = {}
    for use, names in WANTED.items():
        order = [*names, STAND_IN.get(use, SERIF), SERIF]
        chosen[use] = [name for name in dict.fromkeys(order) if name in held]
    if not all(chosen.values()):
        raise Refusal(
            gettext(
                "There is no Chinese font: put font files into %s, or set up the project again."
            )
            % own_folder()
        )
    return chosen
