from datetime import date

import pytest

from bihuan.accounts.roles import GRANTS, Can, Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights import actions
from bihuan.lights.models import MachineLight
from bihuan.lights.queries import judged_now, lights, reasons_shown, verdicts
from bihuan.lights.tests.factories import run_from_january
from bihuan.plans.actions import leave_list, make_list, promote, return_to_list
from bihuan.plans.curves import Terms
from bihuan.plans.models import Plan
from bihuan.progress import actions as progress
from bihuan.progress.actions import choose_rules
from bihuan.progress.tests.factories import MARCH, make_listed, make_reporter, report_march
from bihuan.projects.kinds import Rules

from .factories import AFTER_GRACE, make_reported

pytestmark = pytest.mark.django_db
JUNE = Month(2024, 6)


def march_of(project):
    return MachineLight.objects.get(project=project, month=date(2024, 3, 1), is_current=True)


def test_verdicts_are_stored_with_reasons_and_the_rules_version():
    run_from_january()
    project = make_reported(completed_yuan=0)
    given = actions.judge_year(year=2024, by=make_user(), at=AFTER_GRACE)
    light = march_of(project)
    assert given == MachineLight.objects.count()
    assert (light.colour, light.rule_set, light.rule_version) == ("red", "yinchuan", 1)
    assert light.reasons[0]["clause"] == "YINCHUAN-3"
    assert light.raw_colour == "yellow"
    assert Event.objects.filter(verb="light.judged", thing_id="2024").count() == 1


def test_judging_again_changes_nothing_and_records_nothing():
    make_reported()
    actions.judge_year(year=2024, by=make_user(), at=AFTER_GRACE)
    before = Event.objects.count(), MachineLight.objects.count()
    assert actions.judge_year(year=2024, by=make_user(), at=AFTER_GRACE) == 0
    assert (Event.objects.count(), MachineLight.objects.count()) == before


def test_a_changed_verdict_is_appended_and_the_old_one_kept():
    project = make_reported(completed_yuan=0)
    actions.judge_month(month=MARCH, by=make_user(), at=AFTER_GRACE)
    progress.correct(
        report=project.reports.get(),
        filling=_filling(3_000_000),
        reason="漏报",
        by=make_user(),
        at=AFTER_GRACE,
    )
    assert actions.judge_month(month=MARCH, by=make_user(), at=AFTER_GRACE) == 1
    rows = MachineLight.objects.filter(project=project, month=date(2024, 3, 1)).order_by("pk")
    assert [row.is_current for row in rows] == [False, True]
    assert [row.raw_colour for row in rows] == ["yellow", "green"]


def test_one_month_can_be_judged_alone():
    make_reported()
    assert actions.judge_month(month=MARCH, by=make_user(), at=AFTER_GRACE) == 1


def test_the_light_shown_is_never_older_than_the_facts():
    run_from_january()
    project = make_reported(completed_yuan=3_000_000)
    user = make_user()
    today = AFTER_GRACE.date()
    actions.judge_year(year=2024, by=user, at=AFTER_GRACE)
    assert verdicts(project, 2024, today)[3].raw == "green"
    progress.correct(
        report=project.reports.get(), filling=_filling(0), reason="误报", by=user, at=AFTER_GRACE
    )
    stored = MachineLight.objects.count()
    (row,) = lights(user, MARCH, today=today)
    assert row.colour == "red"
    (reason,) = reasons_shown(MARCH, today, [row.project_id])[project.pk]
    assert (reason.clause, reason.figures["alone"]) == ("LIGHT-6", "yellow")
    assert MachineLight.objects.count() == stored


def test_time_alone_turns_silence_red():
    run_from_january()
    project = make_listed()
    grey = verdicts(project, 2024, date(2024, 3, 31))[3]
    red = verdicts(project, 2024, date(2024, 4, 1))[3]
    assert (grey.raw, red.raw) == ("grey", "red")


def test_an_unaccepted_report_is_grey_and_its_money_does_not_count():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    report_march(project, by=reporter, completed_yuan=9_000_000)
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].colour == "grey"


def test_quarterly_classes_are_judged_at_the_end_of_each_quarter():
    run_from_january()
    project = make_listed(project_class="preparation")
    assert set(verdicts(project, 2024, date(2024, 7, 15))) == {3, 6}


def test_other_rules_give_other_lights():
    project = make_reported(completed_yuan=1_700_000)
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == "yellow"
    choose_rules(
        presets={Rules.LIGHTS: "wuhan"}, since=MARCH.first_day, by=make_user(), at=AFTER_GRACE
    )
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == "red"


def test_a_waiver_is_recorded_and_lifts_the_clause():
    project = make_listed(planned_start_on=date(2024, 1, 5))
    user, reporter = make_user(), make_reporter(project.owner)
    actions.waive(
        project=project,
        month=MARCH,
        clause="YINCHUAN-5",
        reason="洪水",
        approver="区长",
        by=user,
        at=AFTER_GRACE,
    )
    assert Event.objects.get(verb="light.waived").note["approver"] == "区长"
    assert reporter.role == Role.REPORTER
    with pytest.raises(Refusal):
        actions.waive(
            project=project,
            month=MARCH,
            clause="YINCHUAN-5",
            reason="洪水",
            approver="区长",
            by=user,
            at=AFTER_GRACE,
        )


