"""The clock that runs inside the server."""

from datetime import UTC, datetime
from threading import Event, Semaphore, Thread

import pytest
import time_machine

from bihuan.progress.models import Round
from bihuan.site import ticking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path  # each tick is noted there


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
    ticked = Semaphore(0)
    monkeypatch.setattr(ticking, "FIRST_AFTER_SECONDS", 0)
    monkeypatch.setattr(ticking, "EVERY_SECONDS", 0)
    monkeypatch.setattr(ticking, "tick_now", ticked.release)
    clock = ticking.start()
    ticked.acquire()
    ticked.acquire()
    assert clock.stop()


def test_a_tick_under_way_is_finished_before_the_clock_stops(monkeypatch):
    begun, may_end, ended = Event(), Event(), Event()

    def long_tick():
        begun.set()
        may_end.wait()
        ended.set()

    monkeypatch.setattr(ticking, "FIRST_AFTER_SECONDS", 0)
    monkeypatch.setattr(ticking, "tick_now", long_tick)
    clock = ticking.start()
    begun.wait()
    Thread(target=lambda: may_end.set()).start()
    assert clock.stop()
    assert ended.is_set()


@time_machine.travel(datetime(2024, 3, 26, 2, tzinfo=UTC), tick=False)
def test_each_tick_is_noted_for_the_monitor_with_what_came_of_it(monkeypatch):
    assert ticking.last_tick() is None
    ticking.tick_now()
    well = ticking.last_tick()
    assert (well.at, well.well) == (datetime(2024, 3, 26, 2, tzinfo=UTC), True)

    def broken(**_said):
        raise RuntimeError("no database")

    monkeypatch.setattr(ticking, "tick", broken)
    ticking.tick_now()
    assert not ticking.last_tick().well


def test_a_note_of_ticks_that_cannot_be_read_or_written_stops_nothing(settings, tmp_path):
    (tmp_path / "clock.json").write_text("{half")
    assert ticking.last_tick() is None
    settings.HOME = tmp_path / "nowhere"
    assert ticking.tick_now()
