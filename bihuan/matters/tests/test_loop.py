"""Random people make random moves on random days: the loop holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.log import ClockActor
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions
from bihuan.matters.kinds import HANDLING, OPEN, RUNNING, MatterState, Verb
from bihuan.matters.models import Matter, Move
from bihuan.matters.rules import MOVES
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.actions import merge_projects
from bihuan.projects.models import Project
from tests.cells import drawn

from .factories import MONDAY, home, make_handler, noon

TITLES = ("迎丰路段三户未签约", "十千伏线路尚未迁改", "施工许可证未办理")
SEVERITIES = ("ordinary", "major")
PERSON = st.integers(0, 6)
NOTE = "已与最后三户签订协议，场地腾空。"


class MatterMachine(RuleBasedStateMachine):
    """Holds beside the database what may never go back: ages, levels, first deadlines."""

    def __init__(self) -> None:
        super().__init__()
        self.today = MONDAY
        owner = make_organisation()
        self.project, self.gone = make_listed(owner=owner), make_listed(owner=owner)
        handlers = [make_handler(), make_handler()]
        self.people: list[User] = [
            *handlers,
            make_user(),
            make_user(role=Role.SUPERVISOR),
            make_handler(owner),
            make_user(role=Role.REPORTER, organisation=home(handlers[0])),
            make_user(organisation=home(handlers[1])),
        ]
        self.first_homes = {person.pk: person.organisation_id for person in self.people}
        self.raised = 0
        self.firsts: dict[int, date] = {}
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

    def picked(self, pick: int) -> Matter | None:
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
        actions.escalate(on=self.today, by=ClockActor(), at=noon(self.today))
        assert actions.escalate(on=self.today, by=ClockActor(), at=noon(self.today)) == []

    @rule(
        person=PERSON,
        title=st.sampled_from(TITLES),
        severity=st.sampled_from(SEVERITIES),
        kind=st.sampled_from(["blocker", "order"]),
        gone=st.booleans(),
    )
    def somebody_raises(
        self,
        person: int,
        title: str,
        severity: str = "ordinary",
        kind: str = "blocker",
        gone: bool = False,  # noqa: FBT001, FBT002  # drawn by the library
    ) -> None:
        project = Project.objects.get(pk=self.gone.pk if gone else self.project.pk)
        new = self.attempt(
            actions.raise_matter,
            kind=kind,
            type_code="land",
            severity=severity,
            title=title,
            project=project,
            by=self.people[person],
        )
        if new is None:
            return
        self.raised += 1
        merged = Project.objects.get(pk=self.gone.pk).merged_into_id
        family = [self.project.pk, self.gone.pk] if merged else [project.pk]
        same = Matter.objects.filter(title=title, project__in=family).exclude(pk=new.pk)
        for other in same:  # nothing that reads the same was ever older, or higher
            assert not other.is_open
            assert new.clock.age(self.today) >= self.seen[other.pk][0]
            assert new.level >= self.seen[other.pk][1]

    @rule()
    def the_projects_turn_out_to_be_one(self) -> None:
        gone = Project.objects.get(pk=self.gone.pk)
        self.attempt(
            merge_projects,
            gone=gone,
            kept=self.project,
            on=self.today,
            reason="打捆实施",
            by=self.people[2],
        )

    @rule(
        person=PERSON,
        role=st.sampled_from([Role.SUPERVISOR, Role.OFFICE, Role.DEPARTMENT]),
        house=PERSON,
    )
    def somebody_changes_places(self, person: int, role: Role, house: int) -> None:
        """People are moved to other organisations, and given other roles."""
        mover = self.people[person]
        if person not in (2, 3):  # the office and the supervisor stay, so that work goes on
            mover.role, mover.organisation = role, self.people[house].organisation
            mover.save()

    @rule(
        person=PERSON,
        pick=st.integers(0, 9),
        lead=st.integers(0, 1),
        helper=st.integers(0, 2),
        days=st.integers(-2, 30),
    )
    def somebody_assigns(self, person: int, pick: int, lead: int, helper: int, days: int) -> None:
        if matter := self.picked(pick):
            self.attempt(
                actions.assign,
                matter=matter,
                lead=Organisation.objects.get(pk=self.house(lead)),
                supporting=Organisation.objects.filter(pk=self.house(1 - lead if helper else 4)),
                due_on=self.today + timedelta(days=days) if days > 0 else None,
                by=self.people[person],
            )

    def house(self, person: int) -> int:
        """Where a person belonged at first."""
        return self.first_homes[self.people[person].pk] or 0

    @rule(
        person=PERSON,
        pick=st.integers(0, 9),
        move=st.sampled_from(
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
            ]
        ),
    )
    def somebody_moves(self, person: int, pick: int, move: str) -> None:
        if matter := self.picked(pick):
            self.attempt(getattr(actions, move), matter=matter, note=NOTE, by=self.people[person])

    @rule(pick=st.integers(0, 9), steps=st.integers(1, 5))
    def it_goes_its_way(self, pick: int, steps: int) -> None:
        """The right people make the next moves, so that far states are reached too."""
        for _each in range(steps):
            if matter := self.picked(pick):
                worker, office = self.worker(matter), self.people[2]
                steps_on: dict[MatterState, tuple[Any, User, dict[str, Any]]] = {
                    MatterState.RAISED: (actions.assign, office, {"lead": home(self.people[0])}),
                    MatterState.ASSIGNED: (actions.sign, worker, {}),
                    MatterState.WORKING: (actions.answer, worker, {"note": NOTE}),
                    MatterState.ANSWERED: (actions.verify, self.people[3], {}),
                    MatterState.VERIFIED: (actions.close, office, {}),
                    MatterState.PAUSED: (actions.resume, office, {}),
                    MatterState.CLOSED: (actions.reopen, self.people[3], {"note": NOTE}),
                    MatterState.WITHDRAWN: (actions.reopen, self.people[3], {"note": NOTE}),
                }
                move, by, said = steps_on[MatterState(matter.state)]
                if matter.is_open or steps == 1:
                    self.attempt(move, matter=matter, by=by, **said)

    def worker(self, matter: Matter) -> User:
        """Somebody of the lead organisation, if anybody is left there."""
        of_it = (person for person in self.people if person.organisation_id == matter.lead_id)
        return next(of_it, self.people[0])

    @rule(person=PERSON, pick=st.integers(0, 9), days=st.integers(-3, 40))
    def somebody_asks_for_time(self, person: int, pick: int, days: int) -> None:
        if matter := self.picked(pick):
            self.attempt(
                actions.ask_extension,
                matter=matter,
                wished_on=self.today + timedelta(days=days),
                reason=NOTE,
                by=self.people[person],
            )

    @rule(person=PERSON, pick=st.integers(0, 9), grant=st.booleans())
    def somebody_decides(self, person: int, pick: int, grant: bool) -> None:  # noqa: FBT001  # drawn by the library
        if matter := self.picked(pick):
            self.attempt(
                actions.decide_extension,
                matter=matter,
                grant=grant,
                note=NOTE,
                by=self.people[person],
            )

    @rule(person=PERSON, pick=st.integers(0, 9), days=st.integers(-1, 40))
    def somebody_pauses(self, person: int, pick: int, days: int) -> None:
        if matter := self.picked(pick):
            self.attempt(
                actions.pause,
                matter=matter,
                reason_code="superior",
                note=NOTE,
                ends_on=self.today + timedelta(days=days),
                by=self.people[person],
            )

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
        for matter in Matter.objects.filter(state__in=[MatterState.VERIFIED, MatterState.CLOSED]):
            moves = list(matter.moves.all())
            checked = [m for m in moves if m.verb in (Verb.VERIFY, Verb.CLOSE)]
            assert checked
            for check in checked:
                before = {
                    move.by_id for move in moves if move.verb in HANDLING and move.pk < check.pk
                }
                assert check.by_id not in before

    @invariant()
    def the_first_deadline_and_the_age_it_was_raised_with_stay(self) -> None:
        for matter in Matter.objects.all():
            first = self.firsts.setdefault(matter.pk, matter.first_due_on)
            if matter.moves.filter(verb=Verb.ASSIGN).count() > 1:
                assert matter.first_due_on == first
            self.firsts[matter.pk] = matter.first_due_on

    @invariant()
    def every_row_follows_from_the_one_before(self) -> None:
        for matter in Matter.objects.all():
            state = ""
            for move in matter.moves.all():
                assert move.was == state
                state = move.became
                if move.verb != Verb.RAISE:
                    assert MatterState(move.was) in MOVES[Verb(move.verb)].frm
            assert matter.state == state

    @invariant()
    def the_clock_stands_still_where_it_should_and_nowhere_else(self) -> None:
        for matter in Matter.objects.all():
            assert (matter.stopped_on is None) == (matter.state in OPEN - {MatterState.PAUSED})
            assert matter.lead_id or matter.state not in RUNNING - {MatterState.RAISED}


@pytest.mark.django_db
class TestLoop(TestCase):
    """Drives the machine, each run within a transaction that is undone."""

    def test_the_loop_holds(self) -> None:
        from django.db import transaction
        from hypothesis.stateful import run_state_machine_as_test

        class Undone(MatterMachine):
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
                max_examples=drawn(6, in_full=60),
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
