"""Lines that are no projects, in the ways that offices write them: read without a word wrong."""

from datetime import date

import pytest

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.kit.sheets import Cell, Sheet
from bihuan.projects.kinds import ProjectClass

HEAD: list[Cell] = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资"]
ONE: list[Cell] = [1, "城东标准厂房项目", "续建", 1000, 100]
TWO: list[Cell] = [2, "滨河道路改造工程", "续建", 2000, 200]
THREE: list[Cell] = [3, "河西第三小学项目", "新开工", 4000, 400]


def tables(
    rows,
    *,
    title="某区2024年区重点项目名单",
    merged=(),
    answers=None,
    name="Sheet1",
    year=None,
    today=date(2024, 7, 5),
):
    sheet = Sheet(name, [[title], ["单位：万元"], *rows], list(merged))
    facts = TableFacts(today, year, None, answers or {})
    rules = ReadingRules(facts, NothingKnown())
    return read_sheet("表.xlsx", sheet, BatchAnswers(answers=answers or {}), rules)


def names(rows, **more):
    return [row.get("name") for table in tables(rows, **more) for row in table.rows]


def asked(found):
    return [q.id.partition("-")[0] for table in found for q in table.desk.questions if q.is_open]


ALL = [ONE[1], TWO[1], THREE[1]]


@pytest.mark.parametrize("word", ["本页小计", "共3个项目", "3个项目", "全区", "汇总", "三镇合计"])
def test_a_total_is_known_by_its_sum_whatever_it_is_called(word):
    subtotal = [None, "小计", None, 3000, 300]
    rows = [HEAD, ["一", "产业类"], ONE, TWO, subtotal, ["二", "民生类"], THREE]
    assert names([*rows, [None, word, None, 7000, 700]]) == ALL


def test_a_group_without_a_number_that_counts_its_one_project_is_none():
    heads: list[list[Cell]]
    heads = [[None, "产业类（2个）", None, 3000, 300], [None, "民生类（1个项目）", None, 4000, 400]]
    rows = [heads[0], ONE, TWO, heads[1], [1, *THREE[1:]]]
    assert names([HEAD, *rows]) == ALL
    unnumbered = [HEAD[1:], *(list(row)[1:] for row in rows)]
    assert names(unnumbered) == ALL


@pytest.mark.parametrize("serial", ["{}.", "{}、", "（{}）", "0{}"])
def test_groups_head_projects_that_are_numbered_in_other_ways(serial):
    rows = [[serial.format(row[0]), *row[1:]] for row in (ONE, TWO, THREE)]
    assert names([HEAD, ["一", "产业类"], *rows[:2], ["二", "民生类"], rows[2]]) == ALL
    bare = [[None, *row[1:]] for row in rows]
    assert (
        names([HEAD, ["一", "产业类（2个）"], *bare[:2], ["二", "民生类（1个）"], bare[2]]) == ALL
    )


def test_headings_that_a_printer_repeats_are_left_out_and_the_total_holds():
    found = tables([HEAD, ONE, HEAD, TWO, THREE, [None, "合计", None, 7000, 700]])
    assert [row.get("name") for row in found[0].rows] == ALL
    assert (len(found), asked(found)) == (1, [])


def test_a_group_with_its_sums_in_the_first_column_tells_the_class():
    head = [HEAD[0], HEAD[1], HEAD[3], HEAD[4]]
    rows = [[r[0], r[1], r[3], r[4]] for r in (ONE, TWO)]
    found = tables([head, ["一、前期项目（2个）", None, 3000, 300], *rows])
    assert {row.project_class for row in found[0].rows} == {ProjectClass.PREPARATION}


def test_a_class_holds_until_the_next_group_of_its_height():
    head = [HEAD[0], HEAD[1], HEAD[3], HEAD[4]]
    rows = [[r[0], r[1], r[3], r[4]] for r in (ONE, TWO)]
    found = tables([head, ["一", "前期项目"], rows[0], ["二", "民生类"], rows[1]])
    told = [row.project_class for row in found[0].rows]
    assert told == [ProjectClass.PREPARATION, None]


def test_stages_stand_under_a_heading_of_their_own():
    head = [*HEAD[:2], "建设阶段", *HEAD[3:]]
    found = tables([head, ONE, [2, "滨河道路", "签约", 2000, 200]])
    told = [row.project_class for row in found[0].rows]
    assert told == [ProjectClass.CONSTRUCTION, ProjectClass.LEGACY]


def test_rounding_of_whole_numbers_is_no_contradiction_and_a_slip_is():
    rows = [HEAD, ONE, TWO, THREE]
    assert asked(tables([*rows, [None, "合计", None, 7001, 701]])) == []
    assert asked(tables([*rows, [None, "合计", None, 7000, 750]])) == ["rows"]


def test_parts_whose_whole_printed_noughts_are_asked_about():
    head = ["序号", "项目名称", "6月完成投资", "1-6月累计完成投资"]
    rows = [[1, "甲工程", 0, 0], ["1.1", "甲一标", 0, 0], ["1.2", "甲二标", 0, 0], [2, "乙", 5, 9]]
    found = tables([head, *rows], title="2024年6月重点项目投资完成情况表")
    assert asked(found) == ["children"]
    assert [t.layout.kind for t in found] == [SheetKind.MONTHLY]


