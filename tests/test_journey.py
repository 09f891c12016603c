"""The year's main job in a real browser, by the people who do it."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.roles import Role
from bihuan.audit.log import first_broken_event
from bihuan.kit.months import Month
from bihuan.plans.models import Entry
from bihuan.progress.actions import open_round
from bihuan.progress.models import Report
from bihuan.projects.models import Project

EXAMPLE = settings.PACKAGE.parent / "examples" / "hecheng-2024"
LEDGER = EXAMPLE / "鹤城区2024年重点项目台账.xlsx"
JANUARY = EXAMPLE / "月报" / "2024年01月重点项目月报.xlsx"
FEBRUARY = Month(2024, 2)
PASSWORD = "a-long-enough-1-password"
IN_FEBRUARY = datetime(2024, 2, 20, 2, tzinfo=UTC)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, username):
    page.goto("/sign-in/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出").first.wait_for()


def sign_out(page):
    page.get_by_role("button", name="退出").first.click()
    page.wait_for_url("**/sign-in/login/**")


def bring_in(page, path):
    page.goto("/import/")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="读取并预览").click()
    page.wait_for_url("**/import/*/")


def january_with_a_word_for_an_amount(folder):
    book = load_workbook(JANUARY)
    sheet = book.worksheets[0]
    row = next(r for r in range(5, 40) if isinstance(sheet.cell(r, 1).value, int))
    right = sheet.cell(row, 6).value
    sheet.cell(row, 6).value = "大约这么多"
    stream = io.BytesIO()
    book.save(stream)
    path = Path(folder) / "2024年01月重点项目月报.xlsx"
    path.write_bytes(stream.getvalue())
    return path, str(right)


def make_people():
    at = IN_FEBRUARY
    console = console_user(at=at)
    add_user(
        username="office",
        role=Role.OFFICE,
        password=PASSWORD,
        chosen_by_user=True,
        by=console,
        at=at,
    )
    return console


def test_from_the_ledger_to_a_figure_s_rows(page, tmp_path):
    console = make_people()
    sign_in(page, "office")
    the_ledger_and_a_month_with_a_fault(page, tmp_path)
    sign_out(page)
    open_round(month=FEBRUARY, by=console, at=IN_FEBRUARY)
    project = fill_in(page, console)
    sign_in(page, "office")
    accept(page, project)
    open_a_figure(page)
    in_two_languages(page)
    assert first_broken_event() is None


def the_ledger_and_a_month_with_a_fault(page, tmp_path):
    bring_in(page, LEDGER)
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已写入").first.wait_for()
    assert (Project.objects.count(), Entry.objects.count()) == (156, 158)

    path, right = january_with_a_word_for_an_amount(tmp_path)
    bring_in(page, path)
    page.get_by_text("“大约这么多”").wait_for()
    page.locator("input[name^='cell:']").first.fill(right)
    page.get_by_role("button", name="重新检查").click()
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已写入").first.wait_for()
    assert Report.objects.filter(state="accepted").count() == 156


def accept(page, project):
    report = Report.objects.get(project=project, month=FEBRUARY.first_day)
    assert (report.state, report.completed_yuan) == ("submitted", 1_234_500)
    page.goto(f"/progress/reports/{report.pk}/")
    page.get_by_role("button", name="审定").first.click()
    page.wait_for_load_state()
    report.refresh_from_db()
    assert report.state == "accepted"


def open_a_figure(page):
    page.goto("/?month=2024-02")
    page.get_by_role("link", name="完成投资").first.click()
    page.wait_for_url("**/figures/of/completed.all/**")
    assert page.locator("table.data tbody tr").count() >= 50


def in_two_languages(page):
    page.goto("/")
    page.get_by_role("button", name="English").first.click()
    page.get_by_role("link", name="Overview").first.wait_for()
    page.get_by_role("button", name="中文").first.click()
    page.get_by_role("link", name="总览").first.wait_for()


def fill_in(page, console):
    """As a reporter, hand in February for a project of one's own; return the project."""
    project = Project.objects.filter(state="construction").exclude(owner=None).order_by("pk")[0]
    add_user(
        username="reporter",
        role=Role.REPORTER,
        password=PASSWORD,
        chosen_by_user=True,
        organisation=project.owner,
        by=console,
        at=IN_FEBRUARY,
    )
    sign_in(page, "reporter")
    page.goto(f"/progress/2024-02/{project.pk}/")
    page.fill("input[name=completed_yuan]", "123.45")
    page.fill("textarea[name=physical_text]", "完成基础垫层")
    page.get_by_role("button", name="提交").first.click()
    page.wait_for_load_state()
    sign_out(page)
    return project


def test_the_api_describes_itself_without_another_network(page):
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    make_people()
    sign_in(page, "office")
    page.goto("/api/docs")
    page.get_by_text("/api/imports/{pk}/apply").first.wait_for()
    assert complaints == []
