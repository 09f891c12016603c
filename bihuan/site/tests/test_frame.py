"""What surrounds every page."""

import re

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.http import HttpResponse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.http import RefusalMiddleware
from tests.cells import share_of_engine


@pytest.fixture
def office(client, db):
    user = make_user()
    client.force_login(user)
    return client


def test_a_page_has_one_main_part_that_can_be_jumped_to(office):
    html = office.get("/ui/").content.decode()
    assert html.count('<main id="main"') == 1
    assert 'href="#main"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("role", share_of_engine(each for each in Role if each != Role.CONSOLE))
def test_the_navigation_shows_nobody_a_page_that_refuses_them(client, role):
    client.force_login(make_user(role=role))
    html = client.get("/figures/").content.decode()
    menu = re.search(r'<nav class="nav".*?</nav>', html, re.DOTALL)
    links = re.findall(r'href="([^"]+)"', menu.group())
    assert len(links) > 10
    refused = [link for link in links if client.get(link, follow=True).status_code != 200]
    assert refused == []
    assert ("/command/mine/" in links) == (role == Role.COMMANDER)


def test_the_policy_allows_no_script_or_style_inside_a_page(office):
    policy = office.get("/ui/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_big_screen_is_kept_in_a_cookie_and_left_again(office):
    assert 'data-mode="wall"' not in office.get("/ui/").content.decode()
    answer = office.post("/mode/", {"mode": "wall", "next": "/ui/"})
    assert answer["Location"] == "/ui/"
    assert 'data-mode="wall"' in office.get("/ui/").content.decode()
    office.post("/mode/", {"mode": "", "next": "/ui/"})
    assert 'data-mode="wall"' not in office.get("/ui/").content.decode()


@pytest.mark.parametrize("mode", ["２０２４", "desk", "wall;", "\0", "w" * 9_000])
def test_nothing_but_the_big_screen_goes_into_its_cookie(office, mode):
    assert office.post("/mode/", {"mode": mode}).cookies["mode"].value == ""


def test_an_address_that_only_takes_forms_says_so_to_a_reader(office):
    answer = office.get("/mode/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "请返回后重新提交" in answer.text


def test_switches_on_a_refused_form_lead_back_to_a_page_that_opens(office):
    sent = office.post("/accounts/users/add/", {}, headers={"referer": "http://testserver/ui/?a=1"})
    assert 'name="next" value="/ui/?a=1"' in sent.text


def test_an_address_can_ask_for_the_big_screen_or_the_desk(office):
    assert 'data-mode="wall"' in office.get("/ui/?mode=wall").content.decode()
    office.post("/mode/", {"mode": "wall"})
    assert 'data-mode="wall"' not in office.get("/ui/?mode=desk").content.decode()


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_switch_never_leads_to_another_site(office, to):
    assert office.post("/mode/", {"mode": "wall", "next": to})["Location"] == "/"


def test_looking_does_not_switch(office):
    assert office.get("/mode/").status_code == 405


def test_a_page_that_is_not_there_says_so_in_chinese(office):
    answer = office.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


@pytest.mark.parametrize(("error", "status"), [(Refusal("不行"), 409), (NotAllowed("不许"), 403)])
def test_a_refusal_becomes_a_page_with_its_sentence(rf, db, error, status):
    request = rf.get("/")
    request.user = make_user()
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)
    assert answer.status_code == status
    assert str(error) in answer.content.decode()


def test_other_errors_are_not_hidden(rf):
    assert (
        RefusalMiddleware(lambda _: HttpResponse()).process_exception(rf.get("/"), ValueError())
        is None
    )


def test_every_level_of_message_has_a_tone():
    levels = constants.DEFAULT_LEVELS.values()
    assert {settings.MESSAGE_TAGS[level] for level in levels} <= {"info", "good", "warn", "bad"}
