import threading

import pytest
from django.db import connection

from bihuan.notices import actions
from bihuan.notices.models import Notice
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march

from .factories import CLOCK, TODAY, at_hour, make_channel

MORNING = at_hour(8, 30)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_send_each_digest_once(listener):
    open_march()
    for _each in range(6):
        reporter = make_reporter()
        make_listed(owner=reporter.organisation)
        make_channel(reporter, address=listener.address)
    _at_once(lambda: actions.make_digests(on=TODAY, by=CLOCK, at=MORNING))
    assert Notice.objects.count() == 6
    _at_once(lambda: actions.deliver(at=MORNING, by=CLOCK))
    assert len(listener.heard) == 6
    assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}


def _at_once(act):
    """Both at one moment; one after the other where the database has but one connection."""
    if connection.vendor == "sqlite":
        act()
        act()
        return
    faults = []

    def run():
        try:
            act()
        except Exception as error:  # noqa: BLE001 # reported by the test that waits
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _clock in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
