"""What somebody might try: to check the own work, to win time, to lose a matter from sight."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.log import ClockActor
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions
from bihuan.matters.available_moves import available_moves
from bihuan.matters.kinds import AlertKind, MatterState, Verb
from bihuan.matters.models import Alert, Matter
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.actions import merge_projects

from .factories import (
    MONDAY,
    answer_one,
    assign_one,
    close_one,
    home,
    make_handler,
    noon,
    raise_one,
    work_on_one,
)

pytestmark = pytest.mark.django_db
DUE, FRIDAY = date(2024, 3, 13), date(2024, 3, 8)
DONE = "已与最后三户签订协议，场地已腾空交付。"
TITLE = "迎丰路段三户未签约"


def tick(on: date) -> list[tuple[AlertKind, int]]:
    return [
        (each.kind, each.level) for each in actions.escalate(on=on, by=ClockActor(), at=noon(on))
    ]


def said(matter: Matter) -> list[tuple[str, int, date]]:
    return list(matter.alerts.order_by("on", "level").values_list("kind", "level", "on"))


def fresh(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def test_who_helped_once_never_verifies_even_after_others_took_over() -> None:
    helper, handler = make_handler(), make_handler()
    colleague = make_user(role=Role.SUPERVISOR, organisation=home(helper))
    matter = raise_one()
    given: dict[str, Any] = {"matter": matter, "by": make_user(), "at": noon(MONDAY)}
    actions.assign(lead=make_organisation(), supporting=[home(helper)], **given)
    actions.assign(lead=home(handler), **given)
    actions.sign(matter=matter, by=handler, at=noon(MONDAY))
    actions.answer(matter=matter, note=DONE, by=handler, at=noon(MONDAY))
    with pytest.raises(NotAllowed):
        actions.verify(matter=matter, by=colleague, at=noon(MONDAY))
    assert Verb.VERIFY not in available_moves(fresh(matter), colleague, MONDAY)
    assert not Matter.objects.waiting_for(colleague).exists()
    assert Matter.objects.waiting_for(make_user(role=Role.SUPERVISOR)).exists()


def in_hands_of_the_office() -> tuple[Matter, User]:
    office = make_user(organisation=make_organisation())
    return assign_one(lead=home(office)), office


def raised_and_assigned_to_oneself() -> tuple[Matter, User]:
    owner = make_organisation()
    raiser = make_handler(owner)
    matter = raise_one(by=raiser, project=make_listed(owner=owner))
    return actions.assign(matter=matter, lead=owner, by=make_user(), at=noon(MONDAY)), raiser


@pytest.mark.parametrize("case", [in_hands_of_the_office, raised_and_assigned_to_oneself])
def test_a_handler_does_not_withdraw_the_own_matter(
    case: Callable[[], tuple[Matter, User]],
) -> None:
    matter, person = case()
    assert Verb.WITHDRAW not in available_moves(matter, person, MONDAY)
    with pytest.raises(NotAllowed):
        actions.withdraw(matter=matter, note="不办了", by=person, at=noon(MONDAY))
    assert actions.withdraw(
        matter=matter, note="重复", by=make_user(role=Role.SUPERVISOR), at=noon(MONDAY)
    )


def test_declining_and_assigning_again_leaves_the_first_deadline() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    office = make_user()
    actions.ask_extension(
        matter=matter, wished_on=date(2024, 4, 30), reason="补征地", by=handler, at=noon(MONDAY)
    )
    actions.decide_extension(matter=matter, grant=True, by=office, at=noon(MONDAY))
    actions.assign(matter=matter, lead=home(handler), by=office, at=noon(MONDAY))
    actions.decline(matter=matter, note="属电力公司", by=handler, at=noon(MONDAY))
    again = actions.assign(
        matter=matter, lead=home(handler), due_on=date(2024, 4, 1), by=office, at=noon(MONDAY)
    )
    assert (again.due_on, again.first_due_on) == (date(2024, 4, 1), DUE)


def test_an_order_names_its_day_once_and_no_assigning_puts_it_off() -> None:
    matter = raise_one(kind="order")
    office, later = make_user(), date(2024, 4, 30)
    given: dict[str, Any] = {"matter": matter, "lead": make_organisation(), "by": office}
    first = actions.assign(due_on=later, at=noon(MONDAY), **given)
    assert (first.due_on, first.first_due_on) == (later, later)
    with pytest.raises(Refusal):
        actions.assign(due_on=date(2024, 5, 31), at=noon(MONDAY), **given)
    slow = raise_one(kind="order")
    with pytest.raises(Refusal):
        actions.assign(**{**given, "matter": slow}, due_on=later, at=noon(date(2024, 3, 14)))


def test_a_request_for_time_lapses_when_others_take_over() -> None:
    handler, office = make_handler(), make_user()
    matter = work_on_one(handler=handler)
    asked = actions.ask_extension(
        matter=matter, wished_on=date(2024, 4, 30), reason="补征地", by=handler, at=noon(MONDAY)
    )
    actions.assign(matter=matter, lead=make_organisation(), by=office, at=noon(MONDAY))
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    with pytest.raises(Refusal):
        actions.decide_extension(matter=matter, grant=True, by=office, at=noon(MONDAY))


def test_time_is_not_granted_to_a_day_that_has_passed() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    actions.ask_extension(
        matter=matter, wished_on=date(2024, 3, 20), reason="等图", by=handler, at=noon(MONDAY)
    )
    with pytest.raises(Refusal):
        actions.decide_extension(
            matter=matter, grant=True, by=make_user(), at=noon(date(2024, 3, 21))
        )


def test_a_new_lead_is_reminded_to_sign_by_its_own_days() -> None:
    first, office = make_organisation(), make_user()
    matter = assign_one(lead=first)
    assert tick(date(2024, 3, 6)) == [(AlertKind.SIGN, 0)]
    helper = make_organisation()
    actions.assign(
        matter=matter, lead=first, supporting=[helper], by=office, at=noon(date(2024, 3, 6))
    )
    assert tick(date(2024, 3, 8)) == []
    actions.assign(matter=matter, lead=make_organisation(), by=office, at=noon(date(2024, 3, 8)))
    assert tick(date(2024, 3, 11)) == [(AlertKind.DUE_SOON, 2)]
    assert tick(date(2024, 3, 12)) == [(AlertKind.SIGN, 0)]


@pytest.mark.parametrize("again", ["reopen", "raise"])
def test_withdrawing_and_coming_back_wins_no_day(again: str) -> None:
    owner = make_organisation()
    raiser, project = make_handler(owner), make_listed(owner=owner)
    matter = raise_one(by=raiser, project=project, title=TITLE)
    day = date(2024, 3, 14)
    actions.withdraw(matter=matter, note="自行解决", by=raiser, at=noon(day))
    level = fresh(matter).level
    assert level == 2
    later = date(2024, 3, 18)
    if again == "reopen":
        back = actions.reopen(matter=matter, note="并未解决", by=raiser, at=noon(later))
    else:
        back = raise_one(by=raiser, project=project, title=TITLE, on=later)
    assert (back.level, back.clock.age(later), back.due_on) == (2, 8, date(2024, 3, 15))
    assert tick(date(2024, 3, 21)) == [(AlertKind.ASSIGN, 0), (AlertKind.ESCALATED, 3)]


def test_a_withdrawn_order_raised_again_does_not_name_a_later_day() -> None:
    project = make_listed(owner=make_organisation())
    order = raise_one(kind="order", project=project, title=TITLE)
    actions.withdraw(matter=order, note="重复", by=make_user(), at=noon(MONDAY))
    with pytest.raises(Refusal):
        raise_one(kind="order", project=project, title=TITLE, due_on=date(2024, 6, 3))


def test_what_was_raised_again_is_not_opened_again_with_a_younger_clock() -> None:
    old = close_one(title=TITLE)
    again = raise_one(project=old.project, title=TITLE, on=date(2024, 4, 1))
    office = make_user()
    assert Verb.REOPEN not in available_moves(old, office, MONDAY)
    with pytest.raises(Refusal, match=again.number):
        actions.reopen(matter=old, note="又停工", by=office, at=noon(date(2024, 4, 2)))


def test_exact_words_of_the_first_still_inherit_from_the_last() -> None:
    first = close_one(title=TITLE)
    second = raise_one(project=first.project, title=f"{TITLE}，且有一户反悔")
    assert second.earlier == first
    actions.withdraw(matter=second, note="已签", by=make_user(), at=noon(date(2024, 4, 1)))
    third = raise_one(project=first.project, title=TITLE, on=date(2024, 4, 2))
    assert third.earlier == second
    assert third.clock.age(date(2024, 4, 2)) >= fresh(second).clock.age(date(2024, 4, 2))
    assert third.level == fresh(second).level == 4


def test_a_merged_project_keeps_the_age_of_its_matters() -> None:
    gone, kept = make_listed(owner=make_organisation()), make_listed(owner=make_organisation())
    old = close_one(title=TITLE, project=gone)
    still = raise_one(title="给水管网尚未接入", project=gone, type_code="utilities")
    merge_projects(
        gone=gone, kept=kept, on=FRIDAY, reason="打捆实施", by=make_user(), at=noon(FRIDAY)
    )
    gone.refresh_from_db()
    with pytest.raises(Refusal, match=kept.name):
        raise_one(project=gone, on=FRIDAY)
    assert raise_one(project=kept, title=TITLE, on=FRIDAY).earlier == old
    with pytest.raises(Refusal, match=still.number):
        raise_one(project=kept, title=still.title, type_code="utilities", on=FRIDAY)


def test_pauses_for_one_reason_together_are_no_longer_than_it_allows() -> None:
    matter, office = work_on_one(), make_user()
    said: dict[str, Any] = {"matter": matter, "reason_code": "weather", "by": office}
    actions.pause(ends_on=date(2024, 3, 18), at=noon(MONDAY), **said)  # ten working days of fifteen
    tick(date(2024, 3, 18))
    with pytest.raises(Refusal):
        actions.pause(ends_on=date(2024, 3, 26), at=noon(date(2024, 3, 18)), **said)
    again = actions.pause(ends_on=date(2024, 3, 25), at=noon(date(2024, 3, 18)), **said)
    assert again.state == MatterState.PAUSED


def test_a_pause_that_is_over_ends_on_its_day_whoever_comes_first() -> None:
    handler, office = make_handler(), make_user()
    matter = work_on_one(handler=handler)
    end = date(2024, 3, 6)
    actions.pause(matter=matter, reason_code="weather", ends_on=end, by=office, at=noon(MONDAY))
    with pytest.raises(Refusal):
        actions.resume(matter=matter, by=office, at=noon(FRIDAY))
    going = actions.feed_back(matter=matter, note="已复工", by=handler, at=noon(FRIDAY))
    assert (going.state, going.paused_days, going.due_on) == (
        MatterState.WORKING,
        2,
        date(2024, 3, 15),
    )
    assert going.moves.get(verb=Verb.RESUME).on == going.state_since == end
    assert said(matter)[0] == (AlertKind.PAUSE_OVER, 1, end)


def test_an_answer_after_the_deadline_does_not_escape_a_clock_that_stood_still() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    late = date(2024, 3, 20)
    actions.answer(matter=matter, note=DONE, by=handler, at=noon(late))
    assert fresh(matter).level == 3
    assert said(matter) == [
        (AlertKind.FEED_BACK, 0, FRIDAY),
        (AlertKind.DUE_SOON, 2, date(2024, 3, 11)),
        (AlertKind.ESCALATED, 2, date(2024, 3, 14)),
        (AlertKind.ESCALATED, 3, date(2024, 3, 19)),
    ]


def test_a_pause_is_offered_until_the_deadline_and_not_after_it() -> None:
    matter, office = work_on_one(), make_user()
    assert Verb.PAUSE in available_moves(matter, office, DUE)
    assert Verb.PAUSE not in available_moves(matter, office, date(2024, 3, 14))


def test_a_refused_move_says_nothing_either() -> None:
    matter = work_on_one()
    with pytest.raises(NotAllowed):
        actions.answer(matter=matter, note=DONE, by=make_handler(), at=noon(date(2024, 3, 20)))
    assert not Alert.objects.exists()


@pytest.mark.parametrize("wished", [date(2040, 1, 1), date(9999, 12, 31)])
def test_no_deadline_so_far_off_that_the_clock_cannot_count_to_it(wished: date) -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    with pytest.raises(Refusal):
        raise_one(kind="order", due_on=wished)
    with pytest.raises(Refusal):
        actions.ask_extension(
            matter=matter, wished_on=wished, reason="等图", by=handler, at=noon(MONDAY)
        )
    assert tick(DUE)


def test_reopening_what_was_closed_gives_a_day_and_keeps_the_level() -> None:
    matter = answer_one()
    late = date(2024, 4, 1)
    actions.verify(matter=matter, by=make_user(), at=noon(late))
    actions.close(matter=matter, by=make_user(), at=noon(late))
    again = actions.reopen(matter=matter, note="又停工", by=make_user(), at=noon(late))
    assert again.due_on == date(2024, 4, 2)
