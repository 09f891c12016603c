"""The record of events: appended only, and every tampering with it shows."""

import threading
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from bihuan.audit.log import EventDraft, first_broken_event, newest, record, record_many
from bihuan.audit.models import Event
from bihuan.kit.writing import action, one_writer

AT = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)


class Writer:
    def __init__(self, number):
        self.number = number

    def get_username(self):
        return f"writer{self.number}"


@pytest.fixture
def three_events(db):
    thing = Group.objects.create(name="区住建局")
    for number in range(3):
        _record("group.renamed", thing, by=Writer(1), at=AT, name=["旧", f"新{number}"])
    return list(Event.objects.order_by("pk"))


_record = action(record)


def test_an_event_tells_who_did_what_to_which_thing_and_when(three_events):
    event = three_events[0]
    assert event.verb == "group.renamed"
    assert event.thing == "auth.group"
    assert event.at == AT
    assert event.note == {"name": ["旧", "新0"]}
    assert event.by == "writer1"


def test_each_event_carries_the_hash_of_the_one_before(three_events):
    first, second, third = three_events
    assert first.previous_hash == "0" * 64
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert first_broken_event() is None


def test_an_empty_record_is_whole(db):
    assert first_broken_event() is None
    assert newest() is None


def test_the_newest_event_is_the_last_recorded(three_events):
    assert newest() == three_events[-1]


def test_recording_nothing_leaves_the_version_as_it_is(three_events):
    record_many([], by=Writer(1), at=AT)
    assert newest() == three_events[-1]


def test_many_events_are_chained_like_single_ones(db):
    drafts = [EventDraft("row.read", "intake.row", str(number)) for number in range(4_500)]
    with one_writer():
        record_many(drafts, by=Writer(1), at=AT)
    assert Event.objects.count() == 4_500
    assert first_broken_event() is None


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("by", "somebody else"),
        ("verb", "group.created"),
        ("thing", "projects.project"),
        ("thing_id", "999"),
        ("at", datetime(2023, 1, 1, tzinfo=UTC)),
        ("note", {"name": ["旧", "假"]}),
        ("previous_hash", "f" * 64),
        ("hash", "f" * 64),
    ],
)
def test_an_edited_event_breaks_the_chain_where_it_stands(three_events, field, forged):
    Event.objects.filter(pk=three_events[1].pk).update(**{field: forged})
    assert first_broken_event() == three_events[1].pk


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps text in a text column")
@pytest.mark.parametrize("column", ["by", "facts", "hash"])
def test_bytes_in_the_place_of_text_break_the_chain_where_they_stand(three_events, column):
    with connection.cursor() as cursor:
        statement = f"UPDATE audit_event SET {column} = x'00ff' WHERE id = %s"
        cursor.execute(statement, [three_events[1].pk])
    assert first_broken_event() == three_events[1].pk


def test_a_deleted_event_breaks_the_chain_at_the_next(three_events):
    three_events[1].delete()
    assert first_broken_event() == three_events[2].pk


def test_the_first_event_cannot_be_deleted_unseen(three_events):
    three_events[0].delete()
    assert first_broken_event() == three_events[1].pk


def test_nobody_extends_the_chain_out_of_turn(three_events):
    with pytest.raises(RuntimeError, match="out of turn"):
        record("group.renamed", Group.objects.get(), by=Writer(1), at=AT)
    assert newest() == three_events[-1]


def test_an_event_of_an_undone_change_is_undone_with_it(three_events):
    with pytest.raises(RuntimeError):
        _record_and_fail()
    assert newest() == three_events[-1]
    assert first_broken_event() is None


def test_the_chain_does_not_notice_that_its_newest_events_were_cut_off(three_events):
    """Only a head noted elsewhere shows it: see `tests/test_tampering.py`."""
    three_events[-1].delete()
    assert first_broken_event() is None


@pytest.mark.django_db(transaction=True)
def test_people_who_act_at_once_extend_one_chain():
    if connection.vendor == "sqlite":
        _act_in_turns()
    else:
        _act_at_once(writers=4, each=15)
    assert first_broken_event() is None
    assert Event.objects.count() == 60


@action
def _record_and_fail():
    record("group.renamed", Group.objects.create(name="新组"), by=Writer(1), at=AT)
    raise RuntimeError("the change failed after it was recorded")


def _act_at_once(*, writers, each):
    faults = []

    def act(number):
        try:
            for _ in range(each):
                _record_one(number)
        except Exception as error:  # noqa: BLE001 # reported by the test that waits
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def _act_in_turns():
    """SQLite lets one write at a time; in memory, threads would share one connection."""
    for number in range(60):
        _record_one(number % 4)


def _record_one(number):
    with one_writer():
        record_many([EventDraft("thing.done", "audit.test", str(number))], by=Writer(number), at=AT)
