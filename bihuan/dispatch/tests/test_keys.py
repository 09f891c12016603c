"""Keys of the room and of the projection: none that browsers take for themselves."""

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed

from .factories import AT, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(page, client, live_server):
    client.force_login(make_user())
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": str(live_server)}])
    return page


def test_arrows_go_through_the_items_and_p_between_room_and_screen(office):
    with time_machine.travel(AT, tick=True):
        run_from_january()
        for _each in range(3):
            make_listed()
        meeting = hold()
        one, two, three = meeting.items.all()
        office.on("dialog", lambda dialog: dialog.accept())  # what is typed and not noted goes
        office.goto(f"{reverse('dispatch:room', args=[meeting.pk])}?item={one.pk}&typing=1")
        assert office.evaluate("document.activeElement.id") == "decision_text"
        office.keyboard.type("←不是移动")
        office.keyboard.press("ArrowLeft")
        assert f"item={one.pk}" in office.url
        office.keyboard.press("Escape")
        office.keyboard.press("ArrowRight")
        office.wait_for_url(f"**item={two.pk}")
        office.keyboard.press("c")
        assert office.evaluate("document.activeElement.id") == "id_conclusion"
        office.keyboard.press("Escape")
        office.keyboard.press("p")
        office.wait_for_url(f"**/projection/?item={two.pk}")
        office.keyboard.press("ArrowRight")
        office.wait_for_url(f"**/projection/?item={three.pk}")
        office.keyboard.press("p")
        office.wait_for_url(f"**/room/?item={three.pk}")
