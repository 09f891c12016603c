"""The clock that runs inside the server."""

from datetime import UTC, datetime

import pytest
import time_machine

from bihuan.progress.models import Round
from bihuan.site import ticking

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2024, 3, 26, 2, tzinfo=UTC), tick=False)
def test_a_tick_opens_the_month_that_is_due():
    assert ticking.tick_now()
    assert Round.objects.filter(month="2024-03-01").exists()


def test_a_fault_is_logged_and_does_not_end_the_clock(monkeypatch, caplog):
    def broken(**_said):
        raise RuntimeError("no database")

    monkeypatch.setattr(ticking, "tick", broken)
    assert not ticking.tick_now()
    assert "no database" in caplog.text


def test_the_clock_stops_when_told(monkeypatch):
    ticked = []
    monkeypatch.setattr(ticking, "FIRST_AFTER_SECONDS", 0.01)
    monkeypatch.setattr(ticking, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(ticking, "tick_now", lambda: ticked.append(1))
    stop = ticking.start()
    while len(ticked) < 2:
        stop.wait(0.01)
    stop.set()
    assert ticked
