"""A row's own sum beside its months: 1月 2月 3月 合计, and what it proves of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, Tally, falls, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk, nothing_read
from bihuan.importing.proof.rows.settling import SKIP
from bihuan.kit.words import gettext

COMPLETED, TO_DATE = "completed", "to_date"
FEWEST = 2  # months that a sum is of
_SUM = re.compile(
    r"(?:1-N月|[本当今]年度?|年初至今|全年|年度)?(?:实际|已)?(?:完成(?:投资)?|投资(?:完成)?)?(?:额)?"
    r"(?:累计|合计|小计|总计|共计)?(?:完成)?(?:投资)?(?:额)?"
)
_SUMS_UP = re.compile(r"累计|合计|小计|总计|共计|1-N月|至今|全年")
_VAGUE = re.compile(r"(?:已|实际)?累计(?:已|实际)?(?:完成)?(?:投资)?(?:额)?")
"""累计完成投资 may be said of all since the start."""


@dataclass(frozen=True)
class RowSums:
    """The sum that each row states, beside what its months come to: added up, and the last of
    them. `rows` count from 0.
    """

    title: str
    index: int
    is_vague: bool
    rows: tuple[int, ...]
    stated: Sequence[Amount | None]
    added: Sequence[Amount | None]
    last: Sequence[Amount | None]

    @property
    def alone(self) -> Tally:
        """In how many rows the months add up to the sum."""
        return tally(self.added, self.stated)

    @property
    def grown(self) -> Tally:
        """In how many rows the last month is the sum already."""
        return tally(self.last, self.stated)

    @property
    def is_of_more(self) -> bool:
        """True if it may be of years before, too: it says no year, and is below no row's months."""
        pairs = zip(self.stated, self.added, strict=True)
        return self.is_vague and not any(
            one.value < other.value and not one.agrees(other)
            for one, other in pairs
            if one and other
        )


def row_sums(
    layout: Layout, grid: Grid, months: Sequence[SheetColumn], unit: int | None
) -> RowSums | None:
    """Return the sums that rows state of all their months so far, from January; None if they do
    not, or of these months alone they could not be.
    """
    months = sorted(months, key=lambda c: c.month or 0)
    column = next((c for c in (*layout.columns, *layout.unknown) if _is_sum(c, months)), None)
    if column is None:
        return None
    if column.month:
        months = [c for c in months if (c.month or 0) <= column.month]
    numbers = [c.month or 0 for c in months]
    if len(months) < FEWEST or numbers != list(range(1, len(months) + 1)):
        return None
    by_row = list(zip(*(grid.amounts(c, unit or 1) for c in months), strict=True))
    told = [[each for each in row if each is not None] for row in by_row]
    return RowSums(
        column.title,
        column.index,
        bool(_VAGUE.fullmatch(words_of(column.path)[-1])),
        tuple(line.number for line in grid.data),
        grid.amounts(column, unit or 1),
        [total_of(row) if row else None for row in told],
        [row[-1] if row else None for row in told],
    )


def _is_sum(column: SheetColumn, months: Sequence[SheetColumn]) -> bool:
    """True for a column that sums up what the months hold: under the same heading, or with one of
    what was completed.
    """
    if column.field not in ("", "cumulative", "since_start") or column in months:
        return False
    words = words_of(column.path)
    is_sum = _SUM.fullmatch(words[-1]) and _SUMS_UP.search(words[-1])
    above = {words_of(c.path)[:-1] for c in months}
    return bool(is_sum) and (len(words) == 1 or words[:-1] in above or "完成" in words[0])


def settle_row_sums(
    desk: Desk, layout: Layout, grid: Grid, months: Sequence[SheetColumn], unit: int | None
) -> Layout | None:
    """Return the layout of a table with a column a month, each month as the rows' own sums have it:
    alone, or the year so far; None while it is asked.
    """
    sums = row_sums(layout, grid, months, unit)
    if sums is None or not sums.alone.tried:
        return layout
    if sums.alone.proves:
        prove_sums(desk, sums)
        return layout
    if not any(each and each.value for each in sums.stated):
        return layout
    if sums.is_of_more and not sums.grown.proves:
        return layout
    answer = _ask(desk, sums, may_grow=not falls([grid.amounts(c) for c in months]))
    if answer != TO_DATE:
        return layout if answer else None
    found = {c.index for c in months}
    return replace(
        layout,
        columns=tuple(
            replace(c, field="cumulative") if c.index in found else c for c in layout.columns
        ),
    )


def prove_sums(desk: Desk, sums: RowSums) -> None:
    """Show in how many rows the months add up."""
    text = gettext("The months add up to “%(title)s” in %(held)s of %(tried)s lines.")
    told = {"title": sums.title, "held": sums.alone.held, "tried": sums.alone.tried}
    desk.prove(text % told)


def _ask(desk: Desk, sums: RowSums, *, may_grow: bool) -> str:
    text = gettext(
        "The months add up to “%(title)s” in %(held)s of %(tried)s lines only: what do the months"
        " hold?"
    )
    told = {"title": sums.title, "held": sums.alone.held, "tried": sums.alone.tried}
    desk.prove(text % told, holds=False)
    in_all = gettext("completed: %s in all")
    choices = [
        AnswerChoice(
            COMPLETED,
            gettext("What was completed in the time that each names"),
            in_all % in_wan(total_of(sums.added).value),
        )
    ]
    if may_grow:
        choices.append(
            AnswerChoice(
                TO_DATE,
                gettext("What was completed from January to the end of each"),
                in_all % in_wan(total_of(sums.last).value),
            )
        )
    choices.append(AnswerChoice(SKIP, gettext("Do not read this table"), nothing_read()))
    return desk.ask("sums", text % told, choices, column=sums.title)


def contradicted_rows(sums: RowSums) -> Iterator[tuple[int, str]]:
    """Yield the rows whose months do not add up to their sum, where nearly all others' do, each
    with a sentence.
    """
    if not sums.alone.proves:
        return
    for row, stated, added in zip(sums.rows, sums.stated, sums.added, strict=True):
        if stated and added and not stated.agrees(added):
            text = gettext("“%(title)s” says %(stated)s, the months of the row add up to %(sum)s.")
            told = {"stated": in_wan(stated.value), "sum": in_wan(added.value)}
            yield row, text % {"title": sums.title, **told}
