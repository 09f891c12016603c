"""Where the table in a sheet begins, what kind it is, and what each column means.

Pure: cells in, a layout out. Headers may span several rows, stand anywhere near the top and carry
months, years and units within them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from bihuan.kit.dates import month_in
from bihuan.kit.money import unit_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Sheet

from .kinds import COLUMNS, KindSpec, SheetKind

HEADER_ZONE = 30  # rows in which a header is looked for
DEEPEST_HEADER = 4
NO_FIELD = "-"  # said of a header that is to be left alone
NEAR = 86  # RapidFuzz: below it a header is not thought to be near
_MONTHS = re.compile(r"(\d{1,2})\s*[-~—–至到]\s*(\d{1,2})\s*月|(\d{1,2})\s*月份?")
_FILLED_IN = re.compile(r"(填报|填表|制表|报送|上报|打印)(日期|时间)")
_YEAR = re.compile(r"(\d{4})\s*年度?")
_UNIT = re.compile(r"(亿元|百万元|万元|千元)$")
_BRACKETS = re.compile(r"[（(\[【][^（）()\[\]【】]*[)）\]】]")
_QUARTER = {"一季度": 3, "上半年": 6, "前三季度": 9, "三季度": 9}


@dataclass(frozen=True)
class Label:
    """A header cell read: its words without months, years and units, and these apart."""

    words: str
    month: int | None = None
    year: int | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Column:
    """What one column means. `month` is the last month its figures reach."""

    index: int
    field: str
    title: str
    month: int | None = None
    year: int | None = None
    unit: int | None = None
    guessed: bool = False


@dataclass(frozen=True)
class Layout:
    """A table found in a sheet. Rows and columns count from 0.

    `number` is the month's where the sheet tells no year; it is None if columns are of many months.
    """

    kind: SheetKind
    header_row: int
    first_row: int
    columns: tuple[Column, ...]
    unknown: tuple[Column, ...] = ()
    unit: int | None = None
    month: Month | None = None
    number: int | None = None
    signature: str = ""

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.field == name), None)


@dataclass(frozen=True)
class _Try:
    kind: SheetKind
    start: int
    depth: int
    columns: list[Column] = field(default_factory=list)

    @property
    def score(self) -> tuple[int, int]:
        return len(self.columns), -self.depth


def find_layout(
    sheet: Sheet, *, file_name: str = "", answers: Mapping[str, str] | None = None
) -> Layout | None:
    """Return the table of `sheet`, or None if no kind of table is recognised.

    `answers` maps a header's title to the field a person said it is ("-" for none).
    """
    rows = _spread(sheet)
    best: _Try | None = None
    for start in range(min(HEADER_ZONE, len(rows))):
        if best and start > best.start + DEEPEST_HEADER:
            break  # what follows a header is its rows
        if sum(1 for c in rows[start] if c) < 2:
            continue
        for depth in range(1, DEEPEST_HEADER + 1):
            for attempt in _attempts(rows, start, depth, answers or {}):
                if best is None or attempt.score > best.score:
                    best = attempt
    return _finish(sheet, rows, best, file_name, answers or {}) if best else None


def _attempts(
    rows: list[list[str]], start: int, depth: int, answers: Mapping[str, str]
) -> Iterable[_Try]:
    paths = header_paths(rows[start : start + depth])
    for kind in SheetKind:
        spec = COLUMNS[kind.value]
        columns = _named(paths, spec, answers)
        if set(spec.required) <= {c.field for c in columns}:
            yield _Try(kind, start, depth, columns)


def _finish(
    sheet: Sheet, rows: list[list[str]], best: _Try, file_name: str, answers: Mapping[str, str]
) -> Layout:  # fmt: skip
    paths = header_paths(rows[best.start : best.start + best.depth])
    taken = {c.index for c in best.columns}
    spec = COLUMNS[best.kind.value]
    left = [_unnamed(i, path) for i, path in enumerate(paths) if path and i not in taken]
    open_to_guess = [c for c in left if answers.get(c.title) != NO_FIELD]
    near = _near(open_to_guess, spec, {c.field for c in best.columns})
    above = [c for row in rows[: best.start] for c in row if c]
    unit = next((unit_in(c) for c in above if unit_in(c) and ("单位" in c or len(c) < 8)), None)
    first = best.start + best.depth
    titles = [*(c for c in above if not _FILLED_IN.search(c)), sheet.name]
    texts = [*titles, file_name, *above]
    number = _number(texts, best.columns)
    month = _month(titles, texts, number)
    return Layout(
        kind=best.kind,
        header_row=best.start,
        first_row=first,
        columns=tuple(sorted([*best.columns, *near], key=lambda c: c.index)),
        unknown=tuple(c for c in left if c.index not in {n.index for n in near}),
        unit=unit,
        month=month,
        number=month.number if month else number,
        signature="|".join("/".join(path) for path in paths),
    )


def _month(titles: list[str], texts: list[str], number: int | None) -> Month | None:
    """Return the month that a title states, else the number's, else one that any text states."""
    year = next((int(y[1]) for t in texts if (y := _YEAR.search(t))), None)
    stated = next((month for text in titles if (month := month_in(text))), None)
    if stated or not (year and number):
        return stated or next((month for text in texts if (month := month_in(text))), None)
    return Month(year, number)


def months_of(columns: Iterable[Column]) -> set[int]:
    """Return the months of the columns of money: one in a month's sheet, twelve in a year's."""
    return {c.month for c in columns if c.field in ("completed", "counted") and c.month}


