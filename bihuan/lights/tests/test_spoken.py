"""The lights that people give, the lift of the headline, and what is read of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights import actions
from bihuan.lights.kinds import Colour, LiftState, Rater
from bihuan.lights.models import CommanderLight, InspectorLight, Lift, MachineLight
from bihuan.lights.queries import (
    headlines,
    hit_rates,
    spoken_before,
    standing,
    three_lights,
    verdicts,
)
from bihuan.progress.tests.factories import MARCH, make_listed, make_reporter

from .factories import (
    AFTER_GRACE,
    inspect,
    lift,
    make_commanded,
    make_inspector,
    make_reported,
    make_silent,
    speak,
)

pytestmark = pytest.mark.django_db
TODAY = AFTER_GRACE.date()
IN_JULY = datetime(2024, 7, 10, 2, tzinfo=UTC)


def shown(project, month=MARCH, today=TODAY):
    """The headline by both readings, which must agree."""
    strip = headlines(month.year, today)[project.pk].headline.colour(month.number)
    verdict = verdicts(project, month.year, today).get(month.number)
    assert standing(project, month, today, verdict).headline.colour == strip
    return strip


def test_a_commanders_light_is_recorded_beside_the_machines():
    project, commander = make_commanded()
    light = speak(project, commander, "yellow")
    assert (light.colour, light.by, light.is_current) == ("yellow", commander, True)
    event = Event.objects.get(verb="light.spoken")
    assert (event.note["colour"], event.by) == ([None, "yellow"], commander.username)
    assert three_lights(project, MARCH, TODAY) == (Colour.GREEN, Colour.YELLOW, None, False)
    assert shown(project) == "yellow"
    assert not MachineLight.objects.exists()


def test_a_newer_light_takes_the_place_of_the_older_which_stays():
    project, commander = make_commanded()
    speak(project, commander, "red")
    speak(project, commander, "yellow")
    rows = CommanderLight.objects.order_by("pk")
    assert [(row.colour, row.is_current) for row in rows] == [("red", False), ("yellow", True)]
    assert shown(project) == "yellow"


def test_saying_the_same_twice_is_saying_it_once():
    project, commander = make_commanded()
    assert speak(project, commander, "red") == speak(project, commander, "red")
    assert CommanderLight.objects.count() == 1
    assert Event.objects.filter(verb="light.spoken").count() == 1


def test_nobodys_light_takes_the_place_of_anothers():
    project, commander = make_commanded()
    speak(project, commander, "green")
    inspect(project, "red")
    assert three_lights(project, MARCH, TODAY)[:3] == ("green", "green", "red")
    assert shown(project) == "red"


def test_a_better_light_than_the_machines_needs_a_reason():
    project, commander = make_commanded(completed_yuan=1_000_000)
    with pytest.raises(Refusal):
        speak(project, commander, "green", reason=" ")
    assert speak(project, commander, "yellow", reason="").colour == "yellow"
    assert speak(project, commander, "green", reason="已补报").reason == "已补报"
    assert shown(project) == "yellow"


def test_silence_stays_red_whatever_the_commander_says():
    project, commander = make_silent()
    with pytest.raises(Refusal):
        speak(project, commander, "green", reason="")
    speak(project, commander, "green")
    assert shown(project) == "red"
    assert shown(project, today=date(2024, 3, 20)) == "grey"


def test_a_red_of_the_commander_shows_before_the_report_is_due():
    project, commander = make_silent()
    april = Month(2024, 4)
    speak(project, commander, "red", month=april)
    assert shown(project, april) == "red"


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "grey"}, {"colour": "blue"}, {"month": Month(2024, 5)},
        {"month": Month(2024, 2)},
    ],
)  # fmt: skip
def test_a_commander_gives_a_colour_of_this_month_or_the_last(wrong):
    project, commander = make_commanded()
    with pytest.raises(Refusal):
        speak(project, commander, **{"colour": "red", **wrong})
    assert not CommanderLight.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COMMANDER])
def test_only_a_commander_gives_the_commanders_light(role):
    project, _commander = make_commanded()
    with pytest.raises(NotAllowed):
        speak(project, make_user(role=role, organisation=project.owner), "red")


def test_a_commander_speaks_of_no_other_project():
    project, _commander = make_commanded()
    _other, stranger = make_silent()
    with pytest.raises(NotAllowed):
        speak(project, stranger, "red")
    with pytest.raises(NotAllowed):
        speak(make_reported(), stranger, "red")


def test_a_commanders_light_carries_on_for_one_month():
    project, commander = make_commanded()
    speak(project, commander, "yellow")
    strip = headlines(2024, IN_JULY.date())[project.pk].commander
    assert strip[2:6] == "yY  "
    assert strip.is_capital(4)
    april = Month(2024, 4)
    stands = standing(project, april, date(2024, 4, 30), None)
    assert stands.commander.colour == "yellow"
    assert stands.commander_is_carried
    assert standing(project, Month(2024, 5), IN_JULY.date(), None).commander is None
    assert standing(project, april, date(2024, 3, 31), None).commander is None


def test_a_light_carries_over_the_turn_of_the_year():
    project, commander = make_commanded()
    december, january = Month(2024, 12), datetime(2025, 1, 20, tzinfo=UTC)
    speak(project, commander, "red", month=december, at=january)
    assert headlines(2025, january.date())[project.pk].commander[:2] == "R "


def test_an_inspection_is_recorded_with_its_visit():
    project, _commander = make_commanded()
    light = inspect(project, "red", reason="")
    assert light.source_ref == "调研2024-03-15"
    event = Event.objects.get(verb="light.inspected")
    assert event.note["source_ref"] == "调研2024-03-15"
    assert headlines(2024, IN_JULY.date())[project.pk].inspector[2:7] == "rRRR "


def test_an_inspection_may_come_late_but_not_early():
    project, _commander = make_commanded()
    assert inspect(project, "red", at=IN_JULY).colour == "red"
    with pytest.raises(Refusal):
        inspect(project, "red", month=Month(2024, 5))


def test_an_inspection_says_why_or_where():
    project, _commander = make_commanded()
    with pytest.raises(Refusal):
        inspect(project, "red", reason=" ", source_ref="")
    assert inspect(project, "red", source_ref="").reason


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMANDER, Role.REPORTER, Role.VIEWER])
def test_only_inspectors_give_the_inspectors_light(role):
    project, _commander = make_commanded()
    with pytest.raises(NotAllowed):
        inspect(project, "red", by=make_user(role=role, organisation=project.owner))
    assert not InspectorLight.objects.exists()


def test_a_lift_is_recorded_and_holds_until_the_end_of_its_day():
    project, commander = make_commanded()
    speak(project, commander, "red")
    lifted = lift(project)
    assert Event.objects.get(verb="light.lifted").note["until"] == "2024-04-10"
    assert shown(project) == "green"
    year = headlines(2024, TODAY)[project.pk]
    assert year.headline.is_capital(3)
    assert shown(project, today=lifted.until) == "green"
    assert shown(project, today=lifted.until + timedelta(days=1)) == "red"


def test_silence_is_not_lifted():
    project, commander = make_silent()
    speak(project, commander, "green")
    with pytest.raises(Refusal):
        lift(project)


def test_a_lift_has_no_effect_where_none_of_the_three_is_so_good():
    project, commander = make_commanded()
    speak(project, commander, "red")
    inspect(project, "yellow")
    lift(project)
    speak(project, commander, "yellow")
    assert shown(project) == "green"
    assert shown(project, Month(2024, 4)) == "grey"


def test_anothers_lift_is_revoked_before_a_new_one():
    project, commander = make_commanded()
    speak(project, commander, "red")
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
    speak(project, commander, "red")
    first = lift(project)
    later = datetime(2024, 4, 11, 2, tzinfo=UTC)
    lift(project, at=later, until=date(2024, 4, 20))
    first.refresh_from_db()
    assert first.state == LiftState.EXPIRED


def test_a_lift_is_revoked_with_a_reason_once():
    project, commander = make_commanded()
    speak(project, commander, "red")
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
    speak(project, commander, "red")
    lifted = lift(project)
    with pytest.raises(Refusal):
        actions.revoke_lift(lift=lifted, note="未兑现", by=make_user(), at=IN_JULY)


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.SUPERVISOR, Role.REPORTER, Role.VIEWER])
def test_only_the_office_lifts_and_revokes(role):
    project, commander = make_commanded()
    speak(project, commander, "red")
    user = commander if role is Role.COMMANDER else make_user(role=role)
    with pytest.raises(NotAllowed):
        lift(project, by=user)
    lifted = lift(project)
    with pytest.raises(NotAllowed):
        actions.revoke_lift(lift=lifted, note="不同意", by=user, at=AFTER_GRACE)


def test_the_clock_ends_lifts_once_and_late_as_well():
    project, commander = make_commanded()
    speak(project, commander, "red")
    lifted = lift(project)
    clock = make_user()
    assert actions.expire_lifts(on=lifted.until, by=clock, at=AFTER_GRACE) == []
    late = IN_JULY.date()
    assert actions.expire_lifts(on=late, by=clock, at=IN_JULY) == [lifted]
    assert actions.expire_lifts(on=late, by=clock, at=IN_JULY) == []
    assert Event.objects.filter(verb="light.lift_expired").count() == 1
    assert Lift.objects.get().state == LiftState.EXPIRED


def test_all_that_was_said_is_kept_newest_first():
    project, commander = make_commanded()
    speak(project, commander, "red")
    speak(project, commander, "yellow", at=AFTER_GRACE + timedelta(hours=1))
    inspect(project, "green", at=AFTER_GRACE + timedelta(hours=2))
    lift(project, at=AFTER_GRACE + timedelta(hours=3))
    words = spoken_before(project, MARCH)
    assert [word.rater for word in words] == [
        None, Rater.INSPECTOR, Rater.COMMANDER, Rater.COMMANDER
    ]  # fmt: skip
    assert [word.counts for word in words] == [True, True, True, False]


def test_each_rater_is_held_against_what_came():
    project, commander = make_commanded()
    inspector = make_inspector()
    speak(project, commander, "green")  # the report of May never came: red
    inspect(project, "yellow", by=inspector)
    rows = {row.rater: row for row in hit_rates(make_user(), 2024, IN_JULY.date())}
    machine, hit, miss = rows[Rater.MACHINE], rows[Rater.INSPECTOR], rows[Rater.COMMANDER]
    assert (miss.hits, miss.judged, miss.rate) == (0, 1, None)
    assert miss.name == str(commander.leader)
    assert (hit.hits, hit.judged, hit.name) == (1, 1, str(inspector))
    assert machine.judged == 2  # March and April: the reports of May and June never came
    assert machine.hits == 1


def test_what_was_said_with_hindsight_is_no_hit():
    project, _commander = make_commanded()
    inspect(project, "red", at=IN_JULY)
    raters = {row.rater for row in hit_rates(make_user(), 2024, IN_JULY.date())}
    assert raters == {Rater.MACHINE}


def test_the_last_light_given_in_time_counts():
    project, commander = make_commanded()
    speak(project, commander, "green")
    speak(project, commander, "red")
    rows = hit_rates(make_user(), 2024, IN_JULY.date())
    assert [(row.hits, row.judged) for row in rows if row.rater == Rater.COMMANDER] == [(1, 1)]


def test_novembers_light_is_held_against_january():
    project, commander = make_commanded()
    november = Month(2024, 11)
    speak(project, commander, "red", month=november, at=datetime(2024, 11, 20, tzinfo=UTC))
    rows = hit_rates(commander, 2024, date(2025, 3, 1))
    assert [row.judged for row in rows if row.rater == Rater.COMMANDER] == []
    machine = next(row for row in rows if row.rater == Rater.MACHINE)
    assert machine.judged == 8  # March to October: the project is on no list of 2025


def test_hits_are_counted_over_visible_projects():
    project, commander = make_commanded()
    speak(project, commander, "red")
    stranger = make_reporter()
    make_listed(owner=stranger.organisation)
    raters = {row.rater for row in hit_rates(stranger, 2024, IN_JULY.date())}
    assert raters == {Rater.MACHINE}
    own = {row.rater for row in hit_rates(commander, 2024, IN_JULY.date())}
    assert own == {Rater.MACHINE, Rater.COMMANDER}


def test_headlines_take_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    project, commander = make_commanded()
    speak(project, commander, "red")
    with django_assert_num_queries(13):
        headlines(2024, TODAY)
    for _more in range(4):
        another, leader = make_commanded()
        speak(another, leader, "yellow")
        inspect(another, "red")
        lift(another, "yellow")
    with django_assert_num_queries(13):
        headlines(2024, TODAY)
