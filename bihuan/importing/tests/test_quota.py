"""What waits to be applied has bounds, and is let go in the end."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.importing import actions, rules
from bihuan.importing.models import Batch, BatchState, SourceFile
from bihuan.importing.rules import Allowed, WaitingBytes
from bihuan.importing.staging.room import size_of, waiting
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import AT
from bihuan.kit.errors import NotAllowed, Refusal

MEBIBYTE = 1024 * 1024


def stage(by, **more):
    return actions.stage(files=[ledger(ledger_row(1))], year=2024, by=by, at=AT, **more)


def heavy(count=1, size=MEBIBYTE):
    """Files that are a ledger and much beside it, as far as their size goes."""
    name, content = ledger(ledger_row(1))
    return [(name, content + b"\0" * (size - len(content)))] * count


@pytest.mark.parametrize(
    ("size", "waiting", "fits"),
    [
        (3 * MEBIBYTE, WaitingBytes(0, 0), True),
        (3 * MEBIBYTE + 1, WaitingBytes(0, 0), False),
        (MEBIBYTE, WaitingBytes(2 * MEBIBYTE, 0), True),
        (MEBIBYTE, WaitingBytes(2 * MEBIBYTE + 1, 0), False),
        (MEBIBYTE, WaitingBytes(0, 8 * MEBIBYTE), True),
        (MEBIBYTE, WaitingBytes(0, 8 * MEBIBYTE + 1), False),
    ],
)
def test_a_person_and_all_together_have_so_much_room_and_no_more(size, waiting, fits):
    if fits:
        rules.check_quota(size, waiting, Allowed(own=3, together=9))
    else:
        with pytest.raises(Refusal, match=r"MB|空间"):
            rules.check_quota(size, waiting, Allowed(own=3, together=9))


def test_answers_have_bounds_on_both_sides():
    rules.check_answers({"a" * rules.LONGEST_ANSWER: "b"})
    rules.check_answers({str(n): "" for n in range(rules.MOST_ANSWERS)})
    for wrong in (
        {"a" * (rules.LONGEST_ANSWER + 1): "b"},
        {"a": "b" * (rules.LONGEST_ANSWER + 1)},
        {str(n): "" for n in range(rules.MOST_ANSWERS + 1)},
        {"a\0": ""},
        {"a": "\ud800"},
    ):
        with pytest.raises(Refusal):
            rules.check_answers(wrong)


@pytest.mark.django_db
class TestRoom:
    def test_three_times_forty_five_megabytes_do_not_wait(self, settings, monkeypatch):
        settings.STAGED_MEGABYTES = 2
        monkeypatch.setattr(actions.batches, "read_files", lambda *_: pytest.fail("read too early"))
        with pytest.raises(Refusal, match="2 MB"):
            actions.stage(files=heavy(3), year=2024, by=make_user(), at=AT)
        assert not SourceFile.objects.exists()

    def test_what_waits_already_counts_and_what_was_applied_does_not(self, settings):
        settings.STAGED_MEGABYTES = 1
        office = make_user()
        batch = stage(office)
        size = size_of(waiting())
        with pytest.raises(Refusal, match="丢弃"):
            actions.stage(files=heavy(), year=2024, by=office, at=AT)
        actions.apply(batch=batch, edition=1, by=office, at=AT)
        assert (size > 0, size_of(waiting())) == (True, 0)

    def test_another_persons_imports_take_the_room_of_all_only(self, settings):
        settings.STAGED_MEGABYTES, settings.STAGED_MEGABYTES_IN_ALL = 1, 1
        stage(make_user())
        other = make_user()
        assert stage(other).pk
        with pytest.raises(Refusal, match="全部"):
            actions.check_room(size=MEBIBYTE - 7_000, by=other)

    @pytest.mark.parametrize(
        ("door", "field"), [("/import/", "workbooks"), ("/api/imports", "files")]
    )
    def test_no_door_reads_what_is_too_much(self, client, settings, door, field, monkeypatch):
        monkeypatch.setattr(rules, "MOST_FILES", 2)
        monkeypatch.setattr(InMemoryUploadedFile, "read", lambda *_: pytest.fail("read"))
        client.force_login(make_user())
        many = [sent(*ledger(ledger_row(1))) for _ in range(3)]
        assert "2个文件" in said(client.post(door, {field: many}))
        settings.LARGEST_WORKBOOK_MEGABYTES = 1
        large = sent("大.xlsx", b"x" * (MEBIBYTE + 1))
        told = client.post(door, {field: large})
        assert (told.status_code, "1 MB" in said(told)) == (409, True)
        assert not Batch.objects.exists()


def sent(name, content):
    """A file of the client's: not of the class in which the server holds it."""
    stream = io.BytesIO(content)
    stream.name = name
    return stream


