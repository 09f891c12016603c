"""What no column can hold is refused by page, API and workbook with the same sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bihuan.kit.dates import no_date
from bihuan.kit.lengths import too_long
from bihuan.projects.particular import Particular
from bihuan.projects.particulars import CATALOGUE

from .doors_to_facts import WAN, DoorScene, make_scene

pytestmark = pytest.mark.django_db
DAYS = [each.name for each in CATALOGUE if each.column.get_internal_type() == "DateField"]
LINES = [
    each
    for each in CATALOGUE
    if each.column.get_internal_type() == "CharField" and not each.choices and each.name != "name"
]
LONG_AGO = datetime(2024, 4, 20, 2, tzinfo=UTC)
ADJUSTMENT = ["项目名称", "级别", "调整后计划", "调整原因", "批准人", "批准日期"]


APPROVAL: dict[str, Any] = {
    "reason": "用地调整",
    "approver": "区政府",
    "approved_on": "2024-03-01",
}


@pytest.fixture
def scene() -> DoorScene:
    return make_scene(opened_at=LONG_AGO)


def test_a_name_that_is_too_long(scene: DoorScene) -> None:
    name = "长" * 300
    page = scene.page("projects:add", name=name, state="preparation")
    assert too_long(200) in page
    assert scene.api("post", "projects", name=name) == f"“name”：{too_long(200)}"
    assert too_long(200) in scene.ledger(name=name)


@pytest.mark.parametrize("each", LINES, ids=lambda each: each.name)
def test_words_that_are_too_long(scene: DoorScene, each: Particular) -> None:
    name, most = each.name, each.column.max_length
    assert most is not None
    page, told = scene.adding(**{name: "长" * (most + 1)})
    assert too_long(most) in page
    assert told == f"“{name}”：{too_long(most)}"


@pytest.mark.parametrize("day", ["1800-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", DAYS)
def test_a_day_that_no_project_can_have(scene: DoorScene, name: str, day: str) -> None:
    page, told = scene.adding(**{name: day})
    assert no_date(day) in page
    assert told == f"“{name}”：{no_date(day)}"


def test_a_start_in_1800_in_a_workbook(scene: DoorScene) -> None:
    assert no_date("1800-01-01") in scene.ledger(("计划开工时间", "1800-01-01"))


def test_a_word_that_is_none_of_the_choices(scene: DoorScene) -> None:
    page, told = scene.adding(nature="续续")
    assert told.removeprefix("“nature”：") in page
    assert "续续" in told


def test_a_plan_below_nothing(scene: DoorScene) -> None:
    pk = scene.entry.pk
    page = scene.page("plans:adjust", pk, planned_yuan=-1000, curve="", version=1, **APPROVAL)
    path = f"plans/entries/{pk}/plans"
    told = scene.api("post", path, planned_yuan=-1000 * WAN, version=1, **APPROVAL)
    row = [scene.project.name, "区重点", -1000, "用地调整", "区政府", date(2024, 3, 1)]
    assert told in page
    assert told in scene.workbook(ADJUSTMENT, row, sheet="2024年调整")


@pytest.mark.parametrize("clock", ["finished_on", "in_use_on"])
def test_a_finish_of_what_never_started(scene: DoorScene, clock: str) -> None:
    pk = scene.project.pk
    heading = {"finished_on": "竣工时间", "in_use_on": "投产时间"}[clock]
    said: dict[str, Any] = {clock: "2024-03-01"}
    page = scene.page("projects:clocks", pk, **said)
    told = scene.api("post", f"projects/{pk}/clocks", **said)
    assert told in page
    assert told in scene.month((heading, date(2024, 3, 1)))


@pytest.mark.parametrize("percent", [120, 1200, -3])
def test_more_than_all_of_a_building_is_refused_at_every_door(
    scene: DoorScene, percent: int
) -> None:
    page, told = scene.filling(completed_yuan=50_000, physical_percent=percent)
    assert told in page
    assert told in scene.month(("形象进度百分比", percent))


@pytest.mark.parametrize("missing", ["approver", "approved_on"])
def test_page_and_api_ask_alike_who_approved_an_adjustment_and_when(
    scene: DoorScene, missing: str
) -> None:
    said: dict[str, Any] = {"version": 1, **APPROVAL}
    pk, nothing = scene.entry.pk, {"approver": "", "approved_on": None}[missing]
    sent = said | {"planned_yuan": 900 * WAN, missing: nothing}
    told = scene.api("post", f"plans/entries/{pk}/plans", **sent)
    typed = said | {"planned_yuan": 900, "curve": "", missing: ""}
    assert told in scene.page("plans:adjust", pk, **typed)
