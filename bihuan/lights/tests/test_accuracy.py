"""Who foretold what came."""

from datetime import UTC, date, datetime

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.lights.kinds import Rater
from bihuan.lights.queries import (
    accuracy_rates,
)
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import (
    AFTER_GRACE,
    give_commander_light,
    give_inspector_light,
    list_again,
    make_commanded,
    make_inspector,
)

pytestmark = pytest.mark.django_db
TODAY = AFTER_GRACE.date()
IN_JULY = datetime(2024, 7, 10, 2, tzinfo=UTC)


def test_each_rater_is_held_against_what_came():
    project, commander = make_commanded()
    inspector = make_inspector()
    give_commander_light(project, commander, "green")  # the report of May never came: red
    give_inspector_light(project, "yellow", by=inspector)
    rows = {row.rater: row for row in accuracy_rates(make_user(), 2024, IN_JULY.date())}
    machine, hit, miss = rows[Rater.MACHINE], rows[Rater.INSPECTOR], rows[Rater.COMMANDER]
    assert (miss.hits, miss.judged, miss.rate) == (0, 1, None)
    assert miss.name == str(commander.leader)
    assert (hit.hits, hit.judged, hit.name) == (1, 1, str(inspector))
    assert machine.judged == 2  # March and April: the reports of May and June never came
    assert machine.hits == 1


def test_what_was_said_with_hindsight_is_no_hit():
    project, _commander = make_commanded()
    give_inspector_light(project, "red", at=IN_JULY)
    raters = {row.rater for row in accuracy_rates(make_user(), 2024, IN_JULY.date())}
    assert raters == {Rater.MACHINE}


def test_the_last_light_given_in_time_counts():
    project, commander = make_commanded()
    give_commander_light(project, commander, "green")
    give_commander_light(project, commander, "red")
    rows = accuracy_rates(make_user(), 2024, IN_JULY.date())
    assert [(row.hits, row.judged) for row in rows if row.rater == Rater.COMMANDER] == [(1, 1)]


def test_novembers_light_is_held_against_january():
    project, commander = make_commanded()
    give_commander_light(
        project, commander, "red", month=Month(2024, 11), at=datetime(2024, 11, 20, tzinfo=UTC)
    )
    unlisted = accuracy_rates(commander, 2024, date(2025, 3, 1))
    assert [row.rater for row in unlisted] == [Rater.MACHINE]
    list_again(project, 2025)
    rows = {row.rater: row for row in accuracy_rates(commander, 2024, date(2025, 3, 1))}
    assert (rows[Rater.COMMANDER].hits, rows[Rater.COMMANDER].judged) == (1, 1)
    assert rows[Rater.MACHINE].judged == 9  # March to November; February is grey yet


def test_only_who_answers_for_lights_sees_the_rates_of_others():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    stranger = make_reporter()
    make_listed(owner=stranger.organisation)
    raters = {row.rater for row in accuracy_rates(stranger, 2024, IN_JULY.date())}
    assert raters == {Rater.MACHINE}
    own = {row.rater for row in accuracy_rates(commander, 2024, IN_JULY.date())}
    assert own == {Rater.MACHINE, Rater.COMMANDER}
    for role in (Role.OFFICE, Role.SUPERVISOR):
        rows = accuracy_rates(make_user(role=role), 2024, IN_JULY.date())
        assert {row.rater for row in rows} == {Rater.MACHINE, Rater.COMMANDER}
    assert accuracy_rates(make_user(role=Role.VIEWER), 2024, IN_JULY.date()) == [
        row for row in rows if row.rater == Rater.MACHINE
    ]
