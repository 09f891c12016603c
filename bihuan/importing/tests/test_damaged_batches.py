"""What is kept of an import may be damaged, or changed outside the programme: it is told as such,
never applied, and can always be discarded.
"""

from __future__ import annotations

import json
import zlib
from datetime import timedelta

import pytest
from django.db import connection, models
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.importing import actions
from bihuan.importing.models import Batch, BatchState, SourceFile
from bihuan.importing.staging import kept_outcomes
from bihuan.importing.staging.room import room_of, size_of, waiting
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import AT
from bihuan.kit.errors import Refusal
from bihuan.projects.models import Project
from tests.cells import every, share_of_engine
from tests.unchecked import without_checks

KEPT = [f.name for f in Batch._meta.concrete_fields if isinstance(f, models.JSONField)]
WRONG = ["[]", '"x"', "5", "null", "true", '{"a": 1}', '[{"a": []}]', "no JSON"]
INSIDE = {
    "created": "many",
    "blocked": None,
    "sheets": [5],
    "problems": [{"file": 1}],
    "changes": "all",
    "problem_count": [],
}
"""Values that an outcome cannot have under these keys."""


def wrong_values():
    """Yield column and text of what is no value of it."""
    answers = {"outcome": '{"digest": ""}', "columns": '{"甲": 5}', "mended": '{"甲": null}'}
    answers["answers"] = '{"unit": 5}'
    for column in KEPT:
        for text in [*WRONG, answers[column]]:
            if connection.vendor == "sqlite" or text != "no JSON":
                yield column, text
    for key, value in INSIDE.items():
        yield "outcome", {key: value}


def stage(by, *books):
    return actions.stage(files=books or [ledger(ledger_row(1))], year=2024, by=by, at=AT)


