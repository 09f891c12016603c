from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from bihuan.dispatch import rules
from bihuan.dispatch.checks import (
    Facts,
    MatterFact,
    MeetingFact,
    RoundFact,
    Tick,
    VisitsFact,
    standing,
)
from bihuan.dispatch.kinds import (
    Calendar,
    Check,
    DutyOutcome,
    MeetingKind,
    MeetingMove,
    MeetingState,
)
from bihuan.dispatch.kinds import ReasonKind as Why
from bihuan.dispatch.mechanisms import AgendaRule, Practices
from bihuan.dispatch.periods import Due, due_day, latest_periods, period_of
from bihuan.dispatch.presets import practice_presets
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month

from .factories import make_duty

MARCH = Month(2024, 3)
PERIOD = period_of(Calendar.MONTHLY, date(2024, 3, 10))
LAST = date(2024, 3, 31)
NEXT = date(2024, 4, 1)


def met(day=10, **said):
    values = {
        "pk": day,
        "kind": MeetingKind.MONTHLY,
        "held_on": date(2024, 3, day),
        "month": MARCH,
        "projects": frozenset(),
        "matters": frozenset(),
        **said,
    }
    return MeetingFact(**values)


def judge(check, today=LAST, duty=None, period=PERIOD, **facts: Any):
    return standing(duty or make_duty(check), period, Facts(today=today, **facts))


@pytest.mark.parametrize(
    ("calendar", "day", "first", "last", "key"),
    [
        ("weekly", "2024-12-30", "2024-12-30", "2025-01-05", "2025-W01"),
        ("weekly", "2024-12-29", "2024-12-23", "2024-12-29", "2024-W52"),
        ("half_monthly", "2024-02-15", "2024-02-01", "2024-02-15", "2024-02a"),
        ("half_monthly", "2024-02-16", "2024-02-16", "2024-02-29", "2024-02b"),
        ("monthly", "2024-02-29", "2024-02-01", "2024-02-29", "2024-02"),
        ("quarterly", "2024-03-31", "2024-01-01", "2024-03-31", "2024-Q1"),
        ("quarterly", "2024-04-01", "2024-04-01", "2024-06-30", "2024-Q2"),
        ("yearly", "2024-12-31", "2024-01-01", "2024-12-31", "2024"),
    ],
)
def test_a_day_lies_in_one_period_of_each_calendar(calendar, day, first, last, key):
    period = period_of(Calendar(calendar), date.fromisoformat(day))
    found = (period.first_day.isoformat(), period.last_day.isoformat(), period.key)
    assert found == (first, last, key)


def test_periods_follow_each_other_without_a_gap():
    for calendar in Calendar:
        periods = latest_periods(calendar, date(2024, 3, 10), 30)
        for later, earlier in pairwise(periods):
            assert (later.first_day - earlier.last_day).days == 1


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (Due(day=1), "2024-05-01"),
        (Due(day=31), "2024-05-31"),
        (Due(day=40), "2024-05-31"),
        (Due(day=-1), "2024-05-31"),
        (Due(day=-3), "2024-05-29"),
        (Due(workday=1), "2024-05-06"),
        (Due(workday=-1), "2024-05-31"),
        (Due(day=5, after=True), "2024-06-05"),
        (Due(workday=5, after=True), "2024-06-07"),
    ],
)
def test_the_due_day_counts_days_or_working_days_from_either_end(due, day):
    may = period_of(Calendar.MONTHLY, date(2024, 5, 20))  # the first five days are free
    assert due_day(due, may).isoformat() == day


def test_a_due_edge_is_a_day_or_a_working_day_not_both_and_not_backwards_after():
    wrongs: list[dict[str, Any]] = [{}, {"day": 1, "workday": 1}, {"day": -1, "after": True}]
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"."):
            Due(**wrong)


def test_a_duty_is_to_do_up_to_its_day_and_missed_after():
    assert judge(Check.MANUAL).outcome is DutyOutcome.DUE
    assert judge(Check.MANUAL, today=NEXT).outcome is DutyOutcome.MISSED


def test_a_tick_is_done_on_its_day_and_late_after_it():
    for day, outcome in ((LAST, DutyOutcome.DONE), (NEXT, DutyOutcome.DONE_LATE)):
        ticks = {("duty", "2024-03"): Tick(day, "张三", "已印发")}
        assert judge(Check.MANUAL, today=NEXT, ticks=ticks).outcome is outcome


def test_before_anything_was_kept_absence_says_nothing():
    assert judge(Check.MANUAL, today=NEXT, kept_from=NEXT).outcome is DutyOutcome.UNKNOWN
    assert judge(Check.MANUAL, today=NEXT, kept_from=LAST).outcome is DutyOutcome.MISSED


