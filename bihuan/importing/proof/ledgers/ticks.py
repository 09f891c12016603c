"""Columns 省重点 and 市重点 in which a tick tells on which lists a project stands. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import tier_in
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, cell_at
from bihuan.kit.words import gettext
from bihuan.projects.kinds import Tier

TICKS = frozenset(
    {"√", "✓", "✔", "☑", "■", "是", "有", "列入", "已列入", "已纳入", "●", "★", "v", "y", "1"}
)
NO_TICKS = frozenset(
    {"×", "否", "不是", "无", "未列入", "未纳入", "□", "○", "☐", "x", "n", "0", "/", "-", "—", "——"}
)
_LIST = re.compile(
    r"(?:是否)?(?:已)?(?:列入|纳入|为|属于?)?(?P<list>(?:自治区|自治州|[省市区县州旗盟])级?)"
    r"(?:重点|统筹)?(?:建设)?(?:项目)?"
)
_YES_OR_NO = re.compile(r"[（(]是[/、或]?否[）)]$")
OWN, BESIDES, INSTEAD = "title", "besides", "instead"


@dataclass(frozen=True)
class Ticks:
    """The lists for which columns of ticks stand, by the columns' indexes, and those on which every
    row stands whatever is ticked.
    """

    columns: Mapping[int, Tier] = field(default_factory=dict)
    always: tuple[Tier, ...] = ()

    def of(self, cells: Sequence[Cell]) -> list[Tier]:
        """Return the lists on which a row stands; none if it has no tick, and no list holds all."""
        told = [tier for index, tier in self.columns.items() if _is_tick(cell_at(cells, index))]
        return list(dict.fromkeys((*self.always, *told)))

    def untold(self, grid: Grid) -> int:
        """Return how many projects have no tick."""
        return sum(not self.of(line.cells) for line in grid.data)


def ticks_in(layout: Layout, grid: Grid) -> Ticks:
    """Return the lists that columns of ticks tell."""
    found = {}
    for column in layout.unknown:
        tier = _list_of(column)
        if tier and _is_of_ticks([cell_at(line.cells, column.index) for line in grid.data]):
            found[column.index] = tier
    return Ticks(found)


def settle_ticks(desk: Desk, ticks: Ticks, titled: Tier | None, grid: Grid) -> Ticks:
    """Return what ticks tell beside a title that names one list: asked where only some rows are
    ticked, for the title may be all rows' list, or the others'.
    """
    if not ticks.columns or titled is None or not ticks.untold(grid):
        return ticks
    text = gettext(
        "The title says “%(tier)s”, and only some rows are ticked under %(lists)s: on which list is"
        " each?"
    ) % {
        "tier": titled.label,
        "lists": "、".join(f"“{tier.label}”" for tier in ticks.columns.values()),
    }
    ways = {
        INSTEAD: (gettext("Ticked rows on the lists ticked, the others on the title's"), ticks),
        BESIDES: (
            gettext("All rows on the title's list, ticked ones on the lists ticked besides"),
            replace(ticks, always=(titled,)),
        ),
        OWN: (gettext("All rows on the title's list alone"), Ticks()),
    }
    choices = [
        AnswerChoice(value, label, counted(way, titled, grid))
        for value, (label, way) in ways.items()
    ]
    answer = desk.ask("ticks", text, choices, lasting=True)
    return ways[answer][1] if answer else ticks


def counted(ticks: Ticks, otherwise: Tier | None, grid: Grid) -> str:
    """Say how many projects come on each list."""
    found: Counter[Tier] = Counter()
    for line in grid.data:
        found.update(ticks.of(line.cells) or ([otherwise] if otherwise else []))
    each = gettext("%(count)s projects on the list “%(tier)s”")
    told = (each % {"count": found[tier], "tier": tier.label} for tier in Tier if found[tier])
    return "；".join(told)


def _list_of(column: SheetColumn) -> Tier | None:
    path = replace(column, title=_YES_OR_NO.sub("", column.title)).path
    found = _LIST.fullmatch(words_of(path)[-1])
    return tier_in(f"{found['list']}重点") if found else None


def _is_of_ticks(cells: Sequence[Cell]) -> bool:
    told = {plain(cell).casefold() for cell in cells if not is_empty(cell)}
    return bool(told & TICKS) and told <= TICKS | NO_TICKS


def _is_tick(cell: Cell) -> bool:
    return not is_empty(cell) and plain(cell).casefold() in TICKS
