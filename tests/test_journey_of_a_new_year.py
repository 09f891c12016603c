"""An office's year goes on in a real browser: lists carried over, a month reported, reviewed,
chased and accepted. The presses that each person needs are counted; docs/efforts.md shows them.
"""

from datetime import UTC, datetime

import pytest

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.roles import Role
from bihuan.audit.log import first_broken_event
from bihuan.plans.models import Entry
from bihuan.progress.models import Report
from bihuan.projects.models import Project

from .loaded import bring_in_example
from .test_journey import PASSWORD, sign_in, sign_out

AT = datetime(2026, 2, 20, 2, tzinfo=UTC)
JANUARY = "2025-01"

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]


def add(username, role, **said):
    console = console_user(at=AT)
    add_user(
        username=username,
        role=role,
        password=PASSWORD,
        chosen_by_user=True,
        by=console,
        at=AT,
        **said,
    )


def test_into_a_new_year_and_through_its_first_month(page):
    bring_in_example()
    add("head", Role.OFFICE)
    sign_in(page, "head")
    assert the_office_carries_over_and_opens_january(page) == 3
    sign_out(page)

    listed = Entry.objects.filter(annual_list__year=2025).values("project")
    project = Project.objects.filter(pk__in=listed).exclude(owner=None).exclude(responsible=None)[0]
    add("filler", Role.REPORTER, organisation=project.owner)
    sign_in(page, "filler")
    assert the_reporter_hands_in(page, project) == 2
    sign_out(page)

    add("checker", Role.DEPARTMENT, organisation=project.responsible)
    sign_in(page, "checker")
    assert the_department_reviews(page, project) == 2
    sign_out(page)

    sign_in(page, "head")
    assert the_office_accepts(page, project) == 2
    assert the_office_chases(page) == 2
    page.goto("/?year=2025&month=2025-01")
    page.get_by_role("heading", name="2025年1月").first.wait_for()
    page.get_by_text("123.45").first.wait_for()
    assert first_broken_event() is None


def the_office_carries_over_and_opens_january(page):
    page.goto("/carry-over/?from_year=2024&to_year=2025")
    with page.expect_navigation():
        page.get_by_role("button", name="结转到2025年").click()
    assert Entry.objects.filter(annual_list__year=2025).count() >= 97
    page.goto(f"/progress/{JANUARY}/")
    page.get_by_role("button", name="开启填报").click()
    page.get_by_role("button", name="截止填报").first.wait_for()
    return 3  # the page of the new year, carry over, open


def the_reporter_hands_in(page, project):
    page.goto(f"/progress/{JANUARY}/")
    page.get_by_role("link", name=project.name).first.click()
    page.locator("input[name=completed_yuan]:focus").wait_for()  # the cursor is there already
    page.keyboard.type("123.45")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    report = Report.objects.get(project=project, month="2025-01-01")
    assert (report.state, report.completed_yuan) == ("submitted", 1_234_500)
    assert report.physical_text  # carried over from December
    return 2  # the project, Enter


def the_department_reviews(page, project):
    page.goto(f"/progress/{JANUARY}/")
    page.get_by_role("link", name=project.name).first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="初审通过").click()
    assert Report.objects.get(project=project, month="2025-01-01").reviewed_at
    return 2  # the project, reviewed


def the_office_accepts(page, project):
    page.goto(f"/progress/{JANUARY}/")
    page.locator("input[type=checkbox][data-tick-all]").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="审定所选").click()
    assert Report.objects.get(project=project, month="2025-01-01").state == "accepted"
    return 2  # all, accept: for however many wait


def the_office_chases(page):
    page.goto(f"/progress/{JANUARY}/")
    page.get_by_role("link", name="催报").first.click()
    text = page.locator("#chat-text").input_value()
    assert "2025年1月" in text
    assert text.count("\n") > 3  # an organisation a line
    page.get_by_role("button", name="复制").click()
    page.get_by_role("button", name="已复制").wait_for()
    return 2  # chase, copy