def test_a_meeting_counts_by_its_kind_and_its_day():
    assert judge(Check.MEETING_HELD, meetings=(met(31),)).outcome is DutyOutcome.DONE
    other = met(10, kind=MeetingKind.DAILY)
    outside = met(10, held_on=NEXT)
    assert judge(Check.MEETING_HELD, meetings=(other, outside)).outcome is DutyOutcome.DUE


def test_two_meetings_are_done_late_when_the_second_was_late():
    duty = make_duty(Check.MEETING_HELD, times=2, due=Due(day=20))
    for day, outcome in ((20, DutyOutcome.DONE), (21, DutyOutcome.DONE_LATE)):
        meetings = (met(5), met(day))
        assert judge(None, duty=duty, meetings=meetings).outcome is outcome
    assert judge(None, duty=duty, meetings=(met(5),)).outcome is DutyOutcome.MISSED


def test_every_live_project_needs_a_commander_as_of_now():
    stands = judge(Check.COMMANDERS, live=frozenset({1, 2}), commanded=frozenset({1, 9}))
    assert (stands.finding.done, stands.finding.wanted) == (1, 2)
    assert stands.finding.projects == (2,)
    assert judge(Check.COMMANDERS, today=NEXT, live=frozenset({1})).outcome is DutyOutcome.UNKNOWN
    assert judge(Check.COMMANDERS).outcome is DutyOutcome.NOTHING


def test_every_commander_gives_the_months_light():
    facts = {"live": frozenset({1, 2, 3}), "commanded": frozenset({1, 2})}
    given = judge(Check.COMMANDERS_SPOKE, spoken={MARCH: frozenset({1})}, **facts)
    assert given.finding.projects == (2,)
    assert (
        judge(Check.COMMANDERS_SPOKE, spoken={MARCH: frozenset({1, 2})}, **facts).outcome
        is DutyOutcome.DONE
    )


def test_reports_count_when_accepted_and_a_round_when_closed():
    for accepted, closed, outcome in ((9, False, DutyOutcome.DUE), (10, True, DutyOutcome.DONE)):
        rounds = {MARCH: RoundFact(10, accepted, closed)}
        assert judge(Check.REPORTS_REVIEWED, rounds=rounds).outcome is outcome
        assert judge(Check.ROUND_CLOSED, rounds=rounds).outcome is outcome
    assert judge(Check.ROUND_CLOSED).outcome is DutyOutcome.NOTHING


def test_the_lights_are_on_record_once_judged():
    rounds = {MARCH: RoundFact(10, 10, is_closed=True)}
    assert judge(Check.LIGHTS_JUDGED, rounds=rounds).outcome is DutyOutcome.DUE
    judged = judge(Check.LIGHTS_JUDGED, rounds=rounds, judged={MARCH: LAST})
    assert judged.outcome is DutyOutcome.DONE


def test_a_red_project_is_taken_up_by_a_meeting_on_that_month():
    facts = {"red": {MARCH: frozenset({1, 2})}}
    both = judge(Check.RED_TAKEN_UP, meetings=(met(projects=frozenset({1, 2})),), **facts)
    assert both.outcome is DutyOutcome.DONE
    one = judge(Check.RED_TAKEN_UP, meetings=(met(projects=frozenset({1})),), **facts)
    assert one.finding.projects == (2,)
    other = met(projects=frozenset({1, 2}), month=Month(2024, 2))
    assert judge(Check.RED_TAKEN_UP, meetings=(other,), **facts).finding.done == 0


def test_an_escalated_matter_is_taken_up_on_or_after_its_day_or_over():
    climbed = MatterFact(7, date(2024, 3, 10), None)
    for day, outcome in ((9, DutyOutcome.DUE), (10, DutyOutcome.DONE)):
        meetings = (met(day, matters=frozenset({7})),)
        assert (
            judge(Check.ESCALATED_TAKEN_UP, escalated=(climbed,), meetings=meetings).outcome
            is outcome
        )
    over = MatterFact(7, date(2024, 3, 10), date(2024, 3, 12))
    assert judge(Check.ESCALATED_TAKEN_UP, escalated=(over,)).outcome is DutyOutcome.DONE


def test_a_matter_that_climbed_twice_counts_once_from_its_last_level():
    twice = (MatterFact(7, date(2024, 3, 20), None), MatterFact(7, date(2024, 3, 10), None))
    between = (met(15, matters=frozenset({7})),)
    found = judge(Check.ESCALATED_TAKEN_UP, escalated=twice, meetings=between).finding
    assert (found.done, found.wanted, found.matters) == (0, 1, (7,))


