from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.dispatch.kinds import MeetingState
from bihuan.dispatch.models import AgendaItem, Decision, Done, Meeting
from bihuan.lights.tests.factories import run_from_january
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import assign_one
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import choices_of

from .factories import AT, close, decide, first_item, hold, plan

pytestmark = pytest.mark.django_db
MECHANISMS, MEETINGS = reverse("dispatch:mechanisms"), reverse("dispatch:meetings")


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def at(name: str, *args: object) -> str:
    return reverse(f"dispatch:{name}", args=args)


def test_each_mechanism_shows_what_is_due_done_and_missed():
    meeting = close(hold())
    page = signed_in().get(MECHANISMS)
    for label in ("责任包联", "调度", "协调", "现场办公", "督导考评"):
        assert label in page.text
    assert at("meeting", meeting.pk) in page.text
    assert page.context["done"] >= 1
    assert "2024年4月第2周" in page.text


def test_the_page_can_be_read_as_of_an_earlier_day():
    close(hold())
    page = signed_in().get(MECHANISMS, {"on": "2024-04-09"})
    assert page.context["on"] == date(2024, 4, 9)
    for odd in ("2024-13-40", "x", "2099-01-01", "1900-01-01"):
        assert signed_in().get(MECHANISMS, {"on": odd}).context["on"] == date(2024, 4, 10)


def test_a_project_without_a_commander_is_named_only_to_who_may_see_it():
    mine = make_reporter()
    own, other = make_listed(owner=mine.organisation), make_listed()
    page = signed_in(mine).get(MECHANISMS)
    assert own.name in page.text
    assert other.name not in page.text
    assert "其余1个" in page.text


def test_a_duty_is_ticked_off_on_its_page_and_the_tick_taken_back():
    client, page = signed_in(), at("duty", "bulletin", "2024-03")
    assert "人工确认" in client.get(page).text
    said = {"done_on": "2024-04-10", "who": "张三", "note": "第3期"}
    assert client.post(page, {**said, "note": ""}).status_code == 200
    assert client.post(page, said).status_code == 302
    assert "第3期" in client.get(page).text
    client.post(at("untick", "bulletin", "2024-03"), {"reason": "期次有误"})
    assert [row.is_done for row in Done.objects.all()] == [True, False]
    assert client.get(at("duty", "bulletin", "1999-01")).status_code == 404


def test_others_than_the_office_see_no_button_to_tick():
    page = signed_in(make_user(role=Role.VIEWER)).get(at("duty", "bulletin", "2024-03"))
    assert page.context["form"] is None
    said = {"done_on": "2024-04-10", "who": "张三", "note": "第3期"}
    answer = signed_in(make_user(role=Role.VIEWER)).post(at("duty", "bulletin", "2024-03"), said)
    assert answer.status_code in (200, 403)
    assert not Done.objects.exists()


def test_the_rules_are_shown_and_chosen():
    client = signed_in()
    assert "半月一督导" in client.get(at("rules"), {"preset": "huaihua_2020"}).text
    client.post(at("choose"), {"preset": "huaihua_2020"})
    assert choices_of(Rules.MECHANISMS).get().preset == "huaihua_2020"
    assert "半月一督导" in client.get(MECHANISMS).text
    denied = signed_in(make_user(role=Role.REPORTER)).post(at("choose"), {"preset": "five"})
    assert denied.status_code == 403


@pytest.mark.parametrize(("held_on", "told"), [("2024-04-10", False), ("2024-04-08", True)])
def test_a_meeting_held_on_another_day_says_that_its_name_changed(held_on, told):
    run_from_january()
    client, meeting = signed_in(), plan()
    page = client.post(at("begin", meeting.pk), {"held_on": held_on}, follow=True)
    assert ("会议名称改为“2024年4月8日" in page.text) is told


