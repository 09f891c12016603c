"""What the bureau calls a project is remembered once somebody said it, until it is withdrawn."""

from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.statistics import actions
from bihuan.statistics.models import BureauName
from bihuan.statistics.queries import project_names

from .factories import NOW, make_bureau, make_project

pytestmark = pytest.mark.django_db


def remember(project: Any, name: str = "滨江大道（统）", by: Any = None) -> BureauName:
    return actions.remember_bureau_name(name=name, project=project, by=by or make_bureau(), at=NOW)


def withdraw(row: BureauName, reason: str = "对错了", by: Any = None) -> BureauName:
    return actions.withdraw_bureau_name(
        bureau_name=row, reason=reason, by=by or make_bureau(), at=NOW
    )


def test_a_name_is_remembered_once_and_recorded() -> None:
    road = make_project("滨江路")
    assert remember(road).pk == remember(road).pk
    assert Event.objects.filter(verb="statistics.name_remembered").count() == 1
    assert project_names([road.pk])["滨江大道统"] == road.pk


def test_a_name_means_one_project_until_it_is_withdrawn_with_a_reason() -> None:
    road, park = make_project("滨江路"), make_project("公园")
    row = remember(road)
    with pytest.raises(Refusal, match="滨江路"):
        remember(park)
    with pytest.raises(Refusal, match="原因"):
        withdraw(row, " ")
    withdraw(row)
    with pytest.raises(Refusal, match="已撤回"):
        withdraw(row)
    assert remember(park).project == park
    assert project_names([road.pk]).keys() == {"滨江路"}


@pytest.mark.parametrize("name", [" ", "公园"])
def test_a_name_of_nothing_or_of_the_ledger_is_refused(name: str) -> None:
    make_project("公园")
    with pytest.raises(Refusal):
        remember(make_project("滨江路"), name)


def test_only_the_bureau_names_and_withdraws() -> None:
    road = make_project("滨江路")
    for role in (Role.OFFICE, Role.VIEWER, Role.REPORTER):
        with pytest.raises(NotAllowed):
            remember(road, by=make_user(role=role))
    with pytest.raises(NotAllowed):
        withdraw(remember(road), by=make_user())


def test_the_page_lists_names_and_withdraws_one() -> None:
    row = remember(make_project("滨江路"))
    bureau = signed_in(make_bureau())
    assert "滨江大道（统）" in bureau.get("/statistics/names/").content.decode()
    assert bureau.post(f"/statistics/names/{row.pk}/withdraw/", {"reason": ""}).status_code == 409
    done = bureau.post(f"/statistics/names/{row.pk}/withdraw/", {"reason": "对错了"})
    assert done.status_code == 302
    assert "对错了" in bureau.get("/statistics/names/").content.decode()
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get("/statistics/names/").status_code == 200
    assert viewer.post(f"/statistics/names/{row.pk}/withdraw/").status_code == 403