@pytest.mark.parametrize("wrong", [{"clause": "YINCHUAN-1"}, {"reason": " "}, {"approver": ""}])
def test_a_waiver_needs_a_waivable_clause_a_reason_and_an_approver(wrong):
    said = {"clause": "YINCHUAN-5", "reason": "洪水", "approver": "区长", **wrong}
    with pytest.raises(Refusal):
        actions.waive(project=make_listed(), month=MARCH, by=make_user(), at=AFTER_GRACE, **said)


@pytest.mark.parametrize("role", [role for role in Role if Can.LIGHT_MANAGE not in GRANTS[role]])
def test_only_the_office_excuses_and_judges(role):
    user = make_user(role=role)
    with pytest.raises(NotAllowed):
        actions.waive(
            project=make_listed(owner=user.organisation),
            month=MARCH,
            clause="YINCHUAN-5",
            reason="洪水",
            approver="区长",
            by=user,
            at=AFTER_GRACE,
        )
    with pytest.raises(NotAllowed):
        actions.judge_for(year=2024, by=user, at=AFTER_GRACE)


def test_the_office_may_judge_at_will():
    make_reported()
    assert actions.judge_for(year=2024, by=make_user(), at=AFTER_GRACE) > 0


def test_reading_the_facts_takes_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    make_reported()
    with django_assert_num_queries(10):
        list(judged_now(2024, AFTER_GRACE.date()))
    for _more in range(4):
        make_listed()
    with django_assert_num_queries(10):
        list(judged_now(2024, AFTER_GRACE.date()))


def _filling(yuan):
    from bihuan.progress.validation import Filling

    return Filling(completed_yuan=yuan)


def test_lights_measure_against_the_plan_in_force():
    project = make_reported(completed_yuan=1_500_000)
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == "yellow"
    plan = Plan.objects.get(entry__project=project)
    plan.is_current = False
    plan.save()
    Plan.objects.create(
        entry=plan.entry,
        version=2,
        planned_yuan=6_000_000,
        curve="linear",
        reason="调减",
        approver="区政府",
        recorded_at=AFTER_GRACE,
    )
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == "green"


@pytest.mark.parametrize(
    ("approved_on", "light"), [(date(2024, 3, 31), "green"), (date(2024, 4, 1), "yellow")]
)
def test_a_plan_cut_later_does_not_brighten_the_months_before(approved_on, light):
    project = make_reported(completed_yuan=1_500_000)
    plan = Plan.objects.get(entry__project=project)
    plan.is_current = False
    plan.save()
    Plan.objects.create(
        entry=plan.entry,
        version=2,
        planned_yuan=6_000_000,
        curve="linear",
        reason="调减",
        approver="区政府",
        approved_on=approved_on,
        recorded_at=AFTER_GRACE,
    )
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == light


@pytest.mark.parametrize(
    ("added_on", "light"), [(date(2024, 3, 31), "green"), (date(2024, 4, 1), "yellow")]
)
def test_a_project_is_measured_by_the_highest_list_it_stood_on_then(added_on, light):
    project = make_reported(completed_yuan=1_500_000)
    office = make_user()
    upper = make_list(year=2024, tier="provincial", by=office, at=AFTER_GRACE)
    promote(
        entry=project.entries.get(),
        annual_list=upper,
        terms=Terms(planned_yuan=6_000_000),
        added_on=added_on,
        by=office,
        at=AFTER_GRACE,
    )
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == light


@pytest.mark.parametrize(
    ("returned_on", "light"), [(date(2024, 3, 31), "green"), (date(2024, 4, 1), "yellow")]
)
def test_a_list_does_not_count_while_the_project_was_off_it(returned_on, light):
    project, office = make_reported(completed_yuan=1_500_000), make_user()
    upper = promote(
        annual_list=make_list(year=2024, tier="provincial", by=office, at=AFTER_GRACE),
        entry=project.entries.get(),
        terms=Terms(planned_yuan=6_000_000),
        added_on=date(2024, 3, 1),
        by=office,
        at=AFTER_GRACE,
    )
    leave_list(entry=upper, on=date(2024, 3, 20), reason="业主变更", by=office, at=AFTER_GRACE)
    return_to_list(entry=upper, on=returned_on, reason="业主已定", by=office, at=AFTER_GRACE)
    assert verdicts(project, 2024, AFTER_GRACE.date())[3].raw == light


def test_times_off_a_list_take_no_query_of_their_own(django_assert_num_queries):
    entry, office = make_reported().entries.get(), make_user()
    for day in (5, 15):
        leave_list(entry=entry, on=date(2024, 3, day), reason="调出", by=office, at=AFTER_GRACE)
        return_to_list(
            entry=entry, on=date(2024, 3, day + 3), reason="调回", by=office, at=AFTER_GRACE
        )
    with django_assert_num_queries(10):
        list(judged_now(2024, AFTER_GRACE.date()))
