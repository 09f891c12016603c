"""The pages of the three lights."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.audit.models import Event
from bihuan.lights.models import CommanderLight, InspectorLight, Lift
from bihuan.progress.models import Round
from bihuan.progress.tests.factories import MARCH, make_reporter

from .factories import (
    AFTER_GRACE,
    give_commander_light,
    give_inspector_light,
    lift,
    make_commanded,
    make_inspector,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("lights:month", args=[MARCH])


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def address(name, project, *more):
    return reverse(f"lights:{name}", args=[MARCH, project.pk, *more])


def test_the_month_shows_three_lights_and_the_headline_side_by_side():
    project, commander = make_commanded()
    give_commander_light(project, commander, "yellow")
    give_inspector_light(project, "red")
    (line,) = signed_in().get(PAGE).context["lines"]
    lights = (line.machine, line.commander, line.inspector, line.headline)
    assert [light.colour for light in lights] == ["green", "yellow", "red", "red"]
    lift(project)
    (line,) = signed_in().get(PAGE).context["lines"]
    assert (line.headline.colour, line.headline.is_marked) == ("green", True)


def test_the_month_narrows_to_where_raters_disagree():
    project, commander = make_commanded()
    make_commanded()
    give_commander_light(project, commander, "red")
    answer = signed_in().get(PAGE, {"disagree": "1"})
    assert [line.row.project_id for line in answer.context["lines"]] == [project.pk]
    assert answer.context["differing"] == 1
    stranger = make_reporter()
    assert signed_in(stranger).get(PAGE, {"disagree": "1"}).context["differing"] == 0


def test_a_carried_light_says_so():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    with time_machine.travel("2024-04-20T02:00Z", tick=False):
        april = signed_in().get(reverse("lights:light", args=["2024-04", project.pk]))
    assert "沿用2024年3月" in april.text


def test_a_commander_gives_a_light_on_the_page_of_the_project():
    project, commander = make_commanded()
    client = signed_in(commander)
    assert address("speak", project) in client.get(address("light", project)).text
    sent = client.post(address("speak", project), {"colour": "red", "reason": "征地未完"})
    assert sent.status_code == 302
    assert CommanderLight.objects.get().reason == "征地未完"
    page = client.get(address("light", project))
    assert "征地未完" in page.text
    assert page.context["stands"].headline.colour == "red"


def test_a_refusal_stands_beside_the_form_with_what_was_typed():
    project, commander = make_commanded(completed_yuan=1_000_000)
    answer = signed_in(commander).post(address("speak", project), {"colour": "green"})
    assert answer.status_code == 200
    assert "优于系统灯" in answer.text
    assert not CommanderLight.objects.exists()
    empty = signed_in(commander).post(address("speak", project), {})
    assert empty.context["forms"]["speak"].errors["colour"]


def test_an_inspector_gives_a_light_on_the_page_of_the_project():
    project, _commander = make_commanded()
    client = signed_in(make_inspector())
    form = {"colour": "red", "reason": "塔吊停用", "source_ref": "调研12"}
    assert client.post(address("inspect", project), form).status_code == 302
    assert InspectorLight.objects.get().source_ref == "调研12"
    assert "调研12" in client.get(address("light", project)).text


def test_the_office_lifts_and_revokes_on_the_page_of_the_project():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    client = signed_in()
    form = {"colour": "green", "note": "已约谈", "until": "2024-04-10"}
    assert client.post(address("lift", project), form).status_code == 302
    page = client.get(address("light", project))
    lifted = Lift.objects.get()
    assert address("revoke_lift", project, lifted.pk) in page.text
    assert "lift" not in page.context["forms"]
    empty = client.post(address("revoke_lift", project, lifted.pk), {"note": ""})
    assert empty.status_code == 409
    sent = client.post(address("revoke_lift", project, lifted.pk), {"note": "未兑现"})
    assert sent.status_code == 302
    assert "未兑现" in client.get(address("light", project)).text


def test_nobody_is_shown_a_form_that_is_not_theirs():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    shown = {
        role: set(signed_in(make_user(role=role)).get(address("light", project)).context["forms"])
        for role in (Role.VIEWER, Role.SUPERVISOR, Role.OFFICE)
    }
    assert shown == {
        Role.VIEWER: set(),
        Role.SUPERVISOR: {"inspect"},
        Role.OFFICE: {"lift", "waive"},
    }
    forms = signed_in(commander).get(address("light", project)).context["forms"]
    assert set(forms) == {"speak"}


@pytest.mark.parametrize(
    ("day", "offered"), [("2024-04-30", {"speak"}), ("2024-05-01", set()), ("2024-02-28", set())]
)
def test_the_commanders_form_is_there_while_a_light_may_be_given(day, offered):
    project, commander = make_commanded()
    with time_machine.travel(f"{day}T02:00Z", tick=False):
        forms = signed_in(commander).get(address("light", project)).context["forms"]
    assert set(forms) == offered


@pytest.mark.parametrize("name", ["speak", "inspect", "lift"])
def test_who_may_not_is_told_so(name):
    project, _commander = make_commanded()
    form = {"colour": "green", "reason": "r", "note": "n", "until": "2024-04-10"}
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.post(address(name, project), form).status_code == 403
    stranger = signed_in(make_reporter())
    assert stranger.post(address(name, project), form).status_code == 404


def test_a_lift_of_another_project_is_not_found():
    project, commander = make_commanded()
    other, _commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted = lift(project)
    sent = signed_in().post(address("revoke_lift", other, lifted.pk), {"note": "x"})
    assert sent.status_code == 404


def test_the_page_of_hits_defines_what_it_counts():
    make_commanded()
    with time_machine.travel("2024-07-10T02:00Z", tick=False):
        page = signed_in().get(reverse("lights:hits"), {"year": "2024"})
    (row,) = page.context["rows"]
    assert (row.judged, row.rate) == (2, None)
    assert "月数不足" in page.text
    assert "2个月后的系统灯" in page.text
    assert "还没有可以对照的灯" in signed_in().get(reverse("lights:hits"), {"year": "2023"}).text


def test_reading_the_three_lights_writes_nothing():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    before = Event.objects.count()
    client = signed_in()
    for page in (PAGE, address("light", project), reverse("lights:hits")):
        assert client.get(page).status_code == 200
    assert Event.objects.count() == before


def test_queries_do_not_grow_with_what_was_said(django_assert_max_num_queries):
    client = signed_in()
    project = _spoken_of()
    pages = {PAGE: 34, reverse("lights:hits"): 30, address("light", project): 30}
    for page, most in pages.items():
        with django_assert_max_num_queries(most):
            client.get(page)
    for _more in range(5):
        _spoken_of()
    for page, most in pages.items():
        clear_caches()
        with django_assert_max_num_queries(most):
            client.get(page)


def _spoken_of():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    give_inspector_light(project, "yellow")
    lift(project)
    return project


@pytest.mark.parametrize(("on", "is_over"), [("2024-04-30", False), ("2024-05-01", True)])
def test_the_page_says_when_the_time_for_the_commanders_light_has_ended(on, is_over):
    project, commander = make_commanded()
    with time_machine.travel(f"{on}T12:00+08:00", tick=False):
        answer = signed_in(commander).get(address("light", project))
    assert ("speak" in answer.context["forms"]) is not is_over
    assert ("2024年3月的指挥长灯已于2024年4月30日截止评定" in answer.content.decode()) is is_over


def test_of_a_round_opened_late_the_commander_speaks_until_its_last_days_month_ends():
    project, commander = make_commanded()
    Round.objects.update_or_create(
        month=MARCH.first_day,
        defaults={"opens_on": date(2024, 6, 3), "closes_on": date(2024, 6, 10)},
    )
    for on, is_open in ((date(2024, 6, 30), True), (date(2024, 7, 1), False)):
        with time_machine.travel(f"{on}T12:00+08:00", tick=False):
            answer = signed_in(commander).get(address("light", project))
        assert ("speak" in answer.context["forms"]) is is_open
