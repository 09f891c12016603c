from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.matters import actions
from bihuan.matters.actions import Escalation
from bihuan.matters.kinds import AlertKind, MatterState
from bihuan.matters.models import Matter

from .factories import MONDAY, answer_one, assign_one, home, make_handler, noon, work_on_one

pytestmark = pytest.mark.django_db
DUE = date(2024, 3, 13)


def run(on: date) -> list[Escalation]:
    return actions.escalate(on=on, by=ClockActor(), at=noon(on))


def climbed(said: list[Escalation]) -> list[tuple[int, date]]:
    return [(each.level, each.on) for each in said if each.kind == AlertKind.ESCALATED]


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def test_a_late_matter_climbs_one_level_after_the_other() -> None:
    matter = work_on_one()
    assert climbed(run(DUE)) == []
    assert climbed(run(date(2024, 3, 14))) == [(2, date(2024, 3, 14))]
    assert fresh(matter).level == 2
    assert climbed(run(date(2024, 3, 18))) == []
    assert climbed(run(date(2024, 3, 19))) == [(3, date(2024, 3, 19))]
    assert climbed(run(date(2024, 3, 25))) == [(4, date(2024, 3, 25))]
    assert climbed(run(date(2024, 5, 6))) == []


def test_a_second_run_on_the_same_day_says_nothing_and_records_nothing() -> None:
    work_on_one()
    assert run(date(2024, 3, 20))
    events = Event.objects.count()
    assert run(date(2024, 3, 20)) == []
    assert Event.objects.count() == events


def test_after_days_without_a_clock_the_same_is_said_as_day_by_day() -> None:
    late, daily = work_on_one(), work_on_one()
    Matter.objects.filter(pk=late.pk).update(state=MatterState.CLOSED, closed_on=MONDAY)
    day, said = MONDAY, []
    while day <= date(2024, 4, 1):
        said += run(day)
        day += timedelta(days=1)
    Matter.objects.filter(pk=late.pk).update(state=MatterState.WORKING, closed_on=None)
    at_once = run(date(2024, 4, 1))
    assert climbed(at_once) == climbed(said)
    assert fresh(late).level == fresh(daily).level == 4


def test_more_time_does_not_lower_the_level() -> None:
    handler, office = make_handler(), make_user()
    matter = work_on_one(handler=handler)
    run(date(2024, 3, 20))
    actions.ask_extension(
        matter=matter,
        wished_on=date(2024, 4, 30),
        reason="补征地",
        by=handler,
        at=noon(date(2024, 3, 20)),
    )
    actions.decide_extension(matter=matter, grant=True, by=office, at=noon(date(2024, 3, 20)))
    assert climbed(run(date(2024, 4, 30))) == []
    assert fresh(matter).level == 3
    assert climbed(run(date(2024, 5, 14))) == [(4, date(2024, 5, 14))]


def test_a_pause_ends_by_itself_on_its_day_and_the_deadline_moves() -> None:
    matter = work_on_one()
    actions.pause(
        matter=matter,
        reason_code="superior",
        ends_on=date(2024, 3, 18),
        by=make_user(),
        at=noon(date(2024, 3, 11)),
    )
    assert run(date(2024, 3, 15)) == []
    said = run(date(2024, 3, 25))
    assert said[0].kind == AlertKind.PAUSE_OVER
    assert said[0].on == date(2024, 3, 18)
    again = fresh(matter)
    assert (again.state, again.due_on, again.paused_days) == (
        MatterState.WORKING,
        date(2024, 3, 20),
        5,
    )
    assert climbed(said) == [(2, date(2024, 3, 21))]


def test_an_answer_stops_the_climb_and_sending_it_back_lets_it_go_on() -> None:
    matter = answer_one()
    assert {each.kind for each in run(date(2024, 3, 20))} == {AlertKind.VERIFY}
    actions.send_back(matter=matter, note="未完", by=make_user(), at=noon(date(2024, 3, 20)))
    assert climbed(run(date(2024, 3, 20))) == [(2, date(2024, 3, 14)), (3, date(2024, 3, 19))]


def test_silence_and_a_missing_signature_are_called_once_each() -> None:
    handler = make_handler()
    matter = assign_one(lead=home(handler))
    assert [each.kind for each in run(date(2024, 3, 6))] == [AlertKind.SIGN]
    actions.sign(matter=matter, by=handler, at=noon(date(2024, 3, 6)))
    assert [each.kind for each in run(date(2024, 3, 12))] == [
        AlertKind.DUE_SOON,
        AlertKind.FEED_BACK,
    ]
    actions.feed_back(matter=matter, note="在谈", by=handler, at=noon(date(2024, 3, 12)))
    assert run(DUE) == []


def test_the_worth_of_solving_grows_with_the_days_the_milestone_slips() -> None:
    matter = work_on_one(held_yuan=100)
    year = matter.project.years.get()
    step = year.milestones.create(key="permit", name="施工许可", order=1)
    step.promises.create(version=1, due_on=DUE, recorded_at=noon(MONDAY))
    run(date(2024, 3, 12))
    assert (fresh(matter).slip_days, fresh(matter).worth) == (0, 100)
    run(date(2024, 3, 20))
    assert (fresh(matter).slip_days, fresh(matter).worth) == (7, 800)


def test_escalating_reads_a_fixed_number_of_times(django_assert_max_num_queries: Any) -> None:
    for _each in range(3):
        work_on_one()
    with django_assert_max_num_queries(25):
        run(date(2024, 3, 25))
