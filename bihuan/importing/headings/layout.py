"""Where the table in a sheet begins, what kind it is, and what each column means.

Pure: cells in, a layout out. Headers may span several rows, stand anywhere near the top and carry
months, years and units within them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bihuan.importing.proof.heads import is_date_line, month_number, stated_month, years_in
from bihuan.importing.proof.months.periods import (
    PASSED,
    AmountPeriod,
    Span,
    is_of_last_month,
    period_of,
)
from bihuan.kit.dates import in_digits
from bihuan.kit.money import stated_unit
from bihuan.kit.months import Month
from bihuan.kit.sheets import Sheet

from .classes import class_in_title
from .kinds import COLUMNS, GENERAL, KindSpec, SheetKind
from .labels import (
    MONTHS,
    YEAR,
    header_paths,
    is_bare,
    is_bare_quarter,
    is_claim,
    is_row_of_units,
    is_this_year,
    read_label,
    speaks_of_completion,
    speaks_of_plans,
)
from .naming import NO_FIELD, SheetColumn, liked, named, near_aliases, unnamed, year_in_parts
from .part_columns import with_parts
from .top_rows import HEADER_ZONE, is_row, spread

SORTED_BY = frozenset({"project_class", "nature", "tier", "span", "sector"})
"""One of these a list of projects tells besides name and total, if it tells no plan."""
DEEPEST_HEADER = 4
_MONTHLY = re.compile(r"月报|完成情况|进展情况|进度表|进展表|调度")
BARE = "bare"
"""Stands for headings that name months and no measure."""
REPORTS = (SheetKind.ADJUSTMENT, SheetKind.MONTHLY, SheetKind.STATISTICS)


@dataclass(frozen=True)
class Layout:
    """A table found in a sheet. Rows and columns count from 0.

    `number` is the month's where the sheet tells no year; it is None if columns are of many months.
    """

    kind: SheetKind
    header_row: int
    first_row: int
    columns: tuple[SheetColumn, ...]
    unknown: tuple[SheetColumn, ...] = ()
    unit: int | None = None
    month: Month | None = None
    number: int | None = None
    signature: str = ""

    def column(self, name: str) -> SheetColumn | None:
        return next((c for c in self.columns if c.field == name), None)

    def is_money(self, column: SheetColumn) -> bool:
        """True for a column that is read, and holds amounts."""
        return bool(column.field) and COLUMNS[self.kind.value].fields[column.field].type == "money"

    def counted_in(self, places: Collection[int], unit: int) -> Layout:
        """Return the layout with the columns at these places in another unit, read or not."""

        def measured(columns: Iterable[SheetColumn]) -> tuple[SheetColumn, ...]:
            return tuple(replace(c, unit=unit) if c.index in places else c for c in columns)

        return replace(self, columns=measured(self.columns), unknown=measured(self.unknown))

    def read_as(self, column: SheetColumn, field: str) -> Layout:
        """Return the layout with a column as another field, or not read if `field` is empty."""
        told = replace(column, field=field)
        columns = [c for c in self.columns if c.index != column.index]
        unknown = [c for c in self.unknown if c.index != column.index]
        (columns if field else unknown).append(told)
        return replace(
            self,
            columns=tuple(sorted(columns, key=lambda c: c.index)),
            unknown=tuple(sorted(unknown, key=lambda c: c.index)),
        )


@dataclass(frozen=True)
class _Try:
    """A header that a sheet may have: rows `start` to `start + depth`. One that cuts through merged
    cells is no header; reports go before ledgers, whose columns they repeat.
    """

    kind: SheetKind
    start: int
    depth: int
    whole: bool
    columns: list[SheetColumn] = field(default_factory=list)
    distinct: int = 0  # headings that differ
    likely: bool = False  # only known by what its headings are like

    @property
    def score(self) -> tuple[bool, bool, bool, int, int, int]:
        different = len({(c.field, c.month, c.year) for c in self.columns})
        is_report = self.kind in REPORTS
        return self.whole, not self.likely, is_report, different, self.distinct, -self.depth


@dataclass(frozen=True)
class _Titles:
    """What titles, sheet and file name tell of a table: whether of a month's doing or of plans, and
    of which years and class.
    """

    of_month: bool
    of_plans: bool
    of_completion: bool
    years: tuple[int, ...]
    of_class: bool

    @classmethod
    def of(cls, above: list[list[str]]) -> _Titles:
        texts = [cell for row in above for cell in row if cell and not is_date_line(cell)]
        of_month = any(month_number(text) or _MONTHLY.search(text) for text in texts)
        is_done = any(map(speaks_of_completion, texts))
        of_class = class_in_title(texts) is not None
        return cls(of_month, speaks_of_plans(texts), is_done, tuple(years_in(texts)), of_class)

    def may_measure(self, path: tuple[str, ...]) -> bool:
        """True if a heading names a month, or a quarter, and titles may say of what."""
        if is_bare(path) or (self.of_month and is_this_year(path)):
            return not self.of_plans
        return self.of_completion and (is_bare_quarter(path) or is_claim(path))


def width_of(layout: Layout) -> int:
    """Return how many columns a table has, to its last heading."""
    places = [column.index for column in (*layout.columns, *layout.unknown)]
    return max(len(layout.signature.rstrip("|").split("|")), max(places, default=0) + 1)


def find_layout(
    sheet: Sheet,
    *,
    file_name: str = "",
    answers: Mapping[str, str] | None = None,
    before: Layout | None = None,
    kinds: Iterable[SheetKind] = GENERAL,
) -> Layout | None:
    """Return the first table of `sheet`, or None if no kind of table is recognised.

    `answers` maps a header's title to the field a person said it is ("-" for none); `before` is the
    layout of the table above, whose unit and month hold until others are stated; `kinds` are those
    looked for.
    """
    origin = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    rows = spread(sheet, origin)
    best: _Try | None = None
    for start in range(min(HEADER_ZONE, len(rows))):
        if best and start > best.start + DEEPEST_HEADER:
            break  # what follows a header is its rows
        if sum(1 for c in rows[start] if c) < 2 or _is_lower_half(sheet, rows, origin, start):
            continue
        titles = _Titles.of([*rows[:start], [sheet.name, file_name]])
        for place in header_places(sheet, rows, origin, start):
            for attempt in _attempts(rows, place, answers or {}, kinds, titles):
                if best is None or attempt.score > best.score:
                    best = attempt
    if best is None:
        return None
    return _finish(sheet, rows, best, origin, (file_name, answers or {}, before))


def _is_lower_half(sheet: Sheet, rows: list[list[str]], origin: int, start: int) -> bool:
    """True for a row into which headings are merged from above, beside others there: what stands
    over it says what it is.
    """
    tops = {top - origin for top, _l, bottom, _r in sheet.merged if top < origin + start <= bottom}
    return any(0 <= top < start and len(set(filter(None, rows[top]))) > 2 for top in tops)


def header_places(
    sheet: Sheet, rows: list[list[str]], origin: int, start: int
) -> Iterator[tuple[int, int, bool]]:
    """Yield the headers that may begin at a row: where, how deep, and whether whole."""
    for depth in range(1, DEEPEST_HEADER + 1):
        if is_row(rows[start + depth - 1 : start + depth]):
            return
        end = start + depth
        if any(_goes_on(rows[end - 1], row) for row in rows[end : end + 1]):
            continue  # the row below belongs to the header
        yield start, depth, _is_whole(sheet, origin + start, depth)


def _goes_on(bottom: list[str], below: list[str]) -> bool:
    """True if a header goes on below its bottom row: with units, or with what stands under one
    heading over several columns.
    """
    if is_row_of_units(below, bottom):
        return True
    if is_row([below]) or below[0] not in ("", bottom[0]):
        return False
    pairs = pairwise(zip(bottom, below, strict=False))
    return any(
        left and left == right and under and other and under != other and left not in (under, other)
        for (left, under), (right, other) in pairs
    )


def _is_whole(sheet: Sheet, start: int, depth: int) -> bool:
    """True unless a merged area reaches into the rows of a header from above, or out of them."""
    end = start + depth
    return not any(
        top < end <= bottom or top < start <= bottom for top, _l, bottom, _r in sheet.merged
    )


def _attempts(
    rows: list[list[str]],
    place: tuple[int, int, bool],
    answers: Mapping[str, str],
    kinds: Iterable[SheetKind],
    titles: _Titles,
) -> Iterable[_Try]:
    start, depth, whole = place
    paths = header_paths(rows[start : start + depth])
    for kind in kinds:
        spec = COLUMNS[kind.value]
        columns = with_parts(named(paths, spec, answers), paths, spec, answers)
        fields = {c.field for c in columns}
        if year_in_parts(columns):
            fields.add("planned")
        if whole and any(titles.may_measure(path) for path in paths if path):
            fields.add(BARE)
        is_told = any(answers.get(c.title) == c.field for c in columns if _is_money(c, spec))
        enough = is_told or _says_enough(kind, fields, paths, titles)
        if set(spec.required) <= fields and enough:
            yield _Try(kind, *place, columns, len(set(paths)))
        elif like := liked(paths, spec, answers, columns):
            columns = [*columns, *like]
            if set(spec.required) <= {c.field for c in columns}:
                yield _Try(kind, *place, columns, len(set(paths)), likely=True)


def _is_money(column: SheetColumn, spec: KindSpec) -> bool:
    return spec.fields[column.field].type == "money"


def _says_enough(
    kind: SheetKind, fields: set[str], paths: list[tuple[str, ...]], titles: _Titles
) -> bool:
    """True unless a ledger tells neither plan nor class, or a month's report no amount of it."""
    if kind == SheetKind.LEDGER:
        is_sorted = titles.of_class or bool(fields & SORTED_BY)
        return "planned" in fields or ("total" in fields and is_sorted)
    if kind == SheetKind.MONTHLY:
        is_ledger = "planned" in fields
        told = {"completed", BARE} | (
            {"cumulative"} if titles.of_month and not is_ledger else set()
        )
        return bool(fields & told) or _tells_of_a_month(paths, titles, is_ledger=is_ledger)
    return True


