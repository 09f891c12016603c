"""A batch is applied from the reading that is kept with its files, not from a second one."""

from datetime import date, datetime

import pytest
from django.db.models.functions import Length

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.check import RecordFault, check
from bihuan.importing import actions
from bihuan.importing.models import Batch, BatchState, SourceFile
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.cells import READERS
from bihuan.importing.staging import kept_readings
from bihuan.importing.staging.file_readings import BatchAnswers, read_files
from bihuan.importing.staging.kept_readings import pack, unpack
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import AT
from bihuan.projects.models import Project

CELLS: list[object] = [
    "2024-03-05",
    "2024年3月至2025年6月",
    "2024-03",
    "12.5",
    "85%",
    "是",
    "省重点",
    "新建",
]
CELLS += ["开工建设类", "基础设施", "张某某（副区长）", "甲、乙", "C3841", "某路\n改造", 7]
CELLS += [date(2024, 3, 5), datetime(2024, 3, 5, 8, 30), 45_356, 0.85, 12.5, True]  # noqa: DTZ001  # as Excel


@pytest.fixture
def staged(db):
    return actions.stage(files=[ledger(ledger_row(1))], year=None, by=make_user(), at=AT)


def apply(batch):
    return actions.apply(batch=batch, edition=batch.edition, by=batch.by, at=AT)


def kept_bytes():
    return sum(SourceFile.objects.values_list(Length("reading"), flat=True))


@pytest.mark.parametrize("kind", READERS)
def test_every_value_that_a_cell_may_hold_is_kept_as_it_is(kind):
    for cell in CELLS:
        try:
            value = READERS[kind](cell)
        except Exception:  # noqa: BLE001  # no cell of that kind: another one is
            continue
        again = kept_readings._value(kept_readings._plain(value))
        assert (type(again), again) == (type(value), value)


def test_the_cells_above_hold_values_of_every_type_that_is_kept():
    found = set()
    for reader in READERS.values():
        for cell in CELLS:
            try:
                found.add(type(reader(cell)).__name__)
            except Exception:  # noqa: BLE001  # as above
                continue
    assert found >= kept_readings.FROM_TEXT.keys() - {"SheetKind"}


@pytest.mark.parametrize(
    "book",
    [ledger(ledger_row(1), ledger_row(2, planned="许多")), month(3, month_row(1, 100, 300, "85%"))],
)
def test_a_kept_reading_says_all_that_the_first_said(db, book):
    [read] = read_files([book], BatchAnswers(), NothingKnown(), AT.date())
    again = unpack(pack(read, book[1]), book[1])
    assert again is not None
    assert (again.name, again.ignored, again.base) == (read.name, read.ignored, read.base)
    for kept, table in zip(again.tables, read.tables, strict=True):
        assert kept.sheet.name == table.sheet.name
        kept.sheet = table.sheet  # its cells are in the rows
        assert kept == table


def test_a_batch_is_applied_without_reading_its_files_again(staged, monkeypatch):
    monkeypatch.setattr("bihuan.importing.staging.file_readings.read_workbook", None)
    assert apply(staged).state == BatchState.APPLIED
    assert Project.objects.count() == 1


def test_a_reading_is_kept_no_longer_than_it_is_needed(staged):
    assert kept_bytes() > 0
    apply(staged)
    assert kept_bytes() == 0
    assert {found.trouble for found in check().found} <= {RecordFault.UNBEGUN}


def test_what_another_version_kept_is_read_anew(staged, monkeypatch):
    monkeypatch.setattr(kept_readings, "VERSION", "another")
    assert apply(staged).state == BatchState.APPLIED


@pytest.mark.parametrize("digest", ["kept", "removed"])
@pytest.mark.parametrize("forged", ["resealed", "cut", "noise", "none"])
def test_a_reading_that_somebody_changed_gives_way_to_the_file(staged, forged, digest, monkeypatch):
    """It is in no digest of the record, so that it bears a seal with a key that no table holds."""
    source = SourceFile.objects.get()
    kept, content = bytes(source.reading), bytes(source.content)
    reading = unpack(kept, content)
    assert reading
    reading.tables[0].rows[0].values["place"] = "别处"
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("django.conf.settings.SECRET_KEY", "another")
        resealed = pack(reading, content)
    changed = {"resealed": resealed, "cut": kept[:-9], "noise": b"x" * 99, "none": b""}[forged]
    SourceFile.objects.update(reading=changed)
    if digest == "removed":
        staged.outcome.pop("digest")
        Batch.objects.update(outcome=staged.outcome)
    assert apply(staged).state == BatchState.APPLIED
    assert Project.objects.get().place != "别处"


def test_a_reading_of_another_file_gives_way_too(staged):
    source = SourceFile.objects.get()
    assert unpack(bytes(source.reading), bytes(source.content) + b" ") is None


def test_an_answer_is_kept_with_the_reading(staged):
    before = bytes(SourceFile.objects.get().reading)
    batch = actions.answer(
        batch=staged, edition=staged.edition, unit=1, by=staged.by, at=AT, reason="核对"
    )
    assert batch.edition == 2
    assert bytes(SourceFile.objects.get().reading) == before  # its unit is stated in the sheet
