"""One writer at a time; who waits too long is told."""

import sqlite3
import threading

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction

from bihuan.kit import writing
from bihuan.kit.errors import Refusal
from bihuan.kit.writing import action, one_writer

pytestmark = pytest.mark.django_db(transaction=True)


@action
def _add(name: str) -> None:
    Group.objects.create(name=name)


def test_an_action_writes_all_or_nothing() -> None:
    @action
    def half() -> None:
        _add("甲")
        raise Refusal("不行")

    with pytest.raises(Refusal, match="不行"):
        half()
    assert not Group.objects.exists()


def test_who_waits_too_long_is_told_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":  # in memory it does not wait: what its driver would say
        with pytest.raises(Refusal), one_writer():
            raise OperationalError from sqlite3.OperationalError("database is locked")
        return
    monkeypatch.setattr(writing, "LONGEST_WAIT", "10ms")
    holds, done = threading.Event(), threading.Event()

    def hold() -> None:
        with one_writer():
            holds.set()
            done.wait(60)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(60)
    with pytest.raises(Refusal):
        _add("甲")
    done.set()
    holder.join()
    assert not Group.objects.exists()


def test_any_other_fault_of_the_database_is_not_taken_for_waiting() -> None:
    with pytest.raises(OperationalError), one_writer():
        raise OperationalError from sqlite3.OperationalError("database or disk is full")


def test_within_a_transaction_the_fault_is_left_to_who_began_it() -> None:
    with pytest.raises(OperationalError), transaction.atomic(), one_writer():
        raise OperationalError from sqlite3.OperationalError("database is locked")
