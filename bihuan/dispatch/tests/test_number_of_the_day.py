"""Two meetings of one kind and day are told apart wherever they are named (MEET-11)."""

import importlib
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.log import record
from bihuan.dispatch import actions
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.wording import reason_lines
from bihuan.kit.writing import one_writer
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed

from .factories import AT, ON, hold, plan

pytestmark = pytest.mark.django_db
NEXT = ON + timedelta(7)
FIRST, SECOND = "2024年4月10日月调度会（第1次）", "2024年4月10日月调度会（第2次）"


def names():
    return [str(meeting) for meeting in Meeting.objects.order_by("pk")]


def test_the_only_one_of_a_day_has_no_number_the_second_gives_both_one():
    plan()
    plan(held_on=NEXT)
    plan(kind="special")
    assert not any("次" in name for name in names())
    plan()
    assert (names()[0], names()[-1]) == (FIRST, SECOND)
    plan()
    assert names()[-1].endswith("（第3次）")


def test_the_name_is_the_same_on_every_surface():
    plan()
    with time_machine.travel(AT, tick=False):
        second = hold()
        client = signed_in()
        for page in ("meeting", "room", "edit", "decisions"):
            assert SECOND in client.get(reverse(f"dispatch:{page}", args=[second.pk])).text
        listed = client.get(reverse("dispatch:meetings")).text
        assert FIRST in listed
        assert SECOND in listed
        told = client.get(f"/api/dispatch/meetings/{second.pk}").json()["meeting"]
        assert (told["name"], told["number"]) == (SECOND, 2)


def test_a_meeting_that_is_moved_or_opened_on_another_day_counts_there():
    office, there, moved = make_user(), plan(held_on=NEXT), plan()
    actions.edit_meeting(meeting=moved, held_on=NEXT, chair="王区长", by=office, at=AT)
    moved.refresh_from_db()
    assert moved.number == 2
    there.refresh_from_db()
    assert there.number == 1
    begun = actions.begin(meeting=moved, held_on=ON, by=office, at=AT)
    assert begun.number == 0


def test_what_is_left_over_goes_to_a_meeting_made_as_any_other():
    run_from_january()
    make_listed()
    plan(held_on=NEXT)
    plan()
    meeting = hold()
    actions.close(meeting=meeting, next_on=NEXT, by=make_user(), at=AT)
    target = Meeting.objects.latest("pk")
    assert (target.held_on, target.number, target.created_by is None) == (NEXT, 2, False)
    (line, *_others) = reason_lines(target.items.get().reasons)
    assert SECOND in line.words


def test_an_upgrade_numbers_those_that_stand():
    first, alone, second = plan(), plan(held_on=NEXT), plan()
    Meeting.objects.filter(pk=second.pk).update(number=9)
    Meeting.objects.filter(pk=first.pk).update(number=0)
    importlib.import_module("bihuan.dispatch.migrations.0005_number_of_the_day").count_them(
        apps, None
    )
    with one_writer():
        record("record.resealed", first, by=make_user(), at=AT)  # as an upgrade does
    for meeting, number in ((first, 1), (second, 2), (alone, 0)):
        meeting.refresh_from_db()
        assert meeting.number == number
