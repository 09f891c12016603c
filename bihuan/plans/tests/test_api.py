from datetime import date
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.projects.kinds import Tier
from bihuan.projects.tests.factories import make_project

from .factories import make_entry, make_list

pytestmark = pytest.mark.django_db
API = "/api/plans"
APPROVED = {"reason": "征地滞后", "approver": "区长办公会", "approved_on": "2024-03-01"}


def call(user: User, method: str, path: str, **body: Any) -> Any:
    client = Client()
    client.force_login(user)
    if method == "get":
        return client.get(f"{API}/{path}", body)
    return getattr(client, method)(f"{API}/{path}", body, content_type="application/json")


def test_a_list_is_made_and_read() -> None:
    office = make_user()
    assert call(office, "post", "lists", year=2024, tier="district").status_code == 201
    assert call(office, "post", "lists", year=2024, tier="district").status_code == 409
    assert [each["tier"] for each in call(office, "get", "lists", year=2024).json()] == ["district"]
    viewer = make_user(role=Role.VIEWER)
    assert call(viewer, "post", "lists", year=2025, tier="district").status_code == 403
    assert "june60_december120" in call(viewer, "get", "presets").json()["curves"]


def test_an_entry_with_typed_months_is_made_and_its_plan_adjusted() -> None:
    office, made = make_user(), make_list()
    said = {
        "list_id": made.pk,
        "project_id": make_project().pk,
        "planned_yuan": 1_000,
        "cumulative_yuan": {"6": 100},
        "project_class": "construction",
    }
    entry = call(office, "post", "entries", **said)
    assert entry.status_code == 201
    plans = f"entries/{entry.json()['id']}/plans"
    (plan,) = call(office, "get", plans).json()
    assert (plan["cumulative_yuan"][5], plan["cumulative_yuan"][11]) == (100, 1_000)
    new = call(office, "post", plans, planned_yuan=500, version=1, **APPROVED)
    assert (new.status_code, new.json()["cumulative_yuan"][5]) == (201, 50)
    assert call(office, "post", plans, planned_yuan=5, version=1, **APPROVED).status_code == 409
    assert [each["version"] for each in call(office, "get", plans).json()] == [1, 2]


def test_strangers_entries_are_not_there() -> None:
    home = make_organisation()
    reporter = make_user(role=Role.REPORTER, organisation=home)
    other, mine = make_entry(), make_entry(project=make_project(owner=home))
    assert [e["id"] for e in call(reporter, "get", "entries").json()["items"]] == [mine.pk]
    assert call(reporter, "get", f"entries/{other.pk}/plans").status_code == 404
    leave = {"on": "2024-12-31", "reason": "调出"}
    assert call(reporter, "post", f"entries/{mine.pk}/leave", **leave).status_code == 403


def test_an_entry_is_promoted_and_left() -> None:
    office, entry, upper = make_user(), make_entry(), make_list(tier=Tier.PROVINCIAL)
    promoted = call(office, "post", f"entries/{entry.pk}/promote", list_id=upper.pk, planned_yuan=9)
    assert promoted.json()["promoted_from_id"] == entry.pk
    leave = {"on": "2024-12-31", "reason": "调出"}
    assert call(office, "post", f"entries/{entry.pk}/leave", **leave).json()["left_on"]


def test_class_and_milestones_are_set() -> None:
    office, entry = make_user(), make_entry()
    year = {"project_id": entry.project_id, "year": 2024}
    said = {**year, "project_class": "legacy", "reason": "烂尾"}
    assert call(office, "put", "classes", **said).json()["project_class"] == "legacy"
    made = call(office, "post", "milestones", **year)
    assert (made.status_code, made.json()[0]["due_on"]) == (201, "2024-03-31")
    assert call(office, "get", "milestones", **year).json() == made.json()
    assert call(office, "post", "milestones", **{**year, "year": 2025}).status_code == 404


def test_one_list_and_one_entry_are_read() -> None:
    entry = make_entry()
    viewer = make_user(role=Role.VIEWER)
    assert call(viewer, "get", f"lists/{entry.annual_list_id}").json()["tier"] == "district"
    assert call(viewer, "get", f"entries/{entry.pk}").json()["project_id"] == entry.project_id
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation())
    assert call(stranger, "get", f"entries/{entry.pk}").status_code == 404


def test_a_list_says_under_which_document_it_was_published() -> None:
    office, made = make_user(), make_list()
    said = {"document_number": "鹤政发〔2024〕1号", "published_on": "2024-03-28"}
    told = call(office, "patch", f"lists/{made.pk}", **said).json()
    assert (told["document_number"], told["published_on"]) == tuple(said.values())
    kept = call(office, "patch", f"lists/{made.pk}", title="区重点").json()
    assert (kept["title"], kept["document_number"]) == ("区重点", said["document_number"])
    viewer = make_user(role=Role.VIEWER)
    assert call(viewer, "patch", f"lists/{made.pk}", title="x").status_code == 403


def test_who_edits_a_list_read_in_an_older_edition_gets_409() -> None:
    office, made = make_user(), make_list()
    path = f"lists/{made.pk}"
    seen = call(office, "get", path).json()["edition"]
    saved = call(office, "patch", path, title="区重点", edition=seen)
    assert (saved.status_code, saved.json()["edition"]) == (200, seen + 1)
    late = call(make_user(), "patch", path, title="重点项目", edition=seen)
    assert (late.status_code, list(late.json())) == (409, ["message", "number"])
    assert call(office, "get", path).json()["title"] == "区重点"
    cleared = call(office, "patch", path, title=None, edition=seen + 1)
    assert (cleared.status_code, cleared.json()["title"]) == (200, "")


def test_a_project_comes_back_to_a_list() -> None:
    office, entry = make_user(), make_entry(added_on=date(2024, 1, 5))
    call(office, "post", f"entries/{entry.pk}/leave", on="2024-03-01", reason="调出")
    told = call(office, "post", f"entries/{entry.pk}/return", on="2024-04-01", reason="恢复").json()
    assert told["left_on"] is None
    assert told["absences"][0]["returned_on"] == "2024-04-01"


def test_a_milestone_is_added_and_moved_with_reason_and_approver() -> None:
    office, entry = make_user(), make_entry()
    said = {
        "project_id": entry.project_id,
        "year": 2024,
        "name": "桥梁合龙",
        "due_on": "2024-08-31",
    }
    (step,) = call(office, "post", "milestones/one", **said).json()
    promises = f"milestones/{step['id']}/promises"
    moved = call(office, "post", promises, due_on="2024-10-31", **APPROVED)
    assert (moved.status_code, moved.json()["version"]) == (201, 2)
    assert [each["due_on"] for each in call(office, "get", promises).json()] == [
        "2024-08-31",
        "2024-10-31",
    ]
    (now,) = call(office, "get", "milestones", project_id=entry.project_id, year=2024).json()
    assert (now["first_due_on"], now["due_on"]) == ("2024-08-31", "2024-10-31")
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation())
    assert call(stranger, "get", promises).status_code == 404
    assert call(stranger, "post", promises, due_on="2024-12-31", **APPROVED).status_code == 404
