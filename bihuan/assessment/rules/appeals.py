"""Who may appeal against a line of a frozen score, until when, and who answers (RESULT-8 to
RESULT-10).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from bihuan.assessment.kinds import AppealState, Lines
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .scoring import Score, ScoreLine

NOTHING = Decimal(0)
MOVES: Mapping[AppealState, frozenset[AppealState]] = {
    AppealState.OPEN: frozenset({AppealState.REJECTED, AppealState.UPHELD}),
    AppealState.REJECTED: frozenset(),
    AppealState.UPHELD: frozenset(),
}
TEXT_MOST = 5_000


def check_appeal(
    line: str, lines: Collection[str], text: str, before: Collection[str], *, until: date, on: date
) -> None:
    """Raises Refusal for a line that the score has not, without a text, too late, or a second time
    (RESULT-8). `before` are the lines appealed against so far.
    """
    if line not in lines:
        raise Refusal(gettext("This score has no line “%s”.") % line)
    if not text.strip() or len(text) > TEXT_MOST:
        raise Refusal(gettext("Say why, in at most %s characters.") % TEXT_MOST)
    if on > until:
        raise Refusal(gettext("Appeals were open until %s.") % long_day(until))
    if line in before:
        raise Refusal(gettext("This line was appealed against before."))


def check_answer(
    state: AppealState,
    text: str,
    *,
    frozen_by: int,
    appealed_by: int,
    answering: Collection[int],
) -> None:
    """Raises Refusal if it was answered before, says nothing, or comes from who froze the scores or
    appealed (RESULT-9). `answering` are the numbers of those who count as the person who answers.
    """
    if not MOVES[state]:
        raise Refusal(gettext("This appeal was answered before: %s.") % state.label)
    if frozen_by in answering:
        raise Refusal(gettext("Another person answers than who froze the scores."))
    if appealed_by in answering:
        raise Refusal(gettext("Another person answers than who appealed."))
    if not text.strip() or len(text) > TEXT_MOST:
        raise Refusal(gettext("Answer in words, at most %s characters.") % TEXT_MOST)


def lost_points(line: ScoreLine) -> Decimal:
    """Return how many points a line cost: of an item those short of its most, of a veto or a bound
    what it took.
    """
    if line.kind is not Lines.ITEM:
        return max(-line.points, NOTHING)
    return max(line.max - line.points, NOTHING) if line.applies else NOTHING


def check_granted(points: Decimal, line: ScoreLine) -> None:
    """Raises Refusal unless an appeal that is upheld gives something, and no more than its line
    cost (RESULT-10).
    """
    lost = format(lost_points(line).normalize(), "f")
    if not NOTHING < points <= lost_points(line):
        sentence = gettext("Grant more than nothing, and at most the %(lost)s points lost here.")
        raise Refusal(sentence % {"lost": lost})


def check_no_harm(was: Decimal | None, now: Score) -> None:
    """Raises Refusal if an appeal that is upheld would lower the score that stood, None if who
    appeals was not assessed (RESULT-10).
    """
    if was is None:
        return
    if not now.is_assessed:
        raise Refusal(
            gettext("Exempt from this, nothing is left to be assessed: grant points, or reject.")
        )
    if now.total < was:
        told = {"was": format(was, "f"), "now": format(now.total, "f")}
        raise Refusal(
            gettext(
                "Exempt from this the score falls from %(was)s to %(now)s, since the other items "
                "weigh more then: grant points, or reject."
            )
            % told
        )
