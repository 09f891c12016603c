"""Rows that are parts of a project: asked about, unless the table's total proves what they are."""

import pytest

from bihuan.importing.tests.test_proof_headings import questions
from bihuan.importing.tests.test_proof_lines import HEAD, asked, tables

ONE = [1, "城东标准厂房项目", "续建", 5000, 1500]
TWO = [2, "滨河道路改造工程", "续建", 3000, 800]
THREE = [3, "河西第三小学项目", "新开工", 4000, 400]
FOUR = [4, "城北污水处理厂", "新开工", 6000, 900]
MERGED = [(3, 0, 5, 0)]  # the number of the first project over its two parts


def part(name, total, planned, serial=None):
    return [serial, name, None, total, planned]


def read(parts, total=None, *, merged=(), **more):
    rows = [HEAD, ONE, *parts, TWO, THREE, FOUR]
    rows += [[None, "合计", None, *total]] if total else []
    return tables(rows, merged=list(merged), **more)


def names(found):
    return [row.get("name") for table in found for row in table.rows]


ALL = [row[1] for row in (ONE, TWO, THREE, FOUR)]
WITHOUT, WITH = (18_000, 3600), (22_000, 4900)
UNEQUAL = [part("一期厂房", 3000, 1000), part("二期厂房", 1000, 300)]


@pytest.mark.parametrize(
    ("parts", "merged"),
    [
        (UNEQUAL, MERGED),  # under one number
        ([part("一期厂房", 3000, 1000), part("二期厂房", 2000, 300)], ()),  # add up in one column
        ([part("中央预算内资金", 3000, 100), part("地方自筹", 1000, 50)], ()),
        ([part("企业自筹", 3000, 100)], ()),
        ([part("专项债券资金", 3000, None), part("银行贷款", 900, None)], ()),
    ],
)
def test_are_asked_about_with_the_project_above(parts, merged):
    found = read(parts, merged=merged)
    assert asked(found) == ["children"]
    (question,) = [q for q in questions(found) if q.is_open]
    assert "3,600" in question.choices[0].gives
    again = read(parts, merged=merged, answers={question.id: "parents"})
    assert (asked(again), names(again)) == ([], ALL)


def test_without_a_number_among_numbered_ones_are_asked_about():
    found = read(UNEQUAL)
    (question,) = [q for q in questions(found) if q.is_open]
    assert question.id.startswith("unnumbered")
    assert ["3,600" in question.choices[0].gives, "4,900" in question.choices[1].gives] == [
        True
    ] * 2
    assert names(read(UNEQUAL, answers={question.id: "parents"})) == ALL
    both = [ALL[0], "一期厂房", "二期厂房", *ALL[1:]]
    assert names(read(UNEQUAL, answers={question.id: "project"})) == both


@pytest.mark.parametrize(("total", "count"), [(WITHOUT, 4), (WITH, 6)])
@pytest.mark.parametrize("merged", [(), MERGED])
def test_are_what_the_tables_total_proves(total, count, merged):
    found = read(UNEQUAL, total, merged=merged)
    assert (asked(found), len(names(found))) == ([], count)
    statements = [proof.statement for table in found for proof in table.desk.proofs]
    assert any(f"{total[1]:,}" in each or f"{total[0]:,}" in each for each in statements)


@pytest.mark.parametrize(("total", "count"), [(WITHOUT, 4), (WITH, 6)])
def test_with_numbers_of_their_own_are_what_the_total_proves(total, count):
    parts = [part("一期厂房", 3000, 1000, "1.1"), part("二期厂房", 1000, 300, "1.2")]
    found = read(parts, total)
    assert (asked(found), len(names(found))) == ([], count)


def test_that_alone_make_the_total_are_the_projects_and_their_whole_is_held_against_them():
    parts = [part("一期厂房", 3000, 1000, "1.1"), part("二期厂房", 1000, 300, "1.2")]
    found = read(parts, (17_000, 3400))
    assert (asked(found), names(found)) == (["rows"], ["一期厂房", "二期厂房", *ALL[1:]])


def test_that_add_up_to_their_project_leave_the_total_undecided():
    parts = [part("一期厂房", 3000, 1000, "1.1"), part("二期厂房", 2000, 500, "1.2")]
    assert asked(read(parts, WITHOUT)) == ["children"]


def test_of_a_total_that_holds_in_one_column_only_are_asked_about():
    assert set(asked(read(UNEQUAL, (18_000, 3700)))) == {"unnumbered", "rows"}
