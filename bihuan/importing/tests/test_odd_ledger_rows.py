"""Single amounts of a ledger against the known total, the row's own total, and their parts."""

import pytest

from bihuan.importing.tests.test_proof_columns import WAN
from bihuan.importing.tests.test_proof_evidence import KnownYear, questions, read
from bihuan.importing.tests.test_proof_lines import asked, tables

TITLE = "某区2024年区重点项目名单"
CLASS = "开工建设类"


def ledger(heads, *rows, known=None, answers=None):
    told = [(CLASS, *row) for row in rows]
    known = known or KnownYear(plan=500)
    return read(["项目类别", *heads], *told, title=TITLE, known=known, answers=answers)


def values(found, key):
    return [row.get(key) for table in found for row in table.rows]


def check(heads, rows, key, way, right):
    found = ledger(heads, *rows)
    assert asked(found) == ["odd"]
    (question,) = questions(found).values()
    assert question.choices[0].value == way
    again = ledger(heads, *rows, answers={question.id: way})
    assert (asked(again), values(again, key)[0]) == ([], right * WAN)
    as_it_stands = ledger(heads, *rows, answers={question.id: "stands"})
    assert asked(as_it_stands) == []


@pytest.mark.parametrize("total", [50_000, 500, 500_000])
def test_a_total_with_another_decimal_point_than_the_known_one_is_asked_about(total):
    check(
        ["总投资", "年度计划投资"], [(total, 500), (5000, 500), (5000, 500)], "total", "known", 5000
    )


def test_a_total_that_changed_is_not():
    heads = ["总投资", "年度计划投资"]
    assert not asked(ledger(heads, (6200, 500), (5000, 500), (5000, 500)))


@pytest.mark.parametrize(
    "heads", [["总投资", "年度计划投资"], ["总投资", "截至2023年底累计完成投资"]]
)
def test_more_than_the_total_with_a_decimal_point_elsewhere_is_asked_about(heads):
    key = "planned" if heads[1] == "年度计划投资" else "before"
    check(heads, [(5000, 9000), (5000, 500), (5000, 500)], key, "tenth", 900)


def test_as_much_as_the_total_is_not():
    rows, known = [(5000, 5000), (5000, 500), (5000, 500)], KnownYear(plan=450)
    assert not asked(ledger(["总投资", "年度计划投资"], *rows, known=known))


def test_a_plan_with_another_decimal_point_than_the_known_one_is_asked_about():
    check(
        ["总投资", "年度计划投资"], [(5000, 50), (5000, 500), (5000, 500)], "planned", "known", 500
    )


ALIKE = (
    (52_000, 15_000),
    (18_600, 8000),
    (9800, 4000),
    (36_000, 9000),
    (12_400, 5200),
    (8000, 2600),
)


@pytest.mark.parametrize(
    ("first", "answers"),
    [
        ((52_000, 1500), {"tenfold": (52_000, 15_000), "other-tenth": (5200, 1500)}),
        ((520_000, 15_000), {"tenfold": (520_000, 150_000), "other-tenth": (52_000, 15_000)}),
        ((5200, 15_000), {"other-tenfold": (52_000, 15_000), "tenth": (5200, 1500)}),
    ],
)
def test_a_plan_that_is_another_share_of_its_total_than_in_all_rows_is_asked_about(first, answers):
    rows = [[n, f"项目{n}", "续建", *each] for n, each in enumerate((first, *ALIKE[1:]), 1)]
    head = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资"]
    found = tables([head, *rows])
    assert asked(found) == ["odd"]
    (question,) = questions(found).values()
    for answer, (total, planned) in answers.items():
        again = tables([head, *rows], answers={question.id: answer})
        assert (values(again, "total")[0], values(again, "planned")[0]) == (
            total * WAN,
            planned * WAN,
        )


def test_plans_of_many_shares_tell_nothing_of_one():
    plans = (15_000, 186, 4000, 900, 5200, 2600)
    rows = [
        [n, f"项目{n}", "续建", total, planned]
        for n, ((total, _planned), planned) in enumerate(zip(ALIKE, plans, strict=True), 1)
    ]
    assert not asked(tables([["序号", "项目名称", "建设性质", "总投资", "年度计划投资"], *rows]))


FLAT = ["总投资", "年度计划投资", "其中：政府投资", "社会投资"]


def test_a_whole_that_is_not_the_sum_of_its_parts_in_one_row_is_asked_about():
    rows = [(5000, 3000, 100, 200), (5000, 500, 200, 300), (5000, 500, 100, 400)]
    assert not asked(ledger(FLAT, *rows))  # of two rows nothing is known
    rows += [(5000, 600, 200, 400)]
    head = ["序号", "项目名称", "项目类别", *FLAT]
    told = [[n, f"{n}号厂房", CLASS, *row] for n, row in enumerate(rows, 1)]
    found = tables([head, *told], title=TITLE)
    (question,) = questions(found).values()
    assert [choice.value for choice in question.choices] == ["parts", "stands", "-"]
    again = tables([head, *told], title=TITLE, answers={question.id: "parts"})
    assert values(again, "planned") == [300 * WAN, 500 * WAN, 500 * WAN, 600 * WAN]


def test_parts_that_never_make_the_whole_are_not_all_of_it():
    rows = [(5000, 500, 100, 200), (5000, 500, 200, 100), (5000, 500, 100, 300)]
    assert not asked(ledger(FLAT, *rows))
