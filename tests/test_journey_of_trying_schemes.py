"""Schemes tried before they hold, in a real browser: who would move, and what paper alone wins."""

import pytest

from bihuan.accounts.roles import Role
from bihuan.assessment.models import AdoptedScheme, Freeze
from bihuan.assessment.tests.frozen_district import locked_district
from bihuan.assessment.tests.small_scheme import TEXT
from tests.test_journey import sign_in
from tests.test_journey_of_scores import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOPHOLE = (
    TEXT.replace("default:", "visits:")
    .replace("{figure: reports.late}", "{figure: visits.made}")
    .replace(
        "{base: 10, each: [{of: late, points: -1}], least: 0,", "{each: [{of: late, points: 1}],"
    )
)
"""Ten points for visits that somebody notes."""


def bring(page, text, button):
    page.get_by_text("提交自己的考核办法").click()
    page.locator("textarea[name=text]").fill(text)
    page.locator("details").get_by_role("button", name=button).click()


def see_who_moves(page):
    page.goto("/assessment/simulate/?month=2024-03&of=projects")
    bring(page, LOOPHOLE, "比较")
    rows = page.locator("table tbody tr")
    rows.first.wait_for()
    assert {"一", "二"} <= set(page.locator("td.name").all_inner_texts())
    page.get_by_text("项不同").first.click()
    page.locator(".moved-lines").first.get_by_text("报表").wait_for()


def find_the_loophole(page):
    page.goto("/assessment/schemes/attack/")
    bring(page, LOOPHOLE, "读入办法")
    page.get_by_role("button", name="检验这个办法").click()
    page.get_by_role("heading", name="全部试算手法").wait_for(timeout=120_000)
    worst = page.locator("table.worst").first.locator("tr", has_text="报表")
    assert "调研" in worst.inner_text()
    page.get_by_label("得分情况").select_option("1")
    page.get_by_role("button", name="查看").click()
    page.locator("#moves tbody tr").first.wait_for()
    assert "0" not in page.locator("#moves td.num").all_inner_texts()


def test_a_draft_is_tried_and_its_loophole_found(page):
    locked_district()
    person("office", Role.OFFICE)
    sign_in(page, "office")
    see_who_moves(page)
    find_the_loophole(page)
    assert not AdoptedScheme.objects.exists()
    assert not Freeze.objects.exists()
