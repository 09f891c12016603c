"""Who may appeal against a line of a frozen score, until when, and who answers (RESULT-8 to
RESULT-10).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from bihuan.assessment.kinds import AppealState
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

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
