from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.statistics.models import StatisticsStanding

from .factories import NOW, make_bureau, make_counted, make_project

pytestmark = pytest.mark.django_db
API = "/api/statistics"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def post(user: User, path: str, **body: Any) -> Any:
    return signed_in(user).post(f"{API}/{path}", body, content_type="application/json")


def test_strangers_are_told_to_sign_in() -> None:
    client = Client()
    for path in ("projects?year=2024", "investments?year=2024"):
        assert client.get(f"{API}/{path}").status_code == 401
    for path in ("standings", "months", "investments"):
        answer = client.post(f"{API}/{path}", {}, content_type="application/json")
        assert answer.status_code == 401


def test_the_bureau_enters_and_everybody_district_wide_reads() -> None:
    bureau, project = make_bureau(), make_project()
    standing = post(bureau, "standings", project_id=project.pk, entered_on="2024-01-20")
    assert standing.status_code == 200
    month = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 5}
    assert post(bureau, "months", **month).status_code == 201
    total = {"month": "2024-03", "cumulative_yuan": 90}
    assert post(bureau, "investments", **total).status_code == 201
    client = signed_in(make_user())
    (row,) = client.get(f"{API}/projects?year=2024").json()
    assert (row["completed_yuan"], row["entered_on"]) == (5, "2024-01-20")
    (investment,) = client.get(f"{API}/investments?year=2024").json()
    assert investment["cumulative_yuan"] == 90


def test_the_office_may_not_enter() -> None:
    office, project = make_user(), make_counted()
    month = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 5}
    assert post(office, "months", **month).status_code == 403
    assert post(office, "standings", project_id=project.pk).status_code == 403
    total = {"month": "2024-03", "cumulative_yuan": 90}
    assert post(office, "investments", **total).status_code == 403
    assert StatisticsStanding.objects.count() == 1


def test_refusals_and_unreadable_values() -> None:
    bureau, project = make_bureau(), make_project()
    month = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 5}
    assert post(bureau, "months", **month).status_code == 409
    assert post(bureau, "months", **{**month, "month": "2024"}).status_code == 422
    assert post(bureau, "months", **{**month, "project_id": 9_999_999}).status_code == 404


def test_reporters_see_only_their_projects() -> None:
    make_counted()
    stranger = signed_in(make_user(role=Role.REPORTER))
    assert stranger.get(f"{API}/projects?year=2024").json() == []
