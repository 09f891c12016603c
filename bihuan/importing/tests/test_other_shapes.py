"""Tables that are no row a project: pairs of rows, tables on their side, lines of words."""

from typing import Any

import pytest

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.reshape.reshaped import reshaped
from bihuan.kit.sheets import Sheet

from .sheets_read import A, B, C, amounts, asked, read

TITLE = "某区2024年重点项目投资计划完成情况表"
HEAD = ["序号", "项目名称", "类型", "1月", "2月", "3月"]
MERGED = [(3, 0, 4, 0), (3, 1, 4, 1), (5, 0, 6, 0), (5, 1, 6, 1)]


def pairs(plan="计划", done="完成", *, repeated=False):
    rows = []
    for number, name in enumerate((A, B), 1):
        rows.append([number, name, plan, 100, 100 * number, 100])
        again = [number, name] if repeated else [None, None]
        rows.append([*again, done, 80 * number, 90, 110])
    return [HEAD, *rows]


def months(tables):
    table = next(t for t in tables if t.layout.kind is SheetKind.MONTHLY)
    return amounts(table, *(("completed", n) for n in (1, 2, 3)))


DONE = {A: (80, 90, 110), B: (160, 90, 110)}


@pytest.mark.parametrize(
    ("plan", "done"),
    [("计划", "完成"), ("计划投资", "实际完成投资"), ("目标", "实际"), ("月度计划", "已完成")],
)
def test_plan_and_completion_in_two_rows_are_one_project(plan, done):
    found = read(pairs(plan, done), title=TITLE, merged=MERGED)
    assert months(found) == DONE
    assert any("两" in p.statement or "几行" in p.statement for p in found[-1].desk.proofs)


def test_pairs_are_known_without_merged_cells_and_with_the_name_twice():
    assert months(read(pairs(), title=TITLE)) == DONE
    assert months(read(pairs(repeated=True), title=TITLE)) == DONE


