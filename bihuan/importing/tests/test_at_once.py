"""The same import applied twice at once, and two imports of one workbook."""

import io
import threading
import zipfile

import pytest
from django.db import connection

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.models import BatchState
from bihuan.importing.staging.room import waiting
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.test_actions import AT, bring
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


def test_the_room_for_one_import_is_not_given_to_two(settings):
    office = make_user()
    name, content = ledger(ledger_row(1))
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/media/photo.jpg", bytes(700_000))
    settings.STAGED_MEGABYTES, heavy = 1, (name, stream.getvalue())
    refused = at_once(lambda: actions.stage(files=[heavy], year=None, by=office, at=AT))
    assert (refused, waiting().count()) == (2, 1)


def test_an_import_is_applied_or_discarded_never_both():
    office = make_user()
    batch = actions.stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    steps = iter(
        (
            lambda: actions.apply(batch=batch, edition=1, by=office, at=AT),
            lambda: actions.discard(batch=batch, by=office, at=AT),
        )
    )
    assert at_once(lambda: next(steps)(), times=2) == 1
    batch.refresh_from_db()
    assert (batch.state == BatchState.APPLIED) == Project.objects.exists()
    assert (batch.state == BatchState.DISCARDED) == (not batch.files.exists())
