from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.tests.pictures import PNG
from bihuan.matters import actions
from bihuan.matters.actions.moving import File
from bihuan.matters.kinds import MatterState, Verb
from bihuan.matters.models import Matter
from bihuan.progress.tests.factories import make_listed, make_milestone

from .factories import (
    MONDAY,
    answer_one,
    assign_one,
    close_one,
    home,
    make_handler,
    noon,
    raise_one,
    verify_one,
    work_on_one,
)

pytestmark = pytest.mark.django_db
DONE = "已与最后三户签订协议，场地已腾空交付。"
FRIDAY = date(2024, 3, 8)


def test_a_matter_gets_a_number_a_deadline_and_its_stake() -> None:
    matter = raise_one()
    assert matter.number == "2024-0001"
    assert (matter.state, matter.level) == (MatterState.RAISED, 0)
    assert matter.due_on == matter.first_due_on == date(2024, 3, 13)
    assert matter.held_yuan == 12_000_000
    assert raise_one().number == "2024-0002"
    assert Event.objects.filter(verb="matter.raised").count() == 2


def test_the_next_milestone_is_at_stake() -> None:
    project = make_listed(owner=make_organisation())
    step = make_milestone(project)
    step.promises.create(version=1, due_on=date(2024, 3, 10), recorded_at=noon(MONDAY))
    matter = raise_one(project=project, held_yuan=500)
    assert (matter.milestone_on, matter.slip_days) == (date(2024, 3, 10), 3)
    assert matter.worth == 2_000


def test_only_an_order_does_without_a_project() -> None:
    def put(kind: str) -> Matter:
        return actions.raise_matter(
            kind=kind,
            type_code="decision",
            severity="major",
            title="落实会议要求",
            project=None,
            by=make_user(),
            at=noon(MONDAY),
        )

    assert put("order").project is None
    with pytest.raises(Refusal):
        put("blocker")


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"type_code": "x"}, {"severity": "x"}, {"title": "  "}]
)
def test_what_the_lists_do_not_have_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        raise_one(**wrong)
    assert not Matter.objects.exists()


def test_a_stranger_raises_nothing_about_a_project() -> None:
    with pytest.raises(NotAllowed):
        raise_one(by=make_handler())
    with pytest.raises(NotAllowed):
        raise_one(by=make_user(role=Role.VIEWER))


def test_what_is_open_is_not_raised_again() -> None:
    first = raise_one(title="迎丰路段三户未签约")
    with pytest.raises(Refusal, match=first.number):
        raise_one(project=first.project, title="迎丰路段 三户未签约。")
    raise_one(title="迎丰路段三户未签约")  # of another project


def test_what_was_closed_and_comes_again_brings_its_age_and_level() -> None:
    old = close_one(title="迎丰路段三户未签约")
    Matter.objects.filter(pk=old.pk).update(clock_from=date(2024, 2, 26), level=3)
    again = raise_one(project=old.project, title="迎丰路段三户未签约", on=date(2024, 4, 1))
    assert (again.earlier, again.inherited_days, again.level) == (old, 5, 3)
    assert again.due_on == date(2024, 4, 3)
    assert again.clock.age(date(2024, 4, 1)) == 5


def test_only_who_assigns_may_say_that_it_is_another() -> None:
    owner = make_organisation()
    first = raise_one(title="迎丰路段三户未签约", project=make_listed(owner=owner))
    said: dict[str, Any] = {
        "project": first.project,
        "title": first.title,
        "not_the_same": "另一路段",
    }
    with pytest.raises(Refusal):
        raise_one(by=make_handler(owner), **said)
    assert raise_one(**said).earlier is None


def test_a_matter_goes_from_hand_to_hand_until_it_is_closed() -> None:
    handler, supervisor = make_handler(), make_user(role=Role.SUPERVISOR)
    matter = work_on_one(handler=handler)
    actions.feed_back(matter=matter, note="已签两户", by=handler, at=noon(MONDAY))
    actions.answer(
        matter=matter, note=DONE, files=[File("现场.png", PNG)], by=handler, at=noon(FRIDAY)
    )
    actions.verify(matter=matter, by=supervisor, at=noon(FRIDAY), note="已现场核实")
    closed = actions.close(matter=matter, by=make_user(), at=noon(FRIDAY))
    assert (closed.state, closed.closed_on) == (MatterState.CLOSED, FRIDAY)
    assert closed.clock.age(date(2024, 6, 3)) == 4
    verbs = ["raise", "assign", "sign", "feed_back", "answer", "verify", "close"]
    assert [move.verb for move in closed.moves.all()] == verbs
    events = Event.objects.filter(thing="matters.matter")
    assert events.exclude(by="clock").count() == len(verbs)
    assert events.get(by="clock").note == {"said": [["feed_back", 0, "2024-03-08"]]}
    answered = closed.moves.get(verb=Verb.ANSWER)
    assert answered.evidence.get().name == "现场.png"


