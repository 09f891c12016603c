"""The lights that people give, beside the machine's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour, Rater
from bihuan.lights.models import CommanderLight, InspectorLight, MachineLight
from bihuan.lights.queries import (
    earlier_words,
    headlines,
    shown_year,
    standing,
    three_lights,
)
from bihuan.progress.tests.factories import MARCH

from .factories import (
    AFTER_GRACE,
    give_commander_light,
    give_inspector_light,
    lift,
    make_commanded,
    make_reported,
    make_silent,
    shown,
)

pytestmark = pytest.mark.django_db
TODAY = AFTER_GRACE.date()
IN_JULY = datetime(2024, 7, 10, 2, tzinfo=UTC)


def test_a_commanders_light_is_recorded_beside_the_machines():
    project, commander = make_commanded()
    light = give_commander_light(project, commander, "yellow")
    assert (light.colour, light.by, light.is_current) == ("yellow", commander, True)
    event = Event.objects.get(verb="light.spoken")
    assert (event.note["colour"], event.by) == ([None, "yellow"], commander.username)
    assert three_lights(project, MARCH, TODAY) == (Colour.GREEN, Colour.YELLOW, None, False)
    assert shown(project) == "yellow"
    assert not MachineLight.objects.exists()


def test_a_newer_light_takes_the_place_of_the_older_which_stays():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    give_commander_light(project, commander, "yellow")
    rows = CommanderLight.objects.order_by("pk")
    assert [(row.colour, row.is_current) for row in rows] == [("red", False), ("yellow", True)]
    assert shown(project) == "yellow"


def test_saying_the_same_twice_is_saying_it_once():
    project, commander = make_commanded()
    assert give_commander_light(project, commander, "red") == give_commander_light(
        project, commander, "red"
    )
    assert CommanderLight.objects.count() == 1
    assert Event.objects.filter(verb="light.spoken").count() == 1


def test_nobodys_light_takes_the_place_of_anothers():
    project, commander = make_commanded()
    give_commander_light(project, commander, "green")
    give_inspector_light(project, "red")
    assert three_lights(project, MARCH, TODAY)[:3] == ("green", "green", "red")
    assert shown(project) == "red"


def test_a_better_light_than_the_machines_needs_a_reason():
    project, commander = make_commanded(completed_yuan=1_000_000)
    with pytest.raises(Refusal):
        give_commander_light(project, commander, "green", reason=" ")
    assert give_commander_light(project, commander, "yellow", reason="").colour == "yellow"
    assert give_commander_light(project, commander, "green", reason="已补报").reason == "已补报"
    assert shown(project) == "yellow"


def test_silence_stays_red_whatever_the_commander_says():
    project, commander = make_silent()
    with pytest.raises(Refusal):
        give_commander_light(project, commander, "green", reason="")
    give_commander_light(project, commander, "green")
    assert shown(project) == "red"
    assert shown(project, today=date(2024, 3, 20)) == "grey"


def test_a_red_of_the_commander_shows_before_the_report_is_due():
    project, commander = make_silent()
    april = Month(2024, 4)
    give_commander_light(project, commander, "red", month=april)
    assert shown(project, april) == "red"


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "grey"},
        {"colour": "blue"},
        {"month": Month(2024, 5)},
        {"month": Month(2024, 2)},
    ],
)
def test_a_commander_gives_a_colour_of_this_month_or_the_last(wrong):
    project, commander = make_commanded()
    with pytest.raises(Refusal):
        give_commander_light(project, commander, **{"colour": "red", **wrong})
    assert not CommanderLight.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COMMANDER])
def test_only_a_commander_gives_the_commanders_light(role):
    project, _commander = make_commanded()
    with pytest.raises(NotAllowed):
        give_commander_light(project, make_user(role=role, organisation=project.owner), "red")


def test_a_commander_speaks_of_no_other_project():
    project, _commander = make_commanded()
    _other, stranger = make_silent()
    with pytest.raises(NotAllowed):
        give_commander_light(project, stranger, "red")
    with pytest.raises(NotAllowed):
        give_commander_light(make_reported(), stranger, "red")


def test_a_commanders_light_carries_on_for_one_month():
    project, commander = make_commanded()
    give_commander_light(project, commander, "yellow")
    strip = headlines(2024, IN_JULY.date())[project.pk].commander
    assert strip[2:6] == "yY  "
    assert strip.is_capital(4)
    april = Month(2024, 4)
    stands = standing(project, april, date(2024, 4, 30), None)
    assert stands.commander.colour == "yellow"
    assert stands.commander_is_carried
    assert standing(project, Month(2024, 5), IN_JULY.date(), None).commander is None
    assert standing(project, april, date(2024, 3, 31), None).commander is None


def test_a_light_of_last_year_says_nothing_of_a_year_that_asked_nobody():
    project, commander = make_commanded()
    december, january = Month(2024, 12), datetime(2025, 1, 20, tzinfo=UTC)
    give_commander_light(project, commander, "red", month=december, at=january)
    assert headlines(2025, january.date())[project.pk].headline[0] == " "
    assert standing(project, Month(2025, 1), january.date(), None).commander is None
    assert not shown_year(project, 2025, january.date())
    assert headlines(2024, january.date())[project.pk].commander[11] == "r"


def test_an_inspection_is_recorded_with_its_visit():
    project, _commander = make_commanded()
    light = give_inspector_light(project, "red", reason="")
    assert light.source_ref == "调研2024-03-15"
    event = Event.objects.get(verb="light.inspected")
    assert event.note["source_ref"] == "调研2024-03-15"
    assert headlines(2024, IN_JULY.date())[project.pk].inspector[2:7] == "rRRR "


def test_an_inspection_may_come_late_but_not_early():
    project, _commander = make_commanded()
    assert give_inspector_light(project, "red", at=IN_JULY).colour == "red"
    with pytest.raises(Refusal):
        give_inspector_light(project, "red", month=Month(2024, 5))


def test_an_inspection_says_why_or_where():
    project, _commander = make_commanded()
    with pytest.raises(Refusal):
        give_inspector_light(project, "red", reason=" ", source_ref="")
    assert give_inspector_light(project, "red", source_ref="").reason


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMANDER, Role.REPORTER, Role.VIEWER])
def test_only_inspectors_give_the_inspectors_light(role):
    project, _commander = make_commanded()
    with pytest.raises(NotAllowed):
        give_inspector_light(project, "red", by=make_user(role=role, organisation=project.owner))
    assert not InspectorLight.objects.exists()


def test_all_that_was_said_is_kept_newest_first():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    give_commander_light(project, commander, "yellow", at=AFTER_GRACE + timedelta(hours=1))
    give_inspector_light(project, "green", at=AFTER_GRACE + timedelta(hours=2))
    lift(project, at=AFTER_GRACE + timedelta(hours=3))
    words = earlier_words(project, MARCH)
    assert [word.rater for word in words] == [
        None,
        Rater.INSPECTOR,
        Rater.COMMANDER,
        Rater.COMMANDER,
    ]
    assert [word.counts for word in words] == [True, True, True, False]


def test_headlines_take_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    with django_assert_num_queries(13):
        headlines(2024, TODAY)
    for _more in range(4):
        another, leader = make_commanded()
        give_commander_light(another, leader, "yellow")
        give_inspector_light(another, "red")
        lift(another, "yellow")
    with django_assert_num_queries(13):
        headlines(2024, TODAY)
