"""Headings that tell of when amounts are and not what they count: 1月 2月 3月, 本月, 截至12月底.

Pure. The title may say what; else it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import (
    is_bare,
    is_bare_quarter,
    is_claim,
    is_joined,
    is_this_year,
    speaks_of_completion,
    words_of,
)
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.ledgers.curve_columns import adds_up_to_plan
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.words import gettext

from .bare_months import WAYS, BareMonths
from .equations import rates_of
from .months_by_sums import FEWEST, held_of, known_months
from .periods import Span, period_of
from .row_sums import COMPLETED, TO_DATE, row_sums

MEASURE = "完成投资"
_ADDED = re.compile(r"(?:本[月期]|当月)(?:新增|净增|增加)(?:投资)?(?:额|数)?")
"""What a month added, beside the sums until the end of each."""
_THIS_MONTH = re.compile(r"[本当](?:月|期)(?:数|值|额)?")
_BESIDE = re.compile(
    r"(?:1-N月|本年|年初至今|全年)?累计(?:完成|实际|投资)?(?:数|值|额)?|年初至今(?:数|值|额)?|全年合计"
)


def settle_measure(
    desk: Desk,
    layout: Layout,
    grid: Grid,
    titles: Iterable[str],
    *,
    unit: int | None,
    year: int | None,
) -> Layout | None:
    """Return the layout with its bare headings as columns of what was completed, if titles and
    sums, or the answer, say so; None while it is asked, and if nothing is to be read from them.
    """
    titles = list(titles)
    is_told = any(speaks_of_completion(text) for text in titles)
    bare = _of_year([c for c in layout.unknown if _is_bare(c, is_told=is_told)], year)
    others = [c for c in (*layout.columns, *layout.unknown) if not _ADDED.fullmatch(c.leaf)]
    if not bare or any(map(_is_of_a_month, others)):
        return layout
    amounts = {column.index: grid.amounts(column, unit or 1) for column in bare}
    columns = [c for c in bare if any(amounts[c.index])]
    if not columns:
        return layout
    if year is None and len({c.year for c in columns if c.year}) > 1:
        return None  # the year is asked first
    months = sorted((c for c in columns if _single(c)), key=lambda c: c.month or 0)
    if not is_told and adds_up_to_plan(layout, grid, columns):
        return None  # the plan's curve, and nothing of the month
    held = BareMonths(grid, year, months, amounts, row_sums(layout, grid, months, unit))
    ways = held.ways()
    is_told = is_told or _is_proved(grid, layout, year, columns, unit)
    if len(ways) == 1 and (is_told or held.is_reported(ways[0])):
        way = ways[0]
        held.prove(desk, way)
    else:
        text = gettext("The headings “%s” do not say what they count: what is it?")
        answered = desk.answered("measure", columns[0].title)
        anew = answered == COMPLETED and held.is_beyond_plan()
        way = ask_measure(desk, text, columns, amounts, months, ways=ways, anew=anew)
    return None if way in ("", LEAVE) else _measured(layout, way)


def _is_proved(
    grid: Grid, layout: Layout, year: int | None, columns: Sequence[SheetColumn], unit: int | None
) -> bool:
    """True if a month with the months known makes the year so far beside it (1-6月, 累计), or what
    is told of the year so far is the stated part of the plan: then it was completed.
    """
    others = (c for c in layout.unknown if len(c.path) == 1 and is_sum_beside(c))
    reached = [c for c in (*columns, *others) if not _is_single(c)]
    alone = [c for c in columns if _is_single(c)]
    if len(reached) != 1 or len(alone) > 1 or year is None:
        return False
    so_far = grid.amounts(reached[0], unit or 1)
    number = (alone[0].month if alone else reached[0].month) or layout.number
    if alone and number:
        known = known_months(grid, year)
        held = held_of(grid.amounts(alone[0], unit or 1), so_far, known, number)
        return held.proves and held.telling >= FEWEST
    plan, rate = layout.column("planned"), layout.column("rate")
    if alone or plan is None or rate is None:
        return False
    rated = tally(rates_of(so_far, grid.amounts(plan, unit or 1)), grid.rates(rate))
    return rated.proves and rated.telling >= FEWEST


def _is_bare(column: SheetColumn, *, is_told: bool) -> bool:
    is_open = is_bare_quarter(column.path) or is_claim(column.path)
    return is_bare(column.path) or is_this_year(column.path) or (is_told and is_open)


def _of_year(columns: list[SheetColumn], year: int | None) -> list[SheetColumn]:
    """Return the columns without those of another year than the one told, unless all are."""
    return [c for c in columns if not (c.year and year and c.year != year)] or columns


def _is_of_a_month(column: SheetColumn) -> bool:
    period = period_of(column.path, None)
    return period is not None and period.spans == (Span.MONTH,)


def _single(column: SheetColumn) -> bool:
    return bool(column.month) and words_of(_joined(column.path))[-1].startswith("N月")


def _is_single(column: SheetColumn) -> bool:
    """True for 6月, or 本月, that says no measure."""
    return _single(column) or bool(_THIS_MONTH.fullmatch(column.leaf))


def _reaches(column: SheetColumn) -> bool:
    """True for 1-6月, which no sum of months counts once more."""
    return words_of(_joined(column.path))[-1].startswith("1-N月")


def ask_measure(
    desk: Desk,
    text: str,
    columns: Sequence[SheetColumn],
    amounts: Mapping[int, Sequence[Amount | None]],
    months: Sequence[SheetColumn],
    *,
    ways: Sequence[str] = WAYS,
    anew: bool = False,
) -> str:
    """Ask once what columns of months count; `months` are those of single ones, in order. `text`
    has a place for their names.
    """
    alone = [c for c in columns if not _reaches(c)] or columns[-1:]
    whole = total_of(each for c in alone for each in amounts[c.index])
    last = total_of(amounts[months[-1].index]) if months else whole
    labels = {
        COMPLETED: gettext("What was completed in the time that each names"),
        TO_DATE: gettext("What was completed from January to the end of each"),
    }
    sums = {COMPLETED: whole, TO_DATE: last}
    given = gettext("completed: %s in all")
    choices = [AnswerChoice(way, labels[way], given % in_wan(sums[way].value)) for way in ways]
    choices.append(AnswerChoice(LEAVE, gettext("Something else, such as a plan"), nothing_read()))
    names = "、".join(column.title for column in columns)
    title = columns[0].title
    return desk.ask("measure", text % names, choices, column=title, lasting=True, anew=anew)


def is_sum_beside(column: SheetColumn) -> bool:
    """True for a heading that says beside a month's amounts that it is their sum: 累计."""
    return bool(_BESIDE.fullmatch("".join(words_of(_joined(column.path))[-1:])))


