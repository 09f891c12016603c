"""The light that is shown is the headline, and every surface counts the same ones."""

from collections import Counter
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import Role
from bihuan.audit.cached import clear_caches
from bihuan.command.queries import commanders, mine
from bihuan.dispatch.agenda import proposals
from bihuan.dispatch.facts import facts_of
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.presets import district_practice
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import headlines, year_strips

from .cells import sample
from .loaded import AT, bring_in_example

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = AT.date()
COLOURS = [str(colour) for colour in Colour]
MONTHS = [9, 11, 12]


@pytest.fixture(scope="module", autouse=True)
def _district(django_db_setup, django_db_blocker, tmp_path_factory):
    """The example with its year played, rolled back after this module."""
    from django.conf import settings
    from django.db import transaction

    before = settings.HOME, settings.MEDIA_ROOT
    settings.HOME = tmp_path_factory.mktemp("home")
    settings.MEDIA_ROOT = settings.HOME / "media"
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(AT, tick=False):
        bring_in_example()
        yield
        transaction.set_rollback(True)
    settings.HOME, settings.MEDIA_ROOT = before
    clear_caches()


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    return client


def counted(office: Client, number: int) -> Counter[str]:
    """Return the API's count, to which all others are held."""
    answer = office.get(f"/api/lights/2024-{number:02d}").json()
    return Counter(light["counts_as"] for light in answer["lights"])


def test_people_have_spoken_so_that_headlines_differ_from_the_machines():
    shown, machine = headlines(2024, TODAY), year_strips(2024, TODAY)
    for number in MONTHS:
        assert any(shown[pk].headline.colour(number) != machine[pk].colour(number) for pk in shown)


@pytest.mark.parametrize("number", sample(MONTHS, 1, seed=5))
def test_overview_list_filter_and_workbook_count_the_same(office, number):
    expected, asked = counted(office, number), {"year": 2024, "month": number}
    seen = office.get(reverse("dashboards:overview"), asked).context["seen"]
    assert {str(share.colour): share.count for share in seen.lights} == {
        colour: expected[colour] for colour in COLOURS
    }
    found, heading = {}, heading_rows(office, asked)
    for colour in COLOURS:
        narrowed = {**asked, "light": colour}
        page = office.get(reverse("dashboards:projects"), narrowed).context["page"]
        found[colour] = page.paginator.count
        sheet = office.get(reverse("dashboards:workbook"), {**narrowed, "columns": "light"})
        rows = openpyxl.load_workbook(BytesIO(sheet.content)).active.max_row
        assert rows - page.paginator.count == heading
    assert found == {colour: expected[colour] for colour in COLOURS}
    whole = office.get(reverse("dashboards:projects"), asked).context["page"].paginator.count
    assert sum(found.values()) == whole == expected.total()


def heading_rows(office: Client, asked: dict[str, int]) -> int:
    """Return how many rows a workbook has beside those of projects."""
    whole = office.get(reverse("dashboards:projects"), asked).context["page"].paginator.count
    sheet = office.get(reverse("dashboards:workbook"), asked)
    rows = openpyxl.load_workbook(BytesIO(sheet.content)).active.max_row
    return int(rows - whole)


@pytest.mark.parametrize("number", sample(MONTHS, 1, seed=7))
def test_the_lights_page_counts_the_same_and_its_chips_add_up(office, number):
    page, expected = reverse("lights:month", args=[Month(2024, number)]), counted(office, number)
    whole = office.get(page).context
    assert {tab.colour: tab.count for tab in whole["tabs"]} == {
        colour: expected[colour] for colour in COLOURS
    }
    assert whole["total"] == sum(tab.count for tab in whole["tabs"])
    for colour in COLOURS:
        narrowed = office.get(page, {"colour": colour}).context["page"].paginator.count
        assert narrowed == expected[colour]


@pytest.mark.parametrize("number", sample(MONTHS, 1, seed=1))
def test_commanders_and_mechanisms_count_the_same(office, number):
    month, user, expected = Month(2024, number), User.objects.get(username="office"), Counter()
    table = commanders(user, month, TODAY)
    assert table.without_commander == 0  # so that the lines hold every project
    for line in table.lines:
        expected.update({"red": line.red, "yellow": line.yellow, "green": line.green})
        assert line.projects == line.red + line.yellow + line.green + line.grey
        own = mine(user, line.leader, month, TODAY)
        assert (own.red, own.yellow, own.green, own.grey) == (
            line.red,
            line.yellow,
            line.green,
            line.grey,
        )
    lights = counted(office, number)
    assert +expected == +Counter({colour: lights[colour] for colour in ("red", "yellow", "green")})
    facts = facts_of(*district_practice(TODAY), TODAY)
    assert len(facts.red[month]) == lights["red"]


@pytest.mark.parametrize("number", sample(MONTHS, 1, seed=5))
def test_an_agenda_takes_every_red_and_gives_the_reasons_of_who_made_it(office, number):
    month, user = Month(2024, number), User.objects.get(username="office")
    meeting = Meeting(kind="monthly", month=month.first_day, held_on=TODAY)
    shown, red = headlines(2024, TODAY), set()
    for proposal in proposals(meeting, user, today=TODAY):
        for reason in proposal.reasons:
            colour = shown[proposal.project_id or 0].headline.colour(number)
            if reason["kind"] in ("red", "silence") and colour is Colour.RED:
                red.add(proposal.project_id)
            if "clauses" in reason:
                assert str(colour) in {clause["colour"] for clause in reason["clauses"]}
    assert len(red) == counted(office, number)["red"]


@pytest.mark.parametrize("number", sample(MONTHS, 1, seed=7))
def test_every_reason_shown_is_of_the_colour_that_is_shown(office, number):
    for light in office.get(f"/api/lights/2024-{number:02d}").json()["lights"]:
        if light["headline"] and not light["lifted"]:
            assert light["headline"] in {reason["colour"] for reason in light["reasons"]}, light


def test_a_commander_sees_the_same_light_on_the_card_and_on_the_projects_page(office):
    user, month = User.objects.get(role=Role.OFFICE), Month(2024, 12)
    leader = Leader.objects.exclude(projects=None).order_by("pk")[0]
    pk = mine(user, leader, month, TODAY).order[0]
    page = office.get(reverse("dashboards:project", args=[pk]), {"year": 2024}).context["page"]
    shown = headlines(2024, TODAY)[pk].headline
    for line in page.lines:
        assert (line.light.headline.colour if line.light else None) == shown.colour(
            line.month.number
        )
