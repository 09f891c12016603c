"""What the rules of projects, plans and progress refuse: page, API and workbook say the same.

Each case breaks one clause. The sentence of the API is the measure: the page shows it, and the
preview of a workbook names it at a row.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.forms import ModelForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.kit.fields import JudgedByAction
from bihuan.kit.months import Month
from bihuan.plans.actions import leave_list
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import accept, hand_in, lock_round, open_round
from bihuan.progress.models import Report, Round
from bihuan.progress.validation import Filling
from bihuan.projects.actions import cancel, change_state
from bihuan.projects.kinds import ProjectState
from bihuan.projects.particular import Particular
from bihuan.projects.particulars import CATALOGUE

from .doors_to_facts import APRIL, WAN, Answer, DoorScene, edition_of, make_scene

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)
LONG_AGO = datetime(2024, 4, 20, 2, tzinfo=UTC)
LEDGER = ["项目名称", "项目类别", "总投资", "年度计划投资"]
ADJUSTMENT = ["项目名称", "级别", "调整后计划", "调整原因", "批准人", "批准日期"]
Case = Callable[[DoorScene], tuple[Answer, Answer, list[Answer]]]
CASES: dict[str, Case] = {}


def breaks(clause: str) -> Callable[[Case], Case]:
    def keep(case: Case) -> Case:
        CASES[clause] = case
        return case

    return keep


@breaks("PROJ-1 code")
def _code(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    return *scene.adding(national_code="2401-1"), scene.ledger(("项目代码", "2401-1"))


@breaks("PROJ-2 end before start")
def _dates(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    said: dict[str, Any] = {"planned_start_on": "2025-05-01", "planned_finish_on": "2024-05-01"}
    cells = ("计划开工时间", date(2025, 5, 1)), ("计划竣工时间", date(2024, 5, 1))
    return *scene.adding(**said), scene.ledger(*cells)


@breaks("PROJ-4 place")
def _place(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    said = {"longitude": "10.500000", "latitude": "27.500000"}
    return *scene.adding(**said), scene.ledger(("经度", 10.5), ("纬度", 27.5))


@breaks("PROJ-5 industry")
def _industry(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    return *scene.adding(industry_code="C9999"), scene.ledger(("所属行业", "C9999"))


@breaks("LIFE-4 day to come")
def _future(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    day = timezone.localdate() + timedelta(days=30)
    pk = scene.project.pk
    page = scene.page("projects:clocks", pk, started_on=day.isoformat())
    api = scene.api("post", f"projects/{pk}/clocks", started_on=day.isoformat())
    return page, api, scene.month(("实际开工时间", day))


@breaks("LIFE-4 finish before start")
def _order(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    pk = scene.project.pk
    days: dict[str, Any] = {"started_on": "2024-03-01", "finished_on": "2024-02-01"}
    cells = ("实际开工时间", date(2024, 3, 1)), ("竣工时间", date(2024, 2, 1))
    page = scene.page("projects:clocks", pk, **days)
    return page, scene.api("post", f"projects/{pk}/clocks", **days), scene.month(*cells)


@breaks("LIFE-4 recorded day")
def _recorded(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    started, other = date(2024, 2, 1), date(2024, 2, 2)
    change_state(
        project=scene.project,
        to=ProjectState.CONSTRUCTION,
        on=started,
        by=scene.office,
        at=LONG_AGO,
    )
    pk = scene.project.pk
    page = scene.page("projects:clocks", pk, started_on=other.isoformat())
    api = scene.api("post", f"projects/{pk}/clocks", started_on=other.isoformat())
    return page, api, scene.month(("实际开工时间", other))


@breaks("PLAN-1 year of a list")
def _year(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    year = timezone.localdate().year + 6
    page = scene.page("plans:lists", year=year, tier="district")
    api = scene.api("post", "plans/lists", year=year, tier="district")
    return (
        page,
        api,
        scene.workbook([*LEDGER, "级别"], ["新工程", "续建", 100, 10, "区重点"], sheet=f"{year}年"),
    )


@breaks("PLAN-2 planned")
def _planned(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    yuan = 2 * 10**13
    pk, approval = scene.entry.pk, _approval()
    page = scene.page("plans:adjust", pk, planned_yuan=yuan / WAN, curve="", version=1, **approval)
    api = scene.api("post", f"plans/entries/{pk}/plans", planned_yuan=yuan, version=1, **approval)
    return page, api, _adjusting(scene, yuan // WAN)


@breaks("PLAN-3 given up")
def _given_up(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    cancel(project=scene.project, on=date(2024, 3, 1), reason="撤项", by=scene.office, at=LONG_AGO)
    return _adjusted(scene, _approval())


@breaks("PLAN-3 off the list")
def _left(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    _leave(scene)
    _page, api, rows = _adjusted(scene, _approval())
    return api, api, rows  # the page offers no form to who is off the list


@breaks("PLAN-5 approved in the future")
def _approved(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    return _adjusted(scene, _approval(timezone.localdate() + timedelta(days=3)))


@breaks("PLAN-5 without a reason")
def _without_reason(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    return _adjusted(scene, _approval() | {"reason": ""})


@breaks("PLAN-8 class")
def _class(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    pk = scene.entry.pk
    page = scene.page("plans:set_class", pk, project_class="preparation")
    api = scene.api(
        "put",
        "plans/classes",
        project_id=scene.project.pk,
        year=2024,
        project_class="preparation",
    )
    cells = ("项目类别", "前期储备类"), ("总投资", 5_000)
    return page, api, scene.ledger(*cells, name=scene.project.name, planned=1_200)


@breaks("PLAN-9 second place")
def _second(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    _leave(scene)
    annual = scene.entry.annual_list_id
    page = scene.page(
        "plans:enter", annual, project=scene.project.name, planned_yuan=1_200, curve="linear"
    )
    api = scene.api(
        "post",
        "plans/entries",
        list_id=annual,
        project_id=scene.project.pk,
        planned_yuan=1_200 * WAN,
        curve="linear",
    )
    return page, api, scene.ledger(("总投资", 5_000), name=scene.project.name, planned=1_200)


@breaks("ROUND-4 not begun")
def _not_begun(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    month = Month.of(timezone.localdate()).next()
    make_entry(project=scene.project, year=month.year, tier="municipal", by=scene.office)
    page = scene.page("progress:open", month)
    return page, scene.api("post", f"progress/rounds/{month}/open"), scene.month(month=month)


@breaks("ROUND-4 reported before it began")
def _reported_before(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    month = Month.of(timezone.localdate()).next()
    make_entry(project=scene.project, year=month.year, tier="municipal", by=scene.office)
    answers = scene.filling(month=month, completed_yuan=50_000)
    return *answers, scene.month(month=month, by=scene.reporter)


@breaks("ROUND-4 not open")
def _not_open(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    Round.objects.all().delete()
    answers = scene.filling(completed_yuan=50_000)
    return *answers, scene.month(by=scene.reporter)


@breaks("ROUND-6 locked")
def _locked(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    lock_round(round=Round.objects.get(), by=scene.office, at=timezone.now())
    answers = scene.filling(completed_yuan=50_000)
    return *answers, scene.month(by=scene.reporter)


@breaks("REPORT-2 under review")
def _under_review(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    _hand_in(scene)
    pk, edition = scene.project.pk, edition_of(scene.project, APRIL)
    api = scene.api(
        "post",
        "progress/reports",
        by=scene.reporter,
        project_id=pk,
        month=str(APRIL),
        completed_yuan=70_000,
        edition=edition,
    )
    page = scene.page("progress:no_change", APRIL, pk, by=scene.reporter, edition=edition)
    return page, api, scene.month(done=7)


@breaks("REPORT-7 accepted")
def _accepted(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    report = accept(report=_hand_in(scene), by=scene.office, at=timezone.now())
    said: dict[str, Any] = {"completed_yuan": 70_000, "reason": " "}
    api = scene.api("post", f"progress/reports/{report.pk}/correct", **said)
    return api, api, scene.month(done=7)  # the page's form does not send an empty reason


@breaks("SANE-3 progress falls")
def _falls(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    _march(scene, physical_percent=40)
    answers = scene.filling(completed_yuan=50_000, physical_percent=30)
    return *answers, scene.month(("形象进度百分比", 30))


@breaks("SANE-4 unit")
def _unit(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    answers = scene.filling(completed_yuan=6_000_000 * WAN)
    return *answers, scene.month(done=6_000_000)


@breaks("SANE-5 funds fall")
def _funds(scene: DoorScene) -> tuple[Answer, Answer, list[Answer]]:
    _march(scene, funds={"fiscal": 90_000})
    answers = scene.filling(completed_yuan=50_000, funds_yuan={"fiscal": 80_000})
    return *answers, scene.month(("财政资金", 8))


@pytest.fixture
def scene() -> DoorScene:
    return make_scene(opened_at=LONG_AGO)


@pytest.mark.parametrize("clause", CASES)
def test_page_api_and_workbook_refuse_the_same_with_the_same_sentence(
    scene: DoorScene, clause: str
) -> None:
    page, told, rows = CASES[clause](scene)
    assert told in page
    assert told in rows


LIMITED = [
    (each, beyond)
    for each in CATALOGUE
    if each.limits
    for beyond in (each.limits.least - 1, each.limits.most + 1)
]


@pytest.mark.parametrize(
    ("each", "beyond"), LIMITED, ids=lambda each: getattr(each, "name", str(each))
)
def test_a_number_beyond_its_limits_is_refused_at_every_door(
    scene: DoorScene, each: Particular, beyond: int
) -> None:
    assert each.cells
    per = WAN if each.is_money else 1
    unit = next(iter(each.cells.units), "")
    heading = each.cells.aliases[0] + (f"（{unit}）" if unit else "")
    page, told = scene.adding(**{each.name: beyond})
    assert each.label in told
    assert told in page
    assert told in scene.ledger((heading, f"{Decimal(beyond) / per:f}"))


def test_a_jump_of_state_is_refused_by_api_and_workbook_and_not_offered_by_the_page(
    scene: DoorScene,
) -> None:
    told = scene.api("post", f"projects/{scene.project.pk}/state", to="in_use", on="2024-03-01")
    assert told in scene.month(("投产时间", date(2024, 3, 1)))
    client = Client()
    client.force_login(scene.office)
    page = client.get(reverse("projects:state", args=[scene.project.pk])).content.decode()
    assert 'value="in_use"' not in page


@pytest.mark.parametrize("stated", [1, 500])
def test_a_wrong_cumulative_is_refused_by_api_and_workbook(scene: DoorScene, stated: int) -> None:
    _from_january(scene)
    told = scene.api(
        "post",
        "progress/reports",
        by=scene.reporter,
        project_id=scene.project.pk,
        month=str(APRIL),
        completed_yuan=5 * WAN,
        stated_cumulative_yuan=stated * WAN,
    )
    assert told in scene.month(("累计完成投资", stated))


def _approval(on: date = date(2024, 3, 1)) -> dict[str, Any]:
    return {"reason": "用地调整", "approver": "区政府", "approved_on": on.isoformat()}


def _adjusting(
    scene: DoorScene, planned: int, approval: dict[str, Any] | None = None
) -> list[Answer]:
    approval = approval or _approval()
    row = [scene.project.name, "区重点", planned, *approval.values()]
    return scene.workbook(ADJUSTMENT, row, sheet="2024年调整")


def _adjusted(scene: DoorScene, approval: dict[str, Any]) -> tuple[Answer, Answer, list[Answer]]:
    pk = scene.entry.pk
    page = scene.page("plans:adjust", pk, planned_yuan=900, curve="", version=1, **approval)
    api = scene.api(
        "post", f"plans/entries/{pk}/plans", planned_yuan=900 * WAN, version=1, **approval
    )
    return page, api, _adjusting(scene, 900, approval)


def test_a_form_of_a_model_leaves_to_the_action_what_others_may_not_bear() -> None:
    import_module("bihuan.site.urls")  # and with it every form
    ours = [form for form in _kinds_of(ModelForm) if form.__module__.startswith("bihuan.")]
    assert [form for form in ours if not issubclass(form, JudgedByAction)] == []


def _kinds_of(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        yield each
        yield from _kinds_of(each)


def _leave(scene: DoorScene) -> None:
    leave_list(entry=scene.entry, on=date(2024, 4, 1), reason="缓建", by=scene.office, at=LONG_AGO)


def _hand_in(scene: DoorScene) -> Report:
    return hand_in(
        project=scene.project,
        month=APRIL,
        filling=Filling(completed_yuan=50_000),
        edition=0,
        by=scene.reporter,
        at=timezone.now(),
    )


def _from_january(scene: DoorScene) -> None:
    """Report every month before April: a cumulative is then held against them."""
    for number in (1, 2):
        month = Month(2024, number)
        open_round(month=month, by=scene.office, at=LONG_AGO)
        told: dict[str, Any] = {"project": scene.project, "month": month}
        filling = Filling(completed_yuan=0)
        hand_in(**told, filling=filling, edition=0, by=scene.reporter, at=LONG_AGO)
    _march(scene)


def _march(scene: DoorScene, **said: Any) -> None:
    open_round(month=MARCH, by=scene.office, at=LONG_AGO)
    filling = Filling(completed_yuan=100 * WAN, **said)
    hand_in(
        project=scene.project,
        month=MARCH,
        filling=filling,
        edition=0,
        by=scene.reporter,
        at=LONG_AGO,
    )
