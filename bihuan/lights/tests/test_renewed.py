"""After a change only the projects that it touched are judged anew, as if all had been."""

from datetime import date

import pytest
from django.db import transaction

from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.audit.cached import clear_caches
from bihuan.lights import actions
from bihuan.lights.queries import headlines, machine, year_strips
from bihuan.plans import actions as plans
from bihuan.progress import actions as progress
from bihuan.progress.models import Round
from bihuan.progress.tests.factories import IN_MARCH, MARCH, make_listed, report_march
from bihuan.progress.validation import Filling
from bihuan.projects.kinds import Rules

from .factories import AFTER_GRACE, TODAY, give_commander_light, make_commanded, make_reported


@pytest.fixture
def judged(monkeypatch):
    """The projects judged by each pass; None where it was all of them."""
    passes, really = [], machine.judged_now

    def watched(year, today, only=None):
        passes.append(None if only is None else sorted(only))
        return really(year, today, only)

    monkeypatch.setattr(machine, "judged_now", watched)
    return passes


def reported(yuan):
    """A project that is judged from March on."""
    return make_reported(completed_yuan=yuan, added_on=date(2024, 3, 1))


def shown():
    """What is shown now, which must be what judging everything afresh gives."""
    strips, lights = dict(year_strips(2024, TODAY)), dict(headlines(2024, TODAY))
    clear_caches()
    assert (strips, lights) == (year_strips(2024, TODAY), headlines(2024, TODAY))
    return strips


@pytest.mark.django_db(transaction=True)
def test_one_change_judges_one_project(judged):
    project, other = reported(9_000_000), reported(1_000_000)
    before = year_strips(2024, TODAY)
    assert judged == [None]
    assert year_strips(2024, TODAY) is before
    progress.correct(
        report=project.reports.get(is_current=True),
        filling=Filling(completed_yuan=0),
        reason="误报",
        by=make_user(),
        at=AFTER_GRACE,
    )
    after = year_strips(2024, TODAY)
    assert judged == [None, [project.pk]]
    assert after[project.pk] != before[project.pk]
    assert after[other.pk] == before[other.pk]
    assert shown() == after


@pytest.mark.django_db(transaction=True)
def test_a_persons_light_judges_nobody_and_shows_in_the_headline():
    project, commander = make_commanded()
    give_commander_light(project, commander, "yellow")
    before = year_strips(2024, TODAY)
    give_commander_light(project, commander, "red")
    assert headlines(2024, TODAY)[project.pk].headline.colour(3) == "red"
    assert year_strips(2024, TODAY) is before
    shown()


@pytest.mark.django_db(transaction=True)
def test_whatever_changes_shows_as_if_all_were_judged_afresh(judged):
    office = make_user()
    projects = [reported(yuan) for yuan in (0, 3_000_000, 9_000_000)]
    silent = make_listed(commander=make_leader())
    entry = projects[1].entries.get()

    def report_late():
        report = report_march(silent, by=office, completed_yuan=10**7, at=IN_MARCH)
        progress.accept(report=report, by=make_user(), at=AFTER_GRACE)

    changes = [
        report_late,
        lambda: plans.leave_list(
            entry=entry, on=date(2024, 3, 5), reason="调出", by=office, at=AFTER_GRACE
        ),
        lambda: plans.return_to_list(
            entry=entry, on=date(2024, 3, 20), reason="调回", by=office, at=AFTER_GRACE
        ),
        lambda: progress.choose_rules(
            presets={Rules.LIGHTS: "wuhan"}, since=MARCH.first_day, by=office, at=AFTER_GRACE
        ),
        lambda: progress.lock_round(
            round=Round.objects.get(month=MARCH.first_day), by=office, at=AFTER_GRACE, reason="锁"
        ),
        lambda: actions.judge_year(year=2024, by=office, at=AFTER_GRACE),
    ]
    year_strips(2024, TODAY)
    for change in changes:
        change()
        shown()
    assert any(each is not None for each in judged)


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_sees_is_not_kept(judged):
    project = reported(9_000_000)
    before = year_strips(2024, TODAY)
    with transaction.atomic():
        project.reports.update(completed_yuan=0)
        assert year_strips(2024, TODAY) != before
        transaction.set_rollback(True)
    assert year_strips(2024, TODAY) == before
