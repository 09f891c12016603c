"""What goes wrong on site, in a real browser: sign-in, clock, place, photos, a slow network."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.visits.models import Visit

from .factories import make_commanded, photo
from .phone import keep_for_later, let_in, open_page, wait_for_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.in_turns]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.fixture
def on_site(phone, client, live_server):
    """The page on site of a supervisor, kept on the device."""
    let_in(phone, client, live_server, make_user(role=Role.SUPERVISOR))
    return phone


def test_a_sign_in_that_ended_does_not_stop_work_without_a_network(
    on_site, client, live_server, tmp_path
):
    project = make_commanded(name="迎丰路改造")
    open_page(on_site)
    wait_for_worker(on_site)
    on_site.fill("textarea[name=notes]", "路上写的")
    Session.objects.all().delete()
    open_page(on_site)
    assert on_site.is_visible("#sign-in")
    assert on_site.is_hidden("form#visit")
    on_site.context.set_offline(True)
    open_page(on_site)
    assert on_site.input_value("textarea[name=notes]") == "路上写的"
    keep_for_later(on_site, project, tmp_path)
    on_site.click("form#visit button.primary")
    on_site.wait_for_selector("#waiting-list strong")
    on_site.context.set_offline(False)
    let_in(on_site, client, live_server, make_user(role=Role.SUPERVISOR))
    open_page(on_site)
    assert on_site.locator("#waiting-list strong").count() == 0
    assert on_site.is_visible("#others")
    assert not Visit.objects.exists()


def test_after_signing_out_the_device_shows_nothing_even_without_a_network(on_site):
    make_commanded()
    open_page(on_site)
    wait_for_worker(on_site)
    on_site.fill("textarea[name=notes]", "只有我知道")
    on_site.goto("/visits/")
    on_site.evaluate("document.querySelector('form[data-leave]').requestSubmit()")
    on_site.wait_for_url("**/sign-in/login/**")
    on_site.context.set_offline(True)
    open_page(on_site)
    assert on_site.is_hidden("form#visit")
    assert on_site.input_value("textarea[name=notes]") == ""


def test_a_second_visit_is_kept_while_the_first_is_being_sent(on_site, tmp_path):
    one, two = make_commanded(name="迎丰路改造"), make_commanded(name="湖天大桥")
    open_page(on_site)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    on_site.context.route("**/api/visits", hold_the_first)
    for project in (one, two):
        keep_for_later(on_site, project, tmp_path)
        on_site.click("form#visit button.primary")
        on_site.wait_for_selector(f"#waiting-list li:has-text('{project.name}')")
    assert not Visit.objects.exists()
    held[0].continue_()
    on_site.wait_for_selector("#sent-list li:nth-child(2)")
    assert Visit.objects.complete().count() == 2


def test_photos_beyond_twenty_and_what_is_no_picture_are_named(on_site, tmp_path):
    make_commanded()
    open_page(on_site)
    paths = []
    for number in range(23):
        path = tmp_path / f"现场{number:02}.jpg"
        path.write_bytes(photo(number, size=8))
        paths.append(str(path))
    heic = tmp_path / "苹果.heic"
    heic.write_bytes(b"\0\0\0\x18ftypheic")
    on_site.set_input_files("#photos", [str(heic), *paths])
    on_site.wait_for_selector("#complaint:not([hidden])")
    told = on_site.inner_text("#complaint")
    assert "苹果.heic" in told
    assert all(f"现场{number}.jpg" in told for number in (20, 21, 22))
    assert on_site.locator("#photo-list li").count() == 20


def test_the_form_is_emptied_with_its_photos(on_site, tmp_path):
    project = make_commanded()
    open_page(on_site)
    keep_for_later(on_site, project, tmp_path)
    on_site.on("dialog", lambda dialog: dialog.accept())
    on_site.click("#discard")
    on_site.wait_for_selector("#photo-list:empty", state="attached")
    open_page(on_site)
    assert on_site.input_value("textarea[name=notes]") == ""
    assert on_site.locator("#photo-list li").count() == 0


@pytest.mark.parametrize(("hours", "warned"), [(0, False), (-30, True), (2, True)])
def test_a_wrong_clock_is_told(on_site, hours, warned):
    on_site.clock.set_system_time(datetime.now(UTC) + timedelta(hours=hours))
    open_page(on_site)
    assert on_site.is_visible("#clock") is warned


def test_a_place_that_is_not_allowed_is_told_and_the_visit_goes_without(on_site, tmp_path):
    project = make_commanded()
    open_page(on_site)
    on_site.click("#locate")
    on_site.wait_for_selector("#place:not(:empty)")
    keep_for_later(on_site, project, tmp_path)
    on_site.click("form#visit button.primary")
    on_site.wait_for_selector("#sent-list strong")
    assert Visit.objects.get().distance_m is None


def test_a_place_far_from_the_site_is_told_on_the_device_and_marked(on_site, tmp_path):
    project = make_commanded(longitude="109.975000", latitude="27.548000")
    on_site.context.grant_permissions(["geolocation"])
    on_site.context.set_geolocation({"longitude": 110.1, "latitude": 27.6, "accuracy": 15})
    open_page(on_site)
    keep_for_later(on_site, project, tmp_path)
    on_site.click("#locate")
    on_site.wait_for_selector("#place:has-text('±15')")
    on_site.click("form#visit button.primary")
    on_site.wait_for_selector("#sent-list strong")
    assert Visit.objects.get().off_site


def test_only_who_inspects_is_asked_for_an_inspectors_light(phone, client, live_server):
    project = make_commanded()
    let_in(phone, client, live_server, project.commander.user)
    open_page(phone)
    assert phone.is_visible("form#visit")
    assert phone.is_hidden("#colour-field")
    let_in(phone, client, live_server, make_user(role=Role.SUPERVISOR))
    open_page(phone)
    assert phone.is_visible("#colour-field")


def test_who_may_not_record_visits_is_told_so(phone, client, live_server):
    let_in(phone, client, live_server, make_user(role=Role.VIEWER))
    open_page(phone)
    assert phone.is_hidden("form#visit")
    assert phone.inner_text("#status")