def test_neither_a_handler_nor_a_colleague_verifies_or_closes() -> None:
    handler = make_handler()
    matter = answer_one(handler=handler)
    colleague = make_user(organisation=handler.organisation)
    for person in (handler, colleague):
        for move in (actions.verify, actions.close):
            with pytest.raises(NotAllowed):
                move(matter=matter, by=person, at=noon(MONDAY))
    assert Matter.objects.get(pk=matter.pk).state == MatterState.ANSWERED


def test_who_once_handled_it_never_verifies_after_it_was_given_to_others() -> None:
    first = make_handler()
    matter = work_on_one(handler=first)
    second = make_handler()
    actions.assign(matter=matter, lead=home(second), by=make_user(), at=noon(MONDAY))
    actions.sign(matter=matter, by=second, at=noon(MONDAY))
    actions.answer(matter=matter, note=DONE, by=second, at=noon(MONDAY))
    first.role = Role.SUPERVISOR
    first.save()
    with pytest.raises(NotAllowed):
        actions.verify(matter=matter, by=first, at=noon(MONDAY))


def test_its_raiser_verifies_unless_also_its_handler() -> None:
    owner = make_organisation()
    raiser = make_handler(owner)
    project = make_listed(owner=owner)
    matter = answer_one(project=project)
    with pytest.raises(NotAllowed):
        actions.verify(matter=matter, by=raiser, at=noon(MONDAY))
    Matter.objects.filter(pk=matter.pk).update(raised_by=raiser)
    matter.refresh_from_db()
    assert actions.verify(matter=matter, by=raiser, at=noon(MONDAY)).state == MatterState.VERIFIED


def test_an_answer_that_does_not_hold_goes_back_to_work() -> None:
    matter = answer_one()
    with pytest.raises(Refusal):
        actions.send_back(matter=matter, note=" ", by=make_user(), at=noon(MONDAY))
    back = actions.send_back(matter=matter, note="还有一户", by=make_user(), at=noon(MONDAY))
    assert back.state == MatterState.WORKING


def test_others_than_those_it_was_given_to_do_not_handle_it() -> None:
    stranger, matter = make_handler(), assign_one()
    for move in (actions.sign, actions.decline, actions.feed_back, actions.answer):
        said: dict[str, Any] = {} if move == actions.sign else {"note": DONE}
        with pytest.raises(NotAllowed):
            move(matter=matter, by=stranger, at=noon(MONDAY), **said)


def test_a_supporter_reports_progress_but_does_not_answer() -> None:
    helper, handler = make_handler(), make_handler()
    matter = raise_one()
    actions.assign(
        matter=matter,
        lead=home(handler),
        supporting=[home(helper)],
        by=make_user(),
        at=noon(MONDAY),
    )
    actions.sign(matter=matter, by=handler, at=noon(MONDAY))
    actions.feed_back(matter=matter, note="管线已迁改", by=helper, at=noon(MONDAY))
    with pytest.raises(NotAllowed):
        actions.answer(matter=matter, note=DONE, by=helper, at=noon(MONDAY))
    assert matter in Matter.objects.visible_to(helper)


def test_what_was_declined_waits_for_another_hand_and_its_clock_runs_on() -> None:
    handler = make_handler()
    matter = assign_one(lead=home(handler))
    with pytest.raises(Refusal):
        actions.decline(matter=matter, note="", by=handler, at=noon(MONDAY))
    back = actions.decline(matter=matter, note="属电力公司", by=handler, at=noon(FRIDAY))
    assert (back.state, back.lead, back.due_on) == (MatterState.RAISED, None, date(2024, 3, 13))
    assert back.clock.age(FRIDAY) == 4


def test_assigning_keeps_the_deadline_unless_it_comes_sooner() -> None:
    matter = raise_one()
    with pytest.raises(Refusal):
        actions.assign(
            matter=matter,
            lead=make_organisation(),
            due_on=date(2024, 3, 14),
            by=make_user(),
            at=noon(MONDAY),
        )
    sooner = actions.assign(
        matter=matter, lead=make_organisation(), due_on=FRIDAY, by=make_user(), at=noon(MONDAY)
    )
    assert (sooner.due_on, sooner.first_due_on) == (FRIDAY, FRIDAY)


