"""Streets and offices with their sums, hidden rows, wholes without amounts."""

import pytest

from bihuan.importing.headings.kinds import SheetKind

from .sheets_read import (
    LEDGER,
    LISTED,
    MONTH,
    A,
    B,
    C,
    KnownPlans,
    amounts,
    answered,
    asked,
    gives,
    read,
)

ONE, TWO, THREE = [1, A, 10, 100], [2, B, 20, 200], [3, C, 40, 400]
RIGHT = {A: (10, 100), B: (20, 200), C: (40, 400)}
TOTAL = [None, "合计", 70, 700]


def done(found):
    return amounts(found[-1], "completed", "cumulative")


@pytest.mark.parametrize(
    "names", [("城南街道", "河西街道"), ("区住建局", "区教育局"), ("高新区", "城投公司")]
)
@pytest.mark.parametrize("total", [[TOTAL], []])
@pytest.mark.parametrize("below", [False, True])
def test_streets_are_no_projects_whatever_they_head(names, total, below):
    first, second = ([None, names[0], 30, 300], [None, names[1], 40, 400])
    rows = [ONE, TWO, first, THREE, second] if below else [first, ONE, TWO, second, THREE]
    found = read([MONTH, *rows, *total])
    assert (asked(found), done(found)) == ([], RIGHT)


def test_streets_of_a_table_without_numbers_are_proved_by_its_total():
    rows = [["城南街道", 30, 300], ONE[1:], TWO[1:], ["河西街道", 40, 400], THREE[1:]]
    found = read([MONTH[1:], *rows, TOTAL[1:]])
    assert (asked(found), done(found)) == ([], RIGHT)
    assert set(asked(read([MONTH[1:], *rows]))) == {"row"}


def test_streets_over_one_row_each_are_no_projects_and_one_that_differs_is_asked_about():
    rows = [[None, "城南街道", 10, 100], ONE, [None, "河西街道", 20, 200], TWO]
    found = read([MONTH, *rows])
    assert (asked(found), done(found)) == ([], {A: (10, 100), B: (20, 200)})
    rows[0] = [None, "城南街道", 11, 100]
    assert asked(read([MONTH, *rows])) == ["unnumbered"]


def test_a_project_that_equals_its_neighbour_stays_one():
    rows = [ONE, TWO, [3, "城北文化中心", 20, 200]]
    found = read([MONTH, *rows])
    assert len(found[-1].rows) == 3


def test_hidden_rows_may_be_left_out_where_only_so_the_sum_holds():
    rows = [MONTH, ONE, TWO, THREE, [None, "合计", 30, 300]]
    found = read(rows, hidden=[5])
    assert asked(found) == ["rows"]
    answers = answered(found, "rows", "hidden")
    found = read(rows, hidden=[5], answers=answers)
    assert done(found) == {A: (10, 100), B: (20, 200)}
    assert any(left.row == 6 for left in found[-1].desk.left)


def test_hidden_rows_are_not_offered_where_the_sum_fails_without_them_too():
    rows = [MONTH, ONE, TWO, THREE, [None, "合计", 31, 300]]
    found = read(rows, hidden=[5])
    assert [c.value for c in found[-1].desk.questions[0].choices] == ["rows", "skip"]


PACKED = [2, "园区打捆项目", None, None, None]
PARTS = [["2.1", "一号路", "新建", 400, 50], ["2.2", "二号路", "新建", 600, 70]]
LIST = [LEDGER, [1, A, "续建", 1000, 100], PACKED, *PARTS, [3, C, "新建", 500, 50]]


def test_a_whole_without_amounts_is_asked_about():
    found = read(LIST, title=LISTED)
    assert asked(found) == ["whole"]
    assert [text[:1] for text in gives(found, "whole")] == ["3", "4"]
    whole = read(LIST, title=LISTED, answers=answered(found, "whole", "whole"))
    assert amounts(whole[0], "total", "planned")["园区打捆项目"] == (1000, 120)
    assert len(whole[0].rows) == 3
    parts = read(LIST, title=LISTED, answers=answered(found, "whole", "parts"))
    assert [row.get("name") for row in parts[0].rows] == [A, "一号路", "二号路", C]


@pytest.mark.parametrize(("known", "count"), [("园区打捆项目", 3), ("一号路", 4)])
def test_known_projects_prove_what_a_whole_without_amounts_is(known, count):
    facts = KnownPlans({A: 1_000_000, known: 500_000, C: 500_000})
    found = read(LIST, title=LISTED, known=facts)
    assert (asked(found), len(found[0].rows)) == ([], count)


def test_numbered_groups_that_all_have_members_are_groups():
    rows = [
        [1, "产业项目"],
        ["1.1", A, 10, 100],
        ["1.2", B, 20, 200],
        [2, "民生项目"],
        ["2.1", C, 40, 400],
    ]
    found = read([MONTH, *rows])
    assert (asked(found), done(found)) == ([], RIGHT)


def test_a_whole_gets_the_month_that_only_its_parts_tell():
    head = ["序号", "项目名称", "年度计划投资", "6月完成投资"]
    rows = [
        [1, A, 1000, 10],
        [2, "园区打捆项目", 1000, None],
        ["2.1", "一号路", 400, 5],
        ["2.2", "二号路", 600, 7],
        [None, "合计", 2000, 22],
    ]
    facts = KnownPlans({A: 10_000_000, "园区打捆项目": 10_000_000})
    month = next(t for t in read([head, *rows], known=facts) if t.layout.kind is SheetKind.MONTHLY)
    assert amounts(month, "completed") == {A: (10,), "园区打捆项目": (12,)}


def test_a_total_below_headings_that_stand_again_may_be_of_its_own_rows():
    first = [MONTH, [None, "合计", 10, 100], [1, A, 10, 100], [None, "小计", 10, 100]]
    second = [MONTH, [1, B, 20, 200], [None, "小计", 20, 200], [2, C, 40, 400]]
    end = [[None, "小计", 40, 400], [None, "合计", 60, 600]]
    found = read([*first, *second, *end])
    assert asked(found) == []
    assert done(found) == RIGHT
