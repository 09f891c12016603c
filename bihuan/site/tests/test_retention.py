"""When a backup is due, and which are kept."""

from datetime import datetime, time, timedelta

import pytest

from bihuan.kit.errors import Refusal
from bihuan.site.backups.plan import plan
from bihuan.site.backups.retention import Keep, is_due, to_retain

NIGHT = time(2, 30)
NOW = datetime(2026, 11, 29, 2, 30)  # noqa: DTZ001  # the district's own time throughout


def due(*, now=NOW, newest=None, failed=None):
    return is_due(now=now, daily_at=NIGHT, newest=newest, failed=failed)


def test_it_is_due_when_the_hour_strikes_and_not_before():
    yesterday = NOW - timedelta(days=1)
    assert not due(now=NOW - timedelta(minutes=1), newest=yesterday)
    assert due(newest=yesterday)
    assert not due(newest=NOW)


def test_a_server_that_was_off_at_night_makes_up_for_it():
    assert due(now=NOW + timedelta(hours=6), newest=NOW - timedelta(hours=20))
    assert due(newest=None)


def test_what_failed_is_tried_again_in_an_hour():
    failed = NOW + timedelta(minutes=1)
    assert not due(now=failed + timedelta(minutes=59), failed=failed)
    assert due(now=failed + timedelta(minutes=60), failed=failed)


def test_the_newest_of_each_day_week_and_month_is_kept():
    moments = [NOW - timedelta(hours=12 * n) for n in range(2 * 400)]  # twice a day, over a year
    left = to_retain(moments, Keep(days=7, weeks=4, months=12))
    assert {NOW, *(NOW - timedelta(days=n, hours=-12) for n in range(1, 7))} <= left
    assert len({(at.year, at.month) for at in left}) == 12
    assert (
        len({at - timedelta(days=at.weekday()) for at in left if at > NOW - timedelta(days=28)})
        >= 4
    )
    assert len(left) <= 7 + 4 + 12
    assert to_retain(left, Keep(days=7, weeks=4, months=12)) == left


def test_none_of_a_few_is_dropped():
    moments = {NOW, NOW - timedelta(days=300)}
    assert to_retain(moments, Keep(days=1, weeks=1, months=12)) == moments
    assert to_retain(moments, Keep(days=1, weeks=0, months=0)) == {NOW}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BACKUP_AT", "half past two"),
        ("BACKUP_AT", "25:00"),
        ("BACKUP_KEEP", "7"),
        ("BACKUP_KEEP", "7,-1,2"),
        ("BACKUP_KEEP", "0,4,12"),
    ],
)
def test_a_setting_that_means_nothing_is_a_sentence(settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(Refusal, match=f"BIHUAN_{name}"):
        plan()


def test_off_means_none_by_itself(settings):
    settings.BACKUP_AT = "off"
    assert plan().daily_at is None
