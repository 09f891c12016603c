"""The same import applied twice at once, and two imports of one workbook."""

import threading

import pytest
from django.db import connection

from bihuan.accounts.tests.factories import make_user
from bihuan.intake import actions
from bihuan.intake.tests.books import ledger, ledger_row
from bihuan.intake.tests.test_actions import AT, bring
from bihuan.kit.errors import Refusal
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act, times=3):
    """Do something in several threads; return the number of those who were refused."""
    refused, faults = [], []

    def run():
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal)
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
    return len(refused)


def test_one_batch_is_applied_once():
    office = make_user()
    batch = actions.stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    assert at_once(lambda: actions.apply(batch=batch, edition=1, by=office, at=AT)) == 2
    assert Project.objects.count() == 1


def test_one_workbook_brought_in_by_several_makes_its_projects_once():
    office = make_user()
    assert at_once(lambda: bring(ledger(ledger_row(1), ledger_row(2)), by=office)) == 0
    assert Project.objects.count() == 2
