"""Which column of a month's table is the month's, and which the year's so far. Pure.

Headings say what each may be; the table's sums, its rates and the months known decide; else asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from bihuan.kit.words import gettext

from .amounts import ZERO, Amount, Tally, tally, total_of
from .heads import in_wan
from .periods import AmountPeriod, Span
from .questions import LEAVE, AnswerChoice, Desk, nothing_read

TENTH = Decimal("0.1")  # of a percent: by as much a rate is rounded or cut
MOST_OPEN = 5  # columns whose meanings are tried together
FIELDS = {
    Span.MONTH: "completed",
    Span.TO_DATE: "cumulative",
    Span.SINCE_START: "since_start",
    Span.BEFORE: "until_last_year",
}
Column = Sequence[Amount | None]


@dataclass(frozen=True)
class SpanColumn:
    """A column of amounts completed. `is_known` if its heading is one that offices use."""

    index: int
    title: str
    period: AmountPeriod
    amounts: Column
    is_known: bool


@dataclass(frozen=True)
class Beside:
    """What stands beside the amounts of each line, in the table or in the ledger, in yuan.
    `complete` tells the lines of whose year every month before was reported; rates are of a
    hundred.
    """

    plan: Column
    rate: Column
    before_year: Column
    earlier: Column
    reported: Column
    complete: Sequence[bool]
    number: int


@dataclass(frozen=True)
class _Weighed:
    """One way to read the open columns, with what speaks for it and against it."""

    spans: tuple[Span, ...]
    proofs: tuple[tuple[str, Tally], ...]
    against: int

    @property
    def rank(self) -> tuple[int, int]:
        return -self.against, len(self.proofs)


def settle_spans(
    desk: Desk, columns: Sequence[SpanColumn], beside: Beside
) -> dict[int, Span] | None:
    """Return what each column is, by its index; None while it is asked."""
    asked = _once(desk, columns)
    return None if asked is None else _settle(desk, asked, beside)


def _settle(desk: Desk, asked: Sequence[SpanColumn], beside: Beside) -> dict[int, Span] | None:
    columns = _with_answers(desk, asked, beside)
    weighed = [_weigh(columns, spans, beside) for spans in _ways(columns)]
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
        meaning = _meaning(column)
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
    columns: Sequence[SpanColumn], weighed: Sequence[_Weighed], way: _Weighed
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


def _taken(desk: Desk, columns: Sequence[SpanColumn], way: _Weighed) -> dict[int, Span]:
    """Return what each column is, and show what proves it."""
    for sentence, held in way.proofs:
        desk.prove(sentence % {"held": held.held, "tried": held.tried})
    return {column.index: span for column, span in zip(columns, way.spans, strict=True)}


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
        _ask(desk, column, tuple(Span), columns, beside)  # so that it is shown, and remembered
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


def _weigh(columns: Sequence[SpanColumn], spans: tuple[Span, ...], beside: Beside) -> _Weighed:
    by_span = {span: columns[place].amounts for place, span in enumerate(spans)}
    scale = _Scale(by_span, beside)
    scale.weigh_month()
    scale.weigh_to_date()
    scale.weigh_since_start()
    return _Weighed(spans, tuple(each for each in scale.tried if each[1].proves), scale.against)


class _Scale:
    """The equations of one way to read the columns: those tried, and how many speak against it."""

    def __init__(self, by_span: Mapping[Span, Column], beside: Beside) -> None:
        self.month, self.to_date = by_span.get(Span.MONTH), by_span.get(Span.TO_DATE)
        self.since = by_span.get(Span.SINCE_START)
        self.before = by_span.get(Span.BEFORE, beside.before_year)
        self.beside = beside
        self.tried: list[tuple[str, Tally]] = []
        self.against = 0

    def weigh_month(self) -> None:
        if self.month is None:
            return
        beside = self.beside
        reached = _plus(self.month, [each or ZERO for each in beside.earlier])
        if self.to_date is not None:
            self.tried.append((_sums(), tally(reached, self.to_date)))
            known = _where(beside.complete, self.to_date)
            self.against += tally(reached, known).contradicts + _falls(self.to_date, self.month)
        elif beside.number > 1:
            rated = tally(rates_of(self.month, beside.plan), beside.rate)
            self.against += rated.proves  # 完成率 is of the year so far
        self.tried.append((_accepted(), tally(self.month, beside.reported)))

    def weigh_to_date(self) -> None:
        if self.to_date is None:
            return
        beside = self.beside
        rated = tally(rates_of(self.to_date, beside.plan), beside.rate)
        self.tried.append((_rated(), rated))
        if self.month is None:
            reached = tally(self.to_date, _plus(beside.earlier, beside.reported))
            self.tried.append((_accepted(), reached))
            self.against += _falls(self.to_date, beside.earlier) + rated.contradicts

    def weigh_since_start(self) -> None:
        if self.since is None:
            return
        year = self.to_date
        if year is None and self.month is not None:
            year = _where(self.beside.complete, _plus(self.month, self.beside.earlier))
        if year is not None:
            found = tally(_plus(self.before, year), self.since)
            if 2 * found.tried > sum(1 for each in self.since if each and each.value):
                self.tried.append((_from_start(), found))  # of few lines it proves nothing
        self.against += _falls(self.since, self.before)


def _where(held: Sequence[bool], column: Column) -> list[Amount | None]:
    return [each if is_held else None for each, is_held in zip(column, held, strict=True)]


def _plus(left: Column, right: Column) -> list[Amount | None]:
    return [
        None if one is None or other is None else one + other
        for one, other in zip(left, right, strict=True)
    ]


def _falls(later: Column, earlier: Column) -> bool:
    """True if what should have grown is smaller in more than half of the lines."""
    pairs = [
        (one, other)
        for one, other in zip(later, earlier, strict=True)
        if one is not None and other is not None
    ]
    smaller = sum(1 for one, other in pairs if one.value < other.value and not one.agrees(other))
    return smaller * 2 > len(pairs)


def rates_of(amounts: Column, plan: Column) -> list[Amount | None]:
    """Return completed ÷ plan as percentages, which offices round or cut to a digit, each as exact
    as both are printed.
    """
    return [
        None if one is None or other is None or not other.value else _rate(one, other)
        for one, other in zip(amounts, plan, strict=True)
    ]


def _rate(done: Amount, plan: Amount) -> Amount:
    rate = done.value * 100 / plan.value
    return Amount(rate, (done.half * 100 + rate * plan.half) / plan.value + TENTH)


def _sums() -> str:
    return gettext(
        "The month and those before it add up to the cumulative in %(held)s of %(tried)s lines."
    )


def _accepted() -> str:
    return gettext("The amounts are those reported before in %(held)s of %(tried)s lines.")


def _rated() -> str:
    return gettext("Completed ÷ plan gives the rate in %(held)s of %(tried)s lines.")


def _from_start() -> str:
    return gettext(
        "What was completed before the year and in it add up to the sum since the start in %(held)s"
        " of %(tried)s lines."
    )


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
    choices = [
        AnswerChoice(str(span), label, gives[span]) for span, label in _labels() if span in spans
    ]
    choices.append(AnswerChoice(LEAVE, gettext("Do not read this column")))
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
    month = gettext("Month %(number)s: completed %(amount)s")
    has_month = any(Span.MONTH in c.period.spans and c is not column for c in columns)
    alone = month % {"number": beside.number, "amount": in_wan(whole)}
    rest = month % {"number": beside.number, "amount": in_wan(whole - earlier)}
    checked = gettext("January to month %(number)s: %(amount)s, to check by")
    to_date = checked % {"number": beside.number, "amount": in_wan(whole)} if has_month else rest
    nothing = nothing_read()
    return {
        Span.MONTH: alone,
        Span.TO_DATE: to_date,
        Span.SINCE_START: nothing,
        Span.BEFORE: nothing,
        Span.OTHER: nothing,
    }
