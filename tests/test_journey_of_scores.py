"""A quarter's scores in a real browser: frozen, appealed against, answered by another, restated,
entered into the ledger, and told on a numbered paper.
"""

from decimal import Decimal

import pytest
from django.utils import timezone

from bihuan.accounts.actions import add_user, console_user
from bihuan.accounts.models import Organisation
from bihuan.accounts.roles import Role
from bihuan.assessment.models import Freeze, ResultEntry, ScoreAppeal
from bihuan.assessment.queries.frozen import lines_of
from bihuan.assessment.rules.appeals import lost_points
from bihuan.assessment.tests.frozen_district import locked_district
from tests.test_journey import PASSWORD, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def person(username: str, role: Role, organisation: Organisation | None = None) -> None:
    at = timezone.now()
    add_user(
        username=username,
        role=role,
        password=PASSWORD,
        chosen_by_user=True,
        organisation=organisation,
        by=console_user(at=at),
        at=at,
    )


def freeze_the_quarter(page):
    sign_in(page, "office")
    page.goto("/assessment/frozen/")
    page.get_by_label("周期").select_option("quarter")
    page.get_by_label("最后月份").fill("2024-03")
    page.get_by_role("button", name="冻结").click()
    page.get_by_text("考核得分已冻结").wait_for()
    sign_out(page)


def file_an_appeal(page, score, line):
    sign_in(page, "owner")
    page.goto(f"/assessment/frozen/scores/{score.pk}/")
    page.get_by_label("得分项").select_option(line)
    page.get_by_label("理由").fill("节点因洪灾推迟，已有批复。")
    page.get_by_role("button", name="提交申诉").click()
    page.get_by_text("申诉已提交").wait_for()
    sign_out(page)


def answer_it(page, score):
    sign_in(page, "inspector")
    page.goto("/assessment/appeals/")
    page.get_by_role("link", name=score.label, exact=True).click()
    page.get_by_label("成立：补分").check()
    page.locator("[name=points]").fill("1.5")
    page.locator("[name=answer]").fill("批复属实，补1.5分。")
    page.get_by_role("button", name="答复").click()
    page.get_by_text("申诉已答复").wait_for()
    sign_out(page)


def enter_a_praise(page, score, restated):
    sign_in(page, "office")
    page.goto(f"/assessment/frozen/scores/{score.pk}/")
    page.get_by_text(f"{score.total} → {restated}").wait_for()
    page.get_by_text("登记奖惩").click()
    page.get_by_label("结果运用").select_option("praise")
    page.get_by_label("决定人").fill("区重点项目指挥部")
    page.locator("#resultform_text").fill("一季度成绩突出。")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("已登入台账").wait_for()


def issue_its_paper(page):
    page.goto(f"/assessment/ledger/{ResultEntry.objects.get().pk}/")
    page.get_by_role("button", name="印发").click()
    page.get_by_text("文书已印发").wait_for()
    with page.expect_download() as found:
        page.get_by_role("link", name="Word").click()
    return found.value.suggested_filename


def test_a_score_from_the_freeze_to_its_paper(page):
    first = locked_district()[0]
    person("office", Role.OFFICE)
    person("owner", Role.DEPARTMENT, first.owner)
    person("inspector", Role.SUPERVISOR)
    freeze_the_quarter(page)
    score = Freeze.objects.get().scores.get(project=first)
    lost = max(lines_of(score.lines), key=lost_points)
    assert lost_points(lost) >= Decimal("1.5")
    file_an_appeal(page, score, lost.id)
    answer_it(page, score)
    restated = Decimal(score.total) + Decimal("1.5")
    assert ScoreAppeal.objects.get().restatement.total == str(restated)
    enter_a_praise(page, score, restated)
    assert issue_its_paper(page).startswith("重通〔")