def test_completion_may_stand_above_the_plan():
    rows = pairs()
    swapped = [rows[0], *(rows[n] for n in (2, 1, 4, 3))]
    for first, second in ((1, 2), (3, 4)):
        swapped[first] = [first, (A, B)[first // 2], *swapped[first][2:]]
        swapped[second] = [None, None, *swapped[second][2:]]
    assert months(read(swapped, title=TITLE)) == DONE


def test_a_total_in_two_rows_proves_the_pairs():
    total = [["合计", None, "计划", 200, 300, 200], [None, None, "完成", 240, 180, 220]]
    found = read([*pairs(), *total], title=TITLE)
    month = next(t for t in found if t.layout.kind is SheetKind.MONTHLY)
    assert months(found) == DONE
    assert any("240" in proof.statement and proof.holds for proof in month.desk.proofs)


def test_rows_of_other_projects_between_pairs_are_not_swallowed():
    odd = [3, C, None, 5, 6, 7]
    rows: list[Any] = [[TITLE], ["单位：万元"], *pairs(), odd]
    sheet = Sheet("Sheet1", rows)
    assert reshaped(sheet).sheet is sheet


def test_a_column_of_stages_is_no_pair():
    head = ["序号", "项目名称", "状态", "6月完成投资"]
    rows: list[Any] = [head, [1, A, "完成", 5], [2, B, "计划", 6]]
    sheet = Sheet("Sheet1", rows)
    assert reshaped(sheet).sheet is sheet


def test_a_table_on_its_side_is_turned():
    rows = [
        ["项目名称", A, B, C],
        ["6月完成投资", 10, 20, 40],
        ["1-6月累计完成投资", 100, 200, 500],
        ["存在问题", "无", "征地", "资金"],
    ]
    (table,) = read(rows)
    told = {A: (10, 100), B: (20, 200), C: (40, 500)}
    assert amounts(table, "completed", "cumulative") == told
    assert [row.get("problems") for row in table.rows] == [None, "征地", "资金"]


def test_a_table_on_its_side_with_numbers_and_parents_is_turned():
    rows = [
        ["序号", None, 1, 2],
        ["项目名称", None, A, B],
        ["完成投资", "6月", 10, 20],
        [None, "1-6月", 100, 200],
    ]
    (table,) = read(rows, merged=[(4, 0, 5, 0)])
    assert amounts(table, "completed", "cumulative") == {A: (10, 100), B: (20, 200)}


def test_an_amount_shared_by_projects_side_by_side_is_not_guessed():
    rows = [["项目名称", A, B], ["6月完成投资", 10, None], ["1-6月累计完成投资", 100, 200]]
    assert read(rows, merged=[(3, 1, 3, 2)]) == []


def test_lines_of_words_are_read_one_a_project():
    rows = [
        [f"1.{A}本月完成投资3200万元", "累计1.2亿元", "正在进行主体施工。"],
        [f"2、{B}：6月完成投资500万元，累计完成投资3000万元；存在问题：征地滞后。"],
    ]
    rows[1][0] = rows[1][0].replace("6月", "本月")
    (table,) = read(rows, title="2024年6月重点项目进展", unit="")
    assert amounts(table, "completed", "cumulative") == {A: (3200, 12_000), B: (500, 3000)}
    assert [row.get("text") for row in table.rows] == ["正在进行主体施工", None]
    assert table.rows[1].get("problems") == "征地滞后"


@pytest.mark.parametrize(
    "line",
    [
        f"{A}本月完成投资3200万元，其中政府投资300万元",
        f"{A}本月完成投资3200万元，本月完成投资300万元",
        "本月完成投资3200万元",
        f"{A}还差500万元",
    ],
)
def test_words_that_are_not_plain_are_not_read(line):
    good = f"{B}本月完成投资500万元，累计完成投资3000万元。"
    assert read([[line], [good]], title="2024年6月重点项目进展", unit="") == []


def test_lines_of_words_without_a_month_ask_for_it():
    found = read([[f"{A}本月完成投资3200万元，累计1.2亿元"]], title="重点项目进展", unit="")
    assert asked(found) == ["month"]


@pytest.mark.parametrize(
    "clause",
    [
        "未完成投资1500万元",
        "去年同期完成投资250万元",
        "预计全年完成投资9000万元",
        "计划全年完成投资9000万元",
    ],
)
def test_words_of_other_amounts_are_not_read_as_completed(clause):
    line = f"{A}本月完成投资300万元，{clause}。"
    found = read([[line]], title="2024年6月重点项目进展", unit="")
    month = next(t for t in found if t.layout.kind is SheetKind.MONTHLY)
    assert amounts(month, "completed", "cumulative") == {A: (300, None)}


@pytest.mark.parametrize("word", ["预计", "计划", "力争"])
def test_what_is_only_foreseen_of_the_month_is_no_report(word):
    line = f"{A}{word}本月完成投资300万元，累计完成投资1500万元。"
    found = read([[line]], title="2024年6月重点项目进展", unit="")
    assert all(row.get("completed") is None for table in found for row in table.rows)
    assert all(row.get("name") == A for table in found for row in table.rows)


def test_problems_are_told_where_cells_stood():
    rows: list[Any] = [[TITLE], ["单位：万元"], *pairs()]
    found = reshaped(Sheet("Sheet1", rows, MERGED))
    moved_to = found.sheet.rows[2].index("1月完成投资")
    assert found.origin(3, moved_to) == (4, 3)
    assert found.origin(3, 1) == (3, 1)
    across = Sheet(
        "Sheet1", [["月报"], ["项目名称", A, B], ["6月完成投资", 1, 2], ["总投资", 3, 4]]
    )
    assert reshaped(across).origin(3, 1) == (2, 2)
    words = Sheet("Sheet1", [["进展"], [f"{A}本月完成投资300万元"]])
    assert reshaped(words).origin(2, 1) == (1, None)


def test_two_amounts_in_a_cell_are_two_columns():
    head = ["序号", "项目名称", "6月（计划/实际）", "累计（计划/实际）"]
    rows = [[1, A, "30/25", "140/145"], [2, B, "20/22", "80/1,078"]]
    (table,) = read([head, *rows])
    assert amounts(table, "completed", "cumulative") == {A: (25, 145), B: (22, 1078)}


def test_a_cell_with_one_amount_keeps_two_from_being_parted():
    head = ["序号", "项目名称", "6月（计划/实际）"]
    rows: list[Any] = [[TITLE], head, [1, A, "30/25"], [2, B, 22]]
    sheet = Sheet("Sheet1", rows)
    assert reshaped(sheet).sheet is sheet


def test_a_table_all_of_text_is_no_prose():
    head = ["编码", "事项", "进展"]
    rows = [["1", A, "本月完成投资300万元"], ["2", B, "本月完成投资200万元"]]
    cells: list[Any] = [["2024年6月进展"], head, *rows]
    sheet = Sheet("Sheet1", cells)
    assert reshaped(sheet).sheet is sheet
