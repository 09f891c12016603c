"""What people write in a chat: several projects in a line, lines of others, days, short names."""

from typing import Any

import pytest

from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.sheets_read import A, B, C, amounts, asked, read
from bihuan.importing.tests.test_actions import answers_to, bring, questions
from bihuan.importing.tests.test_answered_by_sums import JUNES, SO_FAR, OfTheYear
from bihuan.progress.models import Report

OPENING = "2024年6月重点项目进展"


def chat(*lines: str, **told: Any) -> Any:
    return read([[line] for line in lines], **{"title": OPENING, "unit": "", **told})


def test_several_projects_in_one_line_are_rows():
    line = f"{A}本月完成300万，{B}本月完成500万元，{C}未开工。"
    (table,) = chat(line)
    rows = amounts(table, "completed")
    assert (rows[A], rows[B]) == ((300,), (500,))
    assert C not in rows  # asked about: nothing done, or not told
    assert asked([table]) == ["blank"]


def test_what_a_line_says_of_when_holds_for_all_of_it():
    line = f"截至2024年6月底，{A}累计完成{SO_FAR[0]}万元，{B}累计完成{SO_FAR[1]}万元。"
    (table,) = chat(line, title="", known=OfTheYear())
    assert str(table.layout.month or "2024-06") == "2024-06"
    assert asked([table]) == ["span"]


def test_months_below_those_before_need_no_word_for_their_time():
    said = [f"{name}完成{june}万元" for name, june in zip((A, B, C), JUNES, strict=True)]
    (table,) = chat(f"6月份：{'，'.join(said)}", title="", known=OfTheYear())
    assert asked([table]) == []
    assert amounts(table, "completed") == {A: (125,), B: (58,), C: (43,)}


@pytest.mark.parametrize(
    "clause", ["土建完成800万元", "其中设备完成520万元", "主体结构投资完成120万元"]
)
def test_what_a_project_is_made_of_is_no_project(clause):
    assert chat(f"{A}本月完成1320万元，{clause}") == []


def test_what_is_no_amount_stays_with_its_project():
    (table,) = chat(f"{A}本月完成1320万元，主体结构完成80%，目前二标段未开工")
    assert [row.get("text") for row in table.rows] == ["主体结构完成80%，目前二标段未开工"]


def test_lines_of_senders_and_notes_are_listed():
    (table,) = chat("张三 09:12", f"{A}本月完成1320万", "李四 09:15", f"{B}本月702万，累计3882万")
    assert amounts(table, "completed") == {A: (1320,), B: (702,)}
    assert [left.text for left in table.desk.left] == ["李四 09:15"]


def test_a_day_below_tells_the_year():
    lines = f"{A}6月完成投资125万元，1-6月累计完成699万元", "区住建局 2024年7月2日"
    (table,) = chat(*lines, title="", known=OfTheYear())
    assert str(table.layout.month) == "2024-06"


@pytest.mark.django_db
def test_a_short_name_is_asked_about_once_and_remembered():
    bring(ledger(ledger_row(1, name="第三小学扩建项目"), ledger_row(2, name="滨河大道改造工程")))
    lines = ["2024年6月进展", "三小扩建：本月完成402万，累计402万"]
    content = "进展.txt", "\n".join(lines).encode()
    asked_ = bring(content)
    (near,) = [q for kind, q in questions(asked_).items() if kind == "near"]
    assert [choice["value"] for choice in near["choices"]] == ["第三小学扩建项目", "-"]
    bring(content, answers=answers_to(asked_, near="第三小学扩建项目"))
    assert Report.objects.get().completed_yuan == 4_020_000
    assert "near" not in questions(bring(content))


@pytest.mark.parametrize(
    "line",
    [
        f"{A}6月份完成投资1320万元（1-6月0.39亿元），占年计划48%；",
        f"{A}，年计划15000万元，6月完成投资1320万元，剩余11100万元",
        f"{A}6月计划1250万元，实际1320万元",
        f"{A}6月完成1320万元，比上月减少150万元",
        f"{A}6月完成1320万元，较上年同期增长150万元",
    ],
)
def test_what_stands_beside_the_month_leaves_it_plain(line):
    (table,) = chat(line)
    assert amounts(table, "completed") == {A: (1320,)}


def test_a_unit_above_holds_for_amounts_without_one():
    lines = f"1、{A}：本月1320，累计3900", f"2、{B}：本月702，累计3882"
    (table,) = chat("各项目6月进度（万元）：", *lines)
    assert amounts(table, "completed", "cumulative") == {A: (1320, 3900), B: (702, 3882)}


def test_numbers_that_are_no_amounts_get_no_unit():
    assert chat("各项目6月进度（万元）：", f"1、{A}：本月15天，累计2个标段") == []


@pytest.mark.django_db
def test_lines_that_are_not_plain_are_named():
    text = f"{A}本月完成1320万元，其中土建800万元，设备520万元\n{B}本月完成702万元"
    batch = bring(("进度.txt", text.encode()))
    (problem,) = batch.outcome["problems"]
    assert "土建800万元" in problem["message"]
    assert B not in problem["message"]
