"""Whatever somebody typed, no workbook that goes out holds a formula, in no cell of no sheet."""

import ast
import io
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from bihuan.accounts.models import Organisation
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.workbooks import OutColumn, OutSheet, write_workbook
from bihuan.lights.tests.factories import AFTER_GRACE, make_reported
from bihuan.progress.tests.factories import make_listed, open_march
from bihuan.projects.actions import set_district

from .house import PRODUCT, calls, name
from .test_doors import PAGES

STARTS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x","y")')
OUT = {
    "importing:ledger",
    "importing:form",
    "factors:workbook",
    "funding:workbook",
    "oversight:flags_workbook",
    "oversight:flow_workbook",
    "oversight:readiness_workbook",
    "oversight:visits_workbook",
    "dashboards:workbook",
    "dashboards:chain_list",
    "dashboards:reconciliation_list",
    "assessment:workbook",
    "assessment:scheme_workbook",
    "assessment:moves",
    "importing:people_blank",
}
WRITERS = {
    "kit/cells.py",
    "kit/reader/annotate.py",
    "kit/workbook_writer.py",
    "dashboards/documents.py",
    "kit/line_workbooks.py",
}
SHEETS = ("page.", "sheet.", "hidden.", "book.active.")
RAW = (".append", ".write", ".write_formula", ".write_row", ".write_column")


def formulas(content: bytes) -> list[str]:
    """Return every cell that a spreadsheet would compute, with its sheet and place."""
    book = load_workbook(io.BytesIO(content))
    return [
        f"{page.title}!{cell.coordinate}: {cell.value}"
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize("text", STARTS)
def test_no_place_of_a_table_takes_a_formula(text):
    sheet = OutSheet("s", text, text, [OutColumn(text)], [(text, [text])], key_title=text)
    content = write_workbook([sheet], returns=True)
    assert not formulas(content)
    page = load_workbook(io.BytesIO(content))["s"]
    assert page["B1"].quotePrefix


@pytest.mark.django_db
@pytest.mark.parametrize("text", STARTS[:4])
def test_no_page_hands_out_a_workbook_with_a_formula(text):
    office = make_user()
    home = Organisation.objects.create(name=text)
    make_listed(name=f"{text}工程", owner=home)
    set_district(by=office, at=timezone.now(), name=text, year=2024)
    open_march()
    client = Client()
    client.force_login(office)
    books = {}
    for page, (_view, address) in PAGES.items():
        if page.partition(":")[0] not in {each.partition(":")[0] for each in OUT}:
            continue
        answer = client.get(address.replace("/1/", "/2024/") if page in OUT else address)
        if "spreadsheetml" in answer.headers.get("Content-Type", ""):
            books[page] = formulas(answer.content)
    assert books == {page: [] for page in OUT}


@pytest.mark.parametrize(
    "path",
    [p for p in PRODUCT if "openpyxl" in p.read_text() or "xlsxwriter" in p.read_text()],
    ids=name,
)
def test_cells_are_written_by_the_careful_functions_alone(path):
    assert any(name(path).endswith(each) for each in WRITERS)
    called = [ast.unparse(call.func) for call in calls(path)]
    assert not [c for c in called if c.endswith(RAW) and c.startswith(SHEETS)]


@pytest.mark.django_db
def test_the_list_of_projects_comes_back_without_a_change_its_sums_proven():
    set_district(by=make_user(), at=timezone.now(), name="试验区", year=2024)
    client = Client()
    with time_machine.travel(AFTER_GRACE, tick=False):
        client.force_login(make_user())
        for number in (1, 2):
            name = f"第{number}小学改造工程"
            make_reported(completed_yuan=number * 1_000_000, name=name, name_key=name)
        columns = ("planned_yuan", "to_date_yuan", "month_yuan", "completion")
        asked = [("month", "3"), *(("columns", each) for each in columns)]
        book = client.get(f"/projects/projects.xlsx?{urlencode(asked)}")
        sent = SimpleUploadedFile("list.xlsx", book.content)
        preview = client.post("/import/", {"workbooks": sent}, follow=True)
    assert "这些表格的内容都已在系统中，没有变化" in preview.text
    assert "完成投资(万元)合计300 万元，与第3行一致" in preview.text
