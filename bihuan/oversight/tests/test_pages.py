from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.funding.kinds import Programme
from bihuan.funding.tests.factories import NOW
from bihuan.matters.models import Matter
from bihuan.visits.kinds import VisitPurpose
from bihuan.visits.tests.factories import announce

from .factories import make_money, make_visit, make_watched, sheet

pytestmark = pytest.mark.django_db
FLAGS = "/funding/oversight/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(user: User, line: int, kind: str, **options: Any) -> Any:
    address = reverse("oversight:raise", args=[line, kind])
    return signed_in(user).post(address, **options)


def test_flags_are_listed_counted_and_narrowed():
    line = make_money()
    make_money(programme=Programme.SPECIAL_BOND)
    page = signed_in().get(f"{FLAGS}?year=2024")
    html = page.content.decode()
    for words in ("资金支付率低", "支付率20.0%", "国家发展改革委令第10号", line.project.name):
        assert words in html
    year = signed_in().get("/funding/?year=2024")
    assert page.context["page"].paginator.count == sum(
        each.flags for each in year.context["programmes"]
    )
    some = signed_in().get(f"{FLAGS}?year=2024&programme=central_budget&flag=payment_low")
    assert [each.line for each in some.context["page"]] == [line]
    assert len(some.context["owing"]) == 2
    rows = sheet(signed_in().get("/funding/oversight/flags.xlsx?year=2024&flag=payment_low"))
    assert rows[0][1:3] == ("项目", "资金类型")
    assert len(rows) == 3


def test_years_without_flags_or_visits_say_so():
    assert "没有预警" in signed_in().get(f"{FLAGS}?year=2031").content.decode()
    page = signed_in().get(f"{FLAGS}visits/?year=2031")
    assert "没有此类到现场要求" in page.content.decode()


def test_a_flag_is_raised_in_one_tap_and_a_second_leads_to_its_matter():
    line, office = make_money(), make_user()
    first = post(office, line.pk, "payment_low")
    matter = Matter.objects.get()
    assert first["Location"] == reverse("matters:matter", args=[matter.pk])
    second = post(office, line.pk, "payment_low", follow=True)
    assert matter.number in second.content.decode()
    assert Matter.objects.count() == 1
    html = signed_in(office).get(f"{FLAGS}?year=2024").content.decode()
    assert matter.number in html
    assert reverse("oversight:raise", args=[line.pk, "payment_low"]) not in html
    assert signed_in(office).get(reverse("oversight:raise", args=[line.pk, "x"])).status_code == 405
    assert post(office, line.pk, "scale_cut").status_code == 409
    assert post(make_user(role=Role.VIEWER), line.pk, "idle").status_code == 403
    assert post(make_user(role=Role.REPORTER), line.pk, "idle").status_code == 404


def test_the_projects_money_shows_flags_to_raise_and_visits_required():
    project = make_watched(started_on=date(2024, 3, 4), planned_finish_on=date(2024, 11, 30))
    line = make_money(project)
    visit = make_visit(project, VisitPurpose.START)
    address = reverse("funding:project", args=[project.pk])
    html = signed_in().get(address).content.decode()
    for words in ("超期未完工", "开工到现场", "已到现场", "逾期未到", "未到期"):
        assert words in html
    assert reverse("visits:visit", args=[visit.pk]) in html
    assert reverse("oversight:raise", args=[line.pk, "overdue"]) in html
    records = reverse("dashboards:project", args=[project.pk])
    assert f'<a href="{records}"><strong>超期未完工</strong></a>' in html
    assert f'<a href="{reverse("funding:line", args=[line.pk])}"><strong>资金支付率低' in html
    shown = signed_in(make_user(role=Role.VIEWER)).get(address).content.decode()
    assert "超期未完工" in shown
    assert "/raise/" not in shown


def test_visits_required_are_listed_by_state_and_missing_ones_told_on_the_flags():
    project = make_watched(started_on=date(2024, 3, 4))
    make_money(project)
    page = signed_in().get(f"{FLAGS}visits/?year=2024&state=missing")
    assert [each.duty.purpose for each in page.context["page"]] == [VisitPurpose.START]
    assert [count for _state, count in page.context["counts"]] == [0, 1, 2]
    assert "有1次监管到现场逾期未到" in signed_in().get(f"{FLAGS}?year=2024").content.decode()
    rows = sheet(signed_in().get("/funding/oversight/visits.xlsx?year=2024"))
    assert [row[-1] for row in rows[1:]] == ["逾期未到", "未到期", "未到期"]


def test_flags_and_visits_are_read_and_raised_over_http():
    line = make_money(make_watched(started_on=date(2024, 3, 4)))
    client = signed_in()
    flags = client.get("/api/funding/oversight/years/2024/flags?kind=payment_low").json()
    assert [(each["line_id"], each["clause"], each["is_raised"]) for each in flags] == [
        (line.pk, "OVER-3", False)
    ]
    address = f"/api/funding/oversight/lines/{line.pk}/raise"

    def raised() -> Any:
        return client.post(address, {"kind": "payment_low"}, content_type="application/json")

    first = raised()
    assert first.status_code == 201
    assert first.json()["matter_number"] in raised().json()["message"]
    [kind] = client.get("/api/funding/oversight/years/2024/flags?kind=payment_low").json()
    assert (kind["is_raised"], kind["matter_id"]) == (True, first.json()["matter_id"])
    visits = client.get("/api/funding/oversight/years/2024/visits").json()
    assert [each["state"] for each in visits] == ["missing", "to_come", "to_come"]
    visit = announce(by=make_user(role=Role.SUPERVISOR), project=line.project)
    told = client.post(
        f"/api/visits/{visit.pk}/purpose", {"purpose": "start"}, content_type="application/json"
    )
    assert told.json()["purpose"] == "start"
