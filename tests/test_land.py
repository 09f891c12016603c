"""The land of a project, at every door: read in the unit that is named, kept and shown in mu."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.importing.actions import bring_in
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import workbook
from bihuan.importing.workbooks.sheets import ledger_sheets
from bihuan.projects.models import Project
from bihuan.projects.particulars import problems

AT = datetime(2024, 4, 3, 2, tzinfo=UTC)


def bring(heading: str, cell: Any) -> Batch:
    head = ["项目名称", "项目类别", "总投资", "年度计划投资", heading]
    rows = [["单位：万元"], head, ["人民公园", "续建", 100, 10, cell]]
    book = workbook({"区重点2024年": rows})
    return bring_in(files=[("台账.xlsx", book)], year=None, by=make_user(), at=AT)


@pytest.mark.parametrize(
    ("mu", "fine"), [(0, True), (10**6, True), (-1, False), (10**6 + 1, False)]
)
def test_land_lies_between_none_and_more_than_a_district_has(mu: int, *, fine: bool) -> None:
    assert ("land_mu" not in problems({"name": "人民公园", "land_mu": Decimal(mu)})) is fine


@pytest.mark.django_db
def test_land_goes_in_by_form_and_api_and_stands_on_page_and_list() -> None:
    client = Client()
    client.force_login(make_user())
    said = {"name": "人民公园", "land_mu": "120.50"}
    assert client.post(reverse("projects:add"), said).status_code == 302
    project = Project.objects.get()
    assert (
        "120.5 亩" in client.get(reverse("dashboards:project", args=[project.pk])).content.decode()
    )
    told = client.patch(
        f"/api/projects/{project.pk}", {"edition": 1, "land_mu": 80}, "application/json"
    )
    assert Decimal(told.json()["land_mu"]) == 80
    assert Event.objects.latest("pk").note["changes"] == {"land_mu": ["120.50", "80"]}
    asked = {"columns": "land_mu", "scope": "all", "sort": "-land_mu"}
    page = client.get(reverse("dashboards:projects"), asked)
    assert [cell.text for _row, cells in page.context["lines"] for cell in cells] == ["80"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "cell", "mu"),
    [
        ("用地面积（亩）", 120.5, "120.5"),
        ("占地面积（平方米）", 66_667, "100"),
        ("总用地面积(㎡)", 66_667, "100"),
        ("项目用地面积（万平方米）", 2, "30"),
        ("用地面积", "120亩", "120"),
        ("用地面积（亩）", "2公顷", "30"),
    ],
)
def test_a_ledger_tells_land_in_the_unit_that_it_names(heading: str, cell: Any, mu: str) -> None:
    assert not bring(heading, cell).outcome["problems"]
    assert Project.objects.get().land_mu == Decimal(mu)
    (sheet,) = ledger_sheets(make_user(), 2024)
    out = dict(zip([column.title for column in sheet.columns], sheet.rows[0][1], strict=True))
    assert out["用地面积（亩）"] == Decimal(mu)


@pytest.mark.django_db
def test_land_whose_unit_nobody_names_is_asked_about() -> None:
    (problem,) = bring("用地面积", 120).outcome["problems"]
    assert problem["column"] == "用地面积"
    assert "亩" in problem["message"]
    assert not Project.objects.exists()
