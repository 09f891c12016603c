"""Who approved adjustments, and when: asked once for the table where its rows do not say."""

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import AT, answers_to, bring, messages, questions
from bihuan.kit.errors import Refusal
from bihuan.plans.models import Plan

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资", "项目类别"]
LEDGER = [["示例区2024年区重点项目一览表"], ["单位：万元"], HEAD]
PROJECTS = [[n, f"示例工程{'甲乙丙'[n]}", "新建", 9000, 4000, "开工建设类"] for n in (0, 1, 2)]
MEETING = "区政府第10次常务会"
CHANGED = ["序号", "项目名称", "原计划", "调整后计划", "调整原因", "备注"]
ROWS = [
    [1, "示例工程甲", 4000, 5000, "新增二期", MEETING],
    [2, "示例工程乙", 4000, 3000, "征地", None],
]


def adjustments(
    rows=ROWS, head=CHANGED, *, below=(), title="示例区2024年区重点项目年度计划中期调整表"
):
    bring(("台账.xlsx", workbook({"区重点": [*LEDGER, *PROJECTS]})))
    return "调整.xlsx", workbook({"表": [[title], ["单位：万元"], head, *rows, *below]})


def test_approver_and_day_are_asked_once_for_the_table():
    file = adjustments(below=[["经区政府常务会议2024年7月10日审议"]])
    found = bring(file)
    asked = questions(found)
    assert [each["value"] for each in asked["approver"]["choices"]] == [
        MEETING,
        "区政府常务会议",
    ]
    assert [each["gives"] for each in asked["approved"]["choices"]] == [
        "2项调整，批准日期2024-07-10"
    ]
    bring(file, answers=answers_to(found, approver=MEETING, approved="2024-07-10"))
    plans = Plan.objects.filter(version=2).order_by("planned_yuan")
    assert [(p.planned_yuan, p.approver, str(p.approved_on)) for p in plans] == [
        (30_000_000, MEETING, "2024-07-10"),
        (50_000_000, MEETING, "2024-07-10"),
    ]


def test_both_may_be_typed():
    file = adjustments([[*row[:5], None] for row in ROWS])
    found = bring(file)
    assert [(q["choices"], q["typed"]) for q in questions(found).values()] == [
        ([], "text"),
        ([], "day"),
    ]
    bring(file, answers=answers_to(found, approver="区长办公会", approved="2024年7月10日"))
    assert {p.approver for p in Plan.objects.filter(version=2)} == {"区长办公会"}


def test_rows_that_say_both_are_not_asked_about():
    head = [*CHANGED[:5], "批准人", "批准日期"]
    told = bring(adjustments([[*ROWS[0][:5], "区政府", "2024-07-10"]], head))
    assert (questions(told), messages(told)) == ({}, [])


def test_only_the_rows_that_do_not_say_it_are_asked_about():
    head = [*CHANGED[:5], "批准人", "批准日期"]
    rows = [[*ROWS[0][:5], "区政府", "2024-07-10"], [*ROWS[1][:5], "区政府", None]]
    asked = questions(bring(adjustments(rows, head, below=[["2024年7月12日"]])))
    assert list(asked) == ["approved"]
    assert "1项" in asked["approved"]["text"]


@pytest.mark.parametrize("day", ["不知道", "2024-13-45"])
def test_a_day_that_is_none_is_refused_with_what_may_be_typed(day):
    file = adjustments()
    by = make_user()
    batch = actions.stage(files=[file], year=None, by=by, at=AT)
    answers = answers_to(batch, approved=day)
    with pytest.raises(Refusal, match="2024-07-10"):
        actions.answer(batch=batch, edition=batch.edition, by=by, at=AT, answers=answers)
