"""Input that nobody meant: each ends in a sentence, none in a crash."""

import io
import json

import pytest
from openpyxl import load_workbook

from bihuan.accounts.models import Leader, Organisation
from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.tests.books import LEDGER_HEAD, ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import AT, bring, messages
from bihuan.importing.workbooks.documents import with_problems
from bihuan.importing.workbooks.sheets import ledger_sheets
from bihuan.kit.errors import Refusal
from bihuan.kit.tests.test_sheets import repacked
from bihuan.kit.workbooks import BASE_SHEET, write_workbook
from bihuan.projects.models import Chain, Project
from bihuan.statistics.chains.models import ChainOutput

pytestmark = pytest.mark.django_db
TOP = [["示例区2024年重点项目台账"], ["单位：万元"]]
NEW = {
    "项目业主": ("owner", Organisation),
    "责任单位": ("responsible", Organisation),
    "包保领导": ("commander", Leader),
    "产业链": ("chain", Chain),
}


def given(heading, word):
    row = dict(zip(LEDGER_HEAD, ledger_row(1), strict=True)) | {heading: word}
    return "台账.xlsx", workbook({"区重点": [*TOP, list(row), list(row.values())]})


@pytest.mark.parametrize("heading", NEW)
def test_a_known_project_gets_what_the_system_did_not_know(heading):
    field, model = NEW[heading]
    bring(ledger(ledger_row(1)))
    before = getattr(Project.objects.get(), field)
    batch = bring(given(heading, "区全新之物"))
    assert batch.outcome["updated"] == 1, messages(batch)
    told = getattr(Project.objects.get(), field)
    assert told == model._default_manager.get(name="区全新之物")
    assert batch.outcome["changes"][0]["fields"][0][2] == str(told)
    actions.undo(batch=batch, by=make_user(), at=AT)
    assert getattr(Project.objects.get(), field) == before
    assert not model._default_manager.filter(name="区全新之物").exists()


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e999"])
def test_an_amount_that_is_no_number_is_a_problem_of_its_cell(number):
    name, content = ledger(ledger_row(1))
    part = "xl/worksheets/sheet1.xml"
    batch = bring((name, repacked(content, part, b"<v>5000</v>", b"<v>" + number + b"</v>")))
    assert (batch.outcome["problems"][0]["column"], batch.outcome["blocked"]) == ("总投资", True)


class TestWhatWentOut:
    @pytest.fixture
    def went_out(self):
        bring(ledger(ledger_row(1)))
        return write_workbook(ledger_sheets(make_user(), 2024), returns=True)

    def test_a_hidden_sheet_that_cannot_be_opened_is_refused(self, went_out):
        parts = "xl/worksheets/sheet2.xml", b"<sheetData>", b"<sheetData><row r='x'><c r='?'>"
        with pytest.raises(Refusal, match="隐藏"):
            bring(("回.xlsx", repacked(went_out, *parts)))

    @pytest.mark.parametrize(
        "text",
        ["[1]", "7", '{"项目名称": [1]}', '{"总投资": NaN}', "[" * 30_000, "9" * 5_000],
        ids=lambda text: text[:12],
    )
    def test_a_memory_of_another_shape_is_refused(self, went_out, text):
        book = load_workbook(io.BytesIO(went_out))
        book[BASE_SHEET]["C1"] = text
        stream = io.BytesIO()
        book.save(stream)
        with pytest.raises(Refusal, match="隐藏"):
            bring(("回.xlsx", stream.getvalue()))

    @pytest.mark.parametrize("key", ["9" * 5000, "²", "-1", "1e5", "٣"])
    def test_a_key_that_is_none_of_ours_finds_the_project_by_its_code(self, went_out, key):
        book = load_workbook(io.BytesIO(went_out))
        book.worksheets[0]["A4"] = key
        stream = io.BytesIO()
        book.save(stream)
        assert bring(("回.xlsx", stream.getvalue())).outcome["unchanged"] == 1


def test_a_damaged_file_is_given_back_as_a_sentence():
    name, content = ledger(ledger_row(1))
    told = {"row": 4, "column": "总投资", "message": "坏", "index": 4, "sheet": "区重点"}
    with pytest.raises(Refusal, match="损坏"):
        with_problems(name, content[:900], [told])


def test_answers_that_nobody_could_give_change_nothing(client):
    client.force_login(make_user())
    batch = actions.stage(files=[ledger(ledger_row(1))], year=2024, by=make_user(), at=AT)
    for edition in ("9" * 5000, "NaN", "1e9", "\0", "٣" * 30):
        for step in ("answer", "apply"):
            page = client.post(f"/import/{batch.pk}/{step}/", {"edition": edition})
            assert page.status_code in (302, 409), (step, edition)
    sent = json.dumps({"edition": 1, "mended": {"台账.xlsx|区重点|3|4\0": "\ud800"}})
    address = f"/api/imports/{batch.pk}/answer"
    assert client.post(address, sent, content_type="application/json").status_code == 422
    batch.refresh_from_db()
    assert (batch.edition, Project.objects.count(), ChainOutput.objects.count()) == (1, 0, 0)
