import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.funding import actions
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.progress.tests.factories import make_listed

from .factories import APRIL, MARCH, MAY, NOW, WAN, district, enter, issued_line, make_line

pytestmark = pytest.mark.django_db
S = FundingStage


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(user: User, name: str, pk: int, **typed: Any) -> Any:
    return signed_in(user).post(reverse(f"funding:{name}", args=[pk]), typed)


def test_the_year_shows_programmes_by_stages_flags_and_months():
    district()
    page = signed_in().get("/funding/?year=2024")
    html = page.content.decode()
    assert page.context["total"].issued == 130 * WAN
    for words in ("中央预算内投资", "应收回资金", "2024年5月", "第6条"):
        assert words in html
    lines = signed_in().get("/funding/programmes/central_budget/?year=2024")
    assert "/figures/of/funding.central_budget.paid/" in lines.content.decode()
    assert [each.name for each in lines.context["batches"]] == ["第一批", "第二批"]
    assert signed_in().get("/funding/programmes/lottery/?year=2024").status_code == 404


def test_a_year_without_money_says_so():
    assert "尚未录入资金" in signed_in().get("/funding/?year=2031").content.decode()
    page = signed_in().get("/funding/programmes/own/?year=2031")
    assert "没有该类资金" in page.content.decode()
    project = make_listed(owner=make_organisation())
    shown = signed_in().get(f"/funding/projects/{project.pk}/")
    assert "尚未录入资金" in shown.content.decode()


def test_a_line_is_opened_and_its_stages_are_entered_in_wan():
    office, project = make_user(), make_listed(owner=make_organisation())
    said = {"programme": "special_bond", "year": 2024, "batch": "第一批"}
    assert post(office, "project", project.pk, **said).status_code == 302
    assert post(office, "project", project.pk, **said).status_code == 409
    assert post(office, "project", project.pk, programme="x").status_code == 422
    line = FundingLine.objects.get()
    quota = {"stage": "issued", "on": "2024-03-04", "amount_yuan": "120", "document_number": "号"}
    assert post(office, "line", line.pk, **quota).status_code == 302
    assert line.entries.get().amount_yuan == 120 * WAN
    shown = signed_in(office).get(reverse("funding:line", args=[line.pk]))
    assert shown.context["row"].sums.issued == 120 * WAN


def test_a_refusal_says_why_and_loses_nothing():
    line, office = issued_line(100 * WAN), make_user()
    typed = {"stage": "in_place", "on": "2024-04-08", "amount_yuan": "101", "reason": "第一笔"}
    refused = post(office, "line", line.pk, **typed)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "将达101 万元，而“下达”只有100 万元" in html
    for value in ("101", "2024-04-08", "第一笔"):
        assert value in html
    assert post(office, "line", line.pk, **{**typed, "on": "昨天"}).status_code == 422
    assert line.entries.count() == 1


def test_entries_are_corrected_withdrawn_cut_and_handed_back():
    line, office = issued_line(100 * WAN), make_user()
    arrived = enter(line, S.IN_PLACE, APRIL, 90 * WAN)
    form = signed_in(office).get(reverse("funding:correct", args=[arrived.pk]))
    assert 'value="90"' in form.content.decode()
    said = {"stage": "in_place", "on": "2024-04-08", "amount_yuan": "80"}
    assert post(office, "correct", arrived.pk, **said).status_code == 409
    assert post(office, "correct", arrived.pk, **said, reason="录错").status_code == 302
    assert post(office, "correct", arrived.pk, **said, reason="录错").status_code == 404
    cut = {"yuan": "30", "on": "2024-05-06", "document_number": "调减一号", "reason": "调减"}
    assert post(office, "cut", line.pk, **{**cut, "reason": ""}).status_code == 409
    assert post(office, "cut", line.pk, **cut).status_code == 302
    back = {"yuan": "10", "on": "2024-05-06", "reason": "收回"}
    assert post(office, "hand_back", line.pk, **{**back, "yuan": "11"}).status_code == 409
    assert post(office, "hand_back", line.pk, **back).status_code == 302
    standing = FundingEntry.objects.filter(is_current=True, stage="in_place")
    newest = standing.order_by("pk").last()
    assert signed_in(office).get(reverse("funding:withdraw", args=[newest.pk])).status_code == 200
    assert post(office, "withdraw", newest.pk, reason=" ").status_code == 409
    works = enter(line, S.WORKS, MAY, 5)
    assert post(office, "withdraw", works.pk, reason="重复").status_code == 302
    page = signed_in(office).get(reverse("funding:line", args=[line.pk])).content.decode()
    assert "已更正" in page
    assert "已撤回" in page


def test_a_stranger_sees_no_line_and_a_viewer_enters_none():
    line = issued_line(100 * WAN)
    stranger = signed_in(make_user(role=Role.REPORTER))
    for name, pk in (("line", line.pk), ("project", line.project_id)):
        assert stranger.get(reverse(f"funding:{name}", args=[pk])).status_code == 404
    assert line.project.name not in stranger.get("/funding/?year=2024").content.decode()
    viewer = make_user(role=Role.VIEWER)
    said = {"stage": "applied", "on": "2024-03-04", "amount_yuan": "1"}
    assert post(viewer, "line", line.pk, **said).status_code == 403
    page = signed_in(viewer).get(reverse("funding:line", args=[line.pk]))
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]


def test_a_reporter_is_offered_the_stages_of_the_project_alone():
    line = issued_line(100 * WAN)
    reporter = make_user(role=Role.REPORTER, organisation=line.project.owner)
    page = signed_in(reporter).get(reverse("funding:line", args=[line.pk]))
    offered = [code for code, _label in page.context["entering"].fields["stage"].choices]
    assert "issued" not in offered
    assert "in_place" in offered
    assert not page.context["may_quota"]


def test_the_year_goes_out_as_a_table():
    district()
    answer = signed_in().get("/funding/ladder.xlsx?year=2024")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert "截至2024年12月20日" in rows[0][1]
    assert rows[2][1:6] == ("项目名称", "项目代码", "资金类型", "批次年度", "批次")
    assert len(rows) == 6
    assert sum(row[10] or 0 for row in rows[3:]) == 130
    one = signed_in().get("/funding/ladder.xlsx?year=2024&programme=special_bond")
    assert len(list(load_workbook(io.BytesIO(one.content)).active.values)) == 4


def test_the_year_costs_no_more_queries_with_more_lines(django_assert_max_num_queries: Any):
    for _number in range(6):
        enter(make_line(), S.ISSUED, MARCH, 5)
    actions.cut_quota(
        line=FundingLine.objects.all()[0],
        yuan=1,
        on=MAY,
        document_number="调减",
        reason="调减",
        by=make_user(),
        at=NOW,
    )
    client = signed_in()
    client.get("/funding/?year=2024")
    with django_assert_max_num_queries(12):
        assert client.get("/funding/?year=2024").status_code == 200
