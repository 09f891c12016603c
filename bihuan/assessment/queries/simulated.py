"""A year under the scheme in force and under another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bihuan.assessment.kinds import Assessed
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.simulation import Moved, moved
from bihuan.audit.event_versions import one_reading
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.projects.kinds import ProjectClass

from .assessed import assessed
from .board import question_of


@one_reading()
def simulated(
    present: Scheme,
    other: Scheme,
    question: Question,
    who: Assessed = Assessed.PROJECTS,
    kinds: Collection[ProjectClass] = (),
) -> list[tuple[ProjectClass | None, Moved]]:
    """Return every subject that either scheme assesses with its class, those that move farthest
    first.
    """
    before, after = (assessed(scheme, question, who, kinds) for scheme in (present, other))
    kind_of = {each.ranked.score.key: each.kind for each in (*before, *after)}
    both = moved((each.ranked for each in before), (each.ranked for each in after))
    return [(kind_of[each.key], each) for each in both]


def tried_moves(
    present: Scheme, draft: Scheme, sheet: ScoreSheet, month: Month, today: date
) -> list[Moved]:
    """Return who moves in a month from the scheme in force to a draft, of those whom a sheet of the
    draft assesses, those that move farthest first.
    """
    found = simulated(present, draft, question_of(month, today), sheet.who, sheet.classes)
    return [each for _kind, each in found]
