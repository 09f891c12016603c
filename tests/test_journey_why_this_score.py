"""Why this score: an organisation finds its project on the board, opens the line that
lost most, reads its rows, and asks what would have made it more.
"""

import re
from decimal import Decimal

import pytest

from bihuan.accounts.roles import Role
from bihuan.assessment.tests.frozen_district import locked_district
from tests.test_journey import sign_in
from tests.test_journey_of_scores import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def find_on_the_board(page, project):
    page.goto("/assessment/2024-03/")
    page.locator("#narrow [name=q]").press_sequentially("没有这个项目")
    page.get_by_text("没有符合条件的对象").wait_for()
    page.locator("#narrow [name=q]").fill(project.name)
    page.get_by_role("link", name=project.name, exact=True).wait_for()
    assert "q=" in page.url
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/construction/{project.pk}/", timeout=20_000)


def open_the_largest_loss(page):
    page.locator(".losses a").first.click()
    line = page.locator(".score-line:has(:target)")
    line.get_by_text("计算过程").wait_for()
    value = line.locator("dd strong").first.inner_text()
    line.get_by_role("link", name="查看明细行").first.click()
    page.wait_for_url("**/figures/of/**")
    page.get_by_role("heading", name="明细").first.wait_for()
    assert re.match(r"[\d.]+", value).group() in page.locator("main").inner_text()
    page.go_back()


def ask_for_a_mark(page, points):
    page.get_by_label("想达到的分数").fill(str(points))
    page.locator("#marks").get_by_role("button", name="查看").click()
    page.wait_for_url(f"**mark={points}**")
    mark = page.locator(".mark", has_text="自定目标")
    assert f"{points}分" in mark.inner_text()
    assert "可多得" in mark.locator("+ *").inner_text()


def test_an_organisation_reads_why_its_score_is_what_it_is(page):
    _first, second, *_rest = locked_district()
    person("owner", Role.DEPARTMENT, second.owner)
    sign_in(page, "owner")
    find_on_the_board(page, second)
    shown = Decimal(page.locator(".score-sum strong").inner_text())
    open_the_largest_loss(page)
    ask_for_a_mark(page, int(shown) + 2)
    page.goto("/assessment/2024-03/wall/")
    page.locator("[data-wall-page][data-shown]").get_by_text(second.name).first.wait_for()
    assert page.get_by_role("button", name="退出大屏").is_visible()
