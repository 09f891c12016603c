"""A visit recorded without a network, in a real browser; a phone that dies while sending."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PIL import Image
from playwright.sync_api import Route

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.matters.models import Matter
from bihuan.visits.models import Visit

from .factories import make_commanded, noted, photo
from .phone import keep_for_later, let_in, open_page, wait_for_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.in_turns]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_a_visit_without_a_network_is_sent_once_it_is_back(phone, client, live_server, tmp_path):
    user, project = make_user(role=Role.SUPERVISOR), make_commanded(name="迎丰路改造")
    let_in(phone, client, live_server, user)
    open_page(phone)
    wait_for_worker(phone)
    phone.context.set_offline(True)
    open_page(phone)
    keep_for_later(phone, project, tmp_path)
    open_page(phone)  # the phone was restarted: the draft is still there
    assert phone.input_value("textarea[name=notes]") == "主体施工至三层"
    assert phone.locator("#photo-list li").count() == 2
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#waiting-list strong")
    assert Visit.objects.count() == 0
    open_page(phone)
    assert "迎丰路改造" in phone.inner_text("#waiting-list")
    phone.context.set_offline(False)
    phone.click("#send")
    phone.wait_for_selector("#sent-list strong")
    visit = Visit.objects.get()
    assert (visit.state, visit.photos.count(), visit.visited_by) == ("complete", 2, user)
    assert Matter.objects.get().number in phone.inner_text("#sent-list")
    assert phone.locator("#waiting-list strong").count() == 0


def test_a_phone_that_dies_while_sending_loses_and_doubles_nothing(
    phone, client, live_server, tmp_path
):
    user, project = make_user(role=Role.SUPERVISOR), make_commanded()
    let_in(phone, client, live_server, user)
    open_page(phone)
    wait_for_worker(phone)
    parts = []

    def die_on_the_second(route):
        parts.append(route.request.url)
        if len(parts) == 2:
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/api/visits/*/photos/*", die_on_the_second)
    keep_for_later(phone, project, tmp_path)
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#waiting-list strong")
    phone.wait_for_selector("#status[data-kind=warn]")
    assert Visit.objects.get().state == "receiving"
    assert not Matter.objects.exists()
    phone.context.unroute("**/api/visits/*/photos/*")
    open_page(phone)
    phone.wait_for_selector("#sent-list strong")
    assert Visit.objects.get().state == "complete"
    assert (Visit.objects.get().photos.count(), Matter.objects.count()) == (2, 1)


def test_another_person_on_the_same_device_neither_sees_nor_sends_it(
    phone, client, live_server, tmp_path
):
    first, second = make_user(role=Role.SUPERVISOR), make_user(role=Role.SUPERVISOR)
    project = make_commanded(name="迎丰路改造")
    let_in(phone, client, live_server, first)
    open_page(phone)
    wait_for_worker(phone)
    phone.context.set_offline(True)
    open_page(phone)
    keep_for_later(phone, project, tmp_path, notes="只有我知道")
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#waiting-list strong")
    phone.context.clear_cookies()  # before the network is back: it would be sent at once
    phone.context.set_offline(False)
    open_page(phone)
    assert phone.is_visible("#sign-in")
    assert phone.is_hidden("form#visit")
    assert phone.is_visible("#others")
    let_in(phone, client, live_server, second)
    open_page(phone)
    phone.wait_for_selector("form#visit:not([hidden])")
    assert "迎丰路改造" not in phone.inner_text("#waiting-list")
    assert phone.is_visible("#others")
    assert Visit.objects.count() == 0
    let_in(phone, client, live_server, first)
    open_page(phone)
    phone.wait_for_selector("#sent-list strong")
    assert Visit.objects.get().visited_by == first


def test_signing_out_while_a_visit_is_sent_hides_it_at_once_and_loses_nothing(
    phone, client, live_server, tmp_path
):
    user, project = make_user(role=Role.SUPERVISOR), make_commanded(name="迎丰路改造")
    let_in(phone, client, live_server, user)
    open_page(phone)
    wait_for_worker(phone)
    held: list[Route] = []
    phone.context.route("**/api/visits/*/photos/*", lambda route: held.append(route))
    keep_for_later(phone, project, tmp_path)
    with phone.expect_request("**/api/visits/*/photos/*"):
        phone.click("form#visit button.primary")
    phone.wait_for_selector("#status:has-text('迎丰路改造')")
    beside = phone.context.new_page()
    beside.goto("/visits/")
    beside.evaluate("document.querySelector('form[data-leave]').requestSubmit()")
    beside.wait_for_url("**/sign-in/login/**")
    phone.wait_for_selector("#sign-in")
    phone.wait_for_function("!document.body.innerText.includes('迎丰路改造')")
    assert phone.is_hidden("form#visit")
    with phone.expect_response("**/api/visits/*/photos/*") as answered:
        held[0].continue_()
    assert answered.value.status == 401
    phone.context.unroute("**/api/visits/*/photos/*")
    assert Visit.objects.get().state == "receiving"
    assert "迎丰路改造" not in phone.inner_text("body")
    let_in(phone, client, live_server, user)
    open_page(phone)
    phone.wait_for_selector("#sent-list strong")
    assert (Visit.objects.get().state, Visit.objects.get().photos.count()) == ("complete", 2)


def test_a_refused_visit_is_taken_back_changed_and_sent(phone, client, live_server, tmp_path):
    user, project = make_user(role=Role.SUPERVISOR), make_commanded()
    let_in(phone, client, live_server, user)
    open_page(phone)
    wait_for_worker(phone)
    refuse = {"status": 409, "json": {"message": "不行"}}
    phone.context.route("**/api/visits", lambda route: route.fulfill(**refuse))
    keep_for_later(phone, project, tmp_path)
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#waiting-list button")
    assert "不行" in phone.inner_text("#waiting-list")
    phone.click("#waiting-list button")
    phone.wait_for_selector("#photo-list li:nth-child(2)")
    assert phone.input_value("#findings input[name=title]") == "临边防护缺失"
    assert phone.locator("#waiting-list strong").count() == 0
    phone.context.unroute("**/api/visits")
    phone.fill("textarea[name=notes]", "改过的记录")
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#sent-list strong")
    assert Visit.objects.get().notes == "改过的记录"


def test_a_large_photo_is_made_smaller_and_keeps_what_its_camera_noted(
    phone, client, live_server, tmp_path
):
    user, project = make_user(role=Role.SUPERVISOR), make_commanded()
    let_in(phone, client, live_server, user)
    open_page(phone)
    large, original = tmp_path / "大图.jpg", noted(photo(3, size=300))
    large.write_bytes(original)
    phone.select_option("select[name=project_id]", str(project.pk))
    phone.set_input_files("#photos", str(large))
    phone.wait_for_selector("#photo-list li")
    (tmp_path / "坏图.jpg").write_bytes(b"no picture")
    phone.set_input_files("#photos", str(tmp_path / "坏图.jpg"))
    phone.wait_for_selector("#complaint:not([hidden])")
    assert phone.locator("#photo-list li").count() == 1
    phone.click("form#visit button.primary")
    phone.wait_for_selector("#sent-list strong")
    kept = Visit.objects.get().photos.get()
    with Image.open(kept.file) as picture:
        assert max(picture.size) == 2000
    assert kept.original == hashlib.sha256(original).hexdigest() != kept.sha256
    assert kept.taken_at == datetime(2024, 3, 20, 3, 30, tzinfo=UTC)
    assert kept.latitude == Decimal("27.548000")
