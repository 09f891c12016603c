"""Lifting a headline, and how that ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights import actions
from bihuan.lights.kinds import LiftState
from bihuan.lights.models import Lift
from bihuan.lights.queries import (
    headlines,
)

from .factories import (
    AFTER_GRACE,
    give_commander_light,
    give_inspector_light,
    lift,
    make_commanded,
    make_silent,
    shown,
)

pytestmark = pytest.mark.django_db
TODAY = AFTER_GRACE.date()
IN_JULY = datetime(2024, 7, 10, 2, tzinfo=UTC)


def test_a_lift_is_recorded_and_holds_until_the_end_of_its_day():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted = lift(project)
    assert Event.objects.get(verb="light.lifted").note["until"] == "2024-04-10"
    assert shown(project) == "green"
    year = headlines(2024, TODAY)[project.pk]
    assert year.headline.is_capital(3)
    assert shown(project, today=lifted.until) == "green"
    assert shown(project, today=lifted.until + timedelta(days=1)) == "red"


def test_silence_is_not_lifted():
    project, commander = make_silent()
    give_commander_light(project, commander, "green")
    with pytest.raises(Refusal):
        lift(project)


def test_a_lift_has_no_effect_where_none_of_the_three_is_so_good():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    give_inspector_light(project, "yellow")
    lift(project)
    give_commander_light(project, commander, "yellow")
    assert shown(project) == "green"
    assert shown(project, Month(2024, 4)) == "grey"


def test_anothers_lift_is_revoked_before_a_new_one():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    mine, theirs = make_user(), make_user()
    first = lift(project, by=mine)
    with pytest.raises(Refusal, match=mine.username):
        lift(project, by=theirs)
    lift(project, "yellow", by=mine)
    first.refresh_from_db()
    assert first.state == LiftState.REPLACED
    assert shown(project) == "yellow"


def test_a_lift_past_its_day_makes_way_for_anybodys():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    first = lift(project)
    later = datetime(2024, 4, 11, 2, tzinfo=UTC)
    lift(project, at=later, until=date(2024, 4, 20))
    first.refresh_from_db()
    assert first.state == LiftState.EXPIRED


def test_a_lift_is_revoked_with_a_reason_once():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted, office = lift(project), make_user()
    with pytest.raises(Refusal):
        actions.revoke_lift(lift=lifted, note=" ", by=office, at=AFTER_GRACE)
    ended = actions.revoke_lift(lift=lifted, note="未兑现", by=office, at=AFTER_GRACE)
    assert (ended.state, ended.ended_by) == (LiftState.REVOKED, office.username)
    assert Event.objects.get(verb="light.lift_revoked").note["note"] == "未兑现"
    assert shown(project) == "red"
    with pytest.raises(Refusal):
        actions.revoke_lift(lift=lifted, note="未兑现", by=office, at=AFTER_GRACE)


def test_a_lift_past_its_day_is_not_revoked():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted = lift(project)
    with pytest.raises(Refusal):
        actions.revoke_lift(lift=lifted, note="未兑现", by=make_user(), at=IN_JULY)


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.SUPERVISOR, Role.REPORTER, Role.VIEWER])
def test_only_the_office_lifts_and_revokes(role):
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    user = commander if role is Role.COMMANDER else make_user(role=role)
    with pytest.raises(NotAllowed):
        lift(project, by=user)
    lifted = lift(project)
    with pytest.raises(NotAllowed):
        actions.revoke_lift(lift=lifted, note="不同意", by=user, at=AFTER_GRACE)


def test_the_clock_ends_lifts_once_and_late_as_well():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted = lift(project)
    clock = make_user()
    assert actions.expire_lifts(on=lifted.until, by=clock, at=AFTER_GRACE) == []
    late = IN_JULY.date()
    assert actions.expire_lifts(on=late, by=clock, at=IN_JULY) == [lifted]
    assert actions.expire_lifts(on=late, by=clock, at=IN_JULY) == []
    assert Event.objects.filter(verb="light.lift_expired").count() == 1
    assert Lift.objects.get().state == LiftState.EXPIRED
