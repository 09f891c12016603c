"""What is left of a plan, and what is foreseen, was not completed."""

from typing import Any

import pytest

from .sheets_read import A, B, amounts, answered, asked, read

HEAD = ["序号", "项目名称", "6月完成投资"]


@pytest.mark.parametrize(
    "heading",
    [
        "未完成投资",
        "尚未完成投资",
        "剩余未完成投资",
        "欠完成投资",
        "预计到2024年底累计完成投资",
        "到年底累计完成投资（预计）",
        "预计全年完成投资",
        "全年完成投资（预测）",
        "力争全年完成投资",
        "要求完成投资",
        "下月完成投资",
        "月均完成投资",
        "最低完成投资",
    ],
)
def test_a_column_of_what_is_not_done_is_never_read_as_done(heading):
    found = read([[*HEAD, heading], [1, A, 10, 300], [2, B, 20, 200]])
    month = found[-1]
    assert amounts(month, "completed", "cumulative") == {A: (10, None), B: (20, None)}
    assert (asked([month]), [c.leaf for c in month.layout.unknown]) == (
        [],
        [heading.translate(HALF)],
    )


HALF = str.maketrans("（）", "()")


PROMISED = [
    *(f"{word}完成投资" for word in ("确保", "保证", "承诺", "争取", "分解", "测算", "月均")),
    "确保6月完成投资",
    "年底可完成投资",
]


@pytest.mark.parametrize(
    "heading",
    [
        *(f"6月完成投资（{word}）" for word in ("预计", "目标", "任务", "应完成", "分解数")),
        "完成投资（预计）",
        "未完成投资",
        *PROMISED,
    ],
)
def test_alone_it_makes_no_report(heading):
    found = read([[*HEAD[:2], "年度计划投资", heading], [1, A, 1000, 300], [2, B, 500, 200]])
    assert all(row.get("completed") is None for table in found for row in table.rows)
    assert all(row.get("cumulative") is None for table in found for row in table.rows)


@pytest.mark.parametrize(
    "title",
    [
        "某区2024年6月重点项目投资任务分解表",
        "某区2024年6月重点项目投资预计完成情况表",
        "某区2024年6月重点项目投资预测表",
        "某区2024年6月重点项目推进计划",
        "某区2024年6月重点项目工作目标",
        "某区2024年6月重点项目倒排工期表",
        "某区2024年6月重点项目计划完成投资表",
        "某区2024年6月重点项目确保完成投资",
        "某区2024年6月重点项目投资完成情况（样表）",
        "某区2024年6月重点项目投资完成情况（未审定）",
    ],
)
def test_a_table_of_plans_or_forecasts_is_asked_about(title):
    rows = [HEAD, [1, A, 10], [2, B, 20]]
    found = read(rows, title=title)
    assert "foreseen" in asked(found)
    left = read(rows, title=title, answers=answered(found, "foreseen", "skip"))
    assert [row for table in left for row in table.rows] == []
    [table] = read(rows, title=title, answers=answered(found, "foreseen", "completed"))
    assert "foreseen" not in asked([table])
    assert amounts(table, "completed", "cumulative") == {A: (10, None), B: (20, None)}


@pytest.mark.parametrize(
    "title",
    [
        "某区2024年投资计划及6月完成情况表",
        "某区2024年6月目标任务进度表",
        "某区6月投资计划执行情况",
        "某区2024年6月年度计划完成情况表",
        "某区2024年6月投资任务完成进度",
    ],
)
def test_a_table_of_what_became_of_a_plan_is_not(title):
    assert "foreseen" not in asked(read([HEAD, [1, A, 10], [2, B, 20]], title=title))


@pytest.mark.parametrize(
    "above", ["要求完成投资", "确保完成投资", "预期完成投资", "投资任务", "下达任务"]
)
def test_what_is_to_be_completed_in_a_month_is_not_what_was(above):
    merged = [(2, 2, 2, 3), (2, 0, 3, 0), (2, 1, 3, 1)]
    head = [["序号", "项目名称", above, None], [None, None, "6月", "本月完成投资"]]
    found = read([*head, [1, A, 10, 12], [2, B, 20, 24]], merged=merged)
    assert all(row.get("completed") is None for table in found for row in table.rows)


def test_a_draft_is_told():
    [table] = read(
        [HEAD, [1, A, 10], [2, B, 20]], title="某区2024年6月重点项目投资完成情况（初稿）"
    )
    assert any("初稿" in proof.statement and not proof.holds for proof in table.desk.proofs)


@pytest.mark.parametrize("span", ["5-6月", "5、6月", "4月至6月", "5月和6月"])
def test_several_months_are_neither_the_month_nor_the_year_so_far(span):
    rows: list[list[Any]] = [[1, A, 10], [2, B, 20]]
    title = f"某区2024年{span}重点项目投资完成情况表"
    assert asked(read([["序号", "项目名称", "完成投资"], *rows], title=title)) == ["part"]
    head = ["序号", "项目名称", f"{span}完成投资"]
    found = read([head, *rows])
    assert asked(found) == ["part"]
    assert asked(read([head, *rows], answers=answered(found, "part", "month"))) == ["span"]


@pytest.mark.parametrize("span", ["1、2月", "1月和2月", "1-2月"])
def test_the_first_months_together_are_the_year_so_far(span):
    rows: list[list[Any]] = [["序号", "项目名称", f"{span}完成投资"], [1, A, 10], [2, B, 20]]
    [table] = read(rows, title="某区2024年2月重点项目投资完成情况表")
    assert amounts(table, "completed", "cumulative") == {A: (None, 10), B: (None, 20)}
