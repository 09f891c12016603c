"""The list of decisions as a numbered paper."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.dispatch import actions
from bihuan.dispatch.models import Meeting
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.papers.actions import void_paper
from bihuan.papers.models import IssuedPaper

from .factories import AT, close, decide, hold

pytestmark = pytest.mark.django_db


def ended() -> Meeting:
    meeting = hold()
    decide(meeting)
    for item in meeting.items.all():
        actions.conclude(item=item, conclusion="按会议要求推进", by=make_user(), at=AT)
    return close(meeting)


def test_an_ended_meetings_decisions_are_issued_once_until_that_paper_is_void() -> None:
    meeting, office = ended(), make_user()
    paper = actions.issue_list(meeting=meeting, signer="区长", by=office, at=AT)
    assert paper.matters.get() == meeting.decisions.get().matter
    with pytest.raises(Refusal):
        actions.issue_list(meeting=meeting, signer="区长", by=office, at=AT)
    void_paper(paper=paper, reason="漏列一项", by=office, at=AT)
    again = actions.issue_list(meeting=meeting, signer="区长", by=office, at=AT)
    assert again.number == paper.number + 1


def test_a_meeting_in_session_has_no_list_and_only_some_issue_it() -> None:
    with pytest.raises(Refusal):
        actions.issue_list(meeting=hold(), signer="区长", by=make_user(), at=AT)
    with pytest.raises(NotAllowed):
        actions.issue_list(meeting=ended(), signer="区长", by=make_user(role=Role.VIEWER), at=AT)


def test_the_list_is_issued_on_its_page_and_comes_as_pdf() -> None:
    meeting, client = ended(), Client()
    client.force_login(make_user())
    page = reverse("dispatch:decisions", args=[meeting.pk])
    assert reverse("dispatch:issue_list", args=[meeting.pk]) in client.get(page).content.decode()
    client.post(reverse("dispatch:issue_list", args=[meeting.pk]), {"signer": "区长"})
    paper = IssuedPaper.objects.get()
    assert paper.label in client.get(page).content.decode()


def test_the_list_is_issued_by_a_call() -> None:
    meeting, client = ended(), Client()
    client.force_login(make_user())
    address = f"/api/dispatch/meetings/{meeting.pk}/decisions/paper"
    made = client.post(address, {"signer": "区长"}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["label"] == IssuedPaper.objects.get().label
    again = client.post(address, {"signer": "区长"}, content_type="application/json")
    assert again.status_code == 409
