"""Columns whose reading the sums speak against: remembered of another table, or as headed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.importing.proof.amounts import tally
from bihuan.importing.proof.questions import Desk

from .equations import Beside, SpanColumn, WeighedSpans, weigh
from .periods import Span

OTHERWISE = {Span.MONTH: Span.TO_DATE, Span.TO_DATE: Span.MONTH}
EVERY = (Span.MONTH, Span.TO_DATE, Span.SINCE_START, Span.BEFORE)


def doubted(
    desk: Desk,
    asked: Sequence[SpanColumn],
    columns: Sequence[SpanColumn],
    way: WeighedSpans,
    beside: Beside,
) -> tuple[SpanColumn, Sequence[Span]] | None:
    """Return a column that must be asked about though it was told what it counts, and as what: as
    another table's was, if anything speaks against it here; by its heading, if the sums do and
    would not if it were another. `asked` are the columns as they are headed, `columns` as answered.
    """
    if way.against or way.odd:
        remembered = next((c for c in asked if _is_remembered(desk, c)), None)
        if remembered:
            return remembered, _offered(remembered)
    if not way.against:
        return None
    for place, column in enumerate(columns):
        if desk.insists("span", column.title) or not column.is_known or column.period.is_open:
            continue
        other = _otherwise(columns, way.spans, place)
        if other and weigh(columns, other, beside).against < way.against:
            return column, EVERY
    return None


def _is_remembered(desk: Desk, column: SpanColumn) -> bool:
    return bool(desk.answered("span", column.title)) and not desk.insists("span", column.title)


def _offered(column: SpanColumn) -> Sequence[Span]:
    return column.period.spans if column.period.is_open else EVERY


def _otherwise(
    columns: Sequence[SpanColumn], spans: tuple[Span, ...], place: int
) -> tuple[Span, ...] | None:
    """Return the way in which a column of the month is the year's so far, or the other way about.
    The one that was so before is then what this one was, or repeats it.
    """
    told = spans[place]
    other = OTHERWISE.get(told)
    if other is None:
        return None
    instead = told
    if other in spans:
        before = columns[spans.index(other)]
        if tally(columns[place].amounts, before.amounts).proves:
            instead = Span.OTHER
    way = [instead if span is other else span for span in spans]
    way[place] = other
    return tuple(way)


def without_unproved(
    columns: Sequence[SpanColumn], way: WeighedSpans, beside: Beside
) -> WeighedSpans:
    """Return a way to read the columns with those left out that stand beside the month under a
    heading that nobody knows (达标完成投资), and that nothing proves to be the year so far.
    """
    for place, column in enumerate(columns):
        if column.is_known or not column.period.is_open or way.spans[place] is Span.MONTH:
            continue
        spans = (*way.spans[:place], Span.OTHER, *way.spans[place + 1 :])
        other = weigh(columns, spans, beside)
        way = other if len(other.proofs) >= len(way.proofs) else way
    return way
