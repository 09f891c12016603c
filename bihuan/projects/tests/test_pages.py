from decimal import Decimal
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.projects import actions
from bihuan.projects.models import Project
from bihuan.projects.queries import history

from .factories import NOW, make_project

pytestmark = pytest.mark.django_db


def test_a_project_is_added_by_form_with_money_in_ten_thousands() -> None:
    client = signed_in(make_user())
    assert client.get("/projects/add/").status_code == 200
    wrong = client.post("/projects/add/", {"name": "人民公园", "industry_code": "Z9"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["industry_code"]
    said = {"name": "人民公园", "total_investment_yuan": "1,200", "industry_code": "N78"}
    assert client.post("/projects/add/", said).status_code == 302
    assert Project.objects.get().total_investment_yuan == 12_000_000
    assert client.post("/projects/add/", said).status_code == 409


def test_coordinates_of_a_map_service_are_converted_when_they_are_saved() -> None:
    client = signed_in(make_user())
    said = {"name": "人民公园", "longitude": "116.397507", "latitude": "39.908781"}
    half = client.post("/projects/add/", {**said, "latitude": "", "coordinates_in": "gcj02"})
    assert half.status_code == 422
    assert half.context["form"]["longitude"].value() == "116.397507"
    assert client.post("/projects/add/", {**said, "coordinates_in": "gcj02"}).status_code == 302
    place = Project.objects.values_list("longitude", "latitude").get()
    assert [float(each or 0) for each in place] == pytest.approx(
        [116.391265, 39.907378], abs=0.00002
    )
    as_stored = {**said, "name": "电影院"}
    assert client.post("/projects/add/", as_stored).status_code == 302
    assert Project.objects.get(name="电影院").longitude == Decimal("116.397507")


def test_only_the_office_opens_the_forms_and_strangers_see_nothing() -> None:
    project = make_project()
    home = make_organisation()
    mine = make_project(owner=home)
    reporter = signed_in(make_user(role=Role.REPORTER, organisation=home))
    for page in ("edit", "state", "days", "merge"):
        assert reporter.get(f"/projects/{project.pk}/{page}/").status_code == 404
        assert reporter.get(f"/projects/{mine.pk}/{page}/").status_code == 403
    assert reporter.get("/projects/add/").status_code == 403


def test_the_second_saver_loses_nothing_and_sees_the_difference() -> None:
    project, client = make_project(place="河东"), signed_in(make_user())
    address = f"/projects/{project.pk}/edit/"
    seen = {"name": project.name, "place": "河西", "content": "我的说明", "edition": 1}
    actions.edit_project(project=project, edition=1, place="河心", by=make_user(), at=NOW)
    told = client.post(address, seen)
    assert told.status_code == 409
    page = told.content.decode()
    assert all(words in page for words in ("河西", "河心", "我的说明"))
    assert client.post(address, {**seen, "edition": told.context["edition"]}).status_code == 302
    project.refresh_from_db()
    assert (project.place, project.content) == ("河西", "我的说明")


def test_a_project_moves_on_by_form() -> None:
    project, client = make_project(), signed_in(make_user())
    address = f"/projects/{project.pk}/state/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"to": "paused", "on": "2024-03-01"}).status_code == 409
    assert client.post(address, {"to": "merged", "on": "2024-03-01"}).status_code == 422
    assert client.post(address, {"to": "construction", "on": "2024-03-01"}).status_code == 302
    days = f"/projects/{project.pk}/days/"
    assert client.post(days, {"started_on": "2024-03-02"}).status_code == 409
    said = {"started_on": "2024-03-02", "permit_on": "2024-02-01", "reason": "核实"}
    assert client.post(days, said).status_code == 302
    project.refresh_from_db()
    assert str(project.started_on) == "2024-03-02"
    assert "核实" in client.get(address).content.decode()


def test_a_project_is_merged_by_its_name() -> None:
    gone, kept, client = make_project(name="甲"), make_project(name="乙"), signed_in(make_user())
    address = f"/projects/{gone.pk}/merge/"
    assert client.get(address).status_code == 200
    said = {"kept": "没有这个", "on": "2024-03-01", "reason": "同一项目"}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "kept": "甲"}).status_code == 422
    assert client.post(address, {**said, "kept": "乙"}).status_code == 302
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert client.post(address, {**said, "kept": "乙"}).status_code == 409


def test_the_history_reads_as_lines_and_costs_two_queries(
    django_assert_max_num_queries: Any,
) -> None:
    office = make_user()
    project = make_project(place="河东", by=office)
    for place in ("河西", "河心", "河口"):
        project = actions.edit_project(
            project=project, edition=project.edition, place=place, reason="核实", by=office, at=NOW
        )
    with django_assert_max_num_queries(2):
        found = history(project)
    assert [(each.old, each.new, each.reason) for each in found[:2]] == [
        ("河心", "河口", "核实"),
        ("河西", "河心", "核实"),
    ]
    assert found[0].by == office.username
