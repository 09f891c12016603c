from datetime import date
from typing import Any

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions
from bihuan.matters.kinds import MatterState

from .factories import (
    MONDAY,
    make_handler,
    noon,
    work_on_one,
)

pytestmark = pytest.mark.django_db
DONE = "已与最后三户签订协议，场地已腾空交付。"
FRIDAY = date(2024, 3, 8)


def test_more_time_is_asked_for_and_granted_by_another_and_the_first_deadline_stays() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    wished = date(2024, 3, 20)
    actions.ask_extension(
        matter=matter, wished_on=wished, reason="等设计院出图", by=handler, at=noon(MONDAY)
    )
    assert matter.due_on == date(2024, 3, 13)
    with pytest.raises(Refusal):
        actions.ask_extension(
            matter=matter, wished_on=wished, reason="再问", by=handler, at=noon(MONDAY)
        )
    colleague = make_user(organisation=handler.organisation)
    with pytest.raises(NotAllowed):
        actions.decide_extension(matter=matter, grant=True, by=colleague, at=noon(MONDAY))
    late = actions.decide_extension(matter=matter, grant=True, by=make_user(), at=noon(MONDAY))
    assert (late.due_on, late.first_due_on, late.extensions) == (wished, date(2024, 3, 13), 1)


def test_refusing_more_time_takes_words_and_leaves_the_deadline() -> None:
    handler, office = make_handler(), make_user()
    matter = work_on_one(handler=handler)
    actions.ask_extension(
        matter=matter, wished_on=date(2024, 3, 20), reason="等图", by=handler, at=noon(MONDAY)
    )
    with pytest.raises(Refusal):
        actions.decide_extension(matter=matter, grant=False, by=office, at=noon(MONDAY))
    kept = actions.decide_extension(
        matter=matter, grant=False, note="请抓紧", by=office, at=noon(MONDAY)
    )
    assert kept.due_on == date(2024, 3, 13)
    with pytest.raises(Refusal):
        actions.decide_extension(matter=matter, grant=True, by=office, at=noon(MONDAY))


def test_a_request_lapses_when_the_matter_is_answered() -> None:
    handler = make_handler()
    matter = work_on_one(handler=handler)
    asked = actions.ask_extension(
        matter=matter, wished_on=date(2024, 3, 20), reason="等图", by=handler, at=noon(MONDAY)
    )
    actions.answer(matter=matter, note=DONE, by=handler, at=noon(MONDAY))
    asked.refresh_from_db()
    assert asked.state == "lapsed"


def test_a_pause_takes_its_working_days_out_and_moves_the_deadline() -> None:
    matter, office = work_on_one(), make_user()
    said: dict[str, Any] = {"reason_code": "superior", "ends_on": date(2024, 3, 18)}
    paused = actions.pause(matter=matter, by=office, at=noon(date(2024, 3, 6)), **said)
    assert paused.state == MatterState.PAUSED
    assert paused.clock.age(date(2024, 3, 18)) == 2
    going = actions.resume(matter=matter, by=office, at=noon(date(2024, 3, 8)))
    assert (going.state, going.paused_days) == (MatterState.WORKING, 2)
    assert going.due_on == date(2024, 3, 15)
    assert going.first_due_on == date(2024, 3, 13)
    assert going.clock.age(date(2024, 3, 8)) == 2


def test_a_pause_needs_a_listed_reason_an_end_and_another_person() -> None:
    handler = make_handler()
    matter, at = work_on_one(handler=handler), noon(date(2024, 3, 6))
    end, office = date(2024, 3, 18), make_user()
    with pytest.raises(Refusal):
        actions.pause(matter=matter, reason_code="busy", ends_on=end, by=office, at=at)
    with pytest.raises(Refusal):
        actions.pause(
            matter=matter, reason_code="weather", ends_on=date(2024, 4, 30), by=office, at=at
        )
    with pytest.raises(NotAllowed):
        actions.pause(
            matter=matter,
            reason_code="weather",
            ends_on=end,
            at=at,
            by=make_user(organisation=handler.organisation),
        )
    with pytest.raises(Refusal):
        actions.pause(
            matter=matter,
            reason_code="weather",
            ends_on=date(2024, 3, 20),
            by=office,
            at=noon(date(2024, 3, 14)),
        )
