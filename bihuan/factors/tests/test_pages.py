import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.factors import actions, queries
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.models import Need
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import accepted, list_of, make_clerk, make_department, move, need_of, noon

pytestmark = pytest.mark.django_db


def send(user: User, need: Need, verb: str, **said: Any) -> Any:
    return signed_in(user).post(reverse("factors:move", args=[need.pk, verb]), said)


def test_the_board_says_which_department_owes_what() -> None:
    need = accepted(name="迎丰路改造", name_key="迎丰路改造")
    page = signed_in().get(reverse("factors:board")).content.decode()
    for words in ("区自然资源局", "迎丰路改造", "建设工程规划许可", "2024年3月13日"):
        assert words in page
    assert (
        need.project.name in signed_in(make_clerk()).get(reverse("factors:board")).content.decode()
    )
    stranger = signed_in(make_clerk("区水利局"))
    assert "迎丰路改造" not in stranger.get(reverse("factors:board")).content.decode()
    assert stranger.get(reverse("factors:need", args=[need.pk])).status_code == 404
    assert stranger.get(reverse("factors:project", args=[need.project_id])).status_code == 404


@pytest.mark.parametrize("scope", ["owed", "late", "wanted", "expiring", "mine", "all"])
def test_every_view_of_the_board_asks_a_fixed_number_of_times(
    scope: str, django_assert_max_num_queries: Any
) -> None:
    for _each in range(3):
        accepted()
    client = signed_in()
    client.get(reverse("factors:board"), {"scope": scope})
    with django_assert_max_num_queries(18):
        client.get(reverse("factors:board"), {"scope": scope, "department": "x", "element": "y"})
    with django_assert_max_num_queries(18):
        client.get(reverse("factors:board"), {"scope": scope})


@pytest.mark.parametrize(("day", "standing"), [(13, set()), (14, {"late"}), (20, {"late"})])
def test_a_need_is_overdue_past_its_limit_and_not_before(day: int, standing: set[str]) -> None:
    need = accepted()
    assert need.promised_due_on == date(2024, 3, 13)
    assert _said_of(need, date(2024, 3, day)) == standing


@pytest.mark.parametrize(("day", "standing"), [(8, set()), (9, {"wanted"})])
def test_a_need_is_not_overdue_while_its_days_run(day: int, standing: set[str]) -> None:
    need, needed = accepted(), date(2024, 3, 8)
    actions.set_needed_by(need=need, day=needed, reason="提前进场", by=make_user(), at=noon())
    assert _said_of(need, date(2024, 3, day)) == standing


def _said_of(need: Need, on: date) -> set[str]:
    """Return how a need stands by its line: tabs and table must say the same."""
    office = make_user()
    (line,) = queries.lines([Need.objects.get(pk=need.pk)], on)
    rows = [row for row in queries.departments(office, on) if row.department_id]
    counted = queries.counts(office, on)
    assert sum(row.late for row in rows) == counted["late"] == int(line.is_late)
    assert sum(row.wanted for row in rows) == counted["wanted"] == int(line.is_wanted)
    tabs = {
        scope
        for scope in ("late", "wanted")
        if need in queries.sought(office, {"scope": scope}, on)
    }
    assert tabs == {
        name for name, holds in (("late", line.is_late), ("wanted", line.is_wanted)) if holds
    }
    return tabs


def test_lists_are_started_on_the_board_and_shown_for_one_project() -> None:
    make_department()
    project, office = make_listed(), signed_in()
    page = reverse("factors:project", args=[project.pk])
    assert "尚无要素清单" in office.get(page).content.decode()
    assert office.post(reverse("factors:start") + "?year=2024").status_code == 302
    assert Need.objects.count() == 12
    assert "施工许可" in office.get(page).content.decode()
    again = reverse("factors:start_one", args=[project.pk]) + "?year=2024"
    assert office.post(again).status_code == 302
    assert signed_in(make_clerk()).post(reverse("factors:start")).status_code == 403


def test_a_need_goes_its_way_on_its_page() -> None:
    owner = make_organisation()
    reporter, clerk = make_reporter(owner), make_clerk()
    need = need_of(project=make_listed(owner=owner))
    assert send(reporter, need, "ask").status_code == 302
    assert send(clerk, need, "accept").status_code == 302
    missing = send(clerk, need, "want_papers")
    assert missing.status_code == 409
    assert send(clerk, need, "want_papers", note="缺总平图").status_code == 302
    assert send(reporter, need, "supply").status_code == 302
    bad = send(clerk, need, "approve", number="8号", approved_on="2099-01-01", note="写了很多")
    assert bad.status_code == 409
    assert "写了很多" in bad.content.decode()
    done = send(clerk, need, "approve", number="8号", approved_on="2024-03-08")
    assert done.status_code == 302
    page = signed_in(reporter).get(reverse("factors:need", args=[need.pk])).content.decode()
    for words in ("8号", "缺总平图", "已批复"):
        assert words in page


def test_a_need_is_raised_and_its_day_set_by_the_office() -> None:
    need, office = accepted(), make_user()
    client = signed_in(office)
    day = reverse("factors:set_day", args=[need.pk])
    assert client.post(day, {"day": "2024-07-01", "reason": "分期"}).status_code == 302
    assert client.post(day, {"day": "x"}).status_code == 409
    raise_ = reverse("factors:raise", args=[need.pk])
    assert client.post(raise_, {"severity": "x"}).status_code == 409
    assert client.post(raise_, {"severity": "ordinary"}).status_code == 302
    need.refresh_from_db()
    assert need.matter is not None


def test_unknown_moves_and_gets_do_nothing() -> None:
    need, office = need_of(), make_user()
    assert send(office, need, "burn").status_code == 404
    assert signed_in(office).get(reverse("factors:move", args=[need.pk, "ask"])).status_code == 302
    viewer = make_user(role=Role.VIEWER)
    assert send(viewer, need, "ask").status_code == 403
    need.refresh_from_db()
    assert need.state == "not_started"


def test_the_board_goes_out_as_a_workbook() -> None:
    move(need_of(name="迎丰路改造", name_key="迎丰路改造"), NeedVerb.ASK)
    answer = signed_in().get(reverse("factors:workbook"))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    said = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "迎丰路改造" in said
    assert "建设工程规划许可" in said
    assert len(list_of()) == 12


def test_the_office_adds_to_one_projects_list_on_its_page() -> None:
    need, office = need_of(), signed_in()
    page = reverse("factors:project", args=[need.project_id])
    assert "环境影响报告书" in office.get(page).content.decode()
    add = reverse("factors:add", args=[need.project_id])
    assert office.post(add, {"element": "environment_report", "reason": " "}).status_code == 409
    said = {"element": "environment_report", "reason": "按名录编制报告书"}
    assert office.post(add, said).status_code == 302
    assert Need.objects.filter(element="environment_report").count() == 1
    clerk = signed_in(make_clerk())
    assert "增列" not in clerk.get(page).content.decode()


def test_what_is_not_needed_says_so_in_the_words_of_needs() -> None:
    need = move(need_of(), NeedVerb.NOT_NEED)
    page = signed_in().get(reverse("factors:project", args=[need.project_id])).content.decode()
    assert "不需要" in page
    assert "无需发送" not in page
