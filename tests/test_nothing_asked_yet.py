"""Before anybody was asked for a report, no page calls a project late, red or behind."""

from datetime import UTC, datetime

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.command.queries.proposals import proposals
from bihuan.dashboards.queries.overview import overview
from bihuan.dashboards.queries.register import register
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import figure
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import make_reported
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import make_listed

pytestmark = pytest.mark.django_db
OCTOBER, YEAR_END = Month(2024, 10), Month(2024, 12)
OPENED = datetime(2024, 12, 10, 2, tzinfo=UTC)


@pytest.fixture(params=[False, True], ids=["before its first round", "a round opened late"])
def untold(request):
    """A project whose month asked for no report, or has just asked."""
    project = make_listed()
    if request.param:
        progress.open_round(month=OCTOBER, by=make_user(), at=OPENED)
    return project


def test_no_hard_bone_is_proposed(untold):
    assert len(proposals(make_user(), OCTOBER, OPENED.date())) == 0


@pytest.mark.parametrize("name", ["gap_linear.all", "gap_curve.all", "speed", "acceleration"])
def test_figures_that_measure_against_time_have_no_value(untold, name):
    assert figure(name, Question(2024, 10)).value is None


def test_lists_and_overview_say_nothing_of_gaps(untold):
    today = OPENED.date()
    [row] = register(OCTOBER, Basis.ORIGINAL, today)
    assert (row.gap_linear, row.gap_curve, row.lacking_yuan) == (None, None, 0)
    seen = overview(make_user(), OCTOBER, Basis.ORIGINAL, today=today)
    assert (seen.gap, seen.is_judged, seen.behind) == (None, False, [])
    assert all(share.count == 0 or share.colour == "grey" for share in seen.lights)


def test_once_something_was_accepted_they_speak():
    make_reported()
    assert figure("gap_linear.all", Question(2024, 3)).value is not None
