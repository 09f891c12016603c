from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.dispatch import actions
from bihuan.dispatch.kinds import MeetingState, ReasonKind
from bihuan.dispatch.models import AgendaItem, Decision, Done, Meeting
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import make_reported, run_from_january
from bihuan.matters.kinds import MatterState, Source
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import assign_one, noon
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import choices_of

from .factories import AT, ON, close, decide, first_item, hold, plan

pytestmark = pytest.mark.django_db


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def kinds(item):
    return [reason["kind"] for reason in item.reasons]


def test_the_agenda_is_drawn_from_lights_silence_and_overdue_matters():
    red = make_reported(completed_yuan=0, added_on=date(2024, 3, 1))
    silent = make_listed()
    fine = make_reported(completed_yuan=9_000_000, added_on=date(2024, 3, 1))
    matter = assign_one(project=fine, on=date(2024, 3, 4))
    items = {item.project_id: item for item in plan().items.all()}
    assert kinds(items[red.pk]) == [ReasonKind.YELLOW]
    assert kinds(items[silent.pk]) == [ReasonKind.SILENCE]
    assert items[fine.pk].reasons[0]["number"] == matter.number


def test_the_agenda_puts_the_gravest_first_and_then_the_most_costly():
    yellow = make_reported(completed_yuan=0, added_on=date(2024, 3, 1))
    small, great = make_listed(), make_listed(planned_yuan=90_000_000)
    order = list(plan().items.values_list("project_id", flat=True))
    assert order == [great.pk, small.pk, yellow.pk]


def test_a_day_to_day_meeting_leaves_the_yellow_out():
    make_reported(completed_yuan=0, added_on=date(2024, 3, 1))
    assert plan().items.count() == 1
    assert plan(kind="daily").items.count() == 0


def test_overdue_orders_without_a_project_share_one_item():
    for text in ("编制年度名单", "清理闲置土地"):
        assign_one(project=None, kind="order", title=text, by=make_user())
    Matter.objects.update(project=None)
    item = plan().items.get(project=None)
    assert len(item.reasons) == 2


def test_planning_needs_a_chair_and_a_month_that_has_begun():
    with pytest.raises(Refusal, match="主持"):
        plan(chair=" ")
    with pytest.raises(Refusal, match="月份"):
        plan(month=Month(2024, 5))
    with pytest.raises(Refusal):
        plan(kind="hourly")
    assert not Meeting.objects.exists()


def test_others_than_the_office_hold_no_meetings():
    for role in (Role.REPORTER, Role.COMMANDER, Role.SUPERVISOR, Role.DEPARTMENT):
        with pytest.raises(NotAllowed):
            plan(by=make_user(role=role))


def test_a_meeting_goes_from_planned_to_held_to_closed_and_each_step_is_recorded():
    meeting = hold()
    assert meeting.state == MeetingState.HELD
    closed = close(meeting)
    assert (closed.state, closed.closed_on) == (MeetingState.CLOSED, ON)
    assert verbs()[-3:] == ["meeting.planned", "meeting.begun", "meeting.closed"]


def test_a_meeting_is_held_on_the_day_it_was_held_never_on_one_to_come():
    meeting = plan()
    with pytest.raises(Refusal):
        actions.begin(meeting=meeting, held_on=ON + timedelta(1), by=make_user(), at=AT)
    held = actions.begin(meeting=meeting, held_on=ON - timedelta(1), by=make_user(), at=AT)
    assert held.held_on == ON - timedelta(1)


def test_the_second_who_opens_a_meeting_is_told():
    meeting = hold()
    with pytest.raises(Refusal, match="正在召开"):
        actions.begin(meeting=meeting, by=make_user(), at=AT)


def test_a_meeting_is_not_closed_while_an_item_is_open():
    run_from_january()
    project = make_listed()
    meeting = hold()
    with pytest.raises(Refusal, match=project.name):
        actions.close(meeting=meeting, by=make_user(), at=AT)
    decide(meeting, item=first_item(meeting))
    assert actions.close(meeting=meeting, by=make_user(), at=AT).state == MeetingState.CLOSED