def test_a_meeting_is_planned_held_decided_and_closed_on_pages():
    run_from_january()
    project, lead = make_listed(), make_organisation()
    client = signed_in()
    said = {"kind": "monthly", "held_on": "2024-04-10", "month": "2024-03", "chair": "王区长"}
    client.post(at("plan"), said)
    meeting = Meeting.objects.get()
    agenda = client.get(at("meeting", meeting.pk))
    assert project.name in agenda.text
    assert client.post(at("begin", meeting.pk))["Location"] == at("room", meeting.pk)
    item = first_item(meeting)
    room = client.get(at("room", meeting.pk))
    assert room.context["line"].item == item
    decision = {
        "item": item.pk,
        "text": "三日内补报",
        "lead": lead.name,
        "supporting": "",
        "due_on": "2024-04-15",
        "severity": "ordinary",
    }
    wrong = client.post(at("decide", meeting.pk), {**decision, "lead": "无此单位"})
    assert "无此单位" in wrong.text
    client.post(at("decide", meeting.pk), decision)
    assert Matter.objects.get().lead == lead
    client.post(at("close", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
    paper = client.get(at("decisions", meeting.pk))
    assert "三日内补报" in paper.text
    assert Matter.objects.get().number in paper.text


def test_a_twin_of_a_decision_is_told_and_can_be_said_to_be_another():
    meeting, lead = hold(), make_organisation()
    first = decide(meeting, lead=lead)
    said = {"text": first.text, "lead": lead.name, "due_on": "2024-04-15", "severity": "ordinary"}
    client = signed_in()
    answer = client.post(at("decide", meeting.pk), said)
    assert first.matter.number in answer.text
    assert Decision.objects.count() == 1
    client.post(at("decide", meeting.pk), {**said, "not_the_same": "另一标段"})
    assert Decision.objects.count() == 2


def test_supporting_organisations_are_typed_with_commas():
    meeting = hold()
    lead, one, two = make_organisation(), make_organisation(), make_organisation()
    said = {
        "text": "会商用地",
        "lead": lead.name,
        "supporting": f"{one.name}、{two.name}",
        "due_on": "2024-04-15",
        "severity": "ordinary",
    }
    signed_in().post(at("decide", meeting.pk), said)
    assert set(Matter.objects.get().supporting.all()) == {one, two}


def test_a_conclusion_from_an_old_page_shows_what_was_noted():
    run_from_january()
    make_listed()
    meeting = hold()
    item, client = first_item(meeting), signed_in()
    page = at("conclude", meeting.pk, item.pk)
    assert client.post(page, {"conclusion": "限期补报", "edition": 1}).status_code == 302
    second = client.post(page, {"conclusion": "约谈", "edition": 1})
    assert "限期补报" in second.text
    assert "约谈" in second.text
    assert first_item(meeting).conclusion == "限期补报"


def test_the_agenda_is_arranged_with_buttons():
    run_from_january()
    for _each in range(2):
        make_listed()
    meeting, client = plan(), signed_in()
    one, two = meeting.items.all()
    client.post(at("move", meeting.pk, two.pk, "up"))
    assert list(meeting.items.all()) == [two, one]
    client.post(at("drop", meeting.pk, one.pk), {"reason": "已补报"})
    assert "已补报" in client.get(at("meeting", meeting.pk)).text
    client.post(at("restore", meeting.pk, one.pk))
    extra = make_listed()
    client.post(at("add", meeting.pk), {"project": extra.name, "note": "群众来信"})
    assert AgendaItem.objects.filter(meeting=meeting, project=extra).exists()
    wrong = client.post(at("add", meeting.pk), {"project": "没有的项目", "note": "来信"})
    assert "没有的项目" in wrong.text


def test_a_meeting_is_changed_and_called_off():
    meeting, client = plan(), signed_in()
    said = {"held_on": "2024-04-11", "chair": "李区长", "edition": 1}
    client.post(at("edit", meeting.pk), said)
    meeting.refresh_from_db()
    assert meeting.chair == "李区长"
    assert "有人" in client.post(at("edit", meeting.pk), said).text
    client.post(at("call_off", meeting.pk), {"reason": "防汛应急"})
    assert "防汛应急" in client.get(at("meeting", meeting.pk)).text


def test_the_next_agenda_begins_with_what_became_of_decisions():
    first = hold()
    number = decide(first).matter.number
    close(first)
    later = plan(held_on=date(2024, 5, 10))
    page = signed_in().get(at("meeting", later.pk))
    assert number in page.text
    assert page.context["last"] == first


def test_strangers_meetings_are_absent_and_their_items_too():
    run_from_january()
    mine = make_reporter()
    own, other = make_listed(owner=mine.organisation), make_listed()
    meeting, client = hold(), signed_in(mine)
    page = client.get(at("meeting", meeting.pk))
    assert own.name in page.text
    assert other.name not in page.text
    stranger = signed_in(make_reporter())
    assert stranger.get(at("meeting", meeting.pk)).status_code == 404
    assert at("meeting", meeting.pk) not in stranger.get(MEETINGS).text
    assert at("meeting", meeting.pk) in client.get(MEETINGS).text


def test_the_lead_of_a_decision_sees_the_meeting_and_no_other_decision():
    meeting = hold()
    handler = make_user(role=Role.DEPARTMENT)
    decide(meeting, lead=handler.organisation)
    hidden = decide(meeting, text="另一件保密的事项")
    page = signed_in(handler).get(at("decisions", meeting.pk))
    assert page.status_code == 200
    assert hidden.text not in page.text


def test_principal_leaders_see_every_meeting():
    user = make_user(role=Role.COMMANDER)
    leader = make_leader(user=user)
    meeting = plan()
    assert signed_in(user).get(at("meeting", meeting.pk)).status_code == 404
    leader.is_principal = True
    leader.save()
    assert signed_in(user).get(at("meeting", meeting.pk)).status_code == 200


def test_reading_the_pages_writes_nothing():
    make_listed()
    meeting = hold()
    before, client = Event.objects.count(), signed_in()
    for page in (
        MECHANISMS,
        MEETINGS,
        at("rules"),
        at("plan"),
        at("duty", "bulletin", "2024-03"),
        at("meeting", meeting.pk),
        at("room", meeting.pk),
        at("decisions", meeting.pk),
        at("edit", meeting.pk),
        f"{at('room', meeting.pk)}?item=none",
    ):
        assert client.get(page).status_code == 200, page
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["mechanisms", "meetings", "meeting", "room", "decisions"])
def test_queries_do_not_grow_with_rows(name, django_assert_max_num_queries):
    client = signed_in()
    for _each in range(3):
        assign_one(on=date(2024, 3, 4))
        make_listed()
    meeting = hold()
    for number in range(4):
        decide(meeting, text=f"第{number}件：{'甲乙丙丁'[number] * 20}")
        plan()
    page = at(name) if name in ("mechanisms", "meetings") else at(name, meeting.pk)
    with django_assert_max_num_queries({"mechanisms": 70, "meeting": 40}.get(name, 24)):
        assert client.get(page).status_code == 200


def test_the_list_narrows_to_one_kind_of_meeting():
    monthly, daily = plan(), plan(kind="daily")
    page = signed_in().get(MEETINGS, {"kind": "daily"})
    assert list(page.context["page"]) == [daily]
    assert monthly in signed_in().get(MEETINGS, {"kind": "odd"}).context["page"]


def test_what_cannot_be_planned_or_put_on_is_told_on_the_form():
    run_from_january()
    project = make_listed()
    meeting, client = plan(), signed_in()
    said = {"kind": "monthly", "held_on": "2024-04-10", "month": "2024-05", "chair": "王区长"}
    assert "调度月份须在" in client.post(at("plan"), said).text
    assert "五月" in client.post(at("plan"), {**said, "month": "五月"}).text
    twice = client.post(at("add", meeting.pk), {"project": project.name, "note": "来信"})
    assert "已在议程中" in twice.text
    assert "新增0项" in client.post(at("draw_again", meeting.pk), follow=True).text


def test_of_many_reasons_the_first_are_shown_and_the_rest_counted():
    run_from_january()
    project = make_listed()
    for _each in range(8):
        assign_one(project=project, on=date(2024, 3, 4))
    page = signed_in().get(at("meeting", plan().pk))
    assert "其余3个" in page.text


def test_page_room_and_list_count_the_decisions_that_one_sees():
    """Also one on an item of somebody else's project, given to a reader's own organisation."""
    run_from_january()
    make_listed()
    meeting, user = hold(), make_user(role=Role.DEPARTMENT, organisation=make_organisation())
    decide(meeting, item=first_item(meeting), lead=user.organisation)
    decide(meeting, lead=user.organisation, text="补齐用地手续")
    decide(meeting, text="落实配套资金")
    client = signed_in(user)
    page, room, listed = (
        client.get(reverse(f"dispatch:{name}", args=[meeting.pk])).context
        for name in ("meeting", "room", "decisions")
    )
    assert page["decisions_count"] == room["total"] == len(listed["decisions"]) == 2
