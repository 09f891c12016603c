from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.progress.tests.factories import make_listed

from .factories import NOW, WAN, district, issued_line

pytestmark = pytest.mark.django_db
DAY = {"on": "2024-04-08"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(client: Client, path: str, **said: Any) -> Any:
    return client.post(f"/api/funding/{path}", said, content_type="application/json")


def test_a_line_is_opened_entered_corrected_cut_and_handed_back():
    client, project = signed_in(), make_listed(owner=make_organisation())
    said = {"project_id": project.pk, "programme": "central_budget", "year": 2024}
    line = post(client, "lines", **said)
    assert line.status_code == 201
    assert post(client, "lines", **said).status_code == 409
    at = f"lines/{line.json()['id']}"
    quota = {"stage": "issued", "amount_yuan": 100, "document_number": "88号", **DAY}
    issued = post(client, f"{at}/entries", **quota)
    assert issued.status_code == 201
    arrived = post(client, f"{at}/entries", stage="in_place", amount_yuan=100, **DAY)
    assert post(client, f"{at}/entries", stage="paid", amount_yuan=101, **DAY).status_code == 409
    correction = {"stage": "in_place", "amount_yuan": 90, "reason": "录错", **DAY}
    corrected = post(client, f"entries/{arrived.json()['id']}/correct", **correction)
    assert corrected.json()["corrects_id"] == arrived.json()["id"]
    cut = {"yuan": 30, "reason": "调减", "document_number": "99号", "on": "2024-05-06"}
    assert post(client, f"{at}/cut", **cut).status_code == 201
    shown = client.get(f"/api/funding/{at}").json()
    assert (shown["sums"]["to_return"], shown["stage"]) == (20, "in_place")
    assert len(shown["entries"]) == 4
    assert (
        post(client, f"{at}/hand-back", yuan=20, reason="收回", on="2024-05-07").status_code == 201
    )
    withdrawn = post(client, f"entries/{corrected.json()['id']}/withdraw", reason="重复")
    assert withdrawn.status_code == 409  # what was handed back rests on it


def test_the_year_and_its_lines_are_read():
    district()
    client = signed_in()
    central, bond = client.get("/api/funding/years/2024").json()
    assert (central["issued"], central["projects"], central["flags"]) == (130 * WAN, 1, 6)
    assert bond["applied"] == 300 * WAN
    found = client.get("/api/funding/lines?year=2024&programme=central_budget").json()
    assert found["total"] == 2
    kinds = {verdict["kind"] for line in found["lines"] for verdict in line["verdicts"]}
    assert "to_return" in kinds


def test_a_stranger_reads_no_line():
    line = issued_line(100)
    client = signed_in(make_user(role=Role.REPORTER))
    assert client.get("/api/funding/lines").json()["total"] == 0
    assert client.get(f"/api/funding/lines/{line.pk}").status_code == 404
