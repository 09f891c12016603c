"""Two people at once: the second is told in a sentence."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import Refusal
from bihuan.plans import actions
from bihuan.plans.curves import Terms
from bihuan.plans.models import AnnualList, Entry, ProjectYear
from bihuan.projects.tests.factories import make_project

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act, times=4):
    """Do something in several threads; return the sentences of those who were refused."""
    refused, faults = [], []

    def run():
        try:
            act()
        except Refusal as refusal:
            refused.append(str(refusal))
        except Exception as error:  # noqa: BLE001  # reported by the test that waits
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":  # in memory it does not wait for its one writer
            thread.join()
    for thread in threads:
        thread.join()
    assert not faults
    return refused


def test_of_several_who_begin_a_list_one_does():
    by = make_user()
    refused = at_once(lambda: actions.make_list(year=2026, tier="district", by=by, at=AT))
    assert (AnnualList.objects.count(), len(refused)) == (1, 3)


def test_of_several_first_entries_of_a_year_one_stands():
    by, project = make_user(), make_project()
    annual = actions.make_list(year=2026, tier="district", by=by, at=AT)
    refused = at_once(
        lambda: actions.enter(
            annual_list=annual,
            project=project,
            terms=Terms(planned_yuan=10_000),
            project_class="construction",
            by=by,
            at=AT,
        )
    )
    assert (Entry.objects.count(), ProjectYear.objects.count(), len(refused)) == (1, 1, 3)
