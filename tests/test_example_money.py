"""The example's tables of money: invented and said to be, our district among the first."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytestmark = pytest.mark.once
FOLDER = Path(__file__).parents[1] / "examples" / "hecheng-2024" / "争资"
FUNDS = ("中央预算内投资", "专项债券", "超长期特别国债")


def pages(path: Path) -> list[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda each: each.stem)
def test_every_sheet_says_that_it_is_invented(path):
    for page in pages(path):
        assert any("虚构" in str(cell) for cell in page[-1])


@pytest.mark.parametrize("fund", FUNDS)
def test_totals_of_a_fund_are_those_of_its_projects(fund):
    for page in pages(FOLDER / f"2024年{fund}项目资金情况表.xlsx"):
        lines = [row for row in page if isinstance(row[0], int)]
        total = next(row for row in page if row[0] == "合计")
        assert len(lines) > 1
        for column in (7, 8, 9, 10, 12):
            assert total[column] == sum(row[column] for row in lines)


@pytest.mark.parametrize("year", [2023, 2024])
def test_our_district_is_among_the_first(year):
    [page] = pages(FOLDER / f"{year}年各县市区争资情况.xlsx")
    ours = next(row for row in page if row[1] == "鹤城区")
    places = [ours[3 + 2 * number] for number in range(len(FUNDS))]
    assert max(places) <= (3 if year == 2024 else 4)
    others = [row for row in page if row[1] and "县（虚构）" in str(row[1])]
    assert len(others) == 10
