from datetime import date

import pytest

from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.dispatch.facts import facts_of
from bihuan.dispatch.kinds import DutyOutcome
from bihuan.dispatch.presets import district_practice
from bihuan.dispatch.queries import mechanisms, standings
from bihuan.lights import actions as lights
from bihuan.lights.tests.factories import (
    give_commander_light,
    make_commanded,
    make_reported,
    run_from_january,
)
from bihuan.matters import actions as matters
from bihuan.matters.tests.factories import assign_one, noon
from bihuan.progress.tests.factories import MARCH, make_listed
from bihuan.visits import actions as visits
from bihuan.visits.models import PlannedVisit

from .factories import AT, ON, close, decide, hold

pytestmark = pytest.mark.django_db


def facts(today=ON):
    return facts_of(*district_practice(today), today)


def outcome(duty, period, today=ON):
    found = standings(mechanisms(today))
    return next(s.outcome for s in found if (s.duty.code, s.period.key) == (duty, period))


def test_live_and_commanded_projects_are_those_of_the_year():
    plain, led = make_listed(), make_listed(commander=make_leader())
    make_listed(year=2023)
    make_listed(state="cancelled")
    found = facts()
    assert (found.live, found.commanded) == ({plain.pk, led.pk}, {led.pk})
    assert outcome("every_project_led", "2024-04") is DutyOutcome.MISSED


def test_a_silent_month_is_red_and_taken_up_by_the_meeting_on_it():
    run_from_january()
    project = make_listed()
    assert project.pk in facts().red[MARCH]
    assert outcome("red_projects", "2024-03") is DutyOutcome.DUE
    close(hold())
    assert outcome("red_projects", "2024-03") is DutyOutcome.DONE


def test_what_was_dropped_from_an_agenda_was_not_taken_up():
    run_from_january()
    make_listed()
    meeting = hold()
    assert facts().meetings[0].projects
    meeting.items.update(dropped="已补报")
    assert not facts().meetings[0].projects


def test_meetings_planned_called_off_or_to_come_do_not_count():
    hold()
    assert len(facts().meetings) == 1
    assert not facts(date(2024, 4, 9)).meetings
    assert outcome("month_meeting", "2024-04") is DutyOutcome.DONE


def test_reports_lights_and_commanders_lights_of_a_month_are_counted():
    project, commander = make_commanded()
    make_reported(commander=make_leader())
    make_listed()
    give_commander_light(project, commander, "green")
    lights.judge_month(month=MARCH, by=make_user(), at=AT)
    found = facts()
    assert (found.rounds[MARCH].accepted, found.rounds[MARCH].expected) == (2, 3)
    assert found.spoken[MARCH] == {project.pk}
    assert found.judged[MARCH] == ON
    assert (
        outcome("lights", "2024-03") is DutyOutcome.DONE_LATE
    )  # the 5th working day was April 9th


def test_an_escalated_matter_waits_until_a_meeting_takes_it_up():
    assign_one(project=make_reported(completed_yuan=9_000_000), on=date(2024, 3, 25))
    matters.escalate(on=ON, by=make_user(), at=AT)
    assert outcome("escalated", "2024-04") is DutyOutcome.DUE
    close(hold())
    assert outcome("escalated", "2024-04") is DutyOutcome.DONE


def test_a_decision_is_kept_once_its_lead_has_answered():
    lead = make_organisation()
    decision = decide(hold(), lead=lead)
    assert outcome("decisions", "2024-04") is DutyOutcome.NOTHING  # not due by today
    later = date(2024, 4, 19)
    assert outcome("decisions", "2024-04", later) is DutyOutcome.DUE
    handler = make_user(role="department", organisation=lead)
    matter = matters.sign(matter=decision.matter, by=handler, at=noon(later))
    matters.answer(matter=matter, note="迁改方案已报区政府常务会审定。", by=handler, at=noon(later))
    assert outcome("decisions", "2024-04", later) is DutyOutcome.DONE


def test_only_a_confirmed_plan_of_visits_counts():
    run_from_january()
    make_listed(commander=make_leader())
    office = make_user()
    visits.propose_plan(month=MARCH, seed=7, by=office, at=AT)
    assert MARCH not in facts().visits
    visits.confirm_plan(month=MARCH, by=office, at=AT)
    found = facts().visits[MARCH]
    planned = set(PlannedVisit.objects.values_list("project", flat=True))
    assert (set(found.planned), found.visited) == (planned, set())
