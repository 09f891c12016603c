"""Random people make random moves on random days: the loop holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions
from bihuan.matters.kinds import HANDLING, OPEN, RUNNING, State, Verb
from bihuan.matters.models import Matter, Move
from bihuan.matters.rules import MOVES
from bihuan.progress.tests.factories import make_listed

from .factories import MONDAY, home, make_handler, noon

TITLES = ("迎丰路段三户未签约", "十千伏线路尚未迁改", "施工许可证未办理")
NOTE = "已与最后三户签订协议，场地腾空。"


class Loop(RuleBasedStateMachine):
    """Holds beside the database what may never go back: ages, levels, first deadlines."""

    def __init__(self) -> None:
        super().__init__()
        self.today = MONDAY
        owner = make_organisation()
        self.project = make_listed(owner=owner)
        handlers = [make_handler(), make_handler()]
        self.people: list[User] = [
            *handlers, make_user(), make_user(role=Role.SUPERVISOR), make_handler(owner),
            make_user(role=Role.REPORTER, organisation=home(handlers[0])),
        ]  # fmt: skip
        self.raised = 0
        self.seen: dict[int, tuple[int, int]] = {}

    def attempt(self, move: Callable[..., Any], **said: Any) -> Any:
        """Make a move; a refused one changes nothing."""
        before = self.picture()
        try:
            return move(at=noon(self.today), **said)
        except (Refusal, NotAllowed):
            assert self.picture() == before
            return None

    def picture(self) -> list[tuple[Any, ...]]:
        rows = Matter.objects.order_by("pk").values_list("pk", "state", "due_on", "edition")
        return [*rows, (Move.objects.count(),)]

    def one(self, pick: int) -> Matter | None:
        matters = list(Matter.objects.order_by("pk"))
        return matters[pick % len(matters)] if matters else None

    @initialize(title=st.sampled_from(TITLES))
    def something_is_there(self, title: str) -> None:
        self.somebody_raises(2, title)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule()
    def the_clock_runs(self) -> None:
        class Clock:
            def get_username(self) -> str:
                return "clock"

        actions.escalate(on=self.today, by=Clock(), at=noon(self.today))
        assert actions.escalate(on=self.today, by=Clock(), at=noon(self.today)) == []

    @rule(person=st.integers(0, 5), title=st.sampled_from(TITLES))
    def somebody_raises(self, person: int, title: str) -> None:
        new = self.attempt(
            actions.raise_matter, kind="blocker", type_code="land", severity="ordinary",
            title=title, project=self.project, by=self.people[person],
        )  # fmt: skip
        if new is not None:
            self.raised += 1
            if new.earlier:
                assert new.clock.age(self.today) >= self.seen[new.earlier.pk][0]
                assert new.level >= self.seen[new.earlier.pk][1]

    @rule(person=st.integers(0, 5), pick=st.integers(0, 9), lead=st.integers(0, 1))
    def somebody_assigns(self, person: int, pick: int, lead: int) -> None:
        if matter := self.one(pick):
            self.attempt(
                actions.assign, matter=matter, lead=home(self.people[lead]),
                by=self.people[person],
            )  # fmt: skip

    @rule(
        person=st.integers(0, 5), pick=st.integers(0, 9),
        move=st.sampled_from(
            ["sign", "feed_back", "answer", "decline", "verify", "close", "send_back", "withdraw",
             "reopen", "resume"]
        ),
    )  # fmt: skip
    def somebody_moves(self, person: int, pick: int, move: str) -> None:
        if matter := self.one(pick):
            self.attempt(getattr(actions, move), matter=matter, note=NOTE, by=self.people[person])

    @rule(pick=st.integers(0, 9), steps=st.integers(1, 5))
    def it_goes_its_way(self, pick: int, steps: int) -> None:
        """The right people make the next moves, so that far states are reached too."""
        for _each in range(steps):
            if matter := self.one(pick):
                handler = self.people[0] if matter.lead_id != home(self.people[1]).pk else None
                worker, office = handler or self.people[1], self.people[2]
                steps_on: dict[State, tuple[Any, User, dict[str, Any]]] = {
                    State.RAISED: (actions.assign, office, {"lead": home(worker)}),
                    State.ASSIGNED: (actions.sign, worker, {}),
                    State.WORKING: (actions.answer, worker, {"note": NOTE}),
                    State.ANSWERED: (actions.verify, self.people[3], {}),
                    State.VERIFIED: (actions.close, office, {}),
                    State.PAUSED: (actions.resume, office, {}),
                    State.CLOSED: (actions.reopen, self.people[3], {"note": NOTE}),
                    State.WITHDRAWN: (actions.reopen, self.people[3], {"note": NOTE}),
                }
                move, by, said = steps_on[State(matter.state)]
                if matter.is_open or steps == 1:
                    self.attempt(move, matter=matter, by=by, **said)

    @rule(person=st.integers(0, 5), pick=st.integers(0, 9), days=st.integers(-3, 40))
    def somebody_asks_for_time(self, person: int, pick: int, days: int) -> None:
        if matter := self.one(pick):
            self.attempt(
                actions.ask_extension, matter=matter, wished_on=self.today + timedelta(days=days),
                reason=NOTE, by=self.people[person],
            )  # fmt: skip

    @rule(person=st.integers(0, 5), pick=st.integers(0, 9), grant=st.booleans())
    def somebody_decides(self, person: int, pick: int, grant: bool) -> None:  # noqa: FBT001  # drawn by the library
        if matter := self.one(pick):
            self.attempt(
                actions.decide_extension, matter=matter, grant=grant, note=NOTE,
                by=self.people[person],
            )  # fmt: skip

    @rule(person=st.integers(0, 5), pick=st.integers(0, 9), days=st.integers(-1, 40))
    def somebody_pauses(self, person: int, pick: int, days: int) -> None:
        if matter := self.one(pick):
            self.attempt(
                actions.pause, matter=matter, reason_code="superior", note=NOTE,
                ends_on=self.today + timedelta(days=days), by=self.people[person],
            )  # fmt: skip

    @invariant()
    def no_matter_is_lost(self) -> None:
        assert Matter.objects.count() == self.raised

    @invariant()
    def no_clock_grows_younger_and_no_level_falls(self) -> None:
        for matter in Matter.objects.all():
            age, level = self.seen.get(matter.pk, (0, 0))
            now = matter.clock.age(self.today)
            assert now >= age
            assert matter.level >= level
            self.seen[matter.pk] = (now, matter.level)

    @invariant()
    def nothing_is_closed_without_a_second_person(self) -> None:
        for matter in Matter.objects.filter(state__in=[State.VERIFIED, State.CLOSED]):
            moves = list(matter.moves.all())
            handlers = {move.by_id for move in moves if move.verb in HANDLING}
            checked = [m for m in moves if m.verb in (Verb.VERIFY, Verb.CLOSE)]
            assert checked
            assert not handlers & {move.by_id for move in checked}

    @invariant()
    def every_row_follows_from_the_one_before(self) -> None:
        for matter in Matter.objects.all():
            state = ""
            for move in matter.moves.all():
                assert move.was == state
                state = move.became
                if move.verb != Verb.RAISE:
                    assert State(move.was) in MOVES[Verb(move.verb)].frm
            assert matter.state == state

    @invariant()
    def the_first_deadline_stays_and_open_ones_have_one(self) -> None:
        for matter in Matter.objects.all():
            assert matter.due_on >= matter.first_due_on or matter.kind == "order"
            assert (matter.stopped_on is None) == (matter.state in OPEN - {State.PAUSED})
            assert matter.lead_id or matter.state not in RUNNING - {State.RAISED}


@pytest.mark.django_db
class TestLoop(TestCase):
    """Drives the machine, each run within a transaction that is undone."""

    def test_the_loop_holds(self) -> None:
        from django.db import transaction
        from hypothesis.stateful import run_state_machine_as_test

        class Undone(Loop):
            def __init__(self) -> None:
                self.held = transaction.atomic()
                self.held.__enter__()
                super().__init__()

            def teardown(self) -> None:
                transaction.set_rollback(True)
                self.held.__exit__(None, None, None)

        run_state_machine_as_test(
            Undone,
            settings=settings(
                max_examples=30, stateful_step_count=40, deadline=None, derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
