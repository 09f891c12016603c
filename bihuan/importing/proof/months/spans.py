"""Which column of a month's table is the month's, and which the year's so far. Pure.

Headings say what each may be; the table's sums, its rates and the months known decide; else asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import ZERO, Amount, total_of
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk
from bihuan.kit.words import gettext

from .doubted_spans import doubted, without_unproved
from .equations import Beside, Fit, SpanColumn, WeighedSpans, weigh, weigh_each
from .periods import EITHER, PASSED, AmountPeriod, Span

FEWEST = 3  # lines, all of which must speak against another reading
FEWEST_TIMES = 2  # month and year so far
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
    asked = _once(desk, columns, beside)
    return None if asked is None else _settle(desk, asked, beside)


def _settle(desk: Desk, asked: Sequence[SpanColumn], beside: Beside) -> dict[int, Span] | None:
    columns = _with_answers(desk, asked, beside)
    weighed = [weigh(columns, spans, beside) for spans in _ways(columns)]
    if not weighed:
        return {}
    is_told = any(c.is_known and c.period.spans == (Span.MONTH,) for c in columns)
    best = max(each.rank for each in weighed)
    left = [each for each in weighed if each.rank == best]
    first = max(weighed, key=lambda each: len(each.proofs)) if is_told else left[0]
    if doubt := doubted(desk, asked, columns, first, beside):
        _ask(desk, *doubt, columns, beside, anew=True)
        return None
    if is_told:
        return _taken(desk, columns, without_unproved(columns, first, beside), beside)
    if len({_effect(each.spans, columns) for each in left}) == 1:
        doubtful = _doubtful(desk, columns, weighed, first)
        if doubtful is None:
            return _taken(desk, columns, first, beside)
        _ask(desk, *doubtful, columns, beside)
        return None
    open_ = next(
        place for place in range(len(columns)) if len({each.spans[place] for each in left}) > 1
    )
    _ask(desk, columns[open_], columns[open_].period.spans, columns, beside)
    return None


def _once(desk: Desk, columns: Sequence[SpanColumn], beside: Beside) -> Sequence[SpanColumn] | None:
    """Return the columns without those that repeat another's heading: with the same amounts they
    are left out, with others the sums prove which counts, or it is asked. None while it is.
    """
    kept: dict[object, SpanColumn] = {}
    for column in columns:
        meaning = column.index if column.period.spans in PASSED else _meaning(column)
        first = kept.setdefault(meaning, column)
        if first is column or list(first.amounts) == list(column.amounts):
            continue
        same = [each for each in columns if _meaning(each) == meaning]
        if _are_of_two_times(same, beside):
            kept[column.index] = column
            continue
        rest = [each for each in columns if each not in same]
        fits = weigh_each(same, column.period.spans, rest, beside)
        chosen = None if desk.insists("twice", column.title) else _proved(desk, fits)
        if chosen is None:
            answer = _ask_twice(desk, column, same, fits)
            if not answer:
                return None
            chosen = same[int(answer) - 1]
        kept[meaning] = chosen
    return list(kept.values())


def _are_of_two_times(same: Sequence[SpanColumn], beside: Beside) -> bool:
    """True if two columns of one heading are of two times, by the one way that the sums prove."""
    if len(same) != FEWEST_TIMES or not all(column.period.is_open for column in same):
        return False
    ways = [weigh(same, spans, beside) for spans in _ways(same) if spans[0] is not spans[1]]
    best = max((each.rank for each in ways), default=(0, 0))
    return best[0] == 0 and best[1] > 0 and [each.rank for each in ways].count(best) == 1


def _ask_twice(
    desk: Desk, column: SpanColumn, same: Sequence[SpanColumn], fits: Sequence[Fit]
) -> str:
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
    title = column.title
    told = desk.answered("twice", title)
    anew = told in {str(n) for n, (_c, way) in enumerate(fits, 1) if way.against}
    return desk.ask("twice", text, choices, column=title, lasting=True, anew=anew)


def _proved(desk: Desk, fits: Sequence[Fit]) -> SpanColumn | None:
    """Return the one of several columns that the sums prove, if they prove but one; show it."""
    proved = [(column, way) for column, way in fits if way.proofs and not way.against]
    if len(proved) != 1:
        return None
    ((column, way),) = proved
    for sentence, held in way.proofs:
        desk.prove(sentence % {"held": held.held, "tried": held.tried})
    return column


def _meaning(column: SpanColumn) -> object:
    """Return what a column surely counts; of one that may count several things, its heading."""
    period = column.period
    if not column.is_known or period.is_open or "其中" in column.title:
        return column.title
    return period


def _nth(place: int) -> str:
    return gettext("Number %s of them") % place


def _doubtful(
    desk: Desk, columns: Sequence[SpanColumn], weighed: Sequence[WeighedSpans], way: WeighedSpans
) -> tuple[SpanColumn, Sequence[Span]] | None:
    """Return the column that must be asked about though one way is left, and as what: nothing
    proves it, and it is open or under a heading that nobody knows.
    """
    if way.proofs:
        return None
    opened = next((c for c in columns if c.period.is_open), None)
    if opened and opened.is_known and _is_last_left(opened, weighed, way, columns):
        text = gettext("“%(title)s” can only be “%(label)s”: all else contradicts what is known.")
        span = way.spans[columns.index(opened)]
        desk.prove(text % {"title": opened.title, "label": dict(_labels())[span]})
        return None
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


def _is_last_left(
    column: SpanColumn,
    weighed: Sequence[WeighedSpans],
    way: WeighedSpans,
    columns: Sequence[SpanColumn],
) -> bool:
    """True if what is known speaks against every other way to read a column of several lines."""
    others = [
        each for each in weighed if _effect(each.spans, columns) != _effect(way.spans, columns)
    ]
    is_told = bool(others) and sum(1 for each in column.amounts if each and each.value) >= FEWEST
    return is_told and not way.against and not way.odd and all(each.against for each in others)


def _taken(
    desk: Desk, columns: Sequence[SpanColumn], way: WeighedSpans, beside: Beside
) -> dict[int, Span] | None:
    """Return what each column is, and show what proves it; None while it is asked which of several
    that count the same time is meant.
    """
    found = {column.index: span for column, span in zip(columns, way.spans, strict=True)}
    for span in (Span.MONTH, Span.TO_DATE):
        same = [column for column in columns if found[column.index] is span]
        if len(same) < 2:
            continue
        rest = [column for column in columns if column not in same]
        chosen = _one_of(desk, same, span, rest, beside)
        if chosen is None:
            return None
        found |= {column.index: Span.OTHER for column in same if column is not chosen}
    for sentence, held in way.proofs:
        desk.prove(sentence % {"held": held.held, "tried": held.tried})
    for column in columns:
        if found[column.index] is Span.EARLIER:
            _tell_earlier(desk, column, beside)
    return found


def _tell_earlier(desk: Desk, column: SpanColumn, beside: Beside) -> None:
    """Say where 1-5月 beside 6月, which is not read, is other than the months known."""
    lines = zip(column.amounts, beside.earlier, beside.complete, strict=True)
    pairs = [(one, known) for one, known, is_whole in lines if is_whole and one and known]
    differing = [(one, known) for one, known in pairs if not one.agrees(known)]
    if not differing:
        return
    text = gettext(
        "“%(title)s” is other than the months known in %(differing)s of %(tried)s lines (there"
        " %(stated)s, known %(known)s); what is known stays as it is."
    )
    told = {
        "title": column.title,
        "differing": len(differing),
        "tried": len(pairs),
        "stated": in_wan(total_of(one for one, _known in differing).value),
        "known": in_wan(total_of(known for _one, known in differing).value),
    }
    desk.prove(text % told, holds=False)


def _one_of(
    desk: Desk,
    same: Sequence[SpanColumn],
    span: Span,
    rest: Sequence[SpanColumn],
    beside: Beside,
) -> SpanColumn | None:
    """Return the one of several columns of the same time that counts: the one under a heading that
    offices use, or that the sums prove, or as answered where they differ.
    """
    same = [column for column in same if column.is_known] or same
    if all(list(column.amounts) == list(same[0].amounts) for column in same):
        return same[0]
    fits = weigh_each(same, (span,), rest, beside)
    insisted = desk.insists("which", str(span))
    if not insisted and (proved := _proved(desk, fits)):
        return proved
    choices = [
        AnswerChoice(column.title, column.title, in_wan(total_of(column.amounts).value))
        for column in same
    ]
    text = gettext("Several columns count “%s” and differ: which counts?") % dict(_labels())[span]
    doubted_ = {column.title for column, way in fits if way.against}
    anew = desk.answered("which", str(span)) in doubted_
    answer = desk.ask("which", text, choices, column=str(span), lasting=True, anew=anew)
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
    if anew:
        text = gettext(
            "The sums, or the months known, contradict what “%s” was read as: what does it count?"
        )
    else:
        text = gettext("What does the column “%s” count?")
    text %= column.title
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
    has_month = any(Span.MONTH in c.period.spans and c.index != column.index for c in columns)
    alone = _completed(beside.number, whole)
    rest = _rest(column, beside)
    to_date = _checked(beside.number, whole) if has_month else rest
    nothing = gettext("to compare with: no amount of the month comes of it")
    is_only = not any(
        c.index != column.index and set(c.period.spans) & set(EITHER) for c in columns
    )
    since = gettext("Then it is asked how much of it is this year's") if is_only else nothing
    return {
        Span.MONTH: alone,
        Span.TO_DATE: to_date,
        Span.SINCE_START: since,
        Span.BEFORE: nothing,
        Span.OTHER: nothing,
    }


def _rest(column: SpanColumn, beside: Beside) -> str:
    """Return what the year so far leaves of the month, and what of an opening sum: of lines of
    whose year months before are missing.
    """
    if not beside.number:
        return _completed(0, total_of(column.amounts).value)
    months: list[Amount] = []
    opening: list[Amount] = []
    lines = zip(column.amounts, beside.earlier, beside.complete, strict=True)
    for stated, earlier, is_complete in lines:
        if stated is not None:
            rest = stated - (earlier or ZERO)
            (months if is_complete or beside.number == 1 else opening).append(rest)
    told = [gettext("opening sums: %s") % in_wan(total_of(opening).value)] if opening else []
    if months or not told:
        told.insert(0, _left_for(beside.number, total_of(months).value))
    return "；".join(told)


def _left_for(number: int, yuan: Decimal) -> str:
    """Say what is left for the month; nothing can be, where less is told than is known."""
    if yuan >= 0:
        return _completed(number, yuan)
    text = gettext("%s less than the months known before it: its rows would be refused")
    return text % in_wan(-yuan)


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
