"""Cells that are no plain number: read or asked about, and never the end of their row."""

import pytest

from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, JUNE, questions, read
from bihuan.importing.tests.test_proof_lines import HEAD, ONE, asked, tables

LIST = "2024年区重点项目一览表"


def done(*cells, **more):
    return read(
        ["本月完成投资"], *((cell,) for cell in cells), title=JUNE, known=FIVE_MONTHS, **more
    )


@pytest.mark.parametrize(
    ("cell", "answer", "amount"),
    [
        ("(200)", "amount", 200 * WAN),
        ("（200）", "minus", -200 * WAN),
        ("(1,200.5)", "-", None),
        ("500+300", "sum", 800 * WAN),
        ("500＋300+1.5", "sum", 801.5 * WAN),
        ("500 + 300", "-", None),
    ],
)
def test_an_amount_written_in_its_own_way_is_asked_about(cell, answer, amount):
    found = done(50, cell, 40)
    question = questions(found)["written"]
    assert all(choice.gives for choice in question.choices)
    again = done(50, cell, 40, answers={question.id: answer})
    assert [each for each, _sum in month_rows(again) if each != 50 * WAN][:1] in (
        [amount],
        [40 * WAN],
    )
    assert not [p for t in again for p in t.problems if p.severity == "error"]
    if amount is not None:
        assert amount in [each for each, _sum in month_rows(again)]


def test_an_amount_that_is_added_up_counts_in_its_total():
    rows = [ONE, [2, "滨河道路改造工程", "续建", "1500+500", 200], [None, "合计", None, 3000, 300]]
    found = tables([HEAD, *rows])
    assert asked(found) == ["written"]


@pytest.mark.parametrize("word", ["未报", "未上报", "未报送", "未填报", "尚未报", "缺报"])
def test_words_for_what_was_not_reported_leave_the_cell_blank(word):
    found = done(50, word)
    assert [p.severity for t in found for p in t.problems] == ["warning"]
    assert [row.bad for row in found[0].rows] == [False, False]
    assert month_rows(found) == [(50 * WAN, None), (None, None)]


@pytest.mark.parametrize("heading", ["建设工期", "建设年限", "建设周期", "计划竣工时间"])
@pytest.mark.parametrize("cell", [24, 24.0, "24", "24个月"])
def test_a_number_of_months_in_place_of_days_leaves_the_cell_blank_with_a_word(heading, cell):
    heads = ["总投资", "建设性质", "年度计划投资", heading]
    found = read(heads, (5000, "续建", 1200, cell), title=LIST, known=NothingKnown())
    assert [p.severity for p in found[0].problems] == ["warning"]
    assert not found[0].rows[0].bad


def test_a_year_in_place_of_days_is_a_year():
    heads = ["总投资", "建设性质", "年度计划投资", "建设年限"]
    found = read(heads, (5000, "续建", 1200, "2024"), title=LIST, known=NothingKnown())
    assert not found[0].problems
