from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import accepted, make_clerk, make_department, need_of

pytestmark = pytest.mark.django_db
FACTORS = "/api/factors"


def call(user: User, method: str, path: str = "", **said: Any) -> Any:
    client = Client()
    client.force_login(user)
    return getattr(client, method)(f"{FACTORS}{path}", said, content_type="application/json")


def test_a_need_goes_its_way_by_calls() -> None:
    owner = make_organisation()
    reporter, clerk, office = make_reporter(owner), make_clerk(), make_user()
    need = need_of(project=make_listed(owner=owner))
    assert call(reporter, "post", f"/{need.pk}/ask").status_code == 200
    assert call(clerk, "post", f"/{need.pk}/accept").json()["promised_due_on"]
    assert call(clerk, "post", f"/{need.pk}/want_papers").status_code == 409
    assert call(clerk, "post", f"/{need.pk}/want_papers", note="缺图").status_code == 200
    assert call(reporter, "post", f"/{need.pk}/supply").json()["state"] == "in_review"
    told = call(clerk, "get", f"/{need.pk}").json()
    assert "approve" in told["open_to_you"]
    promised = call(clerk, "post", f"/{need.pk}/promise", ends_on="2049-01-04", note="容缺")
    assert promised.json()["state"] == "promised"
    done = call(clerk, "post", f"/{need.pk}/approve", number="8号", approved_on="2024-03-08")
    assert done.json()["approval_number"] == "8号"
    assert call(reporter, "post", f"/{need.pk}/accept").status_code == 403
    day = call(office, "put", f"/{need.pk}/day", day="2024-07-01", reason="分期")
    assert day.json()["needed_by"] == "2024-07-01"


def test_lists_are_started_and_needs_raised_and_handed_over_by_calls() -> None:
    office, land = make_user(), make_department()
    project = make_listed()
    assert call(office, "post", f"/lists/2024/projects/{project.pk}").json() == {"new": 12}
    assert call(office, "post", "/lists/2024").json() == {"new": 0}
    assert call(make_clerk(), "post", "/lists/2024").status_code == 403
    need = project.needs.get(element="gas")
    call(office, "post", f"/{need.pk}/ask")
    handed = call(office, "post", f"/{need.pk}/hand_over", department_id=land.pk)
    assert handed.json()["department_id"] == land.pk
    raised = call(office, "post", f"/{need.pk}/raise", severity="ordinary")
    assert raised.status_code == 201


def test_strangers_read_nothing() -> None:
    need, stranger = accepted(), make_clerk("区水利局")
    assert call(stranger, "get").json()["total"] == 0
    assert call(stranger, "get", f"/{need.pk}").status_code == 404
    assert call(make_user(role=Role.VIEWER), "get").json()["total"] == 1
    assert Client().get(FACTORS).status_code == 401
