"""Numbers stay without gaps when people issue papers at once, and some of them fail."""

import threading

import pytest
from django.db import connection, transaction

from bihuan.accounts.tests.factories import make_user
from bihuan.matters.kinds import PaperKind
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import assign_one
from bihuan.papers.models import IssuedPaper

from .test_papers import issue

WRITERS, EACH = 4, 6


@pytest.mark.django_db(transaction=True)
def test_people_who_issue_at_once_leave_no_gap():
    matters, by = [assign_one() for _ in range(WRITERS)], make_user()
    if connection.vendor == "sqlite":  # in memory, threads would share one connection
        for matter in matters:
            _issue_some(matter.pk, by)
    else:
        _at_once(matters, by)
    numbers = IssuedPaper.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, WRITERS * EACH + 1))


def _at_once(matters, by):
    faults = []

    def act(pk):
        try:
            _issue_some(pk, by)
        except Exception as error:  # noqa: BLE001 # reported by the test that waits
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[matter.pk]) for matter in matters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def _issue_some(pk, by):
    matter = Matter.objects.get(pk=pk)
    for _ in range(EACH):
        with pytest.raises(RuntimeError):
            _issue_and_fail(matter, by)
        issue(matter, PaperKind.REMINDER, by=by)


@transaction.atomic
def _issue_and_fail(matter, by):
    issue(matter, PaperKind.REMINDER, by=by)
    raise RuntimeError("the change failed after the number was taken")
