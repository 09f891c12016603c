"""A locked month keeps its verdict."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import Refusal
from bihuan.lights import actions
from bihuan.lights.models import MachineLight
from bihuan.lights.queries import judged_now, verdicts, year_strips, years_to_judge
from bihuan.lights.wording import to_json
from bihuan.plans.actions import adjust_plan
from bihuan.plans.curves import Terms
from bihuan.plans.models import Plan
from bihuan.plans.rules import ChangeApproval
from bihuan.progress import actions as progress
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round
from bihuan.progress.tests.factories import MARCH, WAN
from bihuan.progress.validation import Filling
from bihuan.projects.kinds import Rules
from bihuan.projects.models import PresetChoice, Project

from .factories import AFTER_GRACE, make_reported

pytestmark = pytest.mark.django_db
LOCKED = AFTER_GRACE + timedelta(days=5)
LATER = datetime(2024, 6, 3, 2, tzinfo=UTC)
YEAR = 2024


def lock_march(at=LOCKED):
    march = Round.objects.get(month=MARCH.first_day)
    progress.lock_round(round=march, by=make_user(), at=at, reason="按期锁定")


def judge(at):
    return actions.judge_year(year=YEAR, by=make_user(), at=at)


def shown(project, at=LATER):
    """The machine's light of March by all readings, which must agree."""
    found = verdicts(project, YEAR, at.date())[3]
    assert year_strips(YEAR, at.date())[project.pk].colour(3) == found.colour
    return found


def make_it_worse(project):
    """Plan ten times as much, as if it had been so from the start."""
    Plan.objects.filter(entry__project=project).update(planned_yuan=12_000 * WAN)


def correct(project, at, completed_yuan=200 * WAN + 2):
    progress.correct(
        report=project.reports.get(is_current=True),
        filling=Filling(completed_yuan=completed_yuan),
        reason="误报",
        by=make_user(),
        at=at,
    )


def correct_to_nothing(project):
    correct(project, LATER, completed_yuan=0)


def test_a_locked_month_keeps_the_verdict_given_as_it_was_locked():
    project = make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    lock_march()
    before = shown(project)
    assert (before.colour, before.is_final) == ("green", True)
    make_it_worse(project)
    PresetChoice.objects.create(
        rules=Rules.LIGHTS, preset="wuhan", since=date(2024, 1, 1), by=make_user(), at=LOCKED
    )  # as if it had been so from the start
    after = shown(project)
    assert (after.colour, after.reasons) == (before.colour, before.reasons)
    stored = MachineLight.objects.filter(month=MARCH.first_day).count()
    judge(LATER)
    assert MachineLight.objects.filter(month=MARCH.first_day).count() == stored


def test_until_it_is_locked_a_month_is_judged_by_the_facts_as_they_stand():
    project = make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    judge(AFTER_GRACE)
    make_it_worse(project)
    assert shown(project).colour == "yellow"


def test_the_verdict_at_the_lock_takes_in_what_changed_before():
    project = make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    judge(AFTER_GRACE)
    make_it_worse(project)
    lock_march()
    assert (shown(project).colour, shown(project).is_final) == ("yellow", True)


def test_a_verdict_that_stays_the_same_is_confirmed_once_at_the_lock():
    make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    judge(AFTER_GRACE)
    lock_march()
    given = MachineLight.objects.filter(month=MARCH.first_day, judged_at=LOCKED)
    assert given.count() == 1
    assert judge(LOCKED) == 0


def test_a_lock_that_is_refused_gives_no_verdicts():
    make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    lock_march()
    stored = MachineLight.objects.count()
    with pytest.raises(Refusal):
        lock_march(at=LATER)
    assert MachineLight.objects.count() == stored


def test_the_clock_judges_years_whose_locked_months_have_no_verdict():
    project = make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    assert years_to_judge() == set()
    march = Round.objects.filter(month=MARCH.first_day)
    march.update(state=RoundState.LOCKED, locked_at=LOCKED)  # as an older version locked it
    assert years_to_judge() == {YEAR}
    judge(LOCKED)
    assert years_to_judge() == set()
    correct_to_nothing(project)
    assert years_to_judge() == {YEAR}
    judge(LATER)
    assert years_to_judge() == set()


def test_a_correction_of_its_report_has_a_locked_month_judged_anew():
    project = make_reported(completed_yuan=300 * WAN, added_on=date(2024, 3, 1))
    lock_march()
    judge(LOCKED)
    correct_to_nothing(project)
    assert shown(project).colour == "yellow"
    judge(LATER + timedelta(hours=1))
    assert shown(project).is_final


def adjust(project):
    """A tenth of the plan, as approved in time: much more than that was done."""
    entry = project.entries.get()
    adjust_plan(
        entry=entry,
        terms=Terms(planned_yuan=entry.plans.get().planned_yuan // 10),
        approval=ChangeApproval("补批", "区政府", date(2024, 3, 20)),
        version=1,
        by=make_user(),
        at=LATER,
    )


def be_late_from_the_start(project):
    Project.objects.filter(pk=project.pk).update(planned_start_on=date(2023, 1, 1))


@pytest.mark.parametrize("change", [make_it_worse, adjust, be_late_from_the_start])
def test_a_locked_month_judged_anew_is_measured_by_what_held_at_the_lock(change):
    project = make_reported(completed_yuan=200 * WAN, added_on=date(2024, 3, 1))
    lock_march()
    change(project)
    correct(project, LATER)
    expected = shown(project)
    for number in range(1, 3):  # as it is, and after a second correction of what was judged anew
        judge(LATER + timedelta(hours=number))
        correct(project, LATER + timedelta(hours=number, minutes=1))
    after = shown(project)
    assert (after.colour, after.reasons) == (expected.colour, expected.reasons)
    assert (expected.colour, figures(expected)) == ("yellow", figures(of_the_lock(project)))


def of_the_lock(project):
    return MachineLight.objects.filter(project=project, month=MARCH.first_day).earliest("pk")


def figures(light):
    """What the reasons say to whole numbers: two yuan change nothing."""
    told = [each if isinstance(each, dict) else to_json(each) for each in light.reasons]
    return [
        (each["clause"], {k: v.split(".")[0] for k, v in each["figures"].items()}) for each in told
    ]


def test_locked_months_cost_two_queries_more(django_assert_num_queries):
    make_reported(completed_yuan=300 * WAN)
    lock_march()
    judge(LOCKED)
    with django_assert_num_queries(12):
        list(judged_now(YEAR, LOCKED.date()))
