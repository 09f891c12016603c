"""How much work a meeting is: fifty red projects, from the menu to the list in Word, counted."""

import io
import re
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from docx import Document

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.dispatch.models import Meeting
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import District

from .factories import AT, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROJECTS, ONE_BY_ONE = 50, 3
MOST_CLICKS = 15
DOCS = settings.PACKAGE.parent / "docs" / "rules" / "dispatch.md"


class CountingHand:
    """Clicks like a person, and counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, place):
        self.clicks += 1
        place.click()

    def button(self, name):
        self.click(self.page.locator("main").get_by_role("button", name=name).first)

    def link(self, name):
        self.click(self.page.get_by_role("link", name=name).first)


@pytest.fixture
def office(page, client, live_server):
    client.force_login(make_user())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    return page


def decide_by_keys(page, text):
    """Type one decision where the cursor stands; Ctrl+Enter sends it and brings the next item."""
    page.wait_for_url("**/room/**")  # loaded whole: the keys are the page's script's
    before = page.url
    page.locator("#decision_text").focus()
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != before)


def test_what_was_typed_and_not_noted_is_asked_about_before_the_meeting_ends(office):
    with time_machine.travel(AT, tick=True):
        District.objects.update_or_create(pk=1, defaults={"name": "鹤城区"})
        meeting = hold()
        page, asked, answers = office, [], iter([False, True])

        def answer(dialog):
            asked.append(dialog.message)
            dialog.accept() if next(answers) else dialog.dismiss()

        page.on("dialog", answer)
        page.goto(reverse("dispatch:room", args=[meeting.pk]))
        page.fill("#decision_text", "牵头单位倒排工期")
        close = page.locator("main").get_by_role("button", name="结束会议").first
        close.click()
        meeting.refresh_from_db()
        assert (len(asked), meeting.closed_on) == (1, None)
        assert page.input_value("#decision_text") == "牵头单位倒排工期"
        close.click()
        page.wait_for_url("**/decisions/**")
        assert len(asked) == 2


def test_fifty_red_projects_from_agenda_to_list_in_word(office):
    with time_machine.travel(AT, tick=True):
        District.objects.update_or_create(pk=1, defaults={"name": "鹤城区"})
        run_from_january()
        lead = make_organisation()
        for _each in range(PROJECTS):
            make_listed(responsible=lead, added_on=date(2024, 1, 2))
        hand, page = CountingHand(office), office
        page.goto("/")
        hand.link("推进机制")
        hand.link("调度会")
        hand.link("安排会议")
        page.fill("[name=chair]", "王区长")
        page.fill("[name=held_on]", "2024-04-10")
        page.fill("[name=month]", "2024-03")
        hand.button("安排会议并生成议程")
        hand.button(re.compile("全部列入议程"))
        meeting = Meeting.objects.get()
        assert meeting.items.count() == PROJECTS
        hand.button("开始开会")
        for number in range(ONE_BY_ONE):
            decide_by_keys(page, f"第{number + 1}个项目：牵头单位倒排工期")
        hand.link(re.compile("集中议定"))
        page.fill("[name=text]", "按期督办")
        hand.button(re.compile("一并议定交办"))
        hand.button("结束会议")
        hand.button("印发议定事项清单")
        with page.expect_download() as download:
            hand.link("Word")
        document = Document(io.BytesIO(download.value.path().read_bytes()))
        assert len(document.tables[0].rows) == 1 + PROJECTS
        assert hand.clicks < MOST_CLICKS
        assert f"{hand.clicks} clicks" in DOCS.read_text(encoding="utf-8")
