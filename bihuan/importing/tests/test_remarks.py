"""What remarks, notes and a table's other columns say against its amounts is asked about."""

import pytest

from bihuan.importing.proof.remarks.words import Objection, remarks_in
from bihuan.kit.sheets import Cell, Sheet

from .sheets_read import JUNE, A, B, C, amounts, answered, asked, gives, read, read_as

HEAD = ["序号", "项目名称", "本月完成投资", "备注"]
AGAINST = {
    "数据截至5月底": Objection.OTHER_MONTH,
    "截至2024年5月31日": Objection.OTHER_MONTH,
    "为5月数据": Objection.OTHER_MONTH,
    "沿用上月": Objection.OTHER_MONTH,
    "该项目数据为5月": Objection.OTHER_MONTH,
    "截止5.31": Objection.OTHER_MONTH,
    "数据截止到2024年5月31日": Objection.OTHER_MONTH,
    "5-6月合计": Objection.OTHER_MONTH,
    "只统计到6月20日": Objection.OTHER_MONTH,
    "截至6月20日": Objection.OTHER_MONTH,
    "去年同期数": Objection.OTHER_MONTH,
    "数据为2023年6月": Objection.OTHER_MONTH,
    "二季度数": Objection.SO_FAR,
    "上半年累计": Objection.SO_FAR,
    "计划": Objection.FORESEEN,
    "仅供参考": Objection.FORESEEN,
    "与滨河大道项目重复统计": Objection.OTHER_MEASURE,
    "该数为预计数": Objection.FORESEEN,
    "暂估": Objection.FORESEEN,
    "快报数": Objection.FORESEEN,
    "数据未审定": Objection.FORESEEN,
    "初步统计数": Objection.FORESEEN,
    "按合同额统计": Objection.OTHER_MEASURE,
    "为计划数": Objection.OTHER_MEASURE,
    "按比例折算": Objection.OTHER_MEASURE,
    "为累计数": Objection.SO_FAR,
    "1-6月完成数为开工以来累计": Objection.SO_FAR,
    "应为810，误填为710": Objection.WRONG,
    "更正为20万元": Objection.WRONG,
    "数据有误": Objection.WRONG,
    "本月完成投资420，录入时漏填": Objection.WRONG,
    "漏报": Objection.WRONG,
    "项目已取消": Objection.STOPPED,
    "已停建": Objection.STOPPED,
    "已终止实施": Objection.STOPPED,
    "已于5月竣工": Objection.FINISHED,
    "2023年11月底已建成投用": Objection.FINISHED,
    "含上年结转300": Objection.OTHER_MONTH,
    "其中200为6月前完成": Objection.OTHER_MONTH,
    "监理未签认": Objection.FORESEEN,
    "企业口径，统计未认定": Objection.FORESEEN,
    "按进度款支付数填列": Objection.OTHER_MEASURE,
    "扣除上月多报60": Objection.SCOPE,
    "不含土地款": Objection.SCOPE,
    "含征地费": Objection.SCOPE,
    "含4、5月补报": Objection.SCOPE,
    "已调出重点项目": Objection.SCOPE,
}
HARMLESS = [
    "按计划推进",
    "预计6月底完工",
    "截至5月底，主体结构封顶",
    "截至5月底完成投资3,800万元",
    "施工图未审定",
    "资金到位",
    "本月无投资",
    "停工，未完成投资",
    "2024年6月开工，2025年12月竣工",
    "按30%计",
    "建设规模改为3万平方米",
    "总投资应为5000万元",
    "竣工时间改为2025年6月",
    "上年结转资金已到位",
    "上月多报50万元，本月已扣减",
    "与上月持平，正在办理用地手续",
    "建设内容包括标准厂房5栋",
    "",
]


@pytest.mark.parametrize("text", AGAINST)
def test_a_remark_is_understood(text):
    assert [remark.objection for remark in remarks_in(text)] == [AGAINST[text]]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_one_says_nothing(text):
    assert remarks_in(text) == ()


@pytest.mark.parametrize("text", [t for t, what in AGAINST.items() if what is not Objection.SCOPE])
def test_a_row_with_a_remark_against_it_is_asked_about(text):
    rows = [HEAD, [1, A, 10, text], [2, B, 20, ""], [3, C, 30, "按计划推进"]]
    found = read(rows)
    assert asked(found) == ["remark"]
    [left] = read(rows, answers=answered(found, "remark", "-"))
    assert amounts(left, "completed") == {B: (20,), C: (30,)}
    assert [each.row for each in left.desk.left] == [4]
    [whole] = read(rows, answers=answered(found, "remark", "stands"))
    assert amounts(whole, "completed") == {A: (10,), B: (20,), C: (30,)}


@pytest.mark.parametrize("text", ["截至6月底", "数据截至6月30日", "截至6月25日", "数据为6月"])
def test_a_remark_that_says_the_table_s_own_month_asks_nothing(text):
    rows = [HEAD, [1, A, 10, text], [2, B, 20, ""], [3, C, 30, ""]]
    assert asked(read(rows)) == []


