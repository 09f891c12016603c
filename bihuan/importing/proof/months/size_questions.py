"""What is asked of columns that do not fit what is usual, or each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bihuan.importing.proof.amount_words import told_in
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, as_it_stands
from bihuan.importing.proof.single_rows.odd_amounts import SO_FAR
from bihuan.kit.money import TENS, UNITS
from bihuan.kit.words import gettext

from .periods import Span
from .size_doubts import SizeDoubt, unit_of
from .sized_columns import SizedColumn

SIZE = "size"
ALONE, ALL, SWAPPED = "month", "since_start", "swapped"
OTHER = "other-"
"""Begins the answers that tell the unit of the column beside the one asked about."""
WORDS = {unit: word for word, unit in TENS.items()}


def ask_size(desk: Desk, grid: Grid, doubt: SizeDoubt, unit: int) -> str:
    """Return the answer to what columns are that do not fit; `unit` is the table's."""
    text, example = _text(doubt)
    place, value, usual = example
    line, own = grid.data[place], unit_of(doubt.first, unit)
    told = {
        "title": "”、“".join(each.column.title for each in doubt.columns),
        "other": doubt.beside.column.title if doubt.beside else "",
        "row": line.number + 1,
        "name": line.name,
        "amount": told_in(value, own),
        "usual": told_in(usual, own),
    }
    title = doubt.first.column.title
    return desk.ask(SIZE, text % told, list(_choices(doubt, unit)), column=title)


def _text(doubt: SizeDoubt) -> tuple[str, tuple[int, Decimal, Decimal]]:
    """Return the question, and a row that shows why: its place, its amount, what is usual."""
    first = doubt.first
    if doubt.beside:
        pairs = enumerate(zip(first.amounts, doubt.beside.amounts, strict=True))
        return not_fitting(), next(
            (i, a.value, b.value) for i, (a, b) in pairs if a and b and a.value > 0
        )
    place, value, row = first.rows[0]
    if not row.usual:
        text = gettext(
            "“%(title)s” does not fit the year's plan, as in row %(row)s, “%(name)s”: %(amount)s"
            " where %(usual)s is planned: what is it?"
        )
        return text, (place, value, row.plan)
    text = gettext(
        "“%(title)s” does not fit the months known, as in row %(row)s, “%(name)s”: %(amount)s"
        " beside about %(usual)s a month: what is it?"
    )
    return text, (place, value, row.usual)


def _choices(doubt: SizeDoubt, unit: int) -> Iterator[AnswerChoice]:
    first = doubt.first
    own, sum_ = unit_of(first, unit), total_of(first.amounts).value
    if doubt.is_of_other_time:
        yield _other_time(first, sum_, own)
    if doubt.may_be_all:
        gives = gettext("to compare with: no amount of the month comes of it")
        yield AnswerChoice(ALL, gettext("All since the start of construction"), gives)
    for each in doubt.units:
        gives = _gives(first, sum_ * each / own, own)
        yield AnswerChoice(WORDS[each], counts_in(each), gives)
    if doubt.beside:
        yield from _of_beside(doubt, doubt.beside, unit)
    yield as_it_stands(_gives(first, sum_, own))
    left = gettext("%s under this heading are not brought in") % told_in(sum_, own)
    yield AnswerChoice(LEAVE, gettext("Do not read this column"), left)


def _of_beside(doubt: SizeDoubt, beside: SizedColumn, unit: int) -> Iterator[AnswerChoice]:
    """Yield the choices with which it is the column beside that is another."""
    own, sum_ = unit_of(beside, unit), total_of(beside.amounts).value
    for each in doubt.others:
        label = f"“{beside.column.title}”：{counts_in(each)}"
        gives = _gives(beside, sum_ * each / own, own)
        yield AnswerChoice(f"{OTHER}{WORDS[each]}", label, gives)
    if doubt.is_swapped:
        label = gettext("The two columns are swapped: “%s” is the year so far")
        gives = _gives(replace(beside, span=Span.MONTH), sum_, own)
        yield AnswerChoice(SWAPPED, label % doubt.first.column.title, gives)


def _other_time(sized: SizedColumn, sum_: Decimal, unit: int) -> AnswerChoice:
    if not sized.is_month:
        gives = _gives(replace(sized, span=Span.MONTH), sum_, unit)
        return AnswerChoice(ALONE, gettext("This month alone"), gives)
    before = sum((sum(row.before(sized.number)) for _i, _v, row in sized.rows), Decimal(0))
    if before:
        label = gettext("The year so far: the month is what the months before leave of it")
        return AnswerChoice(SO_FAR, label, _gives(sized, sum_ - before, unit))
    gives = _gives(replace(sized, span=Span.TO_DATE), sum_, unit)
    return AnswerChoice(SO_FAR, gettext("The year so far, from January"), gives)


def not_fitting() -> str:
    """Return the question of two columns that do not fit each other."""
    return gettext(
        "“%(title)s” and “%(other)s” do not fit each other, as in row %(row)s, “%(name)s”:"
        " %(amount)s beside %(usual)s: what is it?"
    )


def counts_in(unit: int) -> str:
    """Return the answer that a column counts in a unit."""
    if unit in UNITS.values():
        return gettext("It counts in %s") % WORDS[unit]
    return gettext("Its decimal point slipped throughout: it counts in %s") % WORDS[unit]


def _gives(sized: SizedColumn, yuan: Decimal, unit: int) -> str:
    if not sized.is_month:
        return gettext("the year so far: %s") % told_in(yuan, unit)
    told = {"number": sized.number, "amount": told_in(yuan, unit)}
    return gettext("Month %(number)s: completed %(amount)s") % told
