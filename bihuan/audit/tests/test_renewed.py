"""What is told of each thing is told anew for those alone that a change touched."""

import pytest
from django.db import transaction

from bihuan.audit import changes
from bihuan.audit.cached import clear_caches
from bihuan.audit.models import Event
from bihuan.audit.renewed import renewed

from .clerk import AT, happen


class Teller:
    """Tells the double of every number that stands, and notes for which it was asked."""

    def __init__(self):
        self.asked, self.standing = [], {1, 2, 3}
        self.kept = renewed("projects", touched=self.touched)(self.tell)

    def touched(self, written):
        if written.is_whole:
            return None
        return {int(key) for key in written.keys.get("projects.project", ())}

    def tell(self, factor, only=None):
        self.asked.append(None if only is None else sorted(only))
        return {n: n * factor for n in self.standing if only is None or n in only}


@pytest.fixture
def teller():
    return Teller()


@pytest.mark.django_db(transaction=True)
def test_only_what_was_touched_is_asked_again(teller):
    happen("projects.project", 9)
    before = teller.kept(2)
    assert teller.kept(2) is before
    teller.standing = {1, 3, 4}
    happen("projects.project", 2, 4)
    assert teller.kept(2) == {1: 2, 3: 6, 4: 8}
    assert before == {1: 2, 2: 4, 3: 6}  # whoever holds it still reads what it said
    assert teller.asked == [None, [2, 4]]


@pytest.mark.django_db(transaction=True)
def test_after_very_many_events_or_in_another_record_all_are_asked(teller, monkeypatch):
    happen("projects.project", 9)
    teller.kept(2)
    monkeypatch.setattr(changes, "MOST", 2)
    happen("projects.project", 1, 2, 3)
    teller.kept(2)
    Event.objects.all().delete()  # a backup is put back
    Event.objects.create(
        pk=1, at=AT, by="other", verb="x.y", thing="projects.project", thing_id="1", hash="1"
    )
    teller.kept(2)
    assert teller.asked == [None, None, None]


@pytest.mark.django_db(transaction=True)
def test_what_follows_from_all_is_worked_out_once_for_each_telling(teller):
    happen("projects.project", 9)
    worked = []

    def total(told, more):
        worked.append(more)
        return sum(told.values()) + more

    assert [teller.kept(2).once(total, 1) for _each in range(2)] == [13, 13]
    assert teller.kept(2).once(total, 2) == 14
    happen("projects.project", 1)
    teller.kept(2).once(total, 1)
    assert worked == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_inside_a_transaction_or_when_it_is_to_be_forgotten(teller):
    happen("projects.project", 9)
    with transaction.atomic():
        teller.kept(2)
        teller.kept(2)
    teller.kept(2)
    clear_caches()
    teller.kept(2)
    assert teller.asked == [None] * 4
