"""Second tables and columns with a unit of their own, and amounts that are no yuan."""

import pytest

from bihuan.importing.tests.sheets_read import WAN, A, B, C, amounts, answered, asked, read
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, NAMES, KnownYear

HEAD = ["序号", "项目名称", "本月完成投资"]
FIRST = [[1, A, 100], [2, B, 200]]
THIRD = [1, C, 0.03]


@pytest.mark.parametrize(
    "between",
    [
        [[], ["附：重大项目"], ["单位：亿元"]],
        [["单位：亿元"]],
        [[], ["二、产业类项目", None, "单位：亿元"]],
        [[None, None, "（单位：亿元）"]],
        [[], ["二、产业项目（亿元）"]],
        [["二", "产业项目（单位：亿元）", None]],
        [["注：以上不含税"], ["附表2 6月完成情况"], [None, None, "（单位：亿元）"]],
    ],
)
def test_a_second_table_counts_in_its_own_unit_of_the_same_month(between):
    first, second = read([HEAD, *FIRST, *between, HEAD, THIRD])
    assert asked([first, second]) == []
    assert amounts(first, "completed") == {A: (100,), B: (200,)}
    assert amounts(second, "completed") == {C: (300,)}
    assert first.layout.month == second.layout.month


def test_a_second_table_whose_headings_say_the_unit_is_of_the_same_month():
    first, second = read([HEAD, *FIRST, [], [*HEAD[:2], "本月完成投资（亿元）"], THIRD])
    assert asked([first, second]) == []
    assert amounts(second, "completed") == {C: (300,)}


@pytest.mark.parametrize(
    "heads", [("（亿）", "（万）"), ("(亿元)", "(万元)"), ("（单位：亿）", "（单位：万）")]
)
def test_brackets_say_a_unit_in_short(heads):
    head = ["序号", "项目名称", f"总投资{heads[0]}", f"6月完成投资{heads[1]}"]
    (table,) = read([head, [1, A, 1.2, 100]], unit="")
    assert asked([table]) == []
    assert amounts(table, "completed") == {A: (100,)}


def test_a_column_that_the_ledger_proves_counts_apart():
    """The plan is in 亿元 without a word, the month in 万元 as the title says."""
    head = ["序号", "项目名称", "年度计划", "本月完成投资"]
    rows = [[n, NAMES[n - 1], 0.12, done] for n, done in enumerate((80, 50, 40), 1)]
    (table,) = read([head, *rows], known=FIVE_MONTHS)
    assert asked([table]) == []
    assert [row.get("completed") for row in table.rows] == [each * WAN for each in (80, 50, 40)]
    assert any("亿元" in proof.statement for proof in table.desk.proofs)


@pytest.mark.parametrize("heading", ["总投资（万美元）", "总投资(亿港元)", "总投资 万美元"])
def test_a_column_of_dollars_is_not_read_as_yuan(heading):
    head = ["序号", "项目名称", "建设性质", heading, "年度计划投资（万元）"]
    (table,) = read([head, [1, A, "续建", 700, 100]], title="2024年区重点项目名单", unit="")
    assert asked([table]) == []
    assert (table.rows[0].get("total"), table.rows[0].get("planned")) == (None, 100 * WAN)
    assert [column.title for column in table.layout.unknown] == [
        heading.replace("（", "(").replace("）", ")")
    ]


@pytest.mark.parametrize("unit", ["单位：万美元", "（单位：亿港元）"])
def test_a_table_of_dollars_is_asked_about(unit):
    found = read([HEAD, *FIRST], unit=unit)
    assert asked(found) == ["currency"]
    left = read([HEAD, *FIRST], unit=unit, answers=answered(found, "currency", "skip"))
    assert [row for table in left for row in table.rows] == []
    stands = answered(found, "currency", "stands")
    assert asked(read([HEAD, *FIRST], unit=unit, answers=stands)) == ["unit"]


def test_yuan_in_so_many_words_are_yuan():
    assert asked(read([HEAD, *FIRST], unit="金额单位：万元（人民币）", known=KnownYear())) == []
