"""The equations that tell what each column of amounts completed counts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.proof.amounts import ZERO, Amount, Tally, tally
from bihuan.kit.words import gettext

from .periods import AmountPeriod, Span

TENTH = Decimal("0.1")  # of a percent: by as much a rate is rounded or cut
A_FIFTH_MORE = Decimal("1.2")
MARCH = 3  # from here on no month outgrows all before it in every line
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
    hundred; `left` is what is not completed of the plan, `due` what by then should be, and
    `ahead` by how much more was.
    """

    plan: Column
    rate: Column
    before_year: Column
    earlier: Column
    reported: Column
    complete: Sequence[bool]
    number: int
    left: Column
    due: Column
    ahead: Column


@dataclass(frozen=True)
class WeighedSpans:
    """One way to read the open columns, with what speaks for it and against it. `odd` is what
    would be strange of it, and no more.
    """

    spans: tuple[Span, ...]
    proofs: tuple[tuple[str, Tally], ...]
    against: int
    odd: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        return -self.against, len(self.proofs)


def weigh(columns: Sequence[SpanColumn], spans: tuple[Span, ...], beside: Beside) -> WeighedSpans:
    by_span = {span: columns[place].amounts for place, span in enumerate(spans)}
    scale = _Scale(by_span, beside)
    scale.is_plainly_so_far = any(
        span is Span.TO_DATE and Span.MONTH not in column.period.spans
        for column, span in zip(columns, spans, strict=True)
    )
    scale.weigh_month()
    scale.weigh_to_date()
    scale.weigh_since_start()
    proofs = tuple(each for each in scale.tried if each[1].proves)
    return WeighedSpans(spans, proofs, scale.against, scale.odd)


Fit = tuple[SpanColumn, WeighedSpans]
"""One of several columns, and what speaks for it and against it."""


def weigh_each(
    same: Sequence[SpanColumn],
    spans: tuple[Span, ...],
    rest: Sequence[SpanColumn],
    beside: Beside,
) -> list[Fit]:
    """Weigh each of several columns of one time beside the rest that surely are what they are."""
    if len(spans) > 1:
        return []
    sure = [c for c in rest if not c.period.is_open]
    told = (*spans, *(c.period.spans[0] for c in sure))
    return [(column, weigh([column, *sure], told, beside)) for column in same]


class _Scale:
    """The equations of one way to read the columns: those tried, and how many speak against it."""

    def __init__(self, by_span: Mapping[Span, Column], beside: Beside) -> None:
        self.month, self.to_date = by_span.get(Span.MONTH), by_span.get(Span.TO_DATE)
        self.earlier = by_span.get(Span.EARLIER)
        self.since = by_span.get(Span.SINCE_START)
        self.before = by_span.get(Span.BEFORE, beside.before_year)
        self.beside = beside
        self.tried: list[tuple[str, Tally]] = []
        self.against = self.odd = 0
        self.is_plainly_so_far = False
        """True if the year so far is under a heading that cannot be of a month: 截至6月底."""

    def weigh_month(self) -> None:
        if self.month is None:
            return
        beside = self.beside
        before = self.earlier or beside.earlier
        reached = _plus(self.month, [each or ZERO for each in before])
        if self.to_date is not None:
            self.tried.append((_sums(), tally(reached, self.to_date)))
            known = _where(beside.complete, self.to_date)
            self.against += tally(reached, known).contradicts + _falls(self.to_date, reached)
            self.odd += beside.number > 1 and tally(self.month, self.to_date).proves
        elif beside.number > 1:
            rated = tally(rates_of(self.month, beside.plan), beside.rate)
            whole = tally(_plus(self.month, beside.left), beside.plan)
            self.against += rated.proves or whole.proves  # 完成率 is of the year so far
        self.against += _exceeds(self.month, before, beside.plan)
        self.odd += beside.number >= MARCH and _outgrows(self.month, before)
        self.tried.append((_accepted(), tally(self.month, beside.reported)))

    def weigh_to_date(self) -> None:
        if self.to_date is None:
            return
        beside = self.beside
        rated = tally(rates_of(self.to_date, beside.plan), beside.rate)
        self.tried.append((_rated(), rated))
        if self.earlier is not None:
            self.against += _falls_once(self.to_date, self.earlier)
            known = _where(beside.complete, beside.earlier)
            told = tally(self.earlier, known) if self.is_plainly_so_far else Tally()
            self.tried.append((_accepted(), told))
        self.tried.append((_whole(), tally(_plus(self.to_date, beside.left), beside.plan)))
        self.tried.append((_ahead(), tally(_plus(beside.due, beside.ahead), self.to_date)))
        if self.month is None:
            reached = tally(self.to_date, _plus(beside.earlier, beside.reported))
            self.tried.append((_accepted(), reached))
            self.against += _falls(self.to_date, beside.earlier) + rated.contradicts
        most = [each and each.times(A_FIFTH_MORE) for each in beside.plan]
        self.odd += _most(self.to_date, most, lambda done, plan: done.value > plan.value > 0)

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
        self.against += _falls(self.since, self.before) + _falls(self.since, self.beside.earlier)


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


def _falls_once(later: Column, earlier: Column) -> bool:
    """True if what should have grown is smaller in some line."""
    pairs = ((one, other) for one, other in zip(later, earlier, strict=True) if one and other)
    return any(one.value < other.value and not one.agrees(other) for one, other in pairs)


def _most(left: Column, right: Column, holds: Callable[[Amount, Amount], bool]) -> bool:
    """True if something holds in more than half of the lines in which both stand."""
    pairs = [(one, other) for one, other in zip(left, right, strict=True) if one and other]
    return sum(holds(one, other) for one, other in pairs) * 2 > len(pairs)


def _exceeds(month: Column, before: Column, plan: Column) -> bool:
    """True if most months go beyond the plan together with those before them, none of which they
    fall behind, and not alone: each rather is the year so far.
    """
    lines = [x for x in zip(month, before, plan, strict=True) if x[0] and x[0].value and x[2]]
    beyond = 0
    for one, earlier, most in lines:
        if one and earlier and most and earlier.value <= one.value <= most.value:
            reached = one + earlier
            beyond += reached.value > most.value and not reached.agrees(most)
    return beyond * 2 > len(lines)


def _outgrows(month: Column, before: Column) -> bool:
    """True if nearly every month is as much as all before it together."""
    told = zip(month, before, strict=True)
    pairs = [(one, sum_) for one, sum_ in told if one and sum_ and sum_.value]
    grown = sum(1 for one, sum_ in pairs if one.value >= sum_.value)
    return bool(pairs) and grown * 10 >= len(pairs) * 9


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


def _whole() -> str:
    return gettext(
        "What was completed and what is left add up to the plan in %(held)s of %(tried)s lines."
    )


def _ahead() -> str:
    return gettext(
        "What was due by then and what is ahead of it add up to the cumulative in %(held)s of"
        " %(tried)s lines."
    )


def _from_start() -> str:
    return gettext(
        "What was completed before the year and in it add up to the sum since the start in %(held)s"
        " of %(tried)s lines."
    )