def with_sum_beside(layout: Layout) -> Layout:
    """Return the layout with a column 累计, that says no measure, as one of amounts completed, if
    such a one stands beside it.
    """
    done = [c for c in (*layout.columns, *layout.unknown) if period_of(c.path, None)]
    bare = [c for c in layout.unknown if len(c.path) == 1 and is_sum_beside(c)]
    if len(bare) != 1 or not done or any("累计" in c.title for c in done):
        return layout
    title = f"{MEASURE}/{bare[0].title}"
    field = field_of((MEASURE, bare[0].title), COLUMNS[SheetKind.MONTHLY.value]) or ""
    told = replace(bare[0], title=title, field=field)
    columns = sorted((*layout.columns, *([told] if field else ())), key=lambda c: c.index)
    unknown = [told if c is bare[0] else c for c in layout.unknown if c is not bare[0] or not field]
    return replace(layout, columns=tuple(columns), unknown=tuple(unknown))


def _joined(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a heading with its lowest level joined to the one over it, if it is 实际 alone, or
    当月 or 累计 under a month.
    """
    if len(path) > 1 and is_joined(words_of(path)):
        return (*path[:-2], f"{path[-2]}{path[-1]}")
    return path


def _measured(layout: Layout, way: str) -> Layout:
    """Return the layout with what was answered in the place of headings without a measure."""
    found, unknown = list(layout.columns), []
    parents = {_joined(c.path)[:-1] for c in layout.unknown if is_bare(c.path)}
    for column in layout.unknown:
        is_beside = is_sum_beside(column) and _joined(column.path)[:-1] in {(), *parents}
        if not (_is_bare(column, is_told=True) or is_beside):
            unknown.append(column)
        elif way == TO_DATE and _single(column):
            found.append(replace(column, field="cumulative"))
        else:
            is_joined_ = is_beside or is_joined(words_of(column.path)[-2:])
            path = (MEASURE, *(_joined(column.path) if is_joined_ else column.path))
            field = field_of(path, COLUMNS[SheetKind.MONTHLY.value]) or ""
            named = replace(column, title="/".join(path), field=field)
            (found if field else unknown).append(named)
    return replace(
        layout,
        columns=tuple(sorted(found, key=lambda c: c.index)),
        unknown=tuple(unknown),
    )
