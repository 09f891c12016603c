"""Tables as clerks lay them out: side by side, months downwards, names in two columns, pages."""

from typing import Any

import pytest

from bihuan.importing.proof.known import NothingKnown
from bihuan.kit.sheets import Sheet

from .sheets_read import JUNE, WAN, A, B, C, amounts, asked, read, read_as

HEAD = ["序号", "项目名称", "本月完成投资", "累计完成投资"]
MONTHS = {
    A: [100, 120, 90, 110, 130, 150],
    B: [50, 60, 70, 40, 80, 90],
    C: [20, 25, 30, 35, 15, 45],
}
JUNES = {name: (months[5], sum(months)) for name, months in MONTHS.items()}
MAY = 5


class FilledToMay(NothingKnown):
    """Projects with their months to May."""

    def find(self, name: str, code: str) -> int | None:  # as the protocol has it
        return list(MONTHS).index(name) + 1 if name in MONTHS else None

    def months(self, project: int, year: int) -> dict[int, int]:  # as above
        told = list(MONTHS.values())[project - 1][:MAY]
        return {n: each * WAN for n, each in enumerate(told, 1)}


def row(number: int, name: str) -> list[Any]:
    return [number, name, *JUNES[name]]


def read_known(rows: list[Any], **told: Any) -> list[Any]:
    return read(rows, known=FilledToMay(), **told)


def test_tables_of_the_same_headings_side_by_side_are_one():
    rows = [[*HEAD, None, *HEAD], [*row(1, A), None, *row(3, C)], row(2, B)]
    (table,) = read_known(rows)
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not asked([table])


def test_a_table_under_its_own_title_beside_another_is_not_joined():
    sheet = Sheet(
        "6月",
        [
            [JUNE, None, None, None, None, "2024年5月"],
            [*HEAD, None, *HEAD],
            [*row(1, A), None, *row(2, B)],
        ],
    )
    (table,) = read_as(sheet)
    assert len(table.problems) == 1
    assert table.problems[0].severity == "error"


def test_months_downwards_with_projects_across_are_rows_of_projects():
    across = [[f"{n}月", *(MONTHS[name][n - 1] for name in MONTHS)] for n in range(1, 7)]
    rows = [["月份", *MONTHS], *across, ["累计", *(sum(each) for each in MONTHS.values())]]
    (table,) = read(rows, title="2024年重点项目分月完成投资")
    assert amounts(table, ("completed", 1), ("completed", 6)) == {
        name: (months[0], months[5]) for name, months in MONTHS.items()
    }


def test_a_sheet_of_one_project_takes_its_name_from_the_title():
    rows = [["月份", "本月完成投资", "累计完成投资"], ["5月", 130, 550], ["6月", 150, 700]]
    (table,) = read(rows, title=f"{A}2024年投资完成情况")
    assert [(r.get("name"), str(r.get("month"))) for r in table.rows] == [
        (A, "2024-05"),
        (A, "2024-06"),
    ]


def test_kinds_to_the_left_of_names_are_no_names():
    head = ["序号", "项目名称", None, "本月完成投资"]
    rows = [head, [1, "产业", A, 150], [2, None, B, 90], [3, "民生", C, 45]]
    (table,) = read(rows, merged=[(2, 1, 2, 2), (3, 1, 4, 1)])
    assert amounts(table, "completed") == {A: (150,), B: (90,), C: (45,)}
    assert "分组" in [c.title for c in table.layout.unknown]


def test_sections_to_the_right_of_names_make_no_projects():
    rows = [
        ["序号", "项目名称", None, "本月完成投资"],
        [1, A, "一标段", 150],
        [2, None, "二标段", 90],
    ]
    (table,) = read(rows, merged=[(2, 1, 2, 2), (3, 1, 4, 1)])
    assert {r.get("name") for r in table.rows} <= {A}


def test_pages_with_their_title_again_are_one_table():
    rows = [HEAD, row(1, A), [None, "过次页", 150, 700], [JUNE + "（续表）"], HEAD]
    rows += [[None, "承前页", 150, 700], row(2, B), row(3, C), [None, "合计", 285, 1260]]
    (table,) = read_known(rows)
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not asked([table])


