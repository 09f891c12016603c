import threading

import pytest
from django.db import connection

from bihuan.audit.cached import SLOTS, cached_on, clear_caches
from bihuan.audit.models import Event

from .clerk import AT, happen


class Reckoner:
    """Doubles a number, and notes when it really had to."""

    def __init__(self):
        self.calls = []
        self.kept = cached_on("projects", "plans")(self.double)

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
def test_an_answer_outlives_what_does_not_touch_it(reckon):
    reckon(1)
    happen("matters.matter")
    happen("projects_of_others.project")
    reckon(1)
    assert reckon.calls == [1]
    happen("plans.plan")
    happen("matters.matter")
    reckon(1)
    assert reckon.calls == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_another_record_in_its_place_is_noticed(reckon):
    happen()
    happen("matters.matter")
    reckon(1)
    Event.objects.all().delete()  # a backup is put back: other events under the same numbers
    for number in (1, 2):
        Event.objects.create(
            pk=number, at=AT, by="other", verb="x.y", thing="x.y", thing_id="1", hash=str(number)
        )
    reckon(1)
    assert reckon.calls == [1, 1]


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
    clear_caches()
    reckon(1)
    assert reckon.calls == [1, 1]


@pytest.mark.django_db
def test_an_answer_that_reads_beyond_what_it_rests_on_is_found_out():
    """The tests of every app watch for it: such an answer would grow stale."""
    assert cached_on("audit")(Event.objects.count)() == 0
    with pytest.raises(AssertionError, match="reads"):
        cached_on("projects")(Event.objects.count)()


@pytest.mark.django_db(transaction=True)
def test_an_answer_wanted_by_several_at_once_is_worked_out_once():
    begun, go_on, asked = threading.Event(), threading.Event(), []

    @cached_on("projects")
    def slow(number):
        asked.append(number)
        begun.set()
        assert go_on.wait(60)
        return number * 2

    found = []

    def ask():
        found.append(slow(21))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    threads[0].start()
    assert begun.wait(60)
    for each in threads[1:]:
        each.start()
    go_on.set()
    for each in threads:
        each.join(60)
    assert (asked, found) == ([21], [42] * 4)
