"""What waits for those one stands in for is counted on one's own page."""

import pytest
import time_machine
from django.utils import timezone

from bihuan.accounts import actions
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.todo.queries import stands_in_for

from .test_handing_over import TODAY, make_busy, name_deputy

pytestmark = pytest.mark.django_db


def test_the_page_counts_it_beside_ones_own():
    user, _project, _office = make_busy()
    deputy = make_user()
    name_deputy(user, deputy)
    with time_machine.travel(TODAY, tick=False):
        waiting = sum(each.work.number for each in stands_in_for(deputy, TODAY))
        answer = signed_in(deputy).get("/work/")
    assert answer.context["for_others"] == waiting > 0
    assert "代办" in answer.content.decode()


def test_a_deputy_is_told_when_it_is_over():
    user, _project, office = make_busy()
    deputy = make_user()
    held = name_deputy(user, deputy)
    with time_machine.travel(TODAY, tick=False):
        browser = signed_in(deputy)
        browser.post(f"/access/deputies/{held.pk}/stand-in/")
        assert browser.get("/work/").context["user"] == user
        actions.end_deputyship(deputyship=held, by=office, at=timezone.now())
        answer = browser.get("/progress/2024-03/", follow=True)
        assert answer.context["user"] == deputy
        assert f"代{user}处理的授权已结束" in answer.text
        assert "授权已结束" not in browser.get("/work/").text