def test_a_month_among_the_year_so_far_is_told_by_its_place():
    whole = ["项目名称", "完成投资", "其中：本月"]
    rows = [whole, *([name, so_far, month] for name, (month, so_far) in JUNES.items())]
    (table,) = read_known(rows)
    assert amounts(table, "completed", "cumulative") == JUNES


def test_the_month_among_the_progress_of_investment_is_read():
    rows = [
        ["项目名称", "投资进度", "其中本月"],
        *([n, so_far, m] for n, (m, so_far) in JUNES.items()),
    ]
    (table,) = read_known(rows)
    assert amounts(table, "completed") == {name: (month,) for name, (month, _sum) in JUNES.items()}


@pytest.mark.parametrize("heads", [("本月", "累计"), ("6月", "1-6月")])
def test_sums_prove_what_headings_without_a_measure_count(heads):
    rows = [["项目名称", *heads], *([n, *both] for n, both in JUNES.items())]
    (table,) = read_known(rows, title="2024年6月重点项目进度")
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not asked([table])


def test_headings_without_a_measure_are_asked_about_where_no_sum_tells():
    rows = [["项目名称", "本月", "累计"], *([n, m, s + 7] for n, (m, s) in JUNES.items())]
    assert "measure" in asked(read_known(rows, title="2024年6月重点项目进度"))


def test_both_times_before_the_measure_part_the_cells():
    rows = [["项目名称", "本月/累计完成投资"], *([n, f"{m}/{s}"] for n, (m, s) in JUNES.items())]
    (table,) = read_known(rows)
    assert amounts(table, "completed", "cumulative") == JUNES


def test_a_total_in_words_of_the_whole_district_is_no_project():
    rows = [HEAD, [None, "全区3个重点项目", 285, 1260], row(1, A), row(2, B), row(3, C)]
    (table,) = read_known(rows)
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not asked([table])


def test_this_year_beside_the_last_is_asked_about():
    rows = [["项目名称", "上年同期", "本年", "同比"], [A, 90, 700, "5%"], [B, 80, 390, "2%"]]
    assert asked(read(rows, title="2024年6月重点项目进度表")) == ["measure"]


def test_a_column_of_its_own_tells_the_week_from_the_month():
    head = ["项目名称", "本周完成投资", "6月累计完成投资", "1-6月累计完成投资"]
    rows = [head, *([n, m // 4, m, s] for n, (m, s) in JUNES.items())]
    (table,) = read_known(rows, title="2024年重点项目第26周调度表（6月24日—6月30日）")
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not asked([table])


def test_a_correction_of_the_month_before_is_named():
    head = ["项目名称", "上月完成投资", "本月完成投资"]
    rows = [head, [A, 125, 150], [B, 80, 90], [C, 15, 45]]
    (table,) = read_known(rows)
    told = [proof for proof in table.desk.proofs if not proof.holds]
    assert len(told) == 1
    assert A in told[0].statement
    assert "125" in told[0].statement


def test_halves_of_two_years_plan_the_year_of_the_table():
    head = [
        "项目名称",
        "建设性质",
        "总投资",
        "2024年下半年计划投资",
        "2025年上半年计划投资",
        "2025年下半年计划投资",
    ]
    rows = [head, [A, "新建", 9000, 600, 400, 700], [B, "新建", 8000, 500, 300, 200]]
    (table,) = read(rows, title="2025年区重点项目计划表")
    assert amounts(table, "planned") == {A: (1100,), B: (500,)}


def test_the_unit_on_each_page_is_no_line_of_the_table():
    rows = [["单位：万元"], HEAD, row(1, A), [JUNE], ["单位：万元"], HEAD, row(2, B), row(3, C)]
    (table,) = read_known(rows, unit="")
    assert amounts(table, "completed", "cumulative") == JUNES
    assert not table.problems


def test_amounts_behind_names_are_no_part_of_them():
    named = [[f"{n}.{name}（总投资{n}200万元）", *JUNES[name]] for n, name in enumerate(JUNES, 1)]
    (table,) = read_known([HEAD[1:], *named])
    assert amounts(table, "completed", "cumulative") == JUNES
