"""A ledger of WPS with two questions, in a real browser: from upload to the overview."""

import io

import pytest
import xlwt

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.roles import Role
from bihuan.plans.models import Entry
from bihuan.projects.models import Project
from tests.test_journey import IN_FEBRUARY, PASSWORD, bring_in, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS: list[list[str | int | None]] = [
    ["示例区2024年市级领导包联重点项目"],
    ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资", "责任单位"],
    [1, "示例工程甲", "续建", 52000, 15000, "区住建局"],
    [2, "示例工程乙", "续建", 18600, 8000, "区发改局"],
    ["合计", None, None, 70600, 23000, None],
]


def wps_ledger(folder):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(ROWS):
        for index, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, index, cell)
    stream = io.BytesIO()
    book.save(stream)
    path = folder / "台账.et"
    path.write_bytes(stream.getvalue())
    return path


def test_an_office_answers_what_its_table_leaves_open(page, tmp_path):
    add_user(
        username="office",
        role=Role.OFFICE,
        password=PASSWORD,
        chosen_by_user=True,
        by=console_user(at=IN_FEBRUARY),
        at=IN_FEBRUARY,
    )
    sign_in(page, "office")
    bring_in(page, wps_ledger(tmp_path))
    questions = page.locator("fieldset.question")
    assert questions.count() == 2
    assert page.get_by_role("button", name="全部写入").count() == 0
    page.get_by_label("万元 → 总投资：70,600 万元").check()
    page.get_by_label("区重点").check()
    page.get_by_role("button", name="回答并重新读").click()
    page.get_by_text("可以写入").wait_for()
    assert "70,600 万元" in page.locator("ul.proofs").inner_text()
    page.get_by_role("button", name="全部写入").click()
    page.get_by_text("已应用").or_(page.get_by_role("button", name="撤销")).first.wait_for()
    assert Project.objects.count() == 2
    assert {str(entry.annual_list.tier) for entry in Entry.objects.all()} == {"district"}
    page.goto("/?year=2024")
    assert "2.30" in page.locator("main").inner_text()
