"""Before anybody was asked for a report, no page calls a project late, red or behind."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.command.queries.proposals import proposals
from bihuan.dashboards.queries.overview import overview
from bihuan.dashboards.queries.register import register
from bihuan.dispatch import actions as meetings
from bihuan.dispatch.tests.factories import hold
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import figure
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import make_reported
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import District

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


NOUGHT = re.compile(r"(?<![\d.,])0\.0+(?= ?(?:</dd>|</td>|</strong>|%|<small>))(?!%</span></span>)")


@pytest.fixture
def surfaces():
    """Addresses that show the numbers of a project of which nobody reported anything."""
    District.objects.create(pk=1, name="试验区", year=2024)
    leader = make_leader()
    project = make_listed(
        commander=leader, longitude=Decimal("109.97"), latitude=Decimal("27.55"), name="静水工程"
    )
    progress.open_round(month=OCTOBER, by=make_user(), at=OPENED)
    meeting = hold(held_on=OPENED.date(), month=OCTOBER, at=OPENED)
    item = meetings.add_item(
        meeting=meeting, project=project, note="上会", by=make_user(), at=OPENED
    )
    month, pk = "?year=2024&month=10", project.pk
    return [
        f"/{month}",
        f"/{month}&mode=wall",
        f"/projects/{month}",
        f"/projects/{month}&print=all",
        f"/projects/{pk}/?year=2024",
        f"/projects/{pk}/card/?year=2024",
        f"/map/{month}",
        f"/map/projects/{pk}/{month}",
        f"/command/mine/?leader={leader.pk}&year=2024",
        f"{reverse('dispatch:projection', args=[meeting.pk])}?item={item.pk}",
        f"/figures/of/completed.all/{month}",
        f"/figures/of/plan_completion.all/{month}",
        "/statistics/?year=2024",
    ]


def test_no_page_shows_a_nought_where_nothing_is_known(surfaces):
    with time_machine.travel(OPENED, tick=False):
        found = {address: _noughts(signed_in().get(address)) for address in surfaces}
    assert {address: noughts for address, noughts in found.items() if noughts} == {}


def _noughts(answer):
    """Return amounts and rates of nought, which numbers of things are not."""
    assert answer.status_code == 200
    text = re.sub(r"<(?:svg|script).*?</(?:svg|script)>", "", answer.text, flags=re.DOTALL)
    return [text[max(at.start() - 60, 0) : at.end()] for at in NOUGHT.finditer(text)]


def test_programmes_and_workbooks_are_told_no_nought_either(surfaces):
    with time_machine.travel(OPENED, tick=False):
        client = signed_in()
        asked = {"year": 2024, "month": 10}
        figures = {each["id"]: each for each in client.get("/api/figures", asked).json()}
        [position] = client.get("/api/figures/positions", asked).json()
        book = client.get("/projects/projects.xlsx", asked).content
    assert figures["completed.all"]["value"] is figures["plan_completion.all"]["value"] is None
    told = ("completed_yuan", "month_yuan", "plan_completion", "gap_linear", "gap_curve")
    assert [position[name] for name in told] == [None] * 5
    cells = [cell for row in load_workbook(BytesIO(book)).active.values for cell in row]
    assert 0 not in cells
