"""Amounts that the words of a row tell otherwise than its cells: 本月完成投资300万元 beside 810.

Pure. Single rows are asked about one by one, the words of most rows once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amount_words import told_in
from bihuan.importing.proof.amounts import Amount, amount_of, shown
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.months.periods import AmountPeriod, Span, period_of
from bihuan.importing.proof.questions import AnswerChoice, Desk, as_it_stands
from bihuan.importing.proof.single_rows.odd_amounts import AS_WORDED, NOTHING, OddAmount
from bihuan.importing.proof.single_rows.odd_rows import ask_odd_rows
from bihuan.importing.reshape.sentences import CLAUSE, EDGES, MONEY, SAYS, Sentence, take_clause
from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .found import NOT_OF_AMOUNTS, words_said

WORDED = "worded"
FIELDS = {Span.MONTH: "completed", Span.TO_DATE: "cumulative"}
LONGEST, LONGEST_SHOWN = 400, 40  # characters of a cell of words
_ABOUT = re.compile(r"[约近超逾]|余|左右|多")
Told = tuple[AmountPeriod, Amount]


def settle_worded(desk: Desk, layout: Layout, grid: Grid, unit: int, year: int | None) -> Sheet:
    """Return the sheet with the amounts that words tell otherwise as answered."""
    found = _otherwise(layout, grid, unit, year)
    by_column = {each.column: [x for x in found if x.column == each.column] for each in found}
    sheet = grid.sheet
    for column, odd in by_column.items():
        if 2 * len(odd) <= max(len(grid.data), 2):
            sheet = ask_odd_rows(desk, odd, grid.on(sheet), unit)
        elif _ask(desk, odd, unit) == WORDED:
            own = column.unit or unit
            cells = {(x.line.number, column.index): shown(x.ways[AS_WORDED] / own) for x in odd}
            sheet = sheet.with_cells(cells)
    return sheet


def _ask(desk: Desk, odd: Sequence[OddAmount], unit: int) -> str:
    first, own = odd[0], odd[0].column.unit or unit
    text = gettext(
        "In %(count)s rows words tell other amounts than “%(title)s”, as in row %(row)s: %(amount)s"
        " beside “%(words)s”. Which count?"
    )
    told = {
        "count": len(odd),
        "title": first.column.title,
        "row": first.line.number + 1,
        "amount": told_in(first.value, own),
        "words": first.relation,
    }
    worded = sum((each.ways[AS_WORDED] for each in odd), NOTHING)
    choices = [
        as_it_stands(told_in(sum((each.value for each in odd), NOTHING), own)),
        AnswerChoice(WORDED, gettext("As the words of the rows say"), told_in(worded, own)),
    ]
    return desk.ask(WORDED, text % told, choices, column=first.column.title)


def _otherwise(layout: Layout, grid: Grid, unit: int, year: int | None) -> list[OddAmount]:
    """Return the amounts of a table of one month that the words of their rows tell otherwise."""
    number = layout.number or 0
    columns = {s: c for s, name in FIELDS.items() if (c := layout.column(name)) and not c.month}
    if not number or not columns:
        return []
    amounts = {span: grid.amounts(column, unit) for span, column in columns.items()}
    left = {c.index for c in layout.columns if c.field in NOT_OF_AMOUNTS}
    places = {line.number: place for place, line in enumerate(grid.data)}
    found = []
    for line, cell in words_said(grid, left, lambda text: _amounts_in(text, year)):
        for span, worded, text in _told_in(cell, number, year):
            stated = amounts[span][places[line.number]] if span in amounts else None
            if stated is not None and not stated.agrees(worded):
                ways = {AS_WORDED: worded.value}
                found.append(OddAmount(line, columns[span], stated.value, ways, text))
    return found


def _told_in(cell: str, number: int, year: int | None) -> Iterator[tuple[Span, Amount, str]]:
    """Yield what a cell tells of the month, and of the year so far."""
    for period, worded in _amounts_in(cell, year):
        is_of_now = period.number in (None, number) and not period.is_open
        if is_of_now and period.spans[0] in FIELDS:
            yield period.spans[0], worded, plain(cell)[:LONGEST_SHOWN]


@lru_cache(maxsize=4_096)
def _amounts_in(cell: str, year: int | None) -> tuple[Told, ...]:
    if len(cell) > LONGEST or not MONEY.search(cell):
        return ()
    told = []
    for clause in CLAUSE.split(in_digits(plain(cell))):
        words, said = clause.strip(EDGES), Sentence("")
        if not (MONEY.search(words) and SAYS.search(words)) or _ABOUT.search(words):
            continue
        if take_clause(said, words):
            for heading, yuan in said.amounts.items():
                period, worded = period_of((heading,), year), amount_of(yuan, 1)
                if period and worded:
                    told.append((period, worded))
    return tuple(told)