def said(answer):
    is_json = answer["Content-Type"].startswith("application/json")
    return answer.json()["message"] if is_json else answer.content.decode()


@pytest.mark.django_db
class TestDiscard:
    def test_a_discarded_import_gives_its_room_back_and_stays_on_the_list(self):
        office = make_user()
        batch = actions.discard(batch=stage(office), by=office, at=AT)
        assert (batch.state, batch.files.count(), SourceFile.objects.count()) == ("discarded", 0, 0)
        assert Event.objects.get(verb="batch.discarded").note["files"] == ["台账.xlsx"]
        for step in (actions.apply, actions.answer):
            with pytest.raises(Refusal):
                step(batch=batch, edition=batch.edition, by=office, at=AT)
        with pytest.raises(Refusal):
            actions.discard(batch=batch, by=office, at=AT)

    def test_an_applied_import_is_not_discarded(self):
        office = make_user()
        batch = actions.apply(batch=stage(office), edition=1, by=office, at=AT)
        with pytest.raises(Refusal):
            actions.discard(batch=batch, by=office, at=AT)
        assert batch.files.count() == 1

    def test_a_viewer_discards_nothing(self):
        batch = stage(make_user())
        with pytest.raises(NotAllowed):
            actions.discard(batch=batch, by=make_user(role=Role.VIEWER), at=AT)

    def test_the_clock_discards_what_waited_too_long_and_nothing_else(self, settings):
        office = make_user()
        old, kept = stage(office), stage(office)
        applied = actions.apply(batch=stage(office), edition=1, by=office, at=AT)
        limit = AT + timedelta(days=settings.STAGED_DAYS)
        Batch.objects.filter(pk=old.pk).update(created_at=AT - timedelta(seconds=1))
        assert actions.discard_stale(by=ClockActor(), at=limit) == [old.pk]
        assert actions.discard_stale(by=ClockActor(), at=limit) == []
        states = dict(Batch.objects.values_list("pk", "state"))
        assert states == {
            old.pk: BatchState.DISCARDED,
            kept.pk: BatchState.STAGED,
            applied.pk: BatchState.APPLIED,
        }
        assert Event.objects.get(verb="batch.discarded").by == "clock"

    def test_a_person_discards_an_own_import_on_the_page_and_no_others(self, client):
        mine, other = make_user(role=Role.REPORTER), make_user()
        batch, theirs = stage_for(mine), stage(other)
        client.force_login(mine)
        page = client.get("/import/").content.decode()
        assert "MB" in page
        assert reverse("importing:discard", args=[batch.pk]) in page
        assert client.post(reverse("importing:discard", args=[theirs.pk])).status_code == 404
        client.post(reverse("importing:discard", args=[batch.pk]))
        batch.refresh_from_db()
        assert batch.state == BatchState.DISCARDED
        assert "已丢弃" in client.get(reverse("importing:batch", args=[batch.pk])).content.decode()
        assert client.post(f"/api/imports/{batch.pk}/discard").status_code == 409


def stage_for(reporter):
    return actions.stage(files=[month(1, month_row(1, 1, 1))], year=2024, by=reporter, at=AT)


@pytest.mark.django_db
def test_a_cell_as_long_as_a_book_is_kept_short_in_what_is_told():
    row = ledger_row(1)
    row[4] = "长" * 30_000
    batch = actions.stage(files=[ledger(row)], year=2024, by=make_user(), at=AT)
    assert 0 < len(batch.outcome["problems"][0]["message"]) < 500
