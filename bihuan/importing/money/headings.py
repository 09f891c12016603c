"""Where a table of money stands in a sheet, and what each of its columns means. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.funding.kinds import MONEY
from bihuan.importing.headings.kinds import COLUMNS, NAME_HEADINGS, SheetKind
from bihuan.importing.headings.labels import header_paths, read_label, words_of
from bihuan.importing.headings.layout import Layout, header_places
from bihuan.importing.headings.naming import NO_FIELD, SheetColumn, unnamed
from bihuan.importing.headings.top_rows import HEADER_ZONE, spread
from bihuan.importing.rows.table import words_of_line
from bihuan.kit.money import is_foreign, stated_unit
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet

from .words import bare, programme_of, speaks_of_money, without_programme

SPEC = COLUMNS[SheetKind.FUNDING.value]
STAGES = tuple(each.value for each in MONEY)
ASKED = "asked"
"""Stands for a heading that speaks of money and leaves open of which stage."""
_BY_ALIAS = {alias: name for name, each in SPEC.fields.items() for alias in each.aliases}
_LIKE = {name: re.compile(each.like) for name, each in SPEC.fields.items() if each.like}
_NOISE = re.compile(
    r"其中[:：]?|1-N月|截[至止]到?(?:目前|N月[底末]?)?|目前|自开工以来|至今|累计|已经?|实际|合计|小计|总计|情况$"
)
_OF_A_MONTH = re.compile(r"(?:[本当]月|N月)(?:实际)?(?:完成|投资)|本期完成")
_OF_A_PLAN = re.compile(r"年度?计划(?:完成)?投资|年度投资计划|投资计划$")
_OPEN = re.compile(r"(?:争取|争资|向上争取|争取到?)(?:上级)?(?:资金|金额|额)?(?:额|数)?")
_STAGE_WORDS = {
    "applied": "申报|申请",
    "issued": "下达|获批",
    "in_place": "到位",
    "paid": "支付|支出|拨付",
}
FEWEST = 2  # columns of money's own that tell a table of money without a title


@dataclass(frozen=True)
class _MoneyHeader:
    """A header that a sheet may have."""

    start: int
    depth: int
    whole: bool
    columns: tuple[SheetColumn, ...]
    paths: tuple[tuple[str, ...], ...]

    @property
    def score(self) -> tuple[bool, int, int]:
        return self.whole, len({(c.field, c.of) for c in self.columns}), -self.depth


def money_layout(
    sheet: Sheet, *, file_name: str, answers: Mapping[str, str], before: Layout | None = None
) -> Layout | None:
    """Return the first table of money in a sheet; None if there is none."""
    origin = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    rows = spread(sheet, origin)
    best: _MoneyHeader | None = None
    for start in range(min(HEADER_ZONE, len(rows))):
        if best and start > best.start + 4:
            break
        if sum(1 for cell in rows[start] if cell) < FEWEST:
            continue
        titles = [*_words(rows[:start]), sheet.name, file_name]
        for found in _tries(sheet, rows, origin, (start, titles, answers)):
            if best is None or found.score > best.score:
                best = found
    return _finished(rows, best, origin, before) if best else None


def _words(rows: Sequence[Sequence[str]]) -> list[str]:
    return [cell for row in rows for cell in dict.fromkeys(row) if cell]


def _tries(
    sheet: Sheet,
    rows: list[list[str]],
    origin: int,
    told: tuple[int, list[str], Mapping[str, str]],
) -> Iterator[_MoneyHeader]:
    start, titles, answers = told
    for _start, depth, whole in header_places(sheet, rows, origin, start):
        paths = header_paths(rows[start : start + depth])
        columns = _without_totals(_columns(paths, titles, answers))
        if is_of_money(columns, paths, titles):
            yield _MoneyHeader(start, depth, whole, tuple(columns), tuple(paths))


def is_of_money(
    columns: Sequence[SheetColumn], paths: Sequence[tuple[str, ...]], titles: Sequence[str]
) -> bool:
    """Return whether headings are those of a table of money: of projects, with what was issued or
    its document beside another stage; or under a title of money with any stage. A month's report
    and a ledger are none, whatever they tell of funds beside.
    """
    fields = {column.field for column in columns}
    stages = fields & {"applied", "issued", "in_place", "paid"}
    if "name" not in fields or not (stages or ASKED in fields):
        return False
    own = stages | fields & {"document", "issued_on", "forwarded_on"}
    is_issued = bool(fields & {"issued", "document"}) and len(own) >= FEWEST
    words = ["".join(words_of(path)) for path in paths if path]
    if any(_OF_A_MONTH.search(each) or _OF_A_PLAN.search(each) for each in words):
        return is_issued and "document" in fields
    return is_issued or any(map(speaks_of_money, titles))


def _columns(
    paths: Sequence[tuple[str, ...]], titles: Sequence[str], answers: Mapping[str, str]
) -> list[SheetColumn]:
    found: list[SheetColumn] = []
    taken: set[tuple[str, str]] = set()
    stage = _stage_of(titles)
    for index, path in enumerate(paths):
        if not path or any(map(is_foreign, path)):
            continue
        column = unnamed(index, path)
        if (told := answers.get(column.title)) == NO_FIELD:
            continue
        programme, field = field_of(path, stage)
        field = told if told in SPEC.fields else field
        key = (field, programme)
        if not field or (key in taken and field != "left_alone"):
            continue
        taken.add(key)
        found.append(replace(column, field=field, of=programme))
    return found


def field_of(path: tuple[str, ...], stage: str = "") -> tuple[str, str]:
    """Return the programme that a heading names, and the field that it is; empty for none. A
    heading that names a programme alone is of the `stage` that the title names.
    """
    programme, rest = "", []
    for level in map(_level, path):
        cleaned = _NOISE.sub("", level)
        if alone := programme_of(cleaned):
            programme = alone.value
            continue
        named, cleaned = without_programme(cleaned)
        programme = named.value if named else programme
        rest.append(cleaned)
    words = [each for each in rest if each]
    if not words:
        return programme, stage if programme else ""
    field = (
        _field(words[-1]) or _field("".join(words)) or next(filter(None, map(_field, words)), "")
    )
    if not field and _OPEN.fullmatch(words[-1]):
        field = ASKED
    return (programme, field) if field in (*STAGES, "") else ("", field)


def _level(text: str) -> str:
    """Return the words of one level of a heading; 申报额, which elsewhere says who tells, too."""
    return read_label(text).words or bare(text)


def _field(words: str) -> str:
    if words in _BY_ALIAS:
        return _BY_ALIAS[words]
    return next((name for name, like in _LIKE.items() if like.fullmatch(words)), "")


def _stage_of(titles: Sequence[str]) -> str:
    """Return the one stage of which titles speak, empty if of none or several."""
    text = "".join(titles)
    found = [stage for stage, words in _STAGE_WORDS.items() if re.search(words, text)]
    return found[0] if len(found) == 1 else ""


def _without_totals(columns: Sequence[SheetColumn]) -> list[SheetColumn]:
    """Return the columns without those of a stage that stand for all programmes beside those of
    single ones.
    """
    single = {column.field for column in columns if column.of}
    return [c for c in columns if c.of or c.field not in single]


def _finished(
    rows: list[list[str]], best: _MoneyHeader, origin: int, before: Layout | None
) -> Layout:
    taken = {column.index for column in best.columns if column.field != ASKED}
    left = [unnamed(i, path) for i, path in enumerate(best.paths) if path and i not in taken]
    above = _words(rows[: best.start])
    unit = next((unit for text in reversed(above) if (unit := stated_unit(text))), None)
    return Layout(
        kind=SheetKind.FUNDING,
        header_row=origin + best.start,
        first_row=origin + best.start + best.depth,
        columns=tuple(column for column in best.columns if column.field != ASKED),
        unknown=tuple(left),
        unit=unit or (before.unit if before else None),
        signature="|".join("/".join(path) for path in best.paths),
    )


def next_start(sheet: Sheet, layout: Layout) -> int | None:
    """Return where another table begins below: the first of the title lines over its headings."""
    for number in range(layout.first_row + 1, len(sheet.rows)):
        if any(_is_heading(cell) for cell in sheet.rows[number][:4]):
            start = number
            while start > layout.first_row + 1 and _is_title(sheet.rows[start - 1]):
                start -= 1
            return start
    return None


def _is_heading(cell: Cell) -> bool:
    return (
        isinstance(cell, str)
        and len(cell) <= 12
        and "名" in cell
        and read_label(plain(cell)).words in NAME_HEADINGS
    )


def _is_title(row: Sequence[Cell]) -> bool:
    words = words_of_line(row)
    return not any(row) or bool(words and (speaks_of_money(words) or stated_unit(words)))
