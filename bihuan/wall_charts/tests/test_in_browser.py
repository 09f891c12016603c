"""The map in a real browser: by keyboard, without scripts, and where a place is picked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.cached import clear_caches
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import District

from .test_wall_plan import promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.in_turns]
AT_ONE_PLACE: dict[str, Any] = {"longitude": Decimal("109.97"), "latitude": Decimal("27.55")}


@pytest.fixture
def crowded(client):
    """Two projects at one place, and the office signed in."""
    District.objects.create(pk=1, name="试验区", year=2024, invented=True)
    projects = [make_listed(**AT_ONE_PLACE), make_listed(**AT_ONE_PLACE)]
    clear_caches()
    client.force_login(make_user())
    return projects


def cookie(client, live_server):
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": "sessionid", "value": key, "url": str(live_server)}


@pytest.fixture
def office(page, client, live_server, crowded):
    page.context.add_cookies([cookie(client, live_server)])
    return page


def test_marks_at_one_place_lie_apart_and_open_by_keyboard(office, crowded):
    office.goto("/map/?month=3")
    marks = office.locator(".map-icon")
    assert marks.count() == 2
    first, second = (marks.nth(each).bounding_box() for each in range(2))
    assert abs(first["x"] - second["x"]) + abs(first["y"] - second["y"]) > first["width"] / 2
    marks.first.focus()
    office.keyboard.press("Enter")
    link = office.locator(".map-popup a").first
    link.wait_for()
    assert link.inner_text() in {each.name for each in crowded}
    office.keyboard.press("Escape")
    office.locator(".leaflet-popup").wait_for(state="detached")
    office.wait_for_function("document.activeElement.classList.contains('map-icon')")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
def test_on_a_wall_the_map_fills_the_screen_and_nothing_scrolls(office, size):
    office.set_viewport_size({"width": size[0], "height": size[1]})
    office.goto("/map/?mode=wall&month=3")
    assert office.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    ) == list(size)
    box = office.locator(".map-moving").bounding_box()
    assert box["y"] + box["height"] <= size[1]
    assert box["height"] > size[1] / 2
    assert office.locator(".map-index").is_hidden()


@pytest.mark.parametrize("size", [(1366, 768), (3840, 2160)])
def test_on_a_wall_the_plan_turns_until_every_project_was_shown(office, size):
    for number in range(24):
        promise(make_listed(), f"节点{number}", date(2024, 3, 1))
    clear_caches()
    office.set_viewport_size({"width": size[0], "height": size[1]})
    office.goto("/wall-plan/?mode=wall&month=3")
    shown, pages = set(), int(office.locator("[data-wall-place]").inner_text().split("/")[1])
    assert pages > 1
    for _each in range(pages):
        assert office.evaluate("document.documentElement.scrollHeight") == size[1]
        rows = office.locator(".wall-name:visible")
        last = rows.last.bounding_box()
        assert last["y"] + last["height"] <= size[1]
        shown |= set(rows.locator("a").all_inner_texts())
        office.keyboard.press("ArrowRight")
    assert len(shown) == 24


def test_without_scripts_the_picture_and_the_list_are_there(
    chromium_browser, client, live_server, crowded
):
    with chromium_browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies([cookie(client, live_server)])
        page = plain.new_page()
        page.goto(f"{live_server}/map/?month=3")
        assert page.locator(".map-mark").count() == 2
        assert page.locator(".district-picture").is_visible()
        page.goto(f"{live_server}/wall-plan/?month=3")
        assert page.locator(".wall-counts").is_visible()


def test_a_click_on_the_map_fills_in_the_place(office, crowded):
    office.goto(f"/projects/{crowded[0].pk}/edit/")
    assert office.input_value("#id_longitude") == "109.970000"
    office.select_option("#id_coordinates_in", "gcj02")
    office.locator(".pick-map").click(position={"x": 120, "y": 120})
    east, north = (float(office.input_value(f"#id_{each}itude")) for each in ("long", "lat"))
    assert 109.8 < east < 110.2
    assert 27.4 < north < 27.7
    assert (east, north) != (109.97, 27.55)
    assert office.input_value("#id_coordinates_in") == "cgcs2000"


def test_on_a_wall_the_map_stands_without_the_head_and_its_buttons_grow(office):
    office.set_viewport_size({"width": 3840, "height": 2160})
    office.goto("/map/?month=3&mode=wall")
    assert not office.locator(".masthead, .invented").filter(visible=True).count()
    assert office.locator(".leaflet-control-zoom-in").bounding_box()["width"] > 60
    office.get_by_role("button", name="退出大屏").click()
    assert office.locator(".masthead").is_visible()
