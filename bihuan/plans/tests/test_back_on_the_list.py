"""PLAN-9: a project that left a list comes back to its place, and nothing is forgotten."""

from datetime import date

import pytest

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.plans import actions
from bihuan.plans.curves import Terms
from bihuan.plans.models import Entry
from bihuan.plans.rules import ChangeApproval
from bihuan.projects import actions as projects
from bihuan.projects.tests.factories import NOW

from .factories import WAN, make_entry

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2024, 3, 10), date(2024, 5, 6)


def make_gone(*, planned_yuan: int = 1_200 * WAN) -> Entry:
    entry = make_entry(added_on=date(2024, 1, 5), planned_yuan=planned_yuan)
    return actions.leave_list(entry=entry, on=MARCH, reason="业主变更", by=make_user(), at=NOW)


def come_back(
    entry: Entry, *, on: date = MAY, reason: str = "业主已定", by: User | None = None
) -> Entry:
    by = by or make_user()
    return actions.return_to_list(entry=entry, on=on, reason=reason, by=by, at=NOW)


def test_it_stands_there_again_and_the_time_between_is_kept() -> None:
    entry = come_back(make_gone())
    assert (entry.left_on, entry.left_reason) == (None, "")
    (away,) = entry.absences.all()
    assert (away.left_on, away.left_reason) == (MARCH, "业主变更")
    assert (away.returned_on, away.reason) == (MAY, "业主已定")
    event = Event.objects.get(verb="entry.returned")
    assert event.note["reason"] == "业主已定"


def test_its_plan_goes_on_and_the_original_stays_the_original() -> None:
    entry = come_back(make_gone(planned_yuan=900 * WAN))
    plan = actions.adjust_plan(
        entry=entry,
        terms=Terms(300 * WAN),
        version=1,
        by=make_user(),
        at=NOW,
        approval=ChangeApproval("缩减", "区长", NOW.date()),
    )
    assert plan.version == 2
    assert entry.plans.get(version=1).planned_yuan == 900 * WAN


def test_it_may_leave_again_but_not_before_it_came_back() -> None:
    entry, office = come_back(make_gone()), make_user()
    with pytest.raises(Refusal, match="2024年5月6日"):
        actions.leave_list(entry=entry, on=MARCH, reason="再次调出", by=office, at=NOW)
    assert actions.leave_list(entry=entry, on=MAY, reason="再次调出", by=office, at=NOW).left_on


@pytest.mark.parametrize(
    ("on", "reason"),
    [(date(2024, 3, 9), "业主已定"), (date(2025, 1, 1), "业主已定"), (MAY, "  ")],
)
def test_not_before_it_left_nor_in_another_year_nor_without_a_reason(on: date, reason: str) -> None:
    entry = make_gone()
    with pytest.raises(Refusal):
        come_back(entry, on=on, reason=reason)
    assert not entry.absences.exists()


def test_who_stands_there_or_was_cancelled_does_not_come_back() -> None:
    with pytest.raises(Refusal):
        come_back(make_entry())
    gone = make_gone()
    projects.cancel(project=gone.project, on=NOW.date(), reason="不建", by=make_user(), at=NOW)
    with pytest.raises(Refusal):
        come_back(gone)


def test_only_who_edits_plans_puts_it_back() -> None:
    with pytest.raises(NotAllowed):
        come_back(make_gone(), by=make_user(role=Role.SUPERVISOR))


def test_entering_it_anew_is_refused_with_the_way_back() -> None:
    gone = make_gone()
    with pytest.raises(Refusal, match="2024年3月10日"):
        make_entry(project=gone.project)
    assert gone.project.entries.count() == 1
