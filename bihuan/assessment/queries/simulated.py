"""A year under the scheme in force and under another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bihuan.accounts.models import User
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.rules.ranking import Ranked
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.simulation import Moved, moved
from bihuan.audit.event_versions import one_reading
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.projects.kinds import ProjectClass

from .assessed import Assessment, assessed
from .board import question_of
from .decided import decided
from .sight import seen_by

KindMoved = tuple[ProjectClass | None, Moved]


@one_reading()
def simulated(
    present: Scheme,
    other: Scheme,
    question: Question,
    who: Assessed = Assessed.PROJECTS,
    kinds: Collection[ProjectClass] = (),
    *,
    user: User | None = None,
) -> list[KindMoved]:
    """Return every subject that either scheme assesses with its class, those that move farthest
    first; with a user those whose scores the user may see. Exemptions and adjustments hold under
    both, where a sheet of the other scheme has the same id.
    """
    terms = decided(question.as_of)
    before, after = (assessed(s, question, who, kinds, terms) for s in (present, other))
    if user is not None:
        before, after = (seen_by(user, who, scores) for scores in (before, after))
    kind_of = {each.ranked.score.key: each.kind for each in (*before, *after)}
    return [(kind_of[each.key], each) for each in moved(_ranked(before), _ranked(after))]


def tried_moves(
    present: Scheme, draft: Scheme, sheet: ScoreSheet, month: Month, today: date
) -> list[Moved]:
    """Return who moves in a month from the scheme in force to a draft, of those whom a sheet of the
    draft assesses, those that move farthest first.
    """
    found = simulated(present, draft, question_of(month, today), sheet.who, sheet.classes)
    return [each for _kind, each in found]


def _ranked(scores: Collection[Assessment]) -> list[Ranked]:
    return [each.ranked for each in scores]