def test_what_is_in_an_amount_is_told():
    [table] = read([HEAD, [1, A, 10, "不含土地款"], [2, B, 20, ""]])
    assert asked([table]) == []
    assert any("不含土地款" in proof.statement for proof in table.desk.proofs)


@pytest.mark.parametrize(
    "note", ["注：滨河道路改造工程为截至5月底数据。", "注：1.滨河道路改造工程为暂估数。2.略"]
)
def test_a_note_that_names_a_project_is_of_its_row(note):
    rows = [HEAD[:3], [1, A, 10], [2, B, 20], [note]]
    found = read(rows)
    assert asked(found) == ["remark"]
    [table] = read(rows, answers=answered(found, "remark", "-"))
    assert amounts(table, "completed") == {A: (10,)}


@pytest.mark.parametrize(
    "note",
    ["注：本表为预计数，以最终上报数为准。", "备注：表中数据按合同额统计", "说明：数据未审定"],
)
def test_a_note_on_all_rows_is_asked_about_once(note):
    found = read([HEAD[:3], [1, A, 10], [2, B, 20], [note]])
    assert asked(found) == ["foreseen"]


@pytest.mark.parametrize("unit", ["单位：万元（预计数）", "单位：万元（快报数）"])
def test_so_is_one_in_the_line_of_the_unit(unit):
    assert asked(read([HEAD[:3], [1, A, 10], [2, B, 20]], unit=unit)) == ["foreseen"]


def test_so_is_one_in_brackets_of_a_heading():
    head = ["序号", "项目名称", "6月完成投资（含预计）"]
    assert asked(read([head, [1, A, 10], [2, B, 20]])) == ["foreseen"]


def test_another_month_in_a_note_is_offered():
    found = read([HEAD[:3], [1, A, 10], [2, B, 20], ["注：本表数据截至5月底"]])
    question = next(q for t in found for q in t.desk.questions)
    assert [choice.value for choice in question.choices] == ["2024-06", "2024-05"]


def test_rows_whose_amounts_end_in_another_month_are_asked_about():
    head = ["序号", "项目名称", "1-6月累计完成投资", "数据截止时间"]
    rows = [head, [1, A, 10, "2024年6月30日"], [2, B, 20, "2024年5月31日"]]
    found = read(rows)
    assert asked(found) == ["remark"]
    [table] = read(rows, answers=answered(found, "remark", "-"))
    assert amounts(table, "cumulative") == {A: (10,)}


def test_plans_and_done_under_one_month_are_told_apart():
    merged = [(2, 2, 2, 3), (2, 4, 2, 5), (2, 0, 3, 0), (2, 1, 3, 1)]
    head = ["序号", "项目名称", "计划完成投资", None, "实际完成投资", None]
    rows = [head, [None, None, "1-6月", "6月", "6月", "1-6月"]]
    [table] = read([*rows, [1, A, 90, 15, 10, 60], [2, B, 95, 25, 20, 70]], merged=merged)
    assert amounts(table, "completed", "cumulative") == {A: (10, 60), B: (20, 70)}


@pytest.mark.parametrize("heading", ["考核完成投资", "6月评估完成投资", "完成工程量"])
def test_an_unknown_word_before_completed_is_asked_about(heading):
    found = read([["序号", "项目名称", heading], [1, A, 1000], [2, B, 500], [3, C, 700]])
    assert asked(found) in (["span"], ["output"])


def test_months_after_the_title_s_are_asked_about():
    head = ["序号", "项目名称", "5月完成投资", "6月完成投资", "7月完成投资"]
    rows = [head, [1, A, 10, 12, 50], [2, B, 20, 22, 60]]
    found = read(rows)
    assert asked(found) == ["later"]
    [table] = read(rows, answers=answered(found, "later", "-"))
    assert ("completed", 7) not in table.rows[0].values


def test_months_that_have_not_begun_are_left_out_and_told():
    head = ["序号", "项目名称", "5月完成投资", "6月完成投资", "9月完成投资"]
    [table] = read([head, [1, A, 10, 12, 50], [2, B, 20, 22, 60]])
    assert asked([table]) == []
    assert ("completed", 9) not in table.rows[0].values
    assert [each.text for each in table.desk.left] == ["9月完成投资"]


WORDS = ["序号", "项目名称", "6月完成投资", "1-6月累计完成投资", "形象进度"]


