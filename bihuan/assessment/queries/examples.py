"""A real subject of a month as the worked example of a sheet, under any scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.scoring import Graded, Groups, size_groups, size_of
from bihuan.audit.event_versions import one_reading
from bihuan.kit.months import Month

from .assessed import Assessment, sheet_assessed
from .board import board, question_of, scheme_of
from .decided import decided
from .sight import seen_by


@dataclass(frozen=True)
class WorkedSubject:
    """A subject with what is known of it and of its group; and those among whom it was chosen, by
    number and name.
    """

    subject: Graded
    groups: Groups
    choices: tuple[tuple[str, str], ...]


def scores_under(scheme: Scheme, sheet: ScoreSheet, month: Month, today: date) -> list[Assessment]:
    """Return the scores of a month on a sheet of any scheme, best first."""
    if scheme == scheme_of(month):
        return board(month, sheet, today)
    return _scores(scheme, sheet, month, today)


@one_reading()
def _scores(scheme: Scheme, sheet: ScoreSheet, month: Month, today: date) -> list[Assessment]:
    return sheet_assessed(scheme, sheet, question_of(month, today), decided=decided(month))


def worked_subject(
    user: User, scores: list[Assessment], sheet: ScoreSheet, asked: str
) -> WorkedSubject | None:
    """Return the subject of the number asked for, else the first that `user` sees; None if there
    is none.
    """
    seen = [each for each in seen_by(user, sheet.who, scores) if each.subject]
    chosen = next((e for e in seen if e.ranked.score.key == asked), seen[0] if seen else None)
    if chosen is None or chosen.subject is None:
        return None
    everybody = [each.subject for each in scores if each.subject]
    groups = size_groups(sheet, everybody)[size_of(sheet, chosen.subject)]
    choices = tuple((each.ranked.score.key, each.ranked.score.label) for each in seen)
    return WorkedSubject(chosen.subject, groups, choices)
