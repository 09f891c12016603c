"""Pages in a real browser: readable by all, on a phone, with and without script and fonts."""

from itertools import product

import pytest
from django.conf import settings

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.troubles import Trouble
from bihuan.progress.tests.factories import make_listed
from bihuan.site import failures
from tests.cells import every

AXE = settings.PACKAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
DOOR = "/sign-in/login/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE = {"width": 390, "height": 844}
SIZES = ({"width": 1440, "height": 900}, PHONE)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def said(page):
    """What the browser complained about."""
    lines = []
    page.on("console", lambda m: lines.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: lines.append(str(error)))
    return lines


@pytest.fixture
def office(page, client, live_server):
    client.force_login(make_user())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    return page


def barriers(page):
    """Return what axe finds wrong: the rule and where it is broken."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # past the policy, which forbids it to pages
    found = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
    return [(v["id"], node["html"][:120]) for v in found for node in v["nodes"]]


@every("mode, size", list(product(["", "?mode=wall"], SIZES)))
def test_every_component_is_readable_by_all(office, said, mode, size):
    office.set_viewport_size(size)
    office.goto(f"/ui/{mode}")
    assert barriers(office) == []
    assert office.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert said == []


@every("path", [DOOR, "/no-such-page/"])
def test_pages_of_a_stranger_are_readable_by_all(page, path):
    page.goto(path)
    assert barriers(page) == []


def test_the_way_in_by_keyboard_alone(page, said):
    user = make_user()
    user.set_password("a long enough password")
    user.save()
    page.goto(DOOR)
    page.get_by_label("用户名").focus()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("a long enough password")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出").first.wait_for()
    assert said == []


def test_the_first_tab_offers_the_content(office):
    office.goto("/ui/")
    office.keyboard.press("Tab")
    assert office.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_on_a_phone_the_menu_opens_without_script(chromium_browser, office, live_server):
    context = chromium_browser.new_context(
        base_url=str(live_server), java_script_enabled=False, viewport=PHONE
    )
    context.add_cookies(office.context.cookies())
    page = context.new_page()
    page.goto("/ui/")
    assert not page.get_by_role("link", name="总览").is_visible()
    page.locator(".menu > summary").click()
    assert page.get_by_role("link", name="总览").is_visible()
    context.close()


def test_pages_live_without_fonts_and_libraries(page):
    page.route("**/vendor/**", lambda route: route.abort())
    page.route("**/fonts/**", lambda route: route.abort())
    page.goto(DOOR)
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_what_was_typed_when_the_session_ended_comes_back(page, said):
    user = make_user()
    user.set_password("a long enough password")
    user.save()

    def sign_in():
        page.fill("input[name=login]", user.username)
        page.fill("input[name=password]", "a long enough password")
        page.keyboard.press("Enter")

    page.goto(f"{DOOR}?next=/projects/add/")
    sign_in()
    page.wait_for_url("**/projects/add/")
    page.fill("input[name=name]", "迎丰路改造")
    page.select_option("select[name=sector]", "industry")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("main form button.primary").click()
    page.wait_for_url("**/sign-in/login/**")
    page.get_by_text("没有保存").wait_for()
    sign_in()
    page.wait_for_url("**/projects/add/")
    assert page.input_value("input[name=name]") == "迎丰路改造"
    assert page.input_value("select[name=sector]") == "industry"
    page.locator("main form button.primary").click()
    page.get_by_role("heading", name="迎丰路改造").wait_for()
    assert said == []


def test_a_form_from_before_a_new_sign_in_is_sent_again_with_one_click(office, said):
    office.goto("/projects/add/")
    office.fill("input[name=name]", "迎丰路改造")
    office.select_option("select[name=sector]", "industry")
    office.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    office.locator("main form button.primary").click()
    office.get_by_role("heading", name="请再提交一次").wait_for()
    office.get_by_text("迎丰路改造").wait_for()
    assert barriers(office) == []
    office.get_by_role("button", name="再次提交").click()
    office.get_by_role("heading", name="迎丰路改造").wait_for()
    assert [line for line in said if "403" not in line] == []


def test_a_part_of_a_page_that_fails_says_why_and_leaves_the_rest(office):
    answer = {"status": 503, "content_type": "text/plain; charset=utf-8", "body": "磁盘已满 (ABC)"}
    office.route("**/work/number/", lambda route: route.fulfill(**answer))
    office.goto("/ui/")
    office.get_by_role("alert").filter(has_text="磁盘已满 (ABC)").wait_for()
    assert office.get_by_role("heading", level=1).is_visible()


@every("size", SIZES)
def test_the_page_of_a_failure_is_readable_by_all(office, size):
    office.set_viewport_size(size)
    shown = failures.page(503, str(Trouble.DISK_FULL.label), "ABCDEFGH")
    office.route("**/failed/", lambda route: route.fulfill(content_type="text/html", body=shown))
    office.goto("/failed/")
    assert barriers(office) == []
    assert office.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_search_is_reached_and_walked_by_keys(office, said):
    project = make_listed(name="迎丰路改造工程", name_key="迎丰路改造工程")
    office.goto("/work/")
    office.keyboard.press("/")
    office.keyboard.type("迎丰路")
    office.keyboard.press("Enter")
    office.wait_for_url("**/search/**")
    assert barriers(office) == []
    office.keyboard.press("j")
    office.keyboard.press("Enter")
    office.wait_for_url(f"**/projects/{project.pk}/")
    assert said == []
