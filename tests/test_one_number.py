"""A number shown in several places is one: read from one definition, rounded once, as the district
chose (FIGURE-3).
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.dispatch import actions as meetings
from bihuan.dispatch.tests.factories import hold
from bihuan.figures.tests.factories import accept_month
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.kinds import Rounding
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
PLANNED, DONE = 3_000_000, 2_500_395  # 83.3465 %: 83.4 if it is rounded twice
SHOWN = {Rounding.HALF_UP: "83.35", Rounding.TRUNCATE: "83.34"}
AT = datetime(2024, 4, 2, 2, tzinfo=UTC)
RATE = re.compile(r"(?<![\d.])83\.\d+")


@pytest.fixture(params=list(Rounding))
def rounding(request):
    District.objects.create(pk=1, name="试验区", year=2024, rounding=request.param)
    clear_caches()
    with time_machine.travel(AT, tick=False):
        yield request.param
    clear_caches()


@pytest.fixture
def project(rounding):
    leader = make_leader()
    made = make_listed(
        planned_yuan=PLANNED,
        commander=leader,
        longitude=Decimal("109.97"),
        latitude=Decimal("27.55"),
    )
    accept_month(made, DONE)
    return made


def surfaces(project):
    """Return by surface the address at which a rate of the project, or of all, is shown."""
    month, pk = "?year=2024&month=3", project.pk
    meeting = hold(held_on=date(2024, 4, 2))
    item = meetings.add_item(meeting=meeting, project=project, note="上会", by=make_user(), at=AT)
    return {
        "overview": f"/{month}",
        "wall": f"/{month}&mode=wall",
        "list": f"/projects/{month}",
        "list, printed": f"/projects/{month}&print=all",
        "project": f"/projects/{pk}/?year=2024",
        "card": f"/projects/{pk}/card/{month}",
        "map": f"/map/{month}",
        "popup": f"/map/projects/{pk}/{month}",
        "commander": f"/command/mine/?leader={project.commander_id}&year=2024&month=3",
        "report": f"/progress/reports/{project.reports.get().pk}/",
        "projection": f"{reverse('dispatch:projection', args=[meeting.pk])}?item={item.pk}",
        "figure": f"/figures/of/plan_completion.all/{month}",
        "figures": "/api/figures?year=2024&month=3",
    }


def words_of(answer, rounding):
    """Return what a page shows; sentences of lights are stored, and round half up everywhere."""
    text = unescape(answer.content.decode())
    if rounding is Rounding.TRUNCATE:
        text = re.sub(r"完成年度计划的[^。]*。", "", text)
    return re.sub(r"<(?:path|line|rect|circle|svg|text x)[^>]*>", "", text)


def test_a_rate_is_one_number_on_every_surface(project, rounding):
    client, found = signed_in(), {}
    for name, address in surfaces(project).items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, address)
        found[name] = set(RATE.findall(words_of(answer, rounding)))
    assert found == {name: {SHOWN[rounding]} for name in found}


def test_the_workbook_bears_the_same(project, rounding):
    answer = signed_in().get("/projects/projects.xlsx?year=2024&month=3")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    told = {str(cell) for row in sheet.values for cell in row if str(cell).startswith("83.")}
    assert told == {SHOWN[rounding]}
