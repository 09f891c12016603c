from datetime import UTC, datetime

import pytest
from django.db import transaction

from bihuan.audit.kept import SLOTS, forget, kept
from bihuan.audit.log import Deed, record_many

AT = datetime(2024, 3, 1, tzinfo=UTC)


class Clerk:
    def get_username(self):
        return "clerk"


def happen():
    with transaction.atomic():
        record_many([Deed("fact.changed", "projects.project", "1")], by=Clerk(), at=AT)


class Reckoner:
    """Doubles a number, and notes when it really had to."""

    def __init__(self):
        self.calls = []
        self.kept = kept(self.double)

    def double(self, number):
        self.calls.append(number)
        return number * 2

    def __call__(self, number):
        return self.kept(number)


@pytest.fixture
def reckon():
    return Reckoner()


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_until_something_is_recorded(reckon):
    assert [reckon(1), reckon(1), reckon(2)] == [2, 2, 4]
    assert reckon.calls == [1, 2]
    happen()
    assert reckon(1) == 2
    assert reckon.calls == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_only_the_newest_answers_are_kept(reckon):
    for number in range(SLOTS + 1):
        reckon(number)
    reckon(0)
    assert reckon.calls.count(0) == 2


@pytest.mark.django_db
def test_nothing_is_kept_inside_a_transaction(reckon):
    reckon(1)
    reckon(1)
    assert reckon.calls == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_can_be_dropped(reckon):
    reckon(1)
    forget()
    reckon(1)
    assert reckon.calls == [1, 1]
