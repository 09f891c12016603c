"""Reviewing a month: what stands beside each report, and the way from one to the next."""

from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.progress import actions
from bihuan.progress.models import Report
from bihuan.progress.queries import board, known_before, next_waiting, review_lines
from bihuan.progress.tests.factories import (
    AFTER_MARCH,
    IN_MARCH,
    MARCH,
    WAN,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
TODAY = AFTER_MARCH.date()


@pytest.fixture
def waiting():
    """Three reports that wait, of projects with February's before them."""
    reporter = make_reporter()
    reports = []
    for number in range(3):
        project = make_listed(owner=reporter.organisation, name=f"项目{number}")
        before = report_march(
            project,
            by=reporter,
            month=MARCH.previous(),
            completed_yuan=40 * WAN,
            physical_percent=10,
        )
        actions.accept(report=before, by=make_user(), at=AFTER_MARCH)
        reports.append(report_march(project, by=reporter, problems=f"征地受阻{number}"))
    return reports


def test_beside_each_report_stands_what_is_known_of_one(waiting):
    office = make_user()
    lines = review_lines(board(office, MARCH, today=TODAY).queue, MARCH)
    assert len(lines) == 3
    for each in lines:
        report = next(r for r in waiting if r.pk == each.line.report.pk)
        one = known_before(report.project, MARCH)
        names = (
            "earlier_yuan",
            "previous_yuan",
            "previous_percent",
            "planned_yuan",
            "planned_month_yuan",
            "total_yuan",
        )
        assert [getattr(each.compare.known, n) for n in names] == [getattr(one, n) for n in names]
        assert each.problems == report.problems
        assert each.compare.to_date_yuan == one.earlier_yuan + report.completed_yuan
        assert each.compare.completion == Decimal("11.67")


def test_the_page_shows_it_and_its_queries_do_not_grow(waiting, django_assert_max_num_queries):
    browser, address = signed_in(), f"/progress/{MARCH}/"
    shown = browser.get(address).content.decode()
    assert all(each.problems in shown for each in waiting)
    assert "140.00" in shown
    reporter = make_reporter()
    for _ in range(12):
        report_march(make_listed(owner=reporter.organisation), by=reporter)
    with django_assert_max_num_queries(20):
        browser.get(address)


def test_after_one_comes_the_next_and_after_the_last_the_month(waiting):
    browser = signed_in()
    first, second, third = waiting
    assert next_waiting(make_user(), first) == second
    assert next_waiting(make_user(), third) == first
    for report, then in ((second, third), (third, first)):
        answer = browser.post(f"/progress/reports/{report.pk}/accept/")
        assert answer["Location"] == f"/progress/reports/{then.pk}/"
    answer = browser.post(f"/progress/reports/{first.pk}/accept/")
    assert answer["Location"] == f"/progress/{MARCH}/"


def test_going_on_visits_every_report_that_waits_in_the_order_of_the_queue():
    reporter = make_reporter()
    for name, spoken in (("重点甲", "zhongdian"), ("安居乙", "anju"), ("白云丙", "baiyun")):
        listed = make_listed(owner=reporter.organisation, name=name, name_key=name, pinyin=spoken)
        report_march(listed, by=reporter)
    office = make_user()
    order = [line.report.pk for line in board(office, MARCH, today=IN_MARCH.date()).queue]
    report = Report.objects.get(pk=order[0])
    visited = [report.pk]
    for _ in order[1:]:
        found = next_waiting(office, report)
        assert found is not None
        report = found
        visited.append(report.pk)
    assert visited == order
    assert next_waiting(office, report) == Report.objects.get(pk=order[0])


def test_a_department_goes_on_to_what_it_has_not_passed(waiting):
    first, second, third = waiting
    department = make_user(role=Role.DEPARTMENT, organisation=first.project.owner)
    answer = signed_in(department).post(f"/progress/reports/{first.pk}/review/")
    assert answer["Location"] == f"/progress/reports/{second.pk}/"
    assert next_waiting(department, third) == second


@pytest.mark.parametrize("step", ["review", "return", "accept"])
def test_every_step_leads_to_where_going_on_without_it_would(waiting, step):
    """A report that was left aside is not met after each step."""
    _aside, second, third = waiting
    department = make_user(role=Role.DEPARTMENT, organisation=second.project.owner)
    if step != "review":  # the department has passed the two before
        for each in waiting[1:]:
            actions.mark_reviewed(report=each, by=department, at=IN_MARCH)
    browser = signed_in(department if step == "review" else make_user())
    address = f"/progress/reports/{second.pk}/"
    assert browser.get(address).context["next"] == third
    answer = browser.post(f"{address}{step}/", {"reason": "请核对"})
    assert answer["Location"] == f"/progress/reports/{third.pk}/"


def test_nobody_is_led_to_a_report_of_their_own(waiting):
    office = make_user()
    own = report_march(make_listed(name="项目9"), by=office)
    assert next_waiting(office, waiting[2]) != own


def test_nothing_is_ticked_until_those_without_remarks_are_asked_for(waiting):
    reporter = make_reporter()
    plain = report_march(make_listed(owner=reporter.organisation), by=reporter)
    browser, address = signed_in(), f"/progress/{MARCH}/?tab=review"
    assert " checked" not in browser.get(address).content.decode()
    ticked = browser.get(f"{address}&tick=plain").content.decode()
    for each in browser.get(address).context["review"]:
        box = f'value="{each.line.report.pk}:{each.line.report.edition}" checked'
        assert (box in ticked) is not each.has_remarks
    assert f'value="{plain.pk}:{plain.edition}" checked' in ticked


def test_accepting_nothing_says_what_to_do(waiting):
    answer = signed_in().post(f"/progress/{MARCH}/accept/", follow=True)
    assert "请先勾选要审定的" in answer.content.decode()


def test_one_report_stands_beside_plan_month_before_and_year(waiting):
    for client in (signed_in(), signed_in(waiting[0].submitted_by)):
        told = client.get(f"/progress/reports/{waiting[0].pk}/")
        shown = told.content.decode()
        compare = told.context["compare"]
        assert compare.known == known_before(waiting[0].project, MARCH)
        assert compare.to_date_yuan == compare.known.earlier_yuan + waiting[0].completed_yuan
        assert all(word in shown for word in ("本月计划", "上月完成", "本年累计", "年度计划"))


def test_the_form_stands_beside_them_too():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    open_march()
    shown = signed_in(reporter).get(f"/progress/{MARCH}/{project.pk}/").content.decode()
    assert all(word in shown for word in ("本月计划", "上月完成", "年度计划", "占本月计划"))


def test_what_a_department_has_passed_leaves_its_list(waiting):
    department = make_user(role=Role.DEPARTMENT, organisation=waiting[0].project.owner)
    Project.objects.update(responsible=department.organisation)
    client = signed_in(department)
    address = f"/progress/{MARCH}/?tab=review"
    with time_machine.travel(AFTER_MARCH, tick=False):
        for left in (3, 2):
            page = client.get(address)
            assert len(page.context["page"].object_list) == left
            assert f"待审核 {left}" in page.text
            first = page.context["page"].object_list[0].report
            client.post(f"/progress/reports/{first.pk}/review/", {"edition": first.edition})
        assert "待审核 3" in signed_in().get(address).text
