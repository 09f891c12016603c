"""A column that says the unit of each row: read, or asked about, never ten thousand times wrong."""

from datetime import date

import pytest

from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_columns import WAN
from bihuan.importing.tests.test_proof_headings import answered, questions
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.sheets import Cell, Sheet

YI = 10_000 * WAN
HEADS = ["单位", "计量单位", "投资单位", "金额单位", "币种单位"]


class KnownTotals(NothingKnown):
    """Projects 甲 and 乙, with total investments of 1000万元 and 2.5亿元."""

    def find(self, name, code):
        return {"甲": 1, "乙": 2}.get(name)

    def total(self, project):
        return {1: 1000 * WAN, 2: 25000 * WAN}[project]


def ledger(head, *lines, note="", known=None, **more):
    def read(answers=None):
        rows = [["2024年区重点项目名单"], *([[note]] if note else [])]
        rows += [["序号", "项目名称", head, "总投资", "年度计划投资"]]
        rows += [[n, *line] for n, line in enumerate(lines, 1)]
        facts = TableFacts(date(2024, 7, 5), None, None, answers or {})
        rules = ReadingRules(facts, known or NothingKnown())
        told = BatchAnswers(answers=answers or {})
        return read_sheet("表.xlsx", Sheet("Sheet1", rows, []), told, rules)

    return read


def totals(found):
    return [row.get("total") for row in found[0].rows]


MIXED = [("甲", "万元", 1000, 100), ("乙", "亿元", 2.5, 0.3)]
RIGHT = [1000 * WAN, 25000 * WAN]


@pytest.mark.parametrize("head", HEADS)
def test_each_row_counts_in_its_unit_where_nothing_says_another(head):
    found = ledger(head, *MIXED)()
    assert (totals(found), asked(found), len(found[0].desk.proofs)) == (RIGHT, [], 1)


@pytest.mark.parametrize("head", HEADS)
def test_a_table_that_says_another_unit_than_its_rows_is_asked_about(head):
    read = ledger(head, *MIXED, note="单位：万元")
    assert asked(read()) == ["rowunit"]
    assert totals(answered(read, rowunit="each")) == RIGHT
    assert totals(answered(read, rowunit="stated")) == [1000 * WAN, 25_000]


def test_a_heading_that_says_another_unit_than_its_rows_is_asked_about():
    heads = ["项目名称", "单位", "总投资（万元）", "年度计划投资（万元）"]
    rows: list[list[Cell]] = [["2024年区重点项目名单"], [*heads]]
    rows += [["甲", "万元", 1000, 100], ["乙", "亿元", 2.5, 0.3]]
    rules = ReadingRules(TableFacts(date(2024, 7, 5)), NothingKnown())
    assert asked(read_sheet("表.xlsx", Sheet("Sheet1", rows, []), BatchAnswers(), rules)) == [
        "rowunit"
    ]


def test_the_ledger_proves_in_what_rows_count():
    found = ledger("单位", *MIXED, note="单位：万元", known=KnownTotals())()
    assert (totals(found), asked(found)) == (RIGHT, [])


def test_rows_in_the_unit_of_the_table_and_organisations_are_no_question():
    same = [("甲", "万元", 1000, 100), ("乙", "万元", 25000, 300)]
    assert asked(ledger("单位", *same, note="单位：万元")()) == []
    named = [("甲", "住建局", 1000, 100), ("乙", "万元镇", 25000, 300)]
    assert asked(ledger("单位", *named, note="单位：万元")()) == []


def test_a_row_that_says_no_unit_leaves_it_open():
    blank = [("甲", None, 1000, 100), ("乙", "亿元", 2.5, 0.3)]
    (question,) = questions(ledger("单位", *blank)())
    assert question.id.startswith("unit")


def test_nothing_else_is_asked_before_it_is_known_in_what_rows_count():
    heads = ["项目名称", "单位", "总投资", "批复总投资", "年度计划投资"]
    rows: list[list[Cell]] = [["2024年区重点项目名单（单位：万元）"], [*heads]]
    rows += [["甲", "万元", 1000, 1100, 100], ["乙", "亿元", 2.5, 2.6, 0.3]]
    rules = ReadingRules(TableFacts(date(2024, 7, 5)), NothingKnown())
    found = read_sheet("表.xlsx", Sheet("Sheet1", rows, []), BatchAnswers(), rules)
    assert asked(found) == ["rowunit"]
