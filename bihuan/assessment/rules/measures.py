"""What a reward or penalty rests on (RESULT-14 to RESULT-16)."""

from __future__ import annotations

from datetime import date

from bihuan.assessment.kinds import MeasureLevel, ResultMeasure
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext

PENALTIES = frozenset(
    {
        ResultMeasure.TALK,
        ResultMeasure.CRITICISM,
        ResultMeasure.YELLOW_CARD,
        ResultMeasure.RED_CARD,
        ResultMeasure.ADMONITION,
    }
)
CARDS = frozenset({ResultMeasure.YELLOW_CARD, ResultMeasure.RED_CARD})
NAME_MOST = 60
TEXT_MOST = 2_000


def check_rests(level: MeasureLevel, *, has_score: bool, document: str) -> None:
    """Raises Refusal unless a measure of the district cites a frozen score, and one of others the
    number of its notice (RESULT-14).
    """
    if level is MeasureLevel.DISTRICT and not has_score:
        raise Refusal(gettext("A measure of the district cites a frozen score."))
    if level is not MeasureLevel.DISTRICT and not document.strip():
        raise Refusal(gettext("Give the number of the notice."))


def check_words(measure: ResultMeasure, text: str, decided_by: str, yuan: int | None) -> None:
    """Raises Refusal unless it says why and who decided; funds say how much, others nothing."""
    if not text.strip() or len(text) > TEXT_MOST:
        raise Refusal(gettext("Say why, in at most %s characters.") % TEXT_MOST)
    if not decided_by.strip() or len(decided_by) > NAME_MOST:
        raise Refusal(gettext("Say who decided, in at most %s characters.") % NAME_MOST)
    if measure is ResultMeasure.FUNDS and not (yuan and yuan > 0):
        raise Refusal(gettext("Say how much money is given."))
    if measure is not ResultMeasure.FUNDS and yuan is not None:
        raise Refusal(gettext("Only funds have an amount."))


def check_heard(measure: ResultMeasure, *, until: date, on: date, open_appeals: int) -> None:
    """Raises Refusal for a penalty before appeals are over and answered (RESULT-15)."""
    if measure not in PENALTIES:
        return
    if on <= until:
        raise Refusal(gettext("A penalty waits until appeals are over: %s.") % long_day(until))
    if open_appeals:
        raise Refusal(gettext("An appeal against this score is not answered yet."))


def check_again(*, is_entered: bool) -> None:
    """Raises Refusal if the same measure was entered for the same score."""
    if is_entered:
        raise Refusal(gettext("This measure was entered for this score before."))


def check_notice(document: str, *, is_entered: bool) -> None:
    """Raises Refusal if this notice's measure was entered of the same subject (RESULT-14)."""
    if is_entered:
        raise Refusal(
            gettext("This measure of %s was entered of this subject before.") % document.strip()
        )


def check_day(day: date, *, today: date) -> None:
    """Raises Refusal for a day to come (RESULT-14)."""
    if day > today:
        raise Refusal(gettext("%s has not come yet.") % long_day(day))


def check_amount(yuan: int | None, investment_yuan: int | None) -> None:
    """Raises Refusal for funds beyond a project's total investment (RESULT-14)."""
    if yuan and investment_yuan and yuan > investment_yuan:
        told = {"yuan": in_unit(yuan), "investment": in_unit(investment_yuan)}
        raise Refusal(
            gettext("%(yuan)s are more than the project's total investment, %(investment)s.") % told
        )


def check_paper(*, is_void: bool, has_paper: bool, has_score: bool) -> None:
    """Raises Refusal if no paper can be issued about an entry (RESULT-16)."""
    if is_void:
        raise Refusal(gettext("This entry is void."))
    if has_paper:
        raise Refusal(gettext("Its paper was issued before."))
    if not has_score:
        raise Refusal(gettext("A paper is issued about a measure of the district."))


def check_void(reason: str, *, is_void: bool) -> None:
    """Raises Refusal if it is void already, or without a reason."""
    if is_void:
        raise Refusal(gettext("This entry is void."))
    if not reason.strip():
        raise Refusal(gettext("Say why the entry is void."))


def check_subject(*, has_subject: bool) -> None:
    """Raises Refusal if nobody is named."""
    if not has_subject:
        raise Refusal(gettext("Say of whom."))
