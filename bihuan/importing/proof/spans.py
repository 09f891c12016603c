"""Which column of a month's table is the month's, and which the year's so far. Pure.

Headings say what each may be; the table's sums, its rates and the months known decide; else asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from bihuan.kit.words import gettext

from .amounts import total_of
from .equations import Beside, SpanColumn, WeighedSpans, weigh
from .heads import in_wan
from .periods import PASSED, AmountPeriod, Span
from .questions import LEAVE, AnswerChoice, Desk

MOST_OPEN = 5  # columns whose meanings are tried together
FIELDS = {
    Span.MONTH: "completed",
    Span.TO_DATE: "cumulative",
    Span.SINCE_START: "since_start",
    Span.BEFORE: "until_last_year",
}


def settle_spans(
    desk: Desk, columns: Sequence[SpanColumn], beside: Beside
) -> dict[int, Span] | None:
    """Return what each column is, by its index; None while it is asked."""
    asked = _once(desk, columns)
    return None if asked is None else _settle(desk, asked, beside)


def _settle(desk: Desk, asked: Sequence[SpanColumn], beside: Beside) -> dict[int, Span] | None:
    columns = _with_answers(desk, asked, beside)
    weighed = [weigh(columns, spans, beside) for spans in _ways(columns)]
    if any(c.is_known and c.period.spans == (Span.MONTH,) for c in columns):
        surest = max(weighed, key=lambda each: len(each.proofs))
        return _taken(desk, columns, surest)
    best = max((each.rank for each in weighed), default=(0, 0))
    left = [each for each in weighed if each.rank == best]
    if not left:
        return {}
    first = left[0]
    if first.against and (doubted := _contradicted(desk, asked)):
        _ask(desk, doubted, doubted.period.spans, columns, beside, anew=True)
        return None
    if len({_effect(each.spans, columns) for each in left}) == 1:
        doubtful = _doubtful(columns, weighed, first)
        if doubtful is None:
            return _taken(desk, columns, first)
        _ask(desk, *doubtful, columns, beside)
        return None
    open_ = next(
        place for place in range(len(columns)) if len({each.spans[place] for each in left}) > 1
    )
    _ask(desk, columns[open_], columns[open_].period.spans, columns, beside)
    return None


def _once(desk: Desk, columns: Sequence[SpanColumn]) -> Sequence[SpanColumn] | None:
    """Return the columns without those that repeat another's heading: with the same amounts they
    are left out, with others it is asked which counts. None while it is.
    """
    kept: dict[object, SpanColumn] = {}
    for column in columns:
        meaning = column.index if column.period.spans in PASSED else _meaning(column)
        first = kept.setdefault(meaning, column)
        if first is column or list(first.amounts) == list(column.amounts):
            continue
        same = [each for each in columns if _meaning(each) == meaning]
        titles = list(dict.fromkeys(each.title for each in same))
        choices = [
            AnswerChoice(
                str(place),
                each.title if len(titles) == len(same) else _nth(place),
                in_wan(total_of(each.amounts).value),
            )
            for place, each in enumerate(same, 1)
        ]
        text = gettext("Several columns are called “%s” and differ: which counts?")
        text %= "”、“".join(titles)
        answer = desk.ask("twice", text, choices, column=column.title, lasting=True)
        if not answer:
            return None
        kept[meaning] = same[int(answer) - 1]
    return list(kept.values())


def _meaning(column: SpanColumn) -> object:
    """Return what a column surely counts; of one that may count several things, its heading."""
    period = column.period
    if not column.is_known or period.is_open or "其中" in column.title:
        return column.title
    return period


def _nth(place: int) -> str:
    return gettext("Number %s of them") % place


def _doubtful(
    columns: Sequence[SpanColumn], weighed: Sequence[WeighedSpans], way: WeighedSpans
) -> tuple[SpanColumn, Sequence[Span]] | None:
    """Return the column that must be asked about though one way is left, and as what: nothing
    proves it, and it is open or under a heading that nobody knows.
    """
    if way.proofs:
        return None
    opened = next((c for c in columns if c.period.is_open), None)
    if opened and len({_effect(each.spans, columns) for each in weighed}) > 1:
        return opened, opened.period.spans
    unsure = [
        (column, [span])
        for column, span in zip(columns, way.spans, strict=True)
        if not column.is_known and span in (Span.MONTH, Span.TO_DATE)
    ]
    if unsure and _decides(way.spans, columns, [column for column, _spans in unsure]):
        return unsure[0]
    return None


def _taken(desk: Desk, columns: Sequence[SpanColumn], way: WeighedSpans) -> dict[int, Span] | None:
    """Return what each column is, and show what proves it; None while it is asked which of several
    that count the same time is meant.
    """
    found = {column.index: span for column, span in zip(columns, way.spans, strict=True)}
    for span in (Span.MONTH, Span.TO_DATE):
        same = [column for column in columns if found[column.index] is span]
        chosen = _one_of(desk, same, span) if len(same) > 1 else None
        if len(same) > 1 and chosen is None:
            return None
        found |= {column.index: Span.OTHER for column in same if chosen not in (None, column)}
    for sentence, held in way.proofs:
        desk.prove(sentence % {"held": held.held, "tried": held.tried})
    return found


def _one_of(desk: Desk, same: Sequence[SpanColumn], span: Span) -> SpanColumn | None:
    """Return the one of several columns of the same time that counts: the one under a heading that
    offices use, or as answered where they differ.
    """
    same = [column for column in same if column.is_known] or same
    if all(list(column.amounts) == list(same[0].amounts) for column in same):
        return same[0]
    choices = [
        AnswerChoice(column.title, column.title, in_wan(total_of(column.amounts).value))
        for column in same
    ]
    text = gettext("Several columns count “%s” and differ: which counts?") % dict(_labels())[span]
    answer = desk.ask("which", text, choices, column=str(span), lasting=True)
    return next((column for column in same if column.title == answer), None)


def _with_answers(desk: Desk, columns: Sequence[SpanColumn], beside: Beside) -> list[SpanColumn]:
    """Take what was answered of a column as what it is; what is no answer is none."""
    told = []
    for column in columns:
        answer = desk.answered("span", column.title)
        if answer == LEAVE:
            period = AmountPeriod((Span.OTHER,))
        elif answer in set(Span):
            period = replace(column.period, spans=(Span(answer),))
        else:
            told.append(column)
            continue
        offered = (*column.period.spans, *(span for span in Span if span == answer))
        _ask(desk, column, offered, columns, beside)  # so that it is shown, and remembered
        told.append(replace(column, period=period, is_known=True))
    return told


def _contradicted(desk: Desk, columns: Sequence[SpanColumn]) -> SpanColumn | None:
    """Return a column that is read as another table's was, if this one's sums speak against it."""
    return next(
        (
            column
            for column in columns
            if desk.answered("span", column.title) and not desk.insists("span", column.title)
        ),
        None,
    )


def _ways(columns: Sequence[SpanColumn]) -> list[tuple[Span, ...]]:
    open_ = [c for c in columns if c.period.is_open][:MOST_OPEN]
    choices = [c.period.spans if c in open_ else c.period.spans[:1] for c in columns]
    ways = list(product(*choices))
    useful = [way for way in ways if way.count(Span.MONTH) < 2 and way.count(Span.TO_DATE) < 2]
    return useful or ways


def _effect(spans: tuple[Span, ...], columns: Sequence[SpanColumn]) -> tuple[int | None, ...]:
    """Return which columns would be written: that of the month, and that of the year so far."""
    found: list[int | None] = []
    for span in (Span.MONTH, Span.TO_DATE):
        place = spans.index(span) if span in spans else None
        found.append(None if place is None else columns[place].index)
    return tuple(found)


def _decides(
    spans: tuple[Span, ...], columns: Sequence[SpanColumn], unsure: Sequence[SpanColumn]
) -> bool:
    """True if what is written rests on a column whose heading nobody knows."""
    month, to_date = _effect(spans, columns)
    written = month if month is not None else to_date
    return written in {column.index for column in unsure}


def _ask(
    desk: Desk,
    column: SpanColumn,
    spans: Sequence[Span],
    columns: Sequence[SpanColumn],
    beside: Beside,
    *,
    anew: bool = False,
) -> None:
    gives = _gives(column, columns, beside)
    labels = dict(_labels())
    if column.period.is_quarter:
        labels[Span.MONTH] = gettext("The quarter alone: all of it goes to its last month")
    choices = [AnswerChoice(str(s), label, gives[s]) for s, label in labels.items() if s in spans]
    sum_ = in_wan(total_of(column.amounts).value)
    left = gettext("%s under this heading are not brought in") % sum_
    choices.append(AnswerChoice(LEAVE, gettext("Do not read this column"), left))
    text = gettext("What does the column “%s” count?") % column.title
    desk.ask("span", text, choices, column=column.title, lasting=True, anew=anew)


def _labels() -> list[tuple[Span, str]]:
    return [
        (Span.MONTH, gettext("This month alone")),
        (Span.TO_DATE, gettext("The year so far, from January")),
        (Span.SINCE_START, gettext("All since the start of construction")),
        (Span.BEFORE, gettext("All until the end of last year")),
    ]


def _gives(column: SpanColumn, columns: Sequence[SpanColumn], beside: Beside) -> Mapping[Span, str]:
    whole = total_of(column.amounts).value
    earlier = total_of(
        known
        for known, each in zip(beside.earlier, column.amounts, strict=True)
        if each is not None
    ).value
    has_month = any(Span.MONTH in c.period.spans and c is not column for c in columns)
    alone = _completed(beside.number, whole)
    rest = _completed(beside.number, whole - earlier)
    to_date = _checked(beside.number, whole) if has_month else rest
    if not has_month and beside.number > 1 and not all(beside.complete):
        to_date = _opening(beside.number, whole, earlier)
    nothing = gettext("to compare with: no amount of the month comes of it")
    return {
        Span.MONTH: alone,
        Span.TO_DATE: to_date,
        Span.SINCE_START: nothing,
        Span.BEFORE: nothing,
        Span.OTHER: nothing,
    }


def _completed(number: int, yuan: Decimal) -> str:
    if not number:
        return gettext("In each row's own month: completed %s") % in_wan(yuan)
    told = {"number": number, "amount": in_wan(yuan)}
    return gettext("Month %(number)s: completed %(amount)s") % told


def _checked(number: int, yuan: Decimal) -> str:
    if not number:
        return gettext("January to each row's own month: %s, to check by") % in_wan(yuan)
    told = {"number": number, "amount": in_wan(yuan)}
    return gettext("January to month %(number)s: %(amount)s, to check by") % told


def _opening(number: int, yuan: Decimal, earlier: Decimal) -> str:
    told = {"number": number, "amount": in_wan(yuan), "earlier": in_wan(earlier)}
    sentence = gettext(
        "January to month %(number)s: %(amount)s, of which %(earlier)s are known of months before"
    )
    return sentence % told
