"""Draws a case by its seed: the truth, and one of the tables that an office would make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from bihuan.kit.sheets import Cell, Sheet

from .cases import LayoutCase
from .columns import (
    Block,
    DrawnColumn,
    Meaning,
    done_block,
    drawn,
    plan_block,
    total_block,
)
from .headings import UNIT_WORDS, Area, Titles, draw_titles, heading_rows
from .lines import LineStyle, LineWriter
from .truth import KnowledgeDepth, TrueYear, TruthKnown, draw_year

WAN, YI = 10_000, 100_000_000
FORMATS = "formats"
"""The field of a sheet in which the units of number formats stand, if it has one."""
REMARKS = (
    "注：以上数据截至月底。",
    "填表人：张某　审核人：李某",
    "说明：1.本表按项目所在地填报。\n2.投资额保留两位小数。",
    "填报人：张某|审核人：李某|联系电话：0745-2230000",
    "备注：共含续建项目3个。\n\n单位负责人：|制表日期：2024年7月5日",
)


@dataclass
class CaseDraft:
    """A case while it is drawn: traps change it before its lines are written, and after."""

    rng: Random
    truth: TrueYear
    knowledge: KnowledgeDepth
    monthly: bool
    ledger: bool
    titles: Titles
    columns: Block
    style: LineStyle
    open: set[str] = field(default_factory=set)
    unit: int = WAN
    unit_place: str = "line"
    stated_unit: int | None = None
    option_year: int | None = None
    merged: bool = True
    traps: list[str] = field(default_factory=list)
    children: str = ""
    slip: str = ""
    rows: list[list[Cell]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    first: int = 0
    """The first row below the headings."""
    after: list[Callable[[CaseDraft], None]] = field(default_factory=list)
    """What is still to be done with the rows."""
    skipped: set[str] = field(default_factory=set)
    blanks: str = "skip"
    cut: int = 0
    """After how many projects a second table begins, if one does."""
    second_unit: int | None = None
    """In what the second table counts, if not as the first."""
    formats: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()

    def place(self, meaning: Meaning) -> int | None:
        return next((i for i, c in enumerate(self.columns) if c.meaning is meaning), None)

    def has(self, meaning: Meaning) -> bool:
        return self.place(meaning) is not None

    def insert(self, at: int, rows: list[list[Cell]]) -> None:
        """Put rows before row `at`; what is merged, hidden or struck out below moves down."""
        self.rows[at:at] = rows
        step = len(rows)
        self.areas = [
            (top + step * (top >= at), left, end + step * (end >= at), right)
            for top, left, end, right in self.areas
        ]
        self.hidden = {n + step * (n >= at) for n in self.hidden}
        self.struck = frozenset((n + step * (n >= at), column) for n, column in self.struck)

    def replace_column(self, meaning: Meaning, heading: str) -> None:
        self.columns = [
            replace(c, path=(heading,)) if c.meaning is meaning else c for c in self.columns
        ]


def draw_draft(rng: Random) -> CaseDraft:
    """Return a case without its lines."""
    truth = draw_year(rng)
    way = rng.choice(("ledger", "ledger", "monthly", "monthly", "monthly", "both", "year"))
    if way == "year" and truth.number < 3:
        way = "monthly"
    knowledge = rng.choice(list(KnowledgeDepth))
    titles = draw_titles(rng, truth, monthly=way in ("monthly", "both"))
    draft = CaseDraft(
        rng,
        truth,
        knowledge,
        monthly=way != "ledger",
        ledger=way in ("ledger", "both"),
        titles=titles,
        columns=[],
        style=_style(rng, monthly=way != "ledger"),
        option_year=truth.year if rng.random() < 0.4 else None,
    )
    if not titles.tells_year and way in ("ledger", "year"):
        draft.option_year = truth.year
    draft.columns = _columns(draft, way)
    _tell(draft, way)
    _units(draft)
    return draft


def _style(rng: Random, *, monthly: bool) -> LineStyle:
    groups = rng.choices(("", "class", "sector"), (60, 20, 20))[0]
    return LineStyle(
        groups=groups,
        group_place=rng.choice(("serial", "serial", "name")),
        counts=rng.random() < 0.4,
        subtotals=rng.choice(("", "", "head", "foot")) if groups else "",
        total=rng.choice(("", "above", "below", "below")),
        numbering=rng.random() < 0.1,
        serials=rng.choices(("digits", "none", "restart", "text"), (70, 8, 12, 10))[0],
        numbers=rng.choices(("plain", "text", "separators", "wide", "spaces"), (80, 5, 7, 4, 4))[0],
        blank_lines=rng.random() < 0.05,
        nothing=rng.choice((None, None, "", "—", "/")),
        zero=rng.choice((0, 0.0, 0, "0")) if monthly else rng.choice((0, None, "—")),
        rounded_sums=rng.random() < 0.5,
        remark=rng.choice(("", "", "", *REMARKS)),
    )


@dataclass
class BlockList:
    """The blocks of columns that a table is made of, as they are drawn."""

    rng: Random
    truth: TrueYear
    blocks: list[Block] = field(default_factory=list)

    def perhaps(self, chance: float, meaning: Meaning) -> None:
        if self.rng.random() < chance:
            self.blocks.append([drawn(self.rng, meaning, self.truth)])

    def has(self, meaning: Meaning) -> bool:
        return any(c.meaning is meaning for block in self.blocks for c in block)


def _columns(draft: CaseDraft, way: str) -> Block:
    rng, truth = draft.rng, draft.truth
    found = BlockList(rng, truth)
    _describing(found, draft)
    if way in ("monthly", "both"):
        found.blocks.append(_done(draft))
        _beside_done(found)
    if way == "year":
        found.blocks.append(_each_month(draft))
    if found.has(Meaning.PLAN):
        found.perhaps(0.06, Meaning.LAST_PLAN)
        found.perhaps(0.06, Meaning.NEXT_PLAN)
    if rng.random() < 0.1:
        rng.shuffle(found.blocks)
    head = [drawn(rng, m, truth) for m in (Meaning.SERIAL, Meaning.NAME)]
    if draft.style.serials == "none" and rng.random() < 0.5:
        head = head[1:]
    return [*head, *(column for block in found.blocks for column in block)]


def _describing(found: BlockList, draft: CaseDraft) -> None:
    """Draw what describes the projects, and what was planned."""
    ledger, rng = draft.ledger, draft.rng
    found.perhaps(0.15, Meaning.CODE)
    found.perhaps(0.1, Meaning.TIER)
    found.perhaps(0.35 if ledger else 0.1, Meaning.STAGE)
    if draft.style.groups != "class":
        found.perhaps(0.2 if ledger else 0.05, Meaning.CLASS)
    found.perhaps(0.4, Meaning.WORDS)
    if ledger or rng.random() < 0.5:
        found.blocks.append(total_block(rng, draft.truth))
    if ledger:
        found.blocks.append(plan_block(rng, draft.truth))
    else:
        found.perhaps(0.6, Meaning.PLAN)
    found.perhaps(0.3 if ledger else 0.15, Meaning.BEFORE)


def _beside_done(found: BlockList) -> None:
    """Draw what stands beside the amounts completed."""
    found.perhaps(0.12, Meaning.MONTH_PLAN)
    found.perhaps(0.15, Meaning.SINCE_START)
    if found.has(Meaning.PLAN):
        found.perhaps(0.35, Meaning.RATE)
    found.perhaps(0.3, Meaning.PROGRESS)
    found.perhaps(0.1, Meaning.LAST_YEAR)
    if found.truth.number > 1 and found.has(Meaning.MONTH):
        found.perhaps(0.06, Meaning.LAST_MONTH)
        found.perhaps(0.06, Meaning.UNTIL_LAST_MONTH)
    if found.truth.number in (6, 9, 12) and found.has(Meaning.TO_DATE):
        found.perhaps(0.2, Meaning.QUARTER_DONE)


def _done(draft: CaseDraft) -> Block:
    block, is_open = done_block(draft.rng, draft.truth)
    if is_open:
        draft.open |= {"span", "opening", "size"}
    return block


def _each_month(draft: CaseDraft) -> Block:
    form = draft.rng.choice(("{n}月完成投资", "{n}月", "{n}月份完成投资", "{n}月实际完成投资"))
    parent = ("完成投资",) if form == "{n}月" else ()
    return [
        DrawnColumn(Meaning.EACH_MONTH, (*parent, form.format(n=n)), number=n)
        for n in range(1, draft.truth.number + 1)
    ]


def _tell(draft: CaseDraft, way: str) -> None:
    """Note what titles and headings leave open."""
    titles, truth = draft.titles, draft.truth
    words = "".join("".join(column.path) for column in draft.columns)
    tells_year = titles.tells_year or bool(draft.option_year)
    if way in ("monthly", "both") and not (titles.tells_month and tells_year):
        draft.open.add("month")
    if not tells_year:
        draft.open |= {"year", "month"}
        if f"{truth.year}年" not in words:
            draft.option_year = truth.year if draft.ledger else None
    if not titles.tells_tier and not draft.has(Meaning.TIER):
        draft.open.add("tier")


def _units(draft: CaseDraft) -> None:
    rng = draft.rng
    draft.unit = rng.choices((WAN, YI, 1), (80, 14, 6))[0]
    draft.unit_place = rng.choices(
        ("line", "title", "headings", "mixed", "none"), (55, 8, 25, 6, 6)
    )[0]
    if (
        draft.unit_place == "none" and draft.knowledge is KnowledgeDepth.NOTHING
    ) or draft.unit_place == "none":
        draft.open.add("unit")
    digits = {WAN: rng.choice((0, 2, 2)), YI: rng.choice((2, 4)), 1: 0}
    if draft.unit == WAN and any(p.total % WAN for p in draft.truth.projects):
        digits[WAN] = 2
    columns = []
    for column in draft.columns:
        unit = draft.unit
        if draft.unit_place == "mixed" and column.meaning is Meaning.TOTAL:
            unit = YI if draft.unit == WAN else WAN
        if column.is_money:
            column = replace(column, unit=unit, digits=digits[unit])
        elif column.meaning is Meaning.RATE:
            column = replace(column, digits=rng.choice((1, 2)), number=rng.choice((0, 1, 2)))
        columns.append(column)
    draft.columns = columns


def write(draft: CaseDraft) -> None:
    """Write titles, headings and lines, of a second table too if the projects are cut in two."""
    projects = draft.truth.projects
    cut = draft.cut or len(projects)
    _write_table(draft, replace(draft.truth, projects=projects[:cut]))
    first = draft.first
    if draft.cut:
        draft.rows.append([])
        columns, unit = draft.columns, draft.unit
        if draft.second_unit:
            draft.unit = draft.second_unit
            draft.columns = [
                replace(c, unit=draft.unit, digits=8) if c.is_money else c for c in columns
            ]
        _write_table(draft, replace(draft.truth, projects=projects[cut:]))
        draft.first, draft.columns, draft.unit = first, columns, unit


def _write_table(draft: CaseDraft, truth: TrueYear) -> None:
    word = UNIT_WORDS[draft.stated_unit or draft.unit]
    width, start = len(draft.columns), len(draft.rows)
    lines = list(draft.titles.lines)
    if draft.unit_place == "title":
        place = next(i for i, line in enumerate(lines) if "项目" in line)
        lines[place] += f"（单位：{word}）"
    draft.rows += [[line, *[None] * (width - 1)] for line in lines]
    if draft.merged and width > 1:
        draft.areas += [(n, 0, n, width - 1) for n in range(start, len(draft.rows))]
    if draft.unit_place == "line":
        draft.rows.append([*[None] * (width - 1), f"单位：{word}"])
    heads, areas = heading_rows(
        draft.columns,
        len(draft.rows),
        units=draft.unit_place in ("headings", "mixed"),
        merged=draft.merged,
    )
    draft.rows += heads
    draft.areas += areas
    draft.first = len(draft.rows)
    draft.rows += LineWriter(draft.rng, truth, draft.columns, draft.style).write()


def finished(draft: CaseDraft, seed: int) -> LayoutCase:
    hidden = frozenset(draft.hidden)
    sheet = Sheet(draft.titles.sheet, draft.rows, draft.areas, hidden=hidden, struck=draft.struck)
    if draft.formats:
        shown: dict[str, Any] = {FORMATS: draft.formats}
        sheet = replace(sheet, **shown)
    return LayoutCase(
        seed=seed,
        truth=draft.truth,
        sheet=sheet,
        file_name=draft.titles.file,
        columns=tuple(draft.columns),
        open=frozenset(draft.open),
        knowledge=draft.knowledge,
        is_ledger=draft.ledger,
        has_done=draft.monthly,
        tells_class=draft.style.groups == "class"
        or draft.has(Meaning.STAGE)
        or draft.has(Meaning.CLASS),
        option_year=draft.option_year,
        traps=tuple(draft.traps),
        children=draft.children,
        slip=draft.slip,
        blanks=draft.blanks,
        skipped=frozenset(draft.skipped),
    )


def facts_of(case: LayoutCase) -> TruthKnown:
    return TruthKnown(case.truth, case.knowledge)