def _tells_of_a_month(paths: list[tuple[str, ...]], titles: _Titles, *, is_ledger: bool) -> bool:
    """True if a heading speaks of what was completed in a month, or in the year so far; beside the
    columns of a ledger it must say so plainly.
    """
    years = titles.years or [p.year for p in _periods(paths, None) if p.year]
    years = years or [y for path in paths if (y := read_label("/".join(path)).year)]
    found = _periods(paths, max(years, default=None))
    if titles.of_month and all(p.spans in PASSED for p in found):
        found = _periods(paths, None)
    if titles.of_month and not is_ledger and any(is_of_last_month(path) for path in paths if path):
        return True
    plain_ = [p for p in found if set(p.spans) <= {Span.MONTH, Span.TO_DATE}]
    return (
        bool(plain_)
        or (
            (titles.of_month or not is_ledger)
            and any(Span.TO_DATE in p.spans or p.is_quarter for p in found)
        )
        or (titles.of_month and not is_ledger and any(Span.SINCE_START in p.spans for p in found))
    )


def _periods(paths: list[tuple[str, ...]], year: int | None) -> list[AmountPeriod]:
    """Return of what time the headings of what was completed speak, but those of years before."""
    told = (period for path in paths if path and (period := period_of(path, year)))
    return [period for period in told if Span.BEFORE not in period.spans]