def _number(texts: list[str], columns: Iterable[Column]) -> int | None:
    months = months_of(columns)
    if len(months) > 1:
        return None
    found = next((m for text in texts if (m := _MONTHS.search(text))), None)
    number = months.pop() if months else int(found[2] or found[3]) if found else None
    return number if number and 1 <= number <= 12 else None


def header_paths(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Return for each column its header cells from top to bottom, repeats joined."""
    width = max((len(row) for row in rows), default=0)
    paths = []
    for column in range(width):
        path: list[str] = []
        for row in rows:
            text = row[column] if column < len(row) else ""
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return paths


def _spread(sheet: Sheet) -> list[list[str]]:
    """Return the top of the sheet as text, each merged area filled with its value."""
    top = [[plain(c).replace("\n", "") for c in row] for row in sheet.rows[: HEADER_ZONE + 5]]
    width = max((len(row) for row in top), default=0)
    for row in top:
        row.extend([""] * (width - len(row)))
    for first, left, last, right in sheet.merged:
        if first >= len(top) or left >= width:
            continue
        if right - left + 1 >= max(width - 1, 3) and first == last:
            continue  # a title over the whole table
        text = top[first][left]
        for r in range(first, min(last + 1, len(top))):
            for c in range(left, min(right + 1, width)):
                top[r][c] = text
    if not sheet.merged:
        _fill_right(top)
    return top


def _fill_right(top: list[list[str]]) -> None:
    """Without merges (CSV), a group's heading stands over its first column only. The lowest level
    is filled first: a level may stand over another that is as sparse.
    """
    for row, below in reversed(list(pairwise(top))):
        if not any(row) or below[0] or all(row):
            continue
        for column in range(1, len(row)):
            if not row[column] and below[column] and row[column - 1]:
                row[column] = row[column - 1]


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Take months, years and units out of a header cell: “1-3月累计（万元）” → 1-N月累计."""
    unit = unit_in(text) if re.search(r"[（(]|单位", text) or _UNIT.search(text) else None
    year = next((int(y) for y in _YEAR.findall(text)), None)
    words = _YEAR.sub("", _BRACKETS.sub("", text))
    words = _UNIT.sub("", re.sub(r"[\s、,，:：/*]", "", words))
    month = None
    for word, number in _QUARTER.items():
        if words == word or words.endswith(word):
            words, month = words.replace(word, "1-N月"), number
    if found := _MONTHS.search(words):
        month = int(found[2] or found[3])
        words = _MONTHS.sub("1-N月" if found[2] and found[1] != found[2] else "N月", words)
        if found[2]:
            words = words.replace("N月", "1-N月").replace("1-1-N月", "1-N月")
    return Label(words, month if month and month <= 12 else None, year, unit)


def _named(
    paths: list[tuple[str, ...]], spec: KindSpec, answers: Mapping[str, str]
) -> list[Column]:
    found: list[Column] = []
    taken: set[tuple[str, int | None, int | None]] = set()
    for index, path in enumerate(paths):
        column = _name(index, path, spec, answers)
        if column and (key := (column.field, column.month, column.year)) not in taken:
            taken.add(key)
            found.append(column)
    return found


def _name(
    index: int, path: tuple[str, ...], spec: KindSpec, answers: Mapping[str, str]
) -> Column | None:
    if not path:
        return None
    told = answers.get("/".join(path))
    if told == NO_FIELD:
        return None
    name = told if told in spec.fields else _by_alias(spec)(words_of(path))
    return replace(_unnamed(index, path), field=name) if name else None


@lru_cache(maxsize=8192)
def words_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return each level's words, without months, years and units."""
    return tuple(read_label(text).words for text in path)


def _unnamed(index: int, path: tuple[str, ...]) -> Column:
    labels = [read_label(text) for text in path]
    return Column(
        index=index,
        field="",
        title="/".join(path),
        month=next((x.month for x in reversed(labels) if x.month), None),
        year=next((x.year for x in reversed(labels) if x.year), None),
        unit=next((x.unit for x in reversed(labels) if x.unit), None),
    )


def _near(left: list[Column], spec: KindSpec, taken: set[str]) -> list[Column]:
    """Name what is left by the nearest alias of a field that has no column yet."""
    choices = {
        alias: name
        for name, spec_field in spec.fields.items()
        if name not in taken
        for alias in spec_field.aliases
        if "/" not in alias
    }
    found: list[Column] = []
    for column in left:
        words = read_label(column.title.rpartition("/")[2]).words
        match = process.extractOne(words, list(choices), scorer=fuzz.ratio, score_cutoff=NEAR)
        if match and (name := choices[match[0]]) not in {c.field for c in found}:
            found.append(replace(column, field=name, guessed=True))
    return found


class _Matcher:
    """Finds the field of a header path among a kind's aliases; longer aliases go first."""

    def __init__(self, spec: KindSpec) -> None:
        self.single: dict[str, str] = {}
        self.nested: list[tuple[str, str, str]] = []
        for name, spec_field in spec.fields.items():
            for alias in spec_field.aliases:
                above, _, leaf = alias.rpartition("/")
                if above:
                    self.nested.append((above, leaf, name))
                else:
                    self.single.setdefault(alias, name)

    def __call__(self, words: tuple[str, ...]) -> str | None:
        leaf = words[-1]
        for above, last, name in self.nested:
            if leaf == last and any(above in level for level in words[:-1]):
                return name
        if len(words) > 1 and "".join(words[-2:]) in self.single:
            return self.single["".join(words[-2:])]
        return self.single.get(leaf)


_matchers: dict[int, _Matcher] = {}


def _by_alias(spec: KindSpec) -> _Matcher:
    if id(spec) not in _matchers:
        _matchers[id(spec)] = _Matcher(spec)
    return _matchers[id(spec)]
