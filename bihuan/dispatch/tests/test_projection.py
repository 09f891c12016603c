"""One item of a meeting on the big screen."""

from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.dispatch import actions
from bihuan.dispatch.models import AgendaItem
from bihuan.dispatch.projection import on_screen
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.models import Photo
from bihuan.progress.tests.factories import WAN, make_listed, make_reporter, report_march

from .factories import AT, ON, close, decide, hold, plan

pytestmark = pytest.mark.django_db


def at(meeting):
    return reverse("dispatch:projection", args=[meeting.pk])


def test_a_project_is_shown_with_its_curve_photo_and_what_was_decided_before():
    run_from_january()
    reporter = make_reporter()
    project = make_listed(
        planned_yuan=1_200 * WAN, added_on=date(2024, 3, 1), owner=reporter.organisation
    )
    report = report_march(project, by=reporter, completed_yuan=50 * WAN)
    Photo.objects.create(
        report=report, file=ContentFile(b"x", "a.jpg"), sha256="0" * 64, added_at=AT
    )
    before = hold(held_on=ON)
    item = before.items.filter(project=project).first() or actions.add_item(
        meeting=before, project=project, note="上会", by=make_user(), at=AT
    )
    decide(before, item=item, text="四月底前完成交地", lead=make_organisation())
    close(before)
    shown = on_screen(plan(), project, make_user(), ON)
    assert shown.month.month == Month(2024, 3)
    assert shown.curve.planned_yuan[-1] == 1_200 * WAN
    assert len(shown.curve.actual_yuan) == 3
    assert shown.photo
    assert not shown.photo.is_of_visit
    assert [line.decision.text for line in shown.earlier] == ["四月底前完成交地"]


def test_the_screen_goes_from_item_to_item_in_the_dark_of_the_wall():
    run_from_january()
    for _each in range(3):
        make_listed()
    meeting = hold()
    first, second, third = meeting.items.select_related("project")
    with time_machine.travel(AT, tick=False):
        client = signed_in()
        page = client.get(at(meeting), {"item": second.pk})
        assert 'data-mode="wall"' in page.text
        assert second.subject in page.text
        assert f"?item={first.pk}" in page.text
        assert f"?item={third.pk}" in page.text
        for key in ("arrowleft", "arrowright", "p"):
            assert f'data-key="{key}"' in page.text
        for odd in ("x", "999999", ""):
            assert client.get(at(meeting), {"item": odd}).context["line"].item == first


def test_orders_without_a_project_and_an_empty_agenda_are_shown_too():
    meeting = hold()
    with time_machine.travel(AT, tick=False):
        client = signed_in()
        assert client.get(at(meeting)).status_code == 200
        AgendaItem.objects.create(meeting=meeting, project=None, order=1)
        assert client.get(at(meeting)).context["line"].item.project is None


def test_others_see_their_own_items_on_it_and_no_others():
    run_from_january()
    mine = make_reporter()
    own, other = make_listed(owner=mine.organisation), make_listed()
    meeting = hold()
    hidden = meeting.items.get(project=other)
    with time_machine.travel(AT, tick=False):
        page = signed_in(mine).get(at(meeting), {"item": hidden.pk})
        assert page.context["line"].item.project == own
        assert signed_in(make_reporter()).get(at(meeting)).status_code == 404


def test_it_asks_the_same_however_long_the_agenda_is(django_assert_max_num_queries):
    run_from_january()
    for _each in range(5):
        make_listed()
    meeting, client = hold(), signed_in()
    with time_machine.travel(AT, tick=False), django_assert_max_num_queries(40):
        assert client.get(at(meeting)).status_code == 200
