"""“My projects” in a commander's hand."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.matters.actions import raise_matter
from bihuan.matters.kinds import MatterState
from bihuan.progress.tests.factories import make_listed

from .factories import make_commander

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


def test_a_commander_assigns_with_one_tap_on_a_phone(page, live_server):
    user, leader = make_commander()
    now = timezone.now()
    project = make_listed(commander=leader, responsible=make_organisation(), year=now.year)
    matter = raise_matter(
        kind="blocker",
        type_code="relocation",
        severity="ordinary",
        title="三户未签约",
        text="",
        project=project,
        by=make_user(),
        at=now,
    )
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    page.set_viewport_size(PHONE)
    page.goto(reverse("command:mine"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button = page.get_by_role("button", name=f"交办给{project.responsible}")
    assert button.bounding_box()["height"] >= 44
    button.click()
    page.get_by_text(f"{matter.number}已交办给").wait_for()
    assert page.locator("#waiting").count() == 0
    matter.refresh_from_db()
    assert matter.state == MatterState.ASSIGNED