def write(batch, column, text):
    """Write past the programme: also what it would never write."""
    if isinstance(text, dict):
        text = json.dumps({**batch.outcome, **text})
    with without_checks(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE intake_batch SET {column} = %s WHERE id = %s", [text, batch.pk])


def test_the_values_that_are_kept_are_those_that_are_tried():
    assert sorted(KEPT) == ["answers", "columns", "mended", "outcome"]


@pytest.fixture
def staged(db):
    """A batch that was read once, for all that may be written over it."""
    return stage(make_user())


@pytest.fixture
def its_office(client, staged):
    client.force_login(staged.by)
    return client


@every("column, text", share_of_engine(wrong_values()), rolled_back=True)
def test_a_damaged_batch_is_told_as_such_and_can_be_discarded(its_office, staged, column, text):
    batch, client, told = staged, its_office, kept_outcomes.damaged()
    write(batch, column, text)
    page, api = reverse("importing:batch", args=[batch.pk]), f"/api/imports/{batch.pk}"
    seen = client.get(page)
    assert (seen.status_code, told in seen.content.decode()) == (200, True)
    assert reverse("importing:discard", args=[batch.pk]) in seen.content.decode()
    assert client.get("/import/").status_code == 200
    assert client.get(api).json()["problems"][0]["message"] == told
    assert client.get("/api/imports").json()[0]["created"] == 0
    for verb in ("apply", "answer"):
        said = client.post(f"{api}/{verb}", {"edition": 1}, content_type="application/json")
        assert (said.status_code, said.json()["message"]) == (409, told), verb
    source = batch.files.get()
    said = client.get(reverse("importing:problems", args=[batch.pk, source.pk]))
    assert said.status_code == 409
    assert not Project.objects.exists()
    assert client.post(f"{api}/discard").json()["state"] == "discarded"
    assert client.get(page).status_code == client.get("/import/").status_code == 200
    assert not SourceFile.objects.exists()


@every("column, text", list(wrong_values()), rolled_back=True)
def test_the_clock_discards_a_damaged_batch_too(settings, staged, column, text):
    write(staged, column, text)
    later = AT + timedelta(days=settings.STAGED_DAYS + 1)
    assert actions.discard_stale(by=ClockActor(), at=later) == [staged.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "journal",
    [
        *(b"junk", b"x\x9c", "a text", b"\x00", b""),
        *(zlib.compress(text) for text in (b"[]", b"{}", b"[" * 200_000)),
        zlib.compress(b'[["a.B", 1, null, {}]]'),
        zlib.compress(b'[["audit.Event", 5, null, {}]]'),
        zlib.compress(b'[["projects.Project", "abc", null, {}]]'),
        zlib.compress(b'[["projects.Project", 1, {"nofield": 1}, {}]]'),
    ],
    ids=lambda journal: str(journal)[:30],
)
def test_an_import_whose_journal_is_damaged_is_not_undone_and_says_so(client, journal):
    if isinstance(journal, str) and connection.vendor == "postgresql":
        pytest.skip("PostgreSQL takes no text for bytes")
    office = make_user()
    batch = actions.apply(batch=stage(office), edition=1, by=office, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_batch SET journal = %s", [journal])
    client.force_login(office)
    assert client.post(reverse("importing:undo", args=[batch.pk])).status_code == 409
    assert client.post(f"/api/imports/{batch.pk}/undo").status_code == 409
    assert Project.objects.count() == 1


def removed(batch):
    batch.files.all().delete()


def removed_one_of_two(batch):
    batch.files.order_by("pk").last().delete()


def exchanged(batch):
    batch.files.filter(name="台账.xlsx").update(content=ledger(ledger_row(2))[1])


def emptied(batch):
    batch.files.update(content=b"")


def renamed(batch):
    batch.files.filter(name="台账.xlsx").update(name="other.xlsx")


def added(batch):
    SourceFile.objects.create(batch=batch, name="more.xlsx", content=ledger(ledger_row(3))[1])


def turned_into_text(batch):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL takes no text for bytes")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_sourcefile SET content = 'a text'")


LOST = [removed, removed_one_of_two, exchanged, emptied, renamed, added, turned_into_text]


@pytest.mark.django_db
@pytest.mark.parametrize("lose", LOST)
def test_a_batch_is_not_applied_without_each_file_as_it_was_brought_in(client, lose):
    office = make_user()
    batch = stage(office, ledger(ledger_row(1)), month(1, month_row(1, 1, 1)))
    lose(batch)
    for step in (actions.apply, actions.answer, actions.apply):
        with pytest.raises(Refusal, match="丢弃"):
            step(batch=batch, edition=1, by=office, at=AT)
    batch.refresh_from_db()
    assert (batch.state, batch.edition) == (BatchState.STAGED, 1)
    assert not Project.objects.exists()
    client.force_login(office)
    assert client.get(reverse("importing:batch", args=[batch.pk])).status_code == 200
    assert actions.discard(batch=batch, by=office, at=AT).state == BatchState.DISCARDED


@pytest.mark.django_db
@pytest.mark.parametrize("lose", LOST)
def test_the_problems_of_a_batch_without_its_files_are_still_shown(client, lose):
    office = make_user()
    batch = stage(office, ledger(ledger_row(1, planned="许多")), month(1, month_row(1, 1, 1)))
    lose(batch)
    client.force_login(office)
    page = client.get(reverse("importing:batch", args=[batch.pk]))
    assert (page.status_code, "许多" in page.content.decode()) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize("lose", [removed, renamed, removed_one_of_two])
def test_a_batch_of_before_its_files_were_noted_needs_those_that_its_sheets_name(lose):
    office = make_user()
    batch = stage(office, ledger(ledger_row(1)), month(1, month_row(1, 1, 1)))
    del batch.outcome["files"]
    Batch.objects.filter(pk=batch.pk).update(outcome=batch.outcome)
    lose(batch)
    with pytest.raises(Refusal, match="丢弃"):
        actions.apply(batch=batch, edition=1, by=office, at=AT)


@pytest.mark.django_db
class TestRoomOfReadings:
    """A reading that is kept takes room as its file does."""

    def test_readings_count_until_they_are_dropped(self):
        office = make_user()
        batch = stage(office)
        source = batch.files.get()
        assert source.reading
        assert size_of(waiting()) == len(source.content) + len(source.reading)
        assert room_of(office).taken != "0.0"
        actions.apply(batch=batch, edition=1, by=office, at=AT)
        assert size_of(batch.files.all()) == len(source.content)

    def test_a_person_has_no_room_for_a_reading_that_is_too_much(self, settings, monkeypatch):
        settings.STAGED_MEGABYTES = 1
        monkeypatch.setattr(actions.batches, "pack", lambda *_: b"r" * 1024 * 1024)
        with pytest.raises(Refusal, match="1 MB"):
            stage(make_user())
        assert not SourceFile.objects.exists()

    def test_neither_has_all_together_nor_an_answer(self, settings, monkeypatch):
        settings.STAGED_MEGABYTES, settings.STAGED_MEGABYTES_IN_ALL = 4, 1
        office = make_user()
        batch = stage(office)
        monkeypatch.setattr(actions.batches, "pack", lambda *_: b"r" * 1024 * 1024)
        with pytest.raises(Refusal, match="全部"):
            stage(make_user())
        with pytest.raises(Refusal, match="全部"):
            actions.answer(batch=batch, edition=1, unit=1, by=office, at=AT)
        batch.refresh_from_db()
        assert (batch.edition, batch.unit) == (1, None)
