from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user

from .factories import WAN, accept_month, make_listed

pytestmark = pytest.mark.django_db
API = "/api/figures"


def get(path: str, user: User | None = None) -> Any:
    client = Client()
    client.force_login(user or make_user(role=Role.VIEWER))
    return client.get(f"{API}{path}")


def test_strangers_are_told_to_sign_in():
    assert Client().get(f"{API}?year=2024").status_code == 401


def test_the_rows_recompute_a_rate():
    for yuan in (20 * WAN, 30 * WAN):
        accept_month(make_listed(planned_yuan=100 * WAN), yuan)
    found = {each["id"]: each for each in get("?year=2024").json()}["plan_completion.all"]
    rows = get("/rows?figure=plan_completion.all&year=2024").json()
    top, bottom = (sum(row[key] for row in rows) for key in ("numerator", "denominator"))
    assert Decimal(found["value"]) == Decimal(top) / bottom * 100 == 25
    assert (found["unit"], found["rows"]) == ("percent", 2)


def test_the_rows_add_up_to_a_sum():
    for yuan in (20 * WAN, 30 * WAN):
        accept_month(make_listed(), yuan)
    rows = get("/rows?figure=completed.all&year=2024").json()
    assert sum(row["value"] for row in rows) == 50 * WAN
    assert {row["kind"] for row in rows} == {"report"}
    assert all(row["accepted_at"] for row in rows)


def test_parts_months_and_positions_are_told():
    project = make_listed(planned_yuan=120 * WAN)
    accept_month(project, 20 * WAN)
    (part,) = get("/parts?figure=count.all&by=tier&year=2024").json()
    assert (part["key"], part["figures"][0]["value"]) == ("district", "1")
    months = get("/months?year=2024&month=3").json()
    assert months[2]["completed_yuan"] == 20 * WAN
    assert months[3]["completed_yuan"] is None
    (position,) = get("/positions?year=2024&month=3").json()
    assert (position["project_id"], position["gap_curve"]) == (project.pk, "-8.33")


def test_figures_are_compared_if_that_is_asked_for():
    accept_month(make_listed(planned_yuan=1200 * WAN), 200 * WAN)
    found = {each["id"]: each for each in get("?year=2024&compare=plan").json()}
    completed, count = found["completed.all"], found["count.all"]
    assert (completed["compared"], completed["difference"]) == ("3000000", "-1000000")
    assert (completed["growth"], completed["difference_unit"]) == ("-33.33", "yuan")
    assert count["compared"] is None
    assert count["comparison_note"]
    assert get("?year=2024&compare=nothing").status_code == 422


def test_why_a_figure_changed_is_told_by_cause():
    project = make_listed()
    accept_month(project, 20 * WAN)
    found = get("/why?figure=completed.all&year=2024&month=3&since=2").json()
    parts = {part["cause"]: part["value"] for part in found["parts"]}
    assert (found["then"], found["now"], found["difference"]) == ("0", "200000", "200000")
    assert (parts["progress"], parts["rule_changes"]) == ("200000", "0")
    assert get("/why?figure=matters.median_age&year=2024&month=3&since=2").status_code == 409


def test_figures_of_the_loop_have_parts_too():
    assert get("/parts?figure=matters.raised&by=organisation&year=2024").json() == []


def test_only_ones_own_projects_are_told():
    accept_month(make_listed(owner=make_organisation()), 20 * WAN)
    reporter = make_user(role=Role.REPORTER)
    for path in ("/rows?figure=completed.all&year=2024", "/positions?year=2024"):
        assert get(path, reporter).json() == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rows?figure=nothing&year=2024", 409),
        ("/parts?figure=nothing&by=tier&year=2024", 409),
        ("/parts?figure=count.all&by=nothing&year=2024", 422),
        ("?year=2024&month=13", 422),
        ("?year=12", 422),
        ("", 422),
    ],
)
def test_what_is_not_there_and_what_is_unreadable(path, status):
    assert get(path).status_code == status