def _finish(
    sheet: Sheet,
    rows: list[list[str]],
    best: _Try,
    origin: int,
    told: tuple[str, Mapping[str, str], Layout | None],
) -> Layout:
    file_name, answers, before = told
    paths = header_paths(rows[best.start : best.start + best.depth])
    taken = {c.index for c in best.columns}
    spec = COLUMNS[best.kind.value]
    left = [unnamed(i, path) for i, path in enumerate(paths) if path and i not in taken]
    open_to_guess = [c for c in left if answers.get(c.title) != NO_FIELD]
    near = near_aliases(open_to_guess, spec, {c.field for c in best.columns})
    above = [c for row in rows[: best.start] for c in row if c]
    unit = next((unit for c in reversed(above) if (unit := stated_unit(c))), None)
    titles = [in_digits(c) for c in above if not is_date_line(c)]
    titles += [in_digits(sheet.name), in_digits(file_name)]
    number = _number(titles, best.columns)
    year = next((int(y[1]) for t in titles if (y := YEAR.search(t))), None)
    month = stated_month(titles, above, year)
    if month is None and year and number:
        month = Month(year, number)
    month = month or (before.month if before else None)
    return Layout(
        kind=best.kind,
        header_row=origin + best.start,
        first_row=origin + best.start + best.depth,
        columns=tuple(sorted([*best.columns, *near], key=lambda c: c.index)),
        unknown=tuple(c for c in left if c.index not in {n.index for n in near}),
        unit=unit or (before.unit if before else None),
        month=month,
        number=month.number if month else number,
        signature="|".join("/".join(path) for path in paths),
    )


def months_of(columns: Iterable[SheetColumn]) -> set[int]:
    """Return the months of the columns of money: one in a month's sheet, twelve in a year's."""
    return {c.month for c in columns if c.field in ("completed", "counted") and c.month}


def _number(texts: list[str], columns: Iterable[SheetColumn]) -> int | None:
    months = months_of(columns)
    if len(months) > 1:
        return None
    found = next((m for text in texts if (m := MONTHS.search(text))), None)
    number = months.pop() if months else int(found[2] or found[3]) if found else None
    return number if number and 1 <= number <= 12 else None
