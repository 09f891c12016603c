"""However seldom the clock runs, it says the same in the end as if it had run every day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions
from bihuan.matters.models import Alert, Matter
from tests.cells import drawn

from .factories import MONDAY, assign_one, home, make_handler, noon, raise_one

NOTE = "已与最后三户签订协议，场地腾空。"
Step = tuple[int, str, int, int]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(
            [
                "sign",
                "feed_back",
                "answer",
                "decline",
                "verify",
                "close",
                "send_back",
                "withdraw",
                "reopen",
                "resume",
                "pause",
                "ask",
                "grant",
                "assign",
                "tick",
            ]
        ),
        st.integers(0, 1),
        st.integers(1, 20),
    ),
    min_size=3,
    max_size=14,
)


def tick(on: date) -> None:
    actions.escalate(on=on, by=ClockActor(), at=noon(on))


class TwoMatters:
    """Two matters, and the people who may move them."""

    def __init__(self) -> None:
        self.handler, self.other = make_handler(), make_handler()
        self.office, self.supervisor = make_user(), make_user(role=Role.SUPERVISOR)
        begun = assign_one(lead=home(self.handler))
        self.matters = [actions.sign(matter=begun, by=self.handler, at=noon(MONDAY)), raise_one()]

    def move(self, verb: str, pick: int, days: int, on: date) -> None:
        matter = self.matters[pick]
        lead = Matter.objects.get(pk=matter.pk).lead_id
        worker = self.other if lead == home(self.other).pk else self.handler
        until = on + timedelta(days=days)
        moves: dict[str, tuple[Callable[..., Any], User, dict[str, Any]]] = {
            "assign": (
                actions.assign,
                self.office,
                {
                    "lead": home(self.other if days % 2 else self.handler),
                    "due_on": until if days > 15 else None,
                },
            ),
            "sign": (actions.sign, worker, {}),
            "feed_back": (actions.feed_back, worker, {"note": NOTE}),
            "answer": (actions.answer, worker, {"note": NOTE}),
            "decline": (actions.decline, worker, {"note": NOTE}),
            "ask": (actions.ask_extension, worker, {"wished_on": until, "reason": NOTE}),
            "grant": (actions.decide_extension, self.office, {"grant": days > 3, "note": NOTE}),
            "pause": (actions.pause, self.office, {"reason_code": "weather", "ends_on": until}),
            "resume": (actions.resume, self.office, {}),
            "verify": (actions.verify, self.supervisor, {}),
            "close": (actions.close, self.office, {}),
            "reopen": (actions.reopen, self.office, {"note": NOTE}),
            "withdraw": (actions.withdraw, self.office, {"note": NOTE}),
            "send_back": (actions.send_back, self.supervisor, {"note": NOTE}),
        }
        action, by, said = moves[verb]
        with suppress(Refusal, NotAllowed):
            action(matter=matter, by=by, at=noon(on), **said)


def outcome(steps: list[Step], *, daily: bool) -> dict[str, Any]:
    """Play the steps, the clock running every day or only where the steps say so and at last."""
    with transaction.atomic():
        world, on = TwoMatters(), MONDAY
        for days, verb, pick, number in [*steps, (9, "tick", 0, 1)]:
            for _day in range(days):
                on += timedelta(days=1)
                if daily:
                    tick(on)
            if verb == "tick":
                tick(on)
            else:
                world.move(verb, pick, number, on)
        tick(on)
        found = {
            str(matter.pk - world.matters[0].pk): (
                matter.state,
                matter.state_since,
                matter.level,
                matter.due_on,
                matter.first_due_on,
                matter.clock.age(on),
                matter.paused_days,
                matter.extensions,
                matter.slip_days,
                sorted(
                    Alert.objects.filter(matter=matter).values_list("kind", "level", "basis", "on")
                ),
                list(matter.moves.values_list("verb", "on")),
            )
            for matter in Matter.objects.order_by("pk")
        }
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
class TestSkippedTicks(TestCase):
    @settings(max_examples=drawn(5, in_full=50), deadline=None, derandomize=True)
    @given(steps=STEPS)
    def test_the_same_is_said_as_day_by_day(self, steps: list[Step]) -> None:
        assert outcome(steps, daily=False) == outcome(steps, daily=True)
