"""Who may not do a thing on its page may not do it by a workbook, and reads the same sentence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.actions import add_organisation
from bihuan.accounts.models import Organisation
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.actions import bring_in
from bihuan.importing.tests.books import workbook
from bihuan.progress.models import Report
from bihuan.projects.actions import set_clocks
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project
from bihuan.projects.rules import CLOCKS

from .doors_to_facts import WAN, DoorScene, make_scene

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2024, 4, 20, 2, tzinfo=UTC)
DAYS = {
    "started_on": "实际开工时间",
    "permit_on": "施工许可时间",
    "finished_on": "竣工时间",
    "in_use_on": "投产时间",
}


@pytest.fixture
def scene() -> DoorScene:
    return make_scene(opened_at=LONG_AGO)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.DEPARTMENT])
@pytest.mark.parametrize("clock", CLOCKS)
def test_who_may_not_set_a_day_on_the_page_may_not_by_a_sheet(
    scene: DoorScene, clock: str, role: str
) -> None:
    day, pk = date(2024, 2, 1), scene.project.pk
    other = make_user(role=role, organisation=scene.reporter.organisation)
    client = Client()
    client.force_login(other)
    page = client.post(reverse("projects:clocks", args=[pk]), {clock: day.isoformat()})
    told = client.post(
        f"/api/projects/{pk}/clocks", {clock: day.isoformat()}, content_type="application/json"
    )
    assert (page.status_code, told.status_code) == (403, 403)
    sentence = told.json()["message"]
    assert sentence in page.content.decode()
    assert scene.month((DAYS[clock], day), by=other) == [sentence]


def test_a_day_that_stands_may_be_repeated_by_a_reporter_and_moves_nothing(
    scene: DoorScene,
) -> None:
    day = date(2024, 2, 1)
    set_clocks(project=scene.project, started_on=day, by=scene.office, at=LONG_AGO)
    head = ["项目名称", "本月完成投资", DAYS["started_on"]]
    rows: list[list[Any]] = [["单位：万元"], head, [scene.project.name, 5, day]]
    bring_in(
        files=[("表.xlsx", workbook({"2024年4月": rows}))],
        year=None,
        by=scene.reporter,
        at=timezone.now(),
    )
    project = Project.objects.get(pk=scene.project.pk)
    assert (project.started_on, project.state) == (day, ProjectState.PREPARATION)
    assert Report.objects.get().completed_yuan == 5 * WAN


def test_a_credit_code_that_another_bears_is_refused_by_api_ledger_and_page(
    scene: DoorScene,
) -> None:
    code = "91350100M000100Y43"
    add_organisation(name="甲公司", credit_code=code, by=scene.office, at=LONG_AGO)
    told = scene.api("post", "accounts/organisations", name="乙公司", credit_code=code)
    assert told in scene.ledger(("项目业主", "乙公司"), ("统一社会信用代码", code))
    scene.page("accounts:add_organisation", name="乙公司", credit_code=code)  # in the form's words
    assert not Organisation.objects.filter(name="乙公司").exists()
