"""ROUND-5: who is off a list need not report, and who came back must again."""

from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.plans import actions
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.queries.members import members

from .factories import IN_MARCH, make_listed

pytestmark = pytest.mark.django_db


def test_the_months_off_the_list_are_not_asked_for() -> None:
    entry, office = make_listed().entries.get(), make_user()
    gone, back = date(2024, 3, 10), date(2024, 6, 6)
    actions.leave_list(entry=entry, on=gone, reason="调出", by=office, at=IN_MARCH)
    actions.return_to_list(entry=entry, on=back, reason="恢复", by=office, at=IN_MARCH)
    (member,) = members(office, 2024)
    held = rounds_in_force().on(date(2024, 1, 1))
    due = [n for n in range(1, 13) if member.must_report(Month(2024, n), held)]
    assert due == [1, 2, 3, 6, 7, 8, 9, 10, 11, 12]