def test_its_raiser_withdraws_it_until_somebody_has_begun() -> None:
    handler, owner = make_handler(), make_organisation()
    raiser = make_handler(owner)
    matter = raise_one(by=raiser, project=make_listed(owner=owner))
    gone = actions.withdraw(matter=matter, note="已自行解决", by=raiser, at=noon(MONDAY))
    assert gone.state == MatterState.WITHDRAWN
    begun = work_on_one(handler=handler)
    Matter.objects.filter(pk=begun.pk).update(raised_by=raiser)
    with pytest.raises(NotAllowed):
        actions.withdraw(matter=begun, note="不办了", by=raiser, at=noon(MONDAY))
    actions.withdraw(matter=begun, note="重复", by=make_user(), at=noon(MONDAY))


def test_a_paused_matter_can_be_withdrawn() -> None:
    matter = work_on_one()
    actions.pause(
        matter=matter,
        reason_code="court",
        ends_on=date(2024, 4, 1),
        by=make_user(),
        at=noon(MONDAY),
    )
    gone = actions.withdraw(matter=matter, note="项目取消", by=make_user(), at=noon(FRIDAY))
    assert gone.state == MatterState.WITHDRAWN
    assert gone.pauses.get().ended_on == FRIDAY


def test_what_is_opened_again_keeps_its_age_its_level_and_its_hands() -> None:
    matter = close_one()
    Matter.objects.filter(pk=matter.pk).update(level=3, clock_from=date(2024, 2, 26))
    with pytest.raises(Refusal):
        actions.reopen(matter=matter, note="", by=make_user(), at=noon(FRIDAY))
    again = actions.reopen(matter=matter, note="又停工", by=make_user(), at=noon(FRIDAY))
    assert (again.state, again.level, again.lead) == (MatterState.ASSIGNED, 3, matter.lead)
    assert again.clock.age(FRIDAY) == 5
    assert again.closed_on is None


def test_the_second_of_two_is_told_that_somebody_was_faster() -> None:
    matter, office = verify_one(), make_user()
    seen = Matter.objects.get(pk=matter.pk).edition
    actions.close(matter=matter, by=office, at=noon(MONDAY), edition=seen)
    with pytest.raises(Refusal, match=r"已销号|Closed"):
        actions.send_back(matter=matter, note="不实", by=office, at=noon(MONDAY), edition=seen)


@pytest.mark.parametrize(
    "file",
    [
        File("病毒.exe", b"MZ"),
        File("图.png", b"%PDF-1.7"),
        File("无后缀", PNG),
        File("大.png", PNG + b"0" * 21 * 1024 * 1024),
    ],
)
def test_only_pictures_and_documents_are_evidence(file: File) -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    with pytest.raises(Refusal):
        actions.answer(matter=matter, note=DONE, files=[file], by=handler, at=noon(MONDAY))
    assert matter.moves.filter(verb=Verb.ANSWER).count() == 0


def test_who_sees_what() -> None:
    handler, stranger = make_handler(), make_handler()
    in_charge, principal, outsider = (make_user(role=Role.COMMANDER) for _each in range(3))
    matter = assign_one(lead=home(handler))
    organisation = home(handler)
    organisation.in_charge = make_leader(user=in_charge)
    organisation.save()
    chief = make_leader(user=principal)
    chief.is_principal = True
    chief.save()
    make_leader(user=outsider)
    seen = {
        person: matter in Matter.objects.visible_to(person)
        for person in (handler, stranger, in_charge, principal, outsider, make_user())
    }
    assert list(seen.values()) == [True, False, True, True, False, True]
    for person, visible in seen.items():
        reach = Matter.objects.get(pk=matter.pk).within_reach_of(person)
        assert reach == visible or person.role == Role.OFFICE


def test_what_waits_for_whom() -> None:
    handler, office, supervisor = make_handler(), make_user(), make_user(role=Role.SUPERVISOR)

    def waiting() -> list[bool]:
        return [
            Matter.objects.waiting_for(person).filter(pk=matter.pk).exists()
            for person in (handler, office, supervisor)
        ]

    matter = raise_one()
    assert waiting() == [False, True, False]
    actions.assign(matter=matter, lead=home(handler), by=office, at=noon(MONDAY))
    assert waiting() == [True, False, False]
    actions.sign(matter=matter, by=handler, at=noon(MONDAY))
    actions.answer(matter=matter, note=DONE, by=handler, at=noon(MONDAY))
    assert waiting() == [False, True, True]
    actions.verify(matter=matter, by=supervisor, at=noon(MONDAY))
    assert waiting() == [False, True, True]
    actions.close(matter=matter, by=office, at=noon(MONDAY))
    assert waiting() == [False, False, False]
