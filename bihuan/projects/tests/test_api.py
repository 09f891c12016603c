from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.projects import actions
from bihuan.projects.models import Theme

from .factories import NOW, make_project

pytestmark = pytest.mark.django_db
API = "/api/projects"


def call(user: User, method: str, path: str = "", **body: Any) -> Any:
    client = Client()
    client.force_login(user)
    if method == "get":
        return client.get(f"{API}{path}", body)
    return getattr(client, method)(f"{API}{path}", body, content_type="application/json")


def test_a_project_is_added_read_and_changed() -> None:
    office, home = make_user(), make_organisation()
    made = call(office, "post", name="人民公园", owner_id=home.pk, total_investment_yuan=5)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert call(office, "get", f"/{pk}").json()["owner_id"] == home.pk
    changed = call(office, "patch", f"/{pk}", edition=1, place="河西", owner_id=None)
    assert (changed.json()["place"], changed.json()["owner_id"]) == ("河西", None)
    assert changed.json()["total_investment_yuan"] == 5
    assert call(office, "patch", f"/{pk}", edition=1, place="河东").status_code == 409
    assert call(office, "get", f"/{pk}/history").json()[0]["reason"] == ""


def test_nonsense_strangers_and_who_may_not_are_answered() -> None:
    office, project = make_user(), make_project()
    reporter = make_user(role=Role.REPORTER)
    assert call(office, "post", name="甲", industry_code="U").status_code == 409
    assert call(office, "post").status_code == 422
    assert call(office, "post", name="甲", owner_id=999_999).status_code == 404
    assert call(reporter, "get", f"/{project.pk}").status_code == 404
    assert call(reporter, "patch", f"/{project.pk}", edition=1).status_code == 404
    assert (
        call(make_user(role=Role.VIEWER), "patch", f"/{project.pk}", edition=1).status_code == 403
    )


def test_the_list_is_searched_filtered_and_hides_strangers_rows() -> None:
    office, home = make_user(), make_organisation()
    park = make_project(name="人民公园", owner=home)
    actions.edit_project(project=park, edition=1, name="中心公园", by=office, at=NOW)
    make_project(name="污水厂", sector="ecology")

    def names(**wanted: Any) -> list[str]:
        return [each["name"] for each in call(office, "get", **wanted).json()["items"]]

    assert names(search="人民") == ["中心公园"]
    assert names(search="zxgy") == ["中心公园"]
    assert names(search="！") == []
    assert names(sector="ecology") == ["污水厂"]
    assert names(state="reserve") == []
    assert names(organisation_id=home.pk) == ["中心公园"]
    reporter = make_user(role=Role.REPORTER, organisation=home)
    assert call(reporter, "get").json()["count"] == 1


def test_the_list_costs_no_more_queries_with_more_rows(django_assert_max_num_queries: Any) -> None:
    office = make_user()
    for _number in range(10):
        make_project(by=office)
    client = Client()
    client.force_login(office)
    with django_assert_max_num_queries(7):
        client.get(API)


def test_a_project_moves_on_and_is_merged() -> None:
    office, gone, kept = make_user(), make_project(), make_project()
    moved = call(office, "post", f"/{gone.pk}/state", to="construction", on="2024-03-01")
    assert moved.json()["started_on"] == "2024-03-01"
    merge = {"into_id": kept.pk, "on": "2024-03-01", "reason": "同一项目"}
    assert call(office, "post", f"/{gone.pk}/merge", **merge).json()["merged_into_id"] == kept.pk
    assert call(office, "post", f"/{gone.pk}/merge", **merge).status_code == 409


def test_the_clocks_are_set_apart_and_a_day_that_stands_changes_with_a_reason() -> None:
    office, project = make_user(), make_project()
    clocks = f"/{project.pk}/clocks"
    told = call(office, "post", clocks, permit_on="2024-02-01").json()
    assert (told["permit_on"], told["started_on"]) == ("2024-02-01", None)
    assert call(office, "post", clocks, permit_on="2024-02-05").status_code == 409
    moved = call(office, "post", clocks, permit_on="2024-02-05", reason="录入错误").json()
    assert moved["permit_on"] == "2024-02-05"
    assert call(office, "post", clocks, started_on="2024-02-31").status_code == 422
    viewer = make_user(role=Role.VIEWER)
    assert call(viewer, "post", clocks, permit_on="2024-02-06").status_code == 403


def test_a_project_is_read_under_themes() -> None:
    office, theme = make_user(), Theme.objects.create(name="民生实事")
    project = make_project()
    assert call(office, "get", "/themes").json() == [{"id": theme.pk, "name": "民生实事"}]
    told = call(office, "patch", f"/{project.pk}", edition=1, theme_ids=[theme.pk]).json()
    assert (told["theme_ids"], told["edition"]) == ([theme.pk], 2)
    kept = call(office, "patch", f"/{project.pk}", edition=2, remark="x").json()
    assert kept["theme_ids"] == [theme.pk]
    wrong = call(office, "patch", f"/{project.pk}", edition=3, theme_ids=[theme.pk + 1])
    assert wrong.status_code == 404
    made = call(office, "post", name="文化馆", theme_ids=[theme.pk]).json()
    assert made["theme_ids"] == [theme.pk]