def test_a_planned_meeting_is_called_off_with_a_reason_one_in_session_is_not():
    meeting = plan()
    with pytest.raises(Refusal):
        actions.call_off(meeting=meeting, why_not=" ", by=make_user(), at=AT)
    off = actions.call_off(meeting=meeting, why_not="防汛应急", by=make_user(), at=AT)
    assert off.state == MeetingState.CALLED_OFF
    with pytest.raises(Refusal):
        actions.call_off(meeting=hold(), why_not="防汛应急", by=make_user(), at=AT)


def test_a_change_on_an_old_page_is_refused():
    meeting = plan()
    said: dict[str, Any] = {"held_on": ON, "chair": "李区长", "by": make_user(), "at": AT}
    edited = actions.edit_meeting(meeting=meeting, edition=1, **said)
    assert (edited.chair, edited.edition) == ("李区长", 2)
    with pytest.raises(Refusal, match="有人"):
        actions.edit_meeting(meeting=meeting, edition=1, **{**said, "chair": "赵区长"})


def test_a_project_is_put_on_the_agenda_by_hand_once_with_a_reason():
    meeting = plan()
    project = make_listed()
    put: dict[str, Any] = {"meeting": meeting, "project": project, "by": make_user(), "at": AT}
    with pytest.raises(Refusal):
        actions.add_item(note="", **put)
    item = actions.add_item(note="群众来信", **put)
    assert kinds(item) == [ReasonKind.HAND]
    with pytest.raises(Refusal, match=project.name):
        actions.add_item(note="群众来信", **put)


def test_a_dropped_item_stays_with_its_reason_and_comes_back():
    run_from_january()
    make_listed()
    item = first_item(plan())
    office = make_user()
    with pytest.raises(Refusal):
        actions.drop_item(item=item, reason="", by=office, at=AT)
    dropped = actions.drop_item(item=item, reason="已完成补报", by=office, at=AT)
    assert dropped.dropped == "已完成补报"
    with pytest.raises(Refusal):
        actions.drop_item(item=item, reason="再次", by=office, at=AT)
    assert actions.restore_item(item=item, by=office, at=AT).dropped == ""
    with pytest.raises(Refusal):
        actions.restore_item(item=item, by=office, at=AT)


def test_what_the_meeting_has_dealt_with_cannot_be_dropped():
    run_from_january()
    make_listed()
    item = first_item(hold())
    actions.conclude(item=item, conclusion="限期补报", by=make_user(), at=AT)
    with pytest.raises(Refusal, match="已"):
        actions.drop_item(item=item, reason="无", by=make_user(), at=AT)


def test_items_move_by_one_place_past_those_dropped():
    run_from_january()
    for _each in range(3):
        make_listed()
    meeting, office = plan(), make_user()
    first, second, third = meeting.items.all()
    actions.drop_item(item=second, reason="已解决", by=office, at=AT)
    actions.move_item(item=third, up=True, by=office, at=AT)
    assert list(AgendaItem.objects.standing().filter(meeting=meeting)) == [third, first]
    actions.move_item(item=third, up=True, by=office, at=AT)
    assert list(AgendaItem.objects.standing().filter(meeting=meeting)) == [third, first]


def test_drawing_again_adds_the_new_and_keeps_order_and_what_was_dropped():
    run_from_january()
    make_listed()
    meeting, office = plan(), make_user()
    item = first_item(meeting)
    actions.drop_item(item=item, reason="已补报", by=office, at=AT)
    make_listed()
    assert actions.draw_again(meeting=meeting, by=office, at=AT) == 1
    assert actions.draw_again(meeting=meeting, by=office, at=AT) == 0
    item.refresh_from_db()
    assert item.dropped