def test_an_amount_in_the_words_of_a_row_is_held_against_its_cell():
    rows = [
        WORDS,
        [1, A, 10, 60, "6月完成投资12万元，主体封顶"],
        [2, B, 20, 80, "6月完成投资20万元"],
    ]
    rows.append([3, C, 30, 90, "1-6月累计完成投资90万元，5月完成投资11万元，6月计划完成投资40万元"])
    found = read(rows)
    assert asked(found) == ["odd"]
    [table] = read(rows, answers=answered(found, "odd", "worded"))
    assert amounts(table, "completed") == {A: (12,), B: (20,), C: (30,)}
    [table] = read(rows, answers=answered(found, "odd", "stands"))
    assert amounts(table, "completed") == {A: (10,), B: (20,), C: (30,)}


def test_words_that_were_left_from_another_month_are_asked_about_once():
    rows = [WORDS, *([n, p, 10, 60, "6月完成投资8万元"] for n, p in enumerate((A, B, C), 1))]
    found = read(rows)
    assert asked(found) == ["worded"]
    [table] = read(rows, answers=answered(found, "worded", "worded"))
    assert amounts(table, "completed") == {A: (8,), B: (8,), C: (8,)}


def test_a_unit_that_is_said_of_one_row_is_asked_about():
    rows = [HEAD, [1, A, 1000, ""], [2, B, 0.1, "单位为亿元"], [3, C, 900, "万元"]]
    found = read(rows)
    assert asked(found) == ["noterow"]
    [table] = read(rows, answers=answered(found, "noterow", "each"))
    assert amounts(table, "completed") == {A: (1000,), B: (1000,), C: (900,)}


def test_so_is_one_in_a_note():
    rows = [HEAD[:3], [1, A, 1000], [2, B, 0.1], ["注：滨河道路改造工程单位为亿元，其余为万元。"]]
    found = read(rows, unit="")
    assert asked(found) == ["noterow"]
    [table] = read(rows, unit="", answers=answered(found, "noterow", "each"))
    assert amounts(table, "completed") == {A: (1000,), B: (1000,)}


def _commented(text, place, *rows):
    head: list[list[Cell]] = [[JUNE], ["单位：万元"], ["序号", "项目名称", "6月完成投资"]]
    return read_as(Sheet("S", [*head, *map(list, rows)], comments={place: text}))


def test_a_unit_in_the_comment_of_a_heading_is_read():
    [table] = _commented("单位：亿元", (2, 2), [1, A, 0.1], [2, B, 0.2])
    assert amounts(table, "completed") == {A: (1000,), B: (2000,)}
    assert any("单位：亿元" in proof.statement for proof in table.desk.proofs)


def test_a_unit_in_a_comment_is_of_its_column_alone():
    titles: list[list[Cell]] = [[JUNE], ["单位：万元"]]
    head: list[list[Cell]] = [*titles, ["序号", "项目名称", "6月完成投资", "1-6月累计完成投资"]]
    rows: list[list[Cell]] = [*head, [1, A, 10, 0.5], [2, B, 20, 0.6]]
    [table] = read_as(Sheet("S", rows, comments={(2, 3): "单位：亿元"}))
    assert amounts(table, "completed", "cumulative") == {A: (10, 5000), B: (20, 6000)}


@pytest.mark.parametrize("text", ["含预计数", "本列为快报数", "按合同额统计"])
def test_a_comment_against_a_column_is_asked_about(text):
    assert asked(_commented(text, (2, 2), [1, A, 10], [2, B, 20])) == ["foreseen"]


def test_a_comment_against_one_cell_is_of_its_row():
    found = _commented("数据截至5月底", (4, 2), [1, A, 10], [2, B, 20])
    assert asked(found) == ["remark"]
    assert B in next(q for t in found for q in t.desk.questions).text


def test_two_files_of_one_sheet_name_are_answered_apart():
    top: list[list[Cell]] = [[JUNE], ["单位：万元"], [*HEAD]]
    rows: list[list[Cell]] = [*top, [1, A, 10, "快报数"], [2, B, 20, ""]]
    ids = {
        question.id
        for file in ("甲.xlsx", "乙.xlsx")
        for table in read_as(Sheet("Sheet1", [list(row) for row in rows]), file)
        for question in table.desk.questions
    }
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("应为12，误填为10", ""),
        ("更正为12万元", ""),
        ("本月完成投资12，录入时漏填", ""),
        ("实际完成15，按12计", ""),
        ("", f"更正：{A}本月完成投资应为12万元。"),
        ("", f"注：{A}正确数应为120000元。"),
    ],
)
def test_what_is_said_to_be_right_instead_is_offered(cell, note):
    rows = [HEAD, [1, A, 10, cell], [2, B, 20, ""], [note]]
    found = read(rows)
    assert (asked(found), "12" in gives(found, "remark")[1]) == (["remark"], True)
    [right] = read(rows, answers=answered(found, "remark", "worded"))
    assert amounts(right, "completed") == {A: (12,), B: (20,)}
    [stands] = read(rows, answers=answered(found, "remark", "stands"))
    assert amounts(stands, "completed") == {A: (10,), B: (20,)}
    rows[1][2] = 12  # corrected already
    assert asked(read(rows)) == []