OWNED: list[Cell] = ["序号", "项目名称", "总投资", "年度计划投资", "项目业主"]


def owned(serial, name, total, planned, owner=None):
    return [serial, name, total, planned, owner]


GROUP = owned("一", "前期项目", 3000, 300)
MEMBERS = [owned(1, ONE[1], 1000, 100, "甲公司"), owned(2, TWO[1], 2000, 200, "乙公司")]


def test_what_is_numbered_like_a_group_and_heads_nothing_is_a_project():
    alone = [owned("二", THREE[1], 4000, 400, "区教育局"), owned("三", "丁医院", 50, 5, "区卫健局")]
    found = tables([OWNED, GROUP, *MEMBERS, *alone, owned("合计", None, 7050, 705)])
    assert [row.get("name") for row in found[0].rows] == [*ALL, "丁医院"]
    assert asked(found) == []
    told = [row.project_class for row in found[0].rows]
    assert told == [ProjectClass.PREPARATION] * 2 + [None] * 2


def test_it_is_asked_about_if_nothing_more_is_told_of_it_and_no_total_holds():
    alone = owned("二", THREE[1], 4000, 400)
    found = tables([OWNED, GROUP, *MEMBERS, alone])
    assert asked(found) == ["row"]
    assert asked(tables([OWNED, GROUP, *MEMBERS, alone, owned(None, "合计", 7000, 700)])) == []


def test_a_group_that_does_not_add_up_may_be_a_project_of_its_own():
    odd = owned("二", THREE[1], 4000, 400, "区教育局")
    rows = [OWNED, GROUP, *MEMBERS, odd, owned(1, "丁医院", 50, 5, "区卫健局")]
    (question,) = [q for t in tables(rows) for q in t.desk.questions]
    assert [choice.value for choice in question.choices] == ["rows", "project", "skip"]
    assert names(rows, answers={question.id: "project"}) == [*ALL, "丁医院"]


def test_a_number_in_a_circle_is_another_level():
    parts = [owned("①", "甲一标", 600, 60, "甲公司"), owned("②", "甲二标", 400, 40, "甲公司")]
    assert asked(tables([OWNED, MEMBERS[0], *parts, MEMBERS[1]])) == ["children"]
    kinds = [owned(1, "产业类", 1000, 100), *parts, owned(2, "民生类", 2000, 200)]
    rows = [OWNED, *kinds, owned("①", TWO[1], 2000, 200, "乙公司")]
    assert (names(rows), asked(tables(rows))) == (["甲一标", "甲二标", TWO[1]], [])
    kinds[0][0], kinds[3][0] = "一", "二"
    assert (names(rows), asked(tables(rows))) == (["甲一标", "甲二标", TWO[1]], [])
    assert names([OWNED, *parts]) == ["甲一标", "甲二标"]


def test_a_group_of_noughts_is_known_by_how_many_it_counts():
    rows = [owned("（1）", "产业类（共2个）", 3000, 300)]
    rows += [["（1）", *MEMBERS[0][1:]], ["（2）", *MEMBERS[1][1:]]]
    rows += [owned("（2）", "民生类（1个）", 0, 0), owned("（3）", THREE[1], 0, 0)]
    assert names([OWNED, *rows]) == ALL


def test_a_class_alone_in_its_line_heads_a_group_without_a_number():
    rows = [["前期项目"], MEMBERS[0], ["续建类"], MEMBERS[1]]
    told = [row.project_class for row in tables([OWNED, *rows])[0].rows]
    assert told == [ProjectClass.PREPARATION, ProjectClass.CONSTRUCTION]


def test_a_total_that_holds_only_with_a_row_tells_that_it_is_a_project():
    large = [1, ONE[1], "续建", 6000, 600]
    rows = [HEAD, large, TWO, THREE]
    assert asked(tables(rows)) == ["row"]
    assert asked(tables([*rows, [None, "合计", None, 12000, 1200]])) == []
    assert names([*rows, [None, "合计", None, 12000, 1200]]) == ALL


def test_a_project_without_amounts_yet_among_groups_is_one():
    alone = owned("二", THREE[1], 0, 0, "区教育局")
    assert names([OWNED, GROUP, *MEMBERS, alone]) == ALL
    assert asked(tables([OWNED, GROUP, *MEMBERS, owned("二", THREE[1], 0, 0)])) == ["row"]
    assert names([OWNED, GROUP, *MEMBERS, owned("二", "民生类", 0, 0)]) == ALL[:2]


def test_whole_numbers_with_their_unit_in_the_cell_may_be_rounded_too():
    rows = [[*row[:3], f"{row[3]}万元", f"{row[4]}万元"] for row in (ONE, TWO, THREE)]
    assert asked(tables([HEAD, *rows, [None, "合计", None, "7001万元", "701万元"]])) == []
    assert asked(tables([HEAD, *rows, [None, "合计", None, "7000万元", "750万元"]])) == ["rows"]


def test_remarks_under_a_table_are_no_titles_of_the_next():
    second = ["说明：以上截至2023年3月底，单位：元"], ["2024年区重点项目名单（二）"], ["单位：万元"]
    found = tables([HEAD, ONE, TWO, [], *second, HEAD, [1, *THREE[1:]]])
    assert [(t.year, t.layout.unit) for t in found] == [(2024, 10_000)] * 2
