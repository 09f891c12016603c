"""What a table leaves open, and what proves what was read of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from bihuan.kit.dates import parse_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

ID_DIGITS = 8
YEAR_DIGITS = 4
LEAVE = "-"
"""The answer that what a question is about is not read."""
TEXT, DAY = "text", "day"
"""What an answer may be that is typed."""
STANDS = "stands"
"""The answer that it is right as it is written."""


@dataclass(frozen=True)
class AnswerChoice:
    """One answer to a question. `gives` says in numbers what would be read with it."""

    value: str
    label: str
    gives: str = ""


@dataclass(frozen=True)
class TableQuestion:
    """What only a person knows of a table. `column` is a heading's title, or empty where the
    question is about the whole table. A `lasting` answer holds for later tables of this layout.
    """

    id: str
    file: str
    sheet: str
    column: str
    text: str
    choices: tuple[AnswerChoice, ...]
    lasting: bool = False
    answer: str = ""
    former: str = ""
    """What was answered of an earlier table, where it may mean another thing by now."""
    context: str = ""
    """Of what time the table is, with which a lasting answer is remembered."""
    typed: str = ""
    """What may be typed in place of a choice: a text, or a day; empty where nothing may."""

    @property
    def kind(self) -> str:
        return self.id.partition("-")[0]

    @property
    def is_open(self) -> bool:
        return not self.answer


class RememberedAnswer(NamedTuple):
    """What was answered of an earlier table of a layout, and of what time that was."""

    value: str
    context: str = ""

    def holds(self, kind: str, now: str) -> bool:
        """True if the answer means in a table of the time `now` what it meant then: what was
        completed until the end of last year does not change within the year, and in January month
        and year so far are one.
        """
        if kind == "plan":
            return self.context[:YEAR_DIGITS] == now[:YEAR_DIGITS]
        if self.value == "before":
            return self.context == now
        return kind != "span" or not self.context.endswith("-01") or now.endswith("-01")


@dataclass(frozen=True)
class Proof:
    """A statement of a table's arithmetic, and whether it holds."""

    file: str
    sheet: str
    statement: str
    holds: bool = True


@dataclass(frozen=True)
class LeftOut:
    """A row of a table that was not read, with its text and why. Rows count from 1."""

    file: str
    sheet: str
    row: int
    text: str
    why: str


@dataclass
class Desk:
    """The open questions of one table, its proofs, and what was left out of it.

    `shape` tells layouts apart: it is what stays of the headings from month to month. `remembered`
    are the lasting answers to tables before it; the table's own sums go before them.
    """

    file: str
    sheet: str
    shape: str
    answers: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    place: str = ""
    context: str = ""
    """Of what time the table is, as far as that is known: 2024-06."""
    questions: list[TableQuestion] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    def ask(
        self,
        kind: str,
        text: str,
        choices: Sequence[AnswerChoice],
        *,
        column: str = "",
        lasting: bool = False,
        anew: bool = False,
        typed: str = "",
    ) -> str:
        """Return the answer to a question, empty while nobody gave one that is among the choices,
        or such as may be `typed`.

        The same question is asked once, however often it comes up; `anew` passes over what is
        remembered of other tables.
        """
        here = f"{self.file}\x1f{self.place or self.sheet}"
        number = question_id(kind, self.shape if lasting else here, column)
        known = next((each for each in self.questions if each.id == number), None)
        if known and anew and number not in self.answers:
            self.questions.remove(known)
            known = None
        if known is None:
            told = self.answers.get(number, "")
            if lasting and not anew:
                told = told or self._remembered(kind, number)
            labels = {choice.value: choice.label for choice in choices}
            answer = told if told in labels or may_be_typed(typed, told) else ""
            earlier = self.remembered.get(number, RememberedAnswer(""))
            former = earlier.value if lasting and not answer and earlier.value in labels else ""
            if former:
                text = f"{text} {_told_before(labels[former], earlier.context)}"
            place = (number, self.file, self.sheet, column, text)
            answers = (lasting, answer, former, self.context, typed)
            known = TableQuestion(*place, tuple(choices), *answers)
            self.questions.append(known)
        return known.answer

    @property
    def is_open(self) -> bool:
        """True while a question has no answer."""
        return any(question.is_open for question in self.questions)

    def has_asked(self, *kinds: str) -> bool:
        """True if a question of one of these kinds was asked of this table."""
        return any(question.kind in kinds for question in self.questions)

    def waits_for(self, *kinds: str) -> bool:
        """True while a question of one of these kinds has no answer."""
        return any(question.is_open and question.kind in kinds for question in self.questions)

    def answered(self, kind: str, column: str) -> str:
        """Return what was answered to a lasting question about a column, empty if nothing was."""
        number = question_id(kind, self.shape, column)
        return self.answers.get(number) or self._remembered(kind, number)

    def _remembered(self, kind: str, number: str) -> str:
        """Return what was answered of an earlier table, if it means the same here."""
        earlier = self.remembered.get(number)
        return earlier.value if earlier and earlier.holds(kind, self.context) else ""

    def answered_with(self, kind: str, value: str) -> bool:
        """Return whether a question of a kind was asked of this table and answered so."""
        return any(q.kind == kind and q.answer == value for q in self.questions)

    def insists(self, kind: str, column: str) -> bool:
        """Return whether the answer was given to this very table."""
        return question_id(kind, self.shape, column) in self.answers

    def prove(self, statement: str, *, holds: bool = True) -> None:
        proof = Proof(self.file, self.sheet, statement, holds)
        if proof not in self.proofs:
            self.proofs.append(proof)

    def leave_out(self, row: int, text: str, why: str) -> None:
        self.left.append(LeftOut(self.file, self.sheet, row, text, why))


def _told_before(label: str, context: str) -> str:
    if not context:
        return gettext("(The answer for an earlier table was: %s)") % label
    told = {"label": label, "context": context}
    return gettext("(The answer for the table of %(context)s was: %(label)s)") % told


def nothing_read() -> str:
    """Return what is given by a choice with which columns are not read."""
    return gettext("no amount of it is brought in")


def as_it_stands(gives: str) -> AnswerChoice:
    """Return the choice with which what is asked about is read as it is written."""
    return AnswerChoice(STANDS, gettext("As it stands"), gives)


def left_blank(count: int) -> AnswerChoice:
    """Return the choice with which so many cells are read as blank ones."""
    told = gettext("%(count)s cells blank") % {"count": count}
    return AnswerChoice(LEAVE, gettext("Leave these cells blank"), told)


def no_row_read(count: int) -> str:
    """Return what is given by a choice with which a table is not read."""
    return gettext("none of its %s rows is brought in") % count


def may_be_typed(typed: str, value: str) -> bool:
    """True for a value that may be typed where a text, or a day, may."""
    if typed == DAY:
        try:
            return parse_day(value) is not None
        except Refusal:
            return False
    return typed == TEXT and bool(value.strip())


def question_id(kind: str, about: str, column: str) -> str:
    """Return how a question is named by those who answer it: its kind and a few digits."""
    digest = sha256(f"{about}\x1f{column}".encode()).hexdigest()
    return f"{kind}-{digest[:ID_DIGITS]}"
