"""Meetings that end with items left over, agendas past their number, one decision on several."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.dispatch import actions, rules
from bihuan.dispatch.kinds import MeetingState, ReasonKind
from bihuan.dispatch.models import AgendaItem, Decision, Meeting
from bihuan.dispatch.presets import practice_presets
from bihuan.kit import advance
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.matters.models import Matter
from bihuan.progress.tests.factories import MARCH, make_listed

from .factories import AT, ON, close, decide, first_item, hold, plan

pytestmark = pytest.mark.django_db
NEXT, DUE = ON + timedelta(7), date(2024, 4, 19)


def answered(number):
    """So many silent projects, each with an organisation that answers for it."""
    run_from_january()
    return [make_listed(responsible=make_organisation()) for _each in range(number)]


def kinds(item):
    return [reason["kind"] for reason in item.reasons]


def subjects(meeting):
    return [item.subject for item in meeting.items.standing().select_related("project")]


def test_a_meeting_ends_at_any_time_and_what_it_did_not_reach_goes_on():
    answered(3)
    meeting, office = hold(), make_user()
    first, second, third = meeting.items.select_related("meeting")
    decide(meeting, item=first)
    actions.close(meeting=meeting, next_on=NEXT, by=office, at=AT)
    meeting.refresh_from_db()
    then = Meeting.objects.latest("pk")
    assert meeting.state == MeetingState.CLOSED
    assert (then.kind, then.held_on, then.chair) == ("monthly", NEXT, meeting.chair)
    assert [item.project_id for item in then.items.all()] == [second.project_id, third.project_id]
    second.refresh_from_db()
    assert second.carried_to == then
    assert kinds(then.items.all()[0]) == [ReasonKind.LEFT_OVER, ReasonKind.SILENCE]
    assert Event.objects.filter(verb="agenda.carried", note__meeting=meeting.pk).exists()


def test_what_goes_on_stands_on_top_of_a_meeting_that_is_prepared():
    answered(2)
    meeting, office = hold(), make_user()
    then = plan(held_on=NEXT)
    extra = make_listed(added_on=date(2024, 4, 2))
    actions.add_item(meeting=then, project=extra, note="群众来信", by=office, at=AT)
    taken_off, _other = then.items.all()[:2]
    actions.drop_item(item=taken_off, reason="已补报", by=office, at=AT)
    before = subjects(meeting)
    actions.close(meeting=meeting, next_meeting=then, by=office, at=AT)
    assert subjects(then) == [*before, extra.name]
    assert all(item.is_left_over for item in then.items.all()[:2])


def test_what_was_left_over_twice_says_so_twice_also_when_drawn_again():
    answered(1)
    meeting, office = hold(), make_user()
    actions.close(meeting=meeting, next_on=ON, by=office, at=AT)
    second = actions.begin(meeting=Meeting.objects.latest("pk"), by=office, at=AT)
    actions.close(meeting=second, next_on=NEXT, by=office, at=AT)
    third = Meeting.objects.latest("pk")
    actions.draw_again(meeting=third, by=office, at=AT)
    assert kinds(first_item(third)) == [ReasonKind.LEFT_OVER] * 2 + [ReasonKind.SILENCE]


def test_items_go_on_to_a_meeting_that_is_prepared_and_not_to_an_earlier_one():
    answered(1)
    meeting, office = hold(), make_user()
    for wrong in (plan(held_on=ON - timedelta(1)), close(hold()), meeting):
        with pytest.raises(Refusal, match="筹备"):
            actions.close(meeting=meeting, next_meeting=wrong, by=office, at=AT)
    with pytest.raises(Refusal, match="筹备"):
        actions.close(meeting=meeting, next_on=ON - timedelta(1), by=office, at=AT)
    with pytest.raises(Refusal, match="下次会议"):
        actions.close(meeting=meeting, by=office, at=AT)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD


def test_no_meeting_is_planned_where_nothing_is_left_over():
    meeting = hold()
    actions.close(meeting=meeting, next_on=NEXT, by=make_user(), at=AT)
    assert Meeting.objects.count() == 1


def test_a_meeting_with_items_of_an_earlier_one_is_moved_not_called_off():
    answered(1)
    office = make_user()
    actions.close(meeting=hold(), next_on=NEXT, by=office, at=AT)
    then = Meeting.objects.latest("pk")
    with pytest.raises(Refusal, match="改期"):
        actions.call_off(meeting=then, why_not="台风", by=office, at=AT)
    actions.drop_item(item=first_item(then), reason="已补报", by=office, at=AT)
    off = actions.call_off(meeting=then, why_not="台风", by=office, at=AT)
    assert off.state == MeetingState.CALLED_OFF


@pytest.mark.parametrize(
    ("then", "month"),
    [
        (date(2024, 4, 17), MARCH),
        (date(2024, 5, 10), Month(2024, 4)),
        (date(2025, 1, 10), Month(2024, 12)),
    ],
)
def test_the_next_meeting_looks_back_as_far_as_this_one(then, month):
    assert rules.month_for(ON, MARCH, then) == month


def test_an_agenda_past_its_number_says_how_many_more_and_takes_them_in_one_press():
    with time_machine.travel(AT, tick=False):
        most = practice_presets()["five"].latest.agendas["special"].most
        run_from_january()
        for _each in range(most + 3):
            make_listed()
        meeting, client = plan(kind="daily"), signed_in()
        assert meeting.items.count() == most
        page = client.get(reverse("dispatch:meeting", args=[meeting.pk]))
        assert "其余3个项目" in page.text
        assert len(page.context["beyond"]) == 3
        draw = reverse("dispatch:draw_again", args=[meeting.pk])
        assert "新增0项" in client.post(draw, follow=True).text
        page = client.post(draw, {"beyond_limit": "1"}, follow=True)
        assert "新增3项" in page.text
        assert page.context["beyond"] == []


def test_one_decision_on_several_items_becomes_an_order_of_each():
    projects = answered(3)
    meeting = hold()
    made = actions.decide_together(
        meeting=meeting,
        items=meeting.items.all()[:2],
        text="按期督办",
        due_on=DUE,
        by=make_user(),
        at=AT,
    )
    assert [each.lead for each in made] == [
        each.item.project.responsible for each in Decision.objects.all()
    ]
    assert Matter.objects.count() == 2
    assert {each.matter.project for each in made} < set(projects)


def test_decisions_on_several_are_all_noted_or_none_with_every_obstacle_told():
    answered(2)
    bare = make_listed()
    meeting, office = hold(), make_user()
    said: dict[str, Any] = {
        "meeting": meeting,
        "text": "按期督办",
        "due_on": DUE,
        "by": office,
        "at": AT,
    }
    with pytest.raises(Refusal, match=bare.name):
        actions.decide_together(items=meeting.items.all(), **said)
    one, two, _bare = meeting.items.select_related("project")
    for item in (one, two):
        decide(meeting, item=item, text="按期督办")
    with pytest.raises(Refusal) as refused:
        actions.decide_together(items=meeting.items.all(), lead=make_organisation(), **said)
    assert one.subject in str(refused.value)
    assert two.subject in str(refused.value)
    assert Decision.objects.count() == 2
    with pytest.raises(Refusal, match="勾选"):
        actions.decide_together(items=[], **said)
    again = actions.decide_together(
        items=meeting.items.all(), lead=make_organisation(), not_the_same="另一期限", **said
    )
    assert len(again) == 3


def test_decisions_together_are_the_offices_in_a_meeting_in_session_on_its_own_items():
    answered(1)
    meeting, other = plan(), plan()
    said: dict[str, Any] = {
        "text": "按期督办",
        "due_on": DUE,
        "at": AT,
        "items": [first_item(meeting)],
    }
    with pytest.raises(NotAllowed):
        actions.decide_together(meeting=meeting, by=make_user(role=Role.VIEWER), **said)
    with pytest.raises(Refusal):
        actions.decide_together(meeting=meeting, by=make_user(), **said)
    actions.begin(meeting=other, by=make_user(), at=AT)
    with pytest.raises(Refusal, match="议程"):
        actions.decide_together(meeting=other, by=make_user(), **said)


def test_red_projects_that_a_meeting_did_not_reach_are_not_dispatched_yet():
    answered(2)
    meeting, office = hold(), make_user()
    first, second = meeting.items.all()
    decide(meeting, item=first)
    actions.close(meeting=meeting, next_on=NEXT, by=office, at=AT)
    taken = AgendaItem.objects.taken_up().filter(meeting=meeting)
    assert list(taken) == [first]
    assert second.meeting == meeting


def test_the_pages_lead_from_one_decision_to_the_next_open_item_and_on():
    answered(3)
    meeting = hold()
    one, two, three = meeting.items.all()
    with time_machine.travel(AT, tick=False):
        client = signed_in()
        said = {
            "text": "三日内补报",
            "lead": make_organisation().name,
            "due_on": "2024-04-15",
            "severity": "ordinary",
        }
        decide_page = reverse("dispatch:decide", args=[meeting.pk])
        stays = client.post(decide_page, {**said, "item": one.pk, "then": "stay"})
        assert f"item={one.pk}&" in stays["Location"]
        goes = client.post(decide_page, {**said, "text": "约谈", "item": one.pk})
        assert f"item={two.pk}&" in goes["Location"]
        room = client.get(goes["Location"])
        assert "autofocus" in room.text
        together = reverse("dispatch:together", args=[meeting.pk])
        page = client.get(together)
        assert page.context["ticked"] == {str(two.pk), str(three.pk)}
        settled = re.findall(r'id="tick-(\d+)" data-settled', page.text)
        assert settled == [str(one.pk)]  # the box over all leaves them alone
        assert "勾选" in client.post(together, {**said, "items": []}).text
        client.post(together, {**said, "lead": "", "text": "按期督办", "items": [two.pk]})
        closing = reverse("dispatch:close", args=[meeting.pk])
        page = client.get(reverse("dispatch:room", args=[meeting.pk]))
        assert "1项转入下次会议" in page.text
        client.post(closing, {"next_on": "2024-04-17"})
        then = Meeting.objects.latest("pk")
        page = client.get(reverse("dispatch:meeting", args=[then.pk]))
        assert "上次会议遗留" in page.text
        assert reverse("dispatch:meeting", args=[meeting.pk]) in page.text
        assert (
            reverse("dispatch:meeting", args=[then.pk])
            in client.get(reverse("dispatch:meeting", args=[meeting.pk])).text
        )


def test_a_meeting_ends_and_decides_on_several_by_calls():
    answered(2)
    meeting = hold()
    one, _two = meeting.items.all()
    with time_machine.travel(AT, tick=False):
        client = signed_in()
        base = f"/api/dispatch/meetings/{meeting.pk}"
        said = {"item_ids": [one.pk], "text": "按期督办", "due_on": "2024-04-19"}
        answer = client.post(f"{base}/decisions/together", said, content_type="application/json")
        assert answer.status_code == 201
        assert [each["item_id"] for each in answer.json()] == [one.pk]
        strange = {**said, "item_ids": [999_999]}
        assert (
            client.post(
                f"{base}/decisions/together", strange, content_type="application/json"
            ).status_code
            == 404
        )
        assert client.post(f"{base}/close", "", content_type="application/json").status_code == 409
        drawn = client.post(f"{base}/draw?beyond_limit=true")
        assert drawn.json() == {"new": 0}
        ended = client.post(
            f"{base}/close", {"next_on": "2024-04-17"}, content_type="application/json"
        )
        assert ended.json()["state"] == "closed"
        items = client.get(base).json()["items"]
        assert items[1]["carried_to_id"] == Meeting.objects.latest("pk").pk


def test_who_waits_for_decisions_is_told_how_far_they_are():
    answered(2)
    meeting, office = hold(), make_user()
    client, address = signed_in(office), reverse("dispatch:deciding", args=[meeting.pk])
    with time_machine.travel(AT, tick=False):
        assert "已议定" not in client.get(address).text
        with advance.watch(("deciding", office.pk), {"deciding": 1}):
            advance.enter("deciding", 2)
            advance.add()
            assert "已议定1项，共2项" in client.get(address).text
        assert signed_in(make_user(role=Role.VIEWER)).get(address).status_code == 403
        page = client.get(reverse("dispatch:together", args=[meeting.pk]))
    assert 'data-tick="all"' in page.text
    assert 'data-place="2"' in page.text
