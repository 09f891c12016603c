"""The ladder's own workbook comes in again: unchanged it changes nothing, edited exactly that."""

import io
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.funding import actions as funding
from bihuan.funding.drafts import FundingEntryDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.importing.tests.money_books import (
    AT,
    NAMES,
    WAN,
    asked,
    bring,
    errors,
    projects,
    rows,
    stands,
    table,
)

pytestmark = pytest.mark.django_db
A, B, _C = NAMES
FILE = "资金.xlsx"


@pytest.fixture
def went_out() -> bytes:
    projects()
    bring(table(*rows((300, 200, 100), (500, 250, 50))))
    with time_machine.travel(AT, tick=False):
        return bytes(signed_in().get("/funding/ladder.xlsx?year=2024").content)


def edited(content: bytes, name: str, **cells: Any) -> tuple[str, bytes]:
    """Return the workbook with other cells in a project's row, by their headings."""
    book = load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[3]}
    row = next(n for n in range(4, page.max_row + 1) if page.cell(n, 2).value == name)
    for title, value in cells.items():
        page.cell(row, heads[title]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return FILE, stream.getvalue()


def test_it_comes_in_again_without_a_change(went_out):
    batch = bring((FILE, went_out))
    assert (errors(batch), asked(batch)) == ([], {})
    assert (batch.outcome["created"], batch.outcome["updated"]) == (0, 0)
    assert batch.outcome["unchanged"] == 2
    assert FundingEntry.objects.count() == 6


def test_without_our_hidden_sheet_it_changes_nothing_either(went_out):
    book = load_workbook(io.BytesIO(went_out))
    del book["_bihuan"]
    stream = io.BytesIO()
    book.save(stream)
    batch = bring((FILE, stream.getvalue()))
    assert (errors(batch), asked(batch), batch.outcome["unchanged"]) == ([], {}, 2)


def test_an_edit_gives_exactly_that_change(went_out):
    batch = bring(edited(went_out, A, 支付额=150))
    assert errors(batch) == []
    assert stands() == {A: (0, 300, 200, 150, 0), B: (0, 500, 250, 50, 0)}
    newest = FundingEntry.objects.order_by("-pk")[0]
    assert (newest.stage, newest.amount_yuan, str(newest.on)) == ("paid", 50 * WAN, "2024-12-20")
    told = {change["label"]: change["fields"] for change in batch.outcome["changes"]}
    assert told == {f"{A} 中央预算内投资 第一批": [["支付", "100.00 万元", "150.00 万元"]]}


def test_what_was_entered_meanwhile_stays(went_out):
    line = FundingLine.objects.get(project__name=A)
    draft = FundingEntryDraft(FundingStage.PAID, AT.date(), 60 * WAN)
    funding.enter_funding(line=line, draft=draft, by=make_user(), at=AT)
    batch = bring(edited(went_out, A, 到位额=260))
    assert (errors(batch), asked(batch)) == ([], {})
    assert stands()[A] == (0, 300, 260, 160, 0)


def test_a_new_document_beside_the_old_adds_what_it_brings(went_out):
    first = FundingLine.objects.get(project__name=A).entries.get(stage="issued").document_number
    new = f"{first}、湘发改投资〔2024〕95号"
    batch = bring(edited(went_out, A, 下达文号=new, 下达额=420, 下达日期="2024-08-01"))
    assert errors(batch) == []
    assert stands()[A] == (0, 420, 200, 100, 0)


def test_blank_cells_change_nothing(went_out):
    batch = bring(edited(went_out, A, 支付额=None, 到位额=None, 下达额=None))
    assert (errors(batch), batch.outcome["updated"]) == ([], 0)
