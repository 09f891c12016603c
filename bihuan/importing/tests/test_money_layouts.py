"""Tables of money of many offices are read as what they say; what they leave open is asked."""

from typing import Any

import pytest

from bihuan.funding.kinds import MONEY, Programme
from bihuan.importing.headings.kinds import PLACES, SheetKind
from bihuan.importing.money.words import programme_of
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.importing.tests.money_layouts import CENTRAL, LAYOUTS, PLAIN, A, B, MoneyLayout
from bihuan.importing.tests.sheets_read import answered, asked, read_as
from bihuan.importing.tests.test_proof_columns import month_rows
from bihuan.importing.tests.test_proof_headings import report
from bihuan.kit.sheets import Sheet

WAN = 10_000


def sheet(layout: MoneyLayout) -> Sheet:
    return Sheet(layout.sheet, [list(row) for row in layout.rows], list(layout.merged))


def read(layout: MoneyLayout, **told: str) -> list[Table]:
    tables = read_as(sheet(layout), layout.file)
    for kind, value in told.items():
        tables = read_as(sheet(layout), layout.file, answers=answered(tables, kind, value))
    return tables


def said(tables: list[Table]) -> dict[tuple[str, str], tuple[int | None, ...]]:
    return {key: told for t in tables for row in t.rows for key, told in of_row(row).items()}


def of_row(row: SheetRow) -> dict[tuple[str, str], tuple[int | None, ...]]:
    places = {key[1] for key in row.values if isinstance(key, tuple)}
    if not places:
        programme = programme_of(str(row.get("programme") or "")) or row.get("held")
        return {(row.get("name"), str(programme)): amounts(row, 0)}
    return {(row.get("name"), list(Programme)[n - 1].value): amounts(row, n) for n in places}


def amounts(row: SheetRow, place: int) -> tuple[int | None, ...]:
    told = [row.get((stage.value, place) if place else stage.value) for stage in MONEY]
    return tuple(None if yuan is None else yuan // WAN for yuan in told)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.name)
def test_an_offices_table_is_read_as_what_it_says(layout):
    tables = read(layout)
    assert {table.layout.kind for table in tables} == {SheetKind.FUNDING}
    assert asked(tables) == list(layout.open)
    assert [p.message for t in tables for p in t.problems] == []
    if not layout.open:
        assert said(tables) == layout.truth


def test_there_are_a_dozen_and_more():
    assert len(LAYOUTS) >= 12


def test_a_unit_that_is_asked_is_read_as_answered():
    named = next(each for each in LAYOUTS if "remarks below" in each.name)
    assert said(read(named, unit="万元")) == PLAIN


def test_a_column_of_no_stage_is_read_as_answered():
    won = next(each for each in LAYOUTS if "which stage" in each.name)
    assert said(read(won, stage="issued")) == {(A, "special_bond"): (None, 200, 200, None, None)}
    assert said(read(won, stage="-")) == {(A, "special_bond"): (None, None, 200, None, None)}


def test_numbers_of_programmes_are_those_of_the_closed_list():
    assert PLACES[CENTRAL] == 1
    assert list(PLACES) == list(Programme.values)


def test_a_months_report_with_its_funds_is_no_table_of_money():
    heads = ["本月完成投资", "中央预算内到位资金", "专项债到位资金"]
    assert len(month_rows(report(heads, (10, 3, 4), (20, 5, 6)))) == 2
    head: list[Any] = ["项目名称", "建设性质", "总投资", "年度计划投资", "到位资金"]
    rows: list[list[Any]] = [["某区2024年重点项目名单"], ["单位：万元"], head]
    rows += [[name, "新建", 9000, 900, 300] for name in (A, B)]
    assert [t.layout.kind for t in read_as(Sheet("区重点", rows))] == [SheetKind.LEDGER]
