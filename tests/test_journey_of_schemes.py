"""A scheme in a real browser: copied, a weight changed, refused, mended, tried, adopted by a
second person."""

from datetime import date

import pytest
from django.utils import timezone

from bihuan.accounts.roles import Role
from bihuan.assessment.models import AdoptedScheme, SchemeDraft
from bihuan.assessment.presets import schemes_in_force
from bihuan.assessment.tests.frozen_district import locked_district
from tests.test_journey import sign_in, sign_out
from tests.test_journey_of_scores import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def copy_the_scheme(page):
    page.goto("/assessment/schemes/")
    page.get_by_role("link", name="起草修改").click()
    page.get_by_label("草案名称").fill("试行稿")
    page.get_by_role("button", name="复制为草案").click()
    page.get_by_role("heading", name="试行稿", exact=False).first.wait_for()


def change_a_weight_and_mend_it(page):
    page.get_by_role("link", name="调整权重").first.click()
    page.get_by_label("节点按期完成").fill("25")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("合计为105").first.wait_for()
    assert page.get_by_label("节点按期完成").input_value() == "25"
    page.get_by_label("问题销号率").fill("5")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def change_the_words(page):
    page.locator("#construction-milestones").get_by_role("link", name="编辑 节点按期完成").click()
    page.get_by_label("办法原文").fill("到期节点按期完成的比例乘以25分。")
    page.get_by_role("button", name="预览").click()
    page.get_by_text("尚未保存").wait_for()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def spoil_the_text_and_mend_it(page, draft):
    page.goto(f"/assessment/drafts/{draft.pk}/text/")
    area = page.get_by_label("办法文本")
    typed = area.input_value().replace("version: 2", "version: 二")
    area.fill(typed)
    page.get_by_role("button", name="检查并保存").click()
    page.get_by_text("第4行").wait_for()
    assert area.input_value() == typed
    area.fill(typed.replace("version: 二", "version: 3"))
    page.get_by_role("button", name="检查并保存").click()
    page.get_by_text("已保存").wait_for()


def adopt_it_oneself(page):
    page.get_by_role("link", name="试算与采用").click()
    page.get_by_text("本稿由您保存").wait_for()
    assert page.get_by_role("button", name="采用第4稿").count() == 0
    sign_out(page)


def try_and_adopt(page, draft):
    page.goto(f"/assessment/drafts/{draft.pk}/try/")
    page.get_by_label("月份").fill("2024-03")
    page.get_by_role("button", name="试算").click()
    page.get_by_text("个不变").wait_for()
    page.get_by_role("link", name="按草案的得分").click()
    page.get_by_text("不作为考核结果").wait_for()
    page.go_back()
    since = page.locator("[name=since]")
    since.fill("2024-03-01")
    page.get_by_role("button", name="采用第4稿").click()
    page.get_by_text("锁定").first.wait_for()
    assert not AdoptedScheme.objects.exists()
    page.go_back()
    since.fill("2024-04-01")
    page.get_by_role("button", name="采用第4稿").click()
    page.get_by_text("自该日起据此计分").wait_for()


def test_a_scheme_from_the_copy_to_its_adoption(page):
    locked_district()
    person("office", Role.OFFICE)
    person("second", Role.OFFICE)
    sign_in(page, "office")
    copy_the_scheme(page)
    draft = SchemeDraft.objects.get()
    change_a_weight_and_mend_it(page)
    change_the_words(page)
    spoil_the_text_and_mend_it(page, draft)
    adopt_it_oneself(page)
    sign_in(page, "second")
    try_and_adopt(page, draft)
    adopted = AdoptedScheme.objects.get()
    held = schemes_in_force()
    assert held.name_on(date(2024, 4, 1)) == adopted.name
    assert held.name_on(date(2024, 3, 31)) == "default"
    scheme = held.on(date(2024, 4, 1))
    weights = {item.id: int(item.max) for item in scheme.sheets[0].items}
    assert (weights["milestones"], weights["problems"], scheme.version) == (25, 5, 3)
    assert adopted.at <= timezone.now()
