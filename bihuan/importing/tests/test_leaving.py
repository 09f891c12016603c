"""Lists and rows of projects that leave: asked about, never taken in without a word."""

import pytest

from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import answers_to, bring, questions
from bihuan.plans.models import Entry
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "项目类别", "总投资", "年度计划投资"]
TITLE = "示例区2024年区重点项目台账"


def listed(*, title=TITLE, sheet="区重点", more="", cells=("", "", ""), groups=()):
    head = [*HEAD, more] if more else HEAD
    rows = [
        [n, f"第{n}号厂房", "开工建设类", 5000, 1200, *([cell] if more else [])]
        for n, cell in enumerate(cells, 1)
    ]
    for place, words in groups:
        rows.insert(place, [words])
    return "表.xlsx", workbook({sheet: [[title], ["单位：万元"], head, *rows]})


@pytest.mark.parametrize(
    "title",
    [
        "示例区2024年区重点项目调出名单",
        "2024年区重点拟退库项目清单",
        "区重点取消项目一览表（2024年）",
        "2024年区重点项目调入调出名单",
        "2024年不再实施的区重点项目",
        "2024年终止建设区重点项目汇总表",
    ],
)
def test_a_list_of_them_is_asked_about_and_may_be_left_out(title):
    asked = bring(listed(title=title))
    assert set(questions(asked)) == {"leaving"}
    choices = questions(asked)["leaving"]["choices"]
    assert [c["value"] for c in choices] == ["skip", "project"]
    bring(listed(title=title), answers=answers_to(asked, leaving="skip"))
    assert not Project.objects.exists()
    bring(listed(title=title), answers=answers_to(asked, leaving="project"))
    assert Entry.objects.count() == 3


def test_a_sheet_of_them_is_asked_about():
    assert "leaving" in questions(bring(listed(sheet="调出项目")))


@pytest.mark.parametrize(
    "told",
    [
        {"more": "备注", "cells": ("", "拟调出", "")},
        {"more": "调整情况", "cells": ("保留", "调出", "新增")},
        {"more": "项目状态", "cells": ("在建", "已取消", "在建")},
        {"more": "退库原因", "cells": ("", "业主资金未到位", "")},
    ],
)
def test_a_row_that_says_so_is_asked_about_and_left_out(told):
    asked = bring(listed(**told))
    assert set(questions(asked)) == {"leaving"}
    done = bring(listed(**told), answers=answers_to(asked, leaving="leaving"))
    assert sorted(Project.objects.values_list("name", flat=True)) == ["第1号厂房", "第3号厂房"]
    assert [left["row"] for left in done.outcome["left_out"]] == [5]


def test_a_group_of_them_is_asked_about():
    groups = [(0, "一、继续实施项目（2个）"), (3, "二、调出项目（1个）")]
    asked = bring(listed(groups=groups))
    bring(listed(groups=groups), answers=answers_to(asked, leaving="leaving"))
    assert sorted(Project.objects.values_list("name", flat=True)) == ["第1号厂房", "第2号厂房"]


@pytest.mark.parametrize(
    "told",
    [
        {"title": "示例区2024年区重点项目名单（剔除后）"},
        {"title": "2024年区重点未退出项目台账"},
        {"more": "备注", "cells": ("取消审批事项12项，正在办理", "", "")},
        {"more": "备注", "cells": ("土地出库手续办理中，预计6月完成", "", "")},
    ],
)
def test_words_that_say_another_thing_are_not(told):
    assert "leaving" not in questions(bring(listed(**told)))
