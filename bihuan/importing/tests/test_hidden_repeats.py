"""Hidden rows that repeat a project, and the unit that the months known tell."""

import pytest

from bihuan.importing.tests.sheets_read import WAN, A, B, amounts, answered, asked, read
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, NAMES, KnownYear

HEAD = ["序号", "项目名称", "本月完成投资"]
ROWS = [[1, A, 100], [2, B, 200], [None, "合计", 300]]


@pytest.mark.parametrize("repeat", [[3, B, 200], [3, B, 999]])
def test_under_the_total_are_asked_about(repeat):
    found = read([HEAD, *ROWS, repeat], hidden=[6])
    assert asked(found) == ["repeat"]
    left = read([HEAD, *ROWS, repeat], hidden=[6], answers=answered(found, "repeat", "hidden"))
    assert amounts(left[0], "completed") == {A: (100,), B: (200,)}
    kept = read([HEAD, *ROWS, repeat], hidden=[6], answers=answered(found, "repeat", "read"))
    assert len(kept[0].rows) == 3


def test_hidden_rows_of_other_projects_are_read_as_ever():
    assert asked(read([HEAD, *ROWS[:2]], hidden=[3])) == []


@pytest.mark.parametrize(("unit", "times"), [("元", 10_000), ("万元", 1), ("亿元", 0.0001)])
def test_month_months_known_and_cumulative_tell_the_unit(unit, times):
    rows = [
        [n, NAMES[n - 1], june * times, round((sum(told) + june) * times, 6)]
        for n, (june, told) in enumerate(zip((80, 50, 40), FIVE_MONTHS.told, strict=True), 1)
    ]
    head = [*HEAD, "累计完成投资"]
    (table,) = read([head, *rows], unit="", known=FIVE_MONTHS)
    assert asked([table]) == []
    assert [row.get("completed") for row in table.rows] == [each * WAN for each in (80, 50, 40)]
    assert any(unit in proof.statement for proof in table.desk.proofs)


def test_without_months_known_the_unit_is_asked():
    assert asked(read([HEAD, [1, A, 100]], unit="", known=KnownYear())) == ["unit"]
