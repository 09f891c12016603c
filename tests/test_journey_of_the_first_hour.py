"""From an empty data folder to the first overview in a real browser, as the set-up page leads."""

import io

import pytest
from django.utils import timezone
from openpyxl import Workbook

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.audit.log import first_broken_event
from bihuan.kit.months import Month
from bihuan.plans.models import Entry
from bihuan.progress.models import Report
from bihuan.projects.models import District, Project

from .test_journey import PASSWORD, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
OWNER = "示例建设有限公司"
MY_OWN = "Blue-kettle-85"


def workbook(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def test_an_office_starts_from_nothing(page, tmp_path):
    now = timezone.now()
    month = Month.of(timezone.localdate())
    add_user(
        username="office",
        role=Role.OFFICE,
        password=PASSWORD,
        chosen_by_user=True,
        by=console_user(at=now),
        at=now,
    )
    sign_in(page, "office")
    page.wait_for_url("**/setup/**")  # an empty system leads to its set-up page by itself
    name_the_district(page)
    the_first_ledger(page, tmp_path, month)
    first_password = accounts_from_a_workbook(page, tmp_path)
    page.goto(f"/progress/{month}/")
    page.get_by_role("button", name="开启填报").click()
    page.get_by_role("button", name="截止填报").first.wait_for()
    sign_out(page)
    project = Project.objects.get(name="示例水厂")
    the_reporter_begins(page, first_password, project, month)
    sign_out(page)
    sign_in(page, "office")
    page.goto(f"/progress/{month}/")
    page.locator("input[type=checkbox][data-tick-all]").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="审定所选").click()
    assert Report.objects.get(project=project).state == "accepted"
    page.goto("/")
    page.get_by_text("30.00").or_(page.get_by_text("30万元")).first.wait_for()
    page.goto("/setup/")
    assert "已完成5步" in page.locator("main").inner_text()
    assert first_broken_event() is None


def name_the_district(page):
    page.goto("/district/")
    page.fill("input[name=name]", "示例区")
    with page.expect_navigation():
        page.locator("main form").last.get_by_role("button").last.click()
    assert District.objects.get().name == "示例区"


def the_first_ledger(page, folder, month):
    path = workbook(
        folder / f"示例区{month.year}年区重点项目台账.xlsx",
        [f"示例区{month.year}年区重点项目台账（单位：万元）"],
        ["序号", "项目名称", "项目类别", "总投资", "年度计划投资", "责任单位", "项目业主"],
        [1, "示例水厂", "开工建设类", 5000, 1200, "区水利局", OWNER],
        [2, "示例学校", "开工建设类", 3000, 800, "区教育局", "示例教育投资公司"],
    )
    page.goto("/import/")
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="读取并预览").click()
    page.wait_for_url("**/import/*/")
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已写入").first.wait_for()
    assert Entry.objects.count() == 2


def accounts_from_a_workbook(page, folder):
    path = workbook(
        folder / "人员.xlsx",
        ["姓名", "单位", "职务", "手机", "角色"],
        ["张三", OWNER, "项目经理", "13800000001", "填报人"],
        ["李四", "区水利局", "科长", "13800000002", "责任单位"],
    )
    page.goto("/setup/")
    page.locator("a[href*='/import/people/']").first.click()
    page.set_input_files("input[type=file]", str(path))
    page.get_by_role("button", name="读取并预览").click()
    page.get_by_role("button", name="全部写入").click()
    slip = page.locator(".slip", has_text="张三")
    slip.wait_for()
    assert User.objects.get(full_name="张三").organisation.name == OWNER
    return slip.locator("code").all_inner_texts()


def the_reporter_begins(page, first, project, month):
    username, password = first
    page.goto("/sign-in/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/password/**")  # what the office gave is changed first
    fields = page.locator("main input[type=password]")
    for place, typed in enumerate((password, MY_OWN, MY_OWN)):
        fields.nth(place).fill(typed)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"/progress/{month}/")
    page.get_by_role("link", name=project.name).first.click()
    page.locator("input[name=completed_yuan]:focus").wait_for()
    page.keyboard.type("30")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Report.objects.get(project=project).state == "submitted"
