"""The small district after a quarter, its rounds locked and its scores frozen, by real actions."""

from datetime import UTC, datetime

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.assessment import actions
from bihuan.assessment.kinds import AssessedPeriod
from bihuan.assessment.models import Freeze
from bihuan.figures.tests.district import MARCH, play
from bihuan.progress import actions as progress
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round
from bihuan.projects.models import Project

APRIL = datetime(2024, 4, 10, 2, tzinfo=UTC)
MAY = datetime(2024, 5, 10, 2, tzinfo=UTC)


def locked_district() -> list[Project]:
    """Let the quarter pass and lock its rounds. Returns the projects."""
    projects, office = play(), make_user()
    for each in Round.objects.exclude(state=RoundState.LOCKED).order_by("month"):
        if each.state == RoundState.OPEN:
            progress.close_round(round=each, by=office, at=APRIL)
        progress.lock_round(round=each, by=office, at=APRIL, reason="数据已核")
    return projects


def freeze_march(
    *, period: AssessedPeriod = AssessedPeriod.MONTH, by: User | None = None
) -> Freeze:
    """Freeze the scores to the end of March."""
    return actions.freeze_scores(period=period, month=MARCH, by=by or make_user(), at=APRIL)
