"""What stands over a table: its titles, its unit, its levels of headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bihuan.kit.money import TENS
from bihuan.kit.sheets import Cell
from bihuan.projects.kinds import Tier

from .columns import DrawnColumn, depth_of
from .truth import TrueYear

Area = tuple[int, int, int, int]
UNIT_WORDS = {yuan: word for word, yuan in TENS.items()}
LISTS = {
    Tier.PROVINCIAL: ("省重点", "省级重点", "自治区重点"),
    Tier.MUNICIPAL: ("市重点", "市级重点", "州级重点"),
    Tier.DISTRICT: ("区重点", "区级重点", "县重点"),
}
LEADERS = ("市级领导包联重点", "省市县重点", "区领导联系重点", "市级领导联系重点")
NO_LIST = ("重点", "重大", "重点建设")


@dataclass(frozen=True)
class Titles:
    """The words above a table, and those of its sheet and its file; what of the truth they tell."""

    lines: tuple[str, ...]
    sheet: str
    file: str
    tells_year: bool
    tells_month: bool
    tells_tier: bool


def draw_titles(rng: Random, truth: TrueYear, *, monthly: bool) -> Titles:
    """Return titles that tell year, month and list, each or not."""
    named = rng.choices(("list", "none", "leaders"), (86, 10, 4))[0]
    words = {"list": LISTS[truth.tier], "none": NO_LIST, "leaders": LEADERS}[named]
    list_ = rng.choice(words)
    with_year, with_month = rng.random() < 0.85, monthly and rng.random() < 0.8
    year = f"{truth.year}年" if with_year else ""
    month = f"{rng.choice(('', '1-'))}{truth.number}月" if with_month else ""
    if month and rng.random() < 0.3:
        month += "份"
    tail = rng.choice(("投资完成情况表", "进展情况表", "建设情况月报表") if monthly else _LEDGERS)
    district = rng.choice(("某区", "示例县", "", "某某市某区")) if year or month else ""
    title = f"{district}{year}{month}{list_}项目{tail}"
    names = (f"{truth.number}月", f"{truth.number}月份", f"{truth.year}年{truth.number}月")
    sheet = rng.choice(("Sheet1", rng.choice(names) if monthly else "名单", "汇总"))
    file = rng.choice(("重点项目.xlsx", "表.xls", f"{truth.year}年{truth.number}月报送.xlsx"))
    if not monthly:
        file = file.replace(f"{truth.number}月", "")
    by_file = not with_year and (str(truth.year) in file or str(truth.year) in sheet)
    lines = [title]
    if rng.random() < 0.2:
        lines = ["附件1", title]
    if rng.random() < 0.15:
        lines.append(f"填报单位：区发改局　填报日期：{_made(truth)}")
    return Titles(
        tuple(lines),
        sheet,
        file,
        tells_year=with_year or by_file,
        tells_month=with_month or "月" in sheet or "月" in file,
        tells_tier=named == "list",
    )


_LEDGERS = ("投资计划表", "名单", "台账", "计划安排表", "建设计划")


def _made(truth: TrueYear) -> str:
    year, number = truth.year + truth.number // 12, truth.number % 12 + 1
    return f"{year}年{number}月5日"


def heading_rows(
    columns: Sequence[DrawnColumn], first: int, *, units: bool, merged: bool
) -> tuple[list[list[Cell]], list[Area]]:
    """Return the rows of headings from row `first` on, and their merged areas; with `units` each
    column of money names its own.
    """
    depth = depth_of(columns)
    rows: list[list[Cell]] = [[None] * len(columns) for _ in range(depth)]
    areas: list[Area] = []
    for place, column in enumerate(columns):
        path = list(column.path)
        if units and column.is_money:
            path[0 if len(path) > 1 else -1] += f"（{UNIT_WORDS[column.unit]}）"
        for level, word in enumerate(path):
            is_same = place and level < len(path) - 1 and _above(columns, place, level)
            rows[level][place] = None if is_same else word
        if len(path) < depth and merged:
            areas.append((first + len(path) - 1, place, first + depth - 1, place))
    if merged:
        areas += _parents(columns, first)
    return rows, areas


def _above(columns: Sequence[DrawnColumn], place: int, level: int) -> bool:
    """True if a column stands under the same heading as the one to its left."""
    mine, left = columns[place].path, columns[place - 1].path
    return len(left) > level + 1 and mine[: level + 1] == left[: level + 1]


def _parents(columns: Sequence[DrawnColumn], first: int) -> list[Area]:
    areas = []
    for level in range(depth_of(columns) - 1):
        start = 0
        for place in range(1, len(columns) + 1):
            if place < len(columns) and _above(columns, place, level):
                continue
            if place - start > 1:
                areas.append((first + level, start, first + level, place - 1))
            start = place
    return areas