def test_decisions_that_fell_due_are_kept_late_or_open():
    due = date(2024, 3, 20)
    for over_on, outcome in (
        (LAST, DutyOutcome.DONE),
        (NEXT, DutyOutcome.DONE_LATE),
        (None, DutyOutcome.MISSED),
    ):
        decided = (MatterFact(7, due, over_on),)
        assert judge(Check.DECISIONS_KEPT, today=NEXT, decided=decided).outcome is outcome


def test_the_visits_of_a_confirmed_plan_are_all_made_in_time_or_late():
    both = frozenset({1, 2})
    for visited, last_on, outcome in (
        (both, LAST, DutyOutcome.DONE),
        (both, NEXT, DutyOutcome.DONE_LATE),
        (frozenset({1}), LAST, DutyOutcome.MISSED),
    ):
        visits = {MARCH: VisitsFact(both, visited, last_on)}
        assert judge(Check.VISITS_MADE, today=NEXT, visits=visits).outcome is outcome
    assert judge(Check.VISITS_MADE, today=NEXT).outcome is DutyOutcome.MISSED


def test_every_check_of_the_list_is_a_function():
    for check in Check:
        assert judge(check).due_on == LAST


def test_the_gravest_comes_first_then_the_highest_level_then_the_most_at_stake():
    def candidate(pk, *kinds, yuan=0, level=0):
        return rules.AgendaCandidate(pk, frozenset(kinds), yuan, level)

    found = [
        candidate(1, Why.YELLOW, yuan=900),
        candidate(2, Why.OVERDUE, level=1, yuan=900),
        candidate(3, Why.OVERDUE, level=3),
        candidate(4, Why.SILENCE),
        candidate(5, Why.RED),
        candidate(6, Why.RED, Why.OVERDUE, yuan=5),
    ]
    assert [each.project_id for each in rules.by_gravity(found)] == [6, 5, 4, 3, 2, 1]


def test_the_table_of_moves_refuses_by_name():
    for move, (states, _end) in rules.MOVES.items():
        for state in MeetingState:
            if state in states:
                rules.check_move(state, move)
            else:
                with pytest.raises(Refusal, match=str(state.label)):
                    rules.check_move(state, move)
    assert rules.MOVES[MeetingMove.CLOSE][1] is MeetingState.CLOSED


@pytest.mark.parametrize(
    "text",
    ["12月20日前完成", "请于2024年12月20日之前报送", "12月5日前开工，12月20日以前完成", "尽快完成"],
)
def test_a_deadline_agrees_with_the_words_of_its_decision(text):
    rules.check_deadline_said(text, date(2024, 12, 20))


@pytest.mark.parametrize("text", ["12月21日前完成", "2025年12月20日前完成", "12月5日前开工"])
def test_a_deadline_that_the_words_contradict_is_refused(text):
    with pytest.raises(Refusal, match="2024年12月20日"):
        rules.check_deadline_said(text, date(2024, 12, 20))


def test_an_item_at_the_end_stays_when_it_is_moved_on():
    assert rules.swapped([1, 2, 3], 1, up=True) == [1, 2, 3]
    assert rules.swapped([1, 2, 3], 3, up=False) == [1, 2, 3]
    assert rules.swapped([1, 2, 3], 2, up=True) == [2, 1, 3]


def test_the_published_practices_are_complete_and_name_their_source():
    presets = {name: dated.latest for name, dated in practice_presets().items()}
    assert {"five", "huaihua_2020", "hunan_five", "wusheng_four", "jingbian_2025"} <= set(presets)
    assert len(presets["five"].mechanisms) == len(presets["huaihua_2020"].mechanisms) == 5
    assert all(practice.source and practice.readings for practice in presets.values())


def test_a_duty_that_makes_no_sense_is_refused():
    for wrong in (
        {"check": Check.MEETING_HELD, "meeting": None},
        {"check": Check.MANUAL, "meeting": MeetingKind.DAILY},
        {"check": Check.MEETING_HELD, "due": Due(day=1, after=True)},
        {"check": Check.MEETING_HELD, "times": 0},
        {"check": Check.RED_TAKEN_UP, "calendar": "weekly"},
    ):
        with pytest.raises(ValueError, match=r"."):
            make_duty(**wrong)


def test_a_practice_names_each_duty_once_and_an_agenda_for_each_kind():
    five = practice_presets()["five"].latest
    said: dict[str, Any] = {"title": "", "source": "", "version": 1}
    for mechanisms, agendas in (
        (five.mechanisms * 2, five.agendas),
        (five.mechanisms, {}),
        ((), five.agendas),
    ):
        with pytest.raises(ValueError, match=r"."):
            Practices(mechanisms=mechanisms, agendas=agendas, **said)
    with pytest.raises(ValueError, match=r"."):
        AgendaRule((Why.RED,), 0)