def test_a_closed_meeting_changes_no_more():
    run_from_january()
    make_listed()
    meeting = close(hold())
    item, office = first_item(meeting), make_user()
    for change in (
        lambda: actions.conclude(item=item, conclusion="改口", by=office, at=AT),
        lambda: actions.drop_item(item=item, reason="改口", by=office, at=AT),
        lambda: actions.draw_again(meeting=meeting, by=office, at=AT),
        lambda: decide(meeting),
    ):
        with pytest.raises(Refusal):
            change()


def test_the_second_conclusion_from_an_old_page_is_told_of_the_first():
    run_from_january()
    make_listed()
    item, office = first_item(hold()), make_user()
    actions.conclude(item=item, conclusion="限期补报", edition=1, by=office, at=AT)
    with pytest.raises(Refusal, match="限期补报"):
        actions.conclude(item=item, conclusion="约谈", edition=1, by=office, at=AT)
    actions.conclude(item=item, conclusion="限期补报", edition=1, by=office, at=AT)
    assert verbs().count("agenda.concluded") == 1


def test_a_decision_becomes_an_order_in_the_hands_of_its_lead():
    run_from_january()
    project = make_listed()
    meeting = hold()
    lead, helper = make_organisation(), make_organisation()
    decision = decide(meeting, item=first_item(meeting), lead=lead, supporting=[helper])
    matter = decision.matter
    assert (matter.kind, matter.source, matter.source_ref) == (
        "order",
        Source.MEETING,
        str(meeting.pk),
    )
    assert (matter.project, matter.lead, matter.state) == (project, lead, MatterState.ASSIGNED)
    assert matter.due_on == matter.first_due_on == date(2024, 4, 19)
    assert list(matter.supporting.all()) == [helper]
    assert verbs()[-3:] == ["matter.raised", "matter.assigned", "meeting.decided"]


def test_a_decision_is_noted_whole_or_not_at_all():
    meeting, lead = hold(), make_organisation()
    before = Event.objects.count()
    with pytest.raises(Refusal):
        decide(meeting, lead=lead, supporting=[lead])
    with pytest.raises(Refusal):
        decide(meeting, due_on=ON - timedelta(1))
    with pytest.raises(Refusal):
        decide(meeting, text="  ")
    assert (Matter.objects.count(), Decision.objects.count()) == (0, 0)
    assert Event.objects.count() == before


def test_the_same_decision_twice_is_told_unless_it_is_another():
    meeting = hold()
    number = decide(meeting).matter.number
    with pytest.raises(Refusal, match=number):
        decide(meeting)
    assert decide(meeting, not_the_same="另一标段").matter.number != number


def test_nothing_is_decided_before_the_meeting_or_on_anothers_item():
    run_from_january()
    make_listed()
    with pytest.raises(Refusal, match="筹备"):
        decide(plan())
    with pytest.raises(Refusal):
        decide(hold(), item=first_item(plan()))


def test_only_the_office_decides_and_concludes():
    run_from_january()
    make_listed()
    meeting = hold()
    for role in (Role.COMMANDER, Role.SUPERVISOR, Role.REPORTER):
        with pytest.raises(NotAllowed):
            decide(meeting, by=make_user(role=role))
        with pytest.raises(NotAllowed):
            actions.conclude(
                item=first_item(meeting), conclusion="可", by=make_user(role=role), at=AT
            )


TICK: dict[str, Any] = {
    "duty": "bulletin",
    "period": "2024-03",
    "who": "张三",
    "note": "第3期通报已印发",
}


