"""Whole columns far from what is usual: in another unit, or of another time. Asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.questions import LEAVE, Desk
from bihuan.importing.proof.single_rows.odd_amounts import SO_FAR
from bihuan.kit.money import TENS

from .many_months import Spanning
from .periods import EITHER, Span
from .size_doubts import SizeDoubt, doubts_of, unit_of
from .size_questions import ALL, ALONE, OTHER, SIZE, SWAPPED, ask_size
from .sized_columns import SizedColumn, SizedRows, is_odd

SPANS = {SO_FAR: Span.TO_DATE, ALONE: Span.MONTH, ALL: Span.SINCE_START}


@dataclass(frozen=True)
class SizedLayout:
    """A layout with its columns in the units that were answered; `spans` are those of columns that
    were said to be of another time, or not to be read.
    """

    layout: Layout
    spans: Mapping[int, Span]


def settle_magnitudes(
    desk: Desk,
    layout: Layout,
    rows: SizedRows,
    columns: Sequence[Spanning],
    number: int,
    *,
    is_settled: bool,
) -> SizedLayout | None:
    """Return the layout with the units, and the times, that were answered of a month's columns that
    do not fit what is known, or each other; None while it is asked. Until it `is_settled` what they
    are, one that may be the year so far, or all since the start, is only asked about where the
    month is beyond either.
    """
    if not number or desk.waits_for("unit"):
        return SizedLayout(layout, {})
    by_span = _single(columns)
    asked = {question.column for question in desk.questions if question.kind == SIZE}

    def is_settled_of(first: SizedColumn) -> bool:
        title = first.column.title
        return title in asked or (not first.is_far and desk.insists("span", title))

    def doubted(some: SizedRows) -> list[SizeDoubt]:
        known = some.months([])
        sized = {
            span: SizedColumn(
                c,
                span,
                number,
                some.amounts(c),
                known,
                is_sure=is_settled or not p.is_open,
                may_be_all=Span.SINCE_START in p.spans[1:],
            )
            for span, (c, p) in by_span.items()
        }
        doubts = doubts_of(sized, rows.unit)
        return [x for x in doubts if x.is_answerable and not is_settled_of(x.first)]

    return _settle(desk, layout, rows, _sampled(rows, doubted))


def settle_many_magnitudes(
    desk: Desk, layout: Layout, rows: SizedRows, months: Sequence[SheetColumn]
) -> Layout | None:
    """Return the layout of a table with a column a month, each held against the others; None while
    one is asked about.
    """
    if desk.waits_for("unit"):
        return layout

    def doubted(some: SizedRows) -> list[SizeDoubt]:
        known = some.months(months)
        each = (SizedColumn(c, Span.MONTH, c.month or 0, some.amounts(c), known) for c in months)
        return [SizeDoubt([x], x.units(unit_of(x, rows.unit))) for x in each if is_odd(x)]

    settled = _settle(desk, layout, rows, _sampled(rows, doubted))
    if settled is None:
        return None
    layout = settled.layout
    for index, span in settled.spans.items():
        column = next(c for c in layout.columns if c.index == index)
        layout = layout.read_as(column, "cumulative" if span is Span.TO_DATE else "")
    return layout


def with_spans(columns: Sequence[Spanning], told: SizedLayout) -> list[Spanning]:
    """Return columns in their units, and of the times, that were answered."""
    now = {c.index: c for c in (*told.layout.columns, *told.layout.unknown)}
    spans = {index: (span,) for index, span in told.spans.items()}
    return [
        (now.get(c.index, c), replace(p, spans=spans.get(c.index, p.spans))) for c, p in columns
    ]


def _single(columns: Sequence[Spanning]) -> dict[Span, Spanning]:
    """Return the one column of the month, and that of the year so far; none where there are two."""
    found = {}
    for span in EITHER:
        same = [each for each in columns if each[1].spans[:1] == (span,)]
        if len(same) == 1:
            found[span] = same[0]
    return found


def _sampled(rows: SizedRows, doubted: Callable[[SizedRows], list[SizeDoubt]]) -> list[SizeDoubt]:
    """Return the doubts of all rows, if there are some of a part of them."""
    return doubted(rows) if rows.some is rows or doubted(rows.some) else []


def _settle(
    desk: Desk, layout: Layout, rows: SizedRows, doubts: Sequence[SizeDoubt]
) -> SizedLayout | None:
    is_open = False
    spans: dict[int, Span] = {}
    for doubt in doubts:
        answer = ask_size(desk, rows.grid, doubt, rows.unit)
        is_open = is_open or not answer
        told = answer.removeprefix(OTHER)
        if told in TENS:
            layout = layout.counted_in(_counting(doubt, is_beside=told != answer), TENS[told])
        else:
            spans |= _spans(doubt, answer)
    return None if is_open else SizedLayout(layout, spans)


def _counting(doubt: SizeDoubt, *, is_beside: bool) -> set[int]:
    """Return the columns of which an answer tells the unit."""
    if is_beside and doubt.beside:
        return {doubt.beside.column.index}
    return {each.column.index for each in doubt.columns}


def _spans(doubt: SizeDoubt, answer: str) -> dict[int, Span]:
    """Return of what time columns are that were told to be of another than their headings say."""
    first = doubt.first.column.index
    if answer == LEAVE:
        return {each.column.index: Span.OTHER for each in doubt.columns}
    if answer == SWAPPED and doubt.beside:
        return {first: Span.TO_DATE, doubt.beside.column.index: Span.MONTH}
    return {first: SPANS[answer]} if answer in SPANS else {}