def test_a_duty_is_ticked_off_once_taken_back_and_ticked_again():
    office = make_user()
    actions.tick(**TICK, done_on=ON, by=office, at=AT)
    with pytest.raises(Refusal):
        actions.tick(**TICK, done_on=ON, by=office, at=AT)
    undo: dict[str, Any] = {"duty": "bulletin", "period": "2024-03", "by": office, "at": AT}
    with pytest.raises(Refusal):
        actions.untick(note="", **undo)
    actions.untick(note="期次有误", **undo)
    with pytest.raises(Refusal):
        actions.untick(note="期次有误", **undo)
    actions.tick(**TICK, done_on=ON, by=office, at=AT)
    assert Done.objects.count() == 3
    assert verbs() == ["duty.done", "duty.undone", "duty.done"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": ""},
        {"who": " "},
        {"duty": "nothing"},
        {"duty": "month_meeting"},
        {"period": "2024-05"},
        {"period": "2022-01"},
        {"done_on": ON + timedelta(1)},
    ],
)
def test_a_tick_without_words_or_for_what_records_prove_or_to_come_is_refused(wrong):
    with pytest.raises(Refusal):
        actions.tick(**{**TICK, "done_on": ON, **wrong}, by=make_user(), at=AT)
    assert not Done.objects.exists()


def test_only_the_office_ticks_off():
    for role in (Role.COMMANDER, Role.REPORTER, Role.VIEWER):
        with pytest.raises(NotAllowed):
            actions.tick(**TICK, done_on=ON, by=make_user(role=role), at=AT)


def test_the_district_chooses_its_mechanisms_and_that_is_recorded_once():
    office = make_user()
    for _twice in range(2):
        actions.choose_mechanisms(preset="huaihua_2020", by=office, at=AT)
    assert choices_of(Rules.MECHANISMS).get().preset == "huaihua_2020"
    assert verbs() == ["district.set"]
    with pytest.raises(Refusal, match="hunan_five"):
        actions.choose_mechanisms(preset="none", by=office, at=AT)
    with pytest.raises(NotAllowed):
        actions.choose_mechanisms(preset="five", by=make_user(role=Role.REPORTER), at=noon(ON))


def test_a_dropped_project_put_on_by_hand_comes_back_with_its_new_reason():
    run_from_january()
    project = make_listed()
    meeting, office = plan(), make_user()
    actions.drop_item(item=first_item(meeting), reason="已补报", by=office, at=AT)
    back = actions.add_item(meeting=meeting, project=project, note="领导交办", by=office, at=AT)
    assert (back.dropped, kinds(back)) == ("", [ReasonKind.SILENCE, ReasonKind.HAND])


def test_a_dropped_item_is_neither_moved_nor_concluded():
    run_from_january()
    make_listed()
    meeting, office = hold(), make_user()
    item = first_item(meeting)
    actions.drop_item(item=item, reason="已补报", by=office, at=AT)
    with pytest.raises(Refusal):
        actions.move_item(item=item, up=True, by=office, at=AT)
    with pytest.raises(Refusal):
        actions.conclude(item=item, conclusion="可", by=office, at=AT)
    with pytest.raises(Refusal):
        decide(meeting, item=item)


def test_drawing_again_renews_the_reasons_and_keeps_those_given_by_hand():
    run_from_january()
    project = make_listed()
    meeting, office = plan(), make_user()
    actions.drop_item(item=first_item(meeting), reason="已补报", by=office, at=AT)
    actions.add_item(meeting=meeting, project=project, note="领导交办", by=office, at=AT)
    assign_one(project=project, on=date(2024, 3, 4))
    actions.draw_again(meeting=meeting, by=office, at=AT)
    assert kinds(first_item(meeting)) == [ReasonKind.SILENCE, ReasonKind.OVERDUE, ReasonKind.HAND]


def test_a_meeting_in_session_keeps_a_day_that_has_come():
    said: dict[str, Any] = {"chair": "李区长", "by": make_user(), "at": AT}
    with pytest.raises(Refusal):
        actions.edit_meeting(meeting=hold(), held_on=ON + timedelta(1), **said)
    moved = actions.edit_meeting(meeting=plan(), held_on=ON + timedelta(1), **said)
    assert moved.held_on == ON + timedelta(1)
