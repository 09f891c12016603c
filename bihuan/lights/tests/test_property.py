"""Random people give random lights and lifts on random days; the headline stays honest."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, months_of
from bihuan.lights import actions
from bihuan.lights.kinds import Colour, LiftState
from bihuan.lights.models import CommanderLight, InspectorLight, Lift
from bihuan.lights.queries import headlines, standing, verdicts
from bihuan.lights.rules.headline import WORSE
from tests.cells import drawn

from .factories import make_commanded, make_inspector

START = datetime(2024, 3, 5, 2, tzinfo=UTC)
moves = st.lists(
    st.tuples(
        st.sampled_from(["speak", "inspect", "lift", "revoke", "expire"]),
        st.integers(0, 20),  # days later than the move before
        st.integers(0, 2),  # months back
        st.sampled_from(["green", "yellow", "red"]),
    ),
    min_size=2,
    max_size=8,
)


class HonestHeadline(TestCase):
    @settings(
        max_examples=drawn(12, in_full=50), deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(moves=moves, completed_yuan=st.sampled_from([0, 3_000_000]))
    def test_it_is_never_better_than_the_worst_unless_a_live_lift_exists(
        self, moves, completed_yuan
    ):
        project, commander = make_commanded(completed_yuan=completed_yuan)
        people, at = (commander, make_inspector(), make_user()), START
        for kind, days, back, colour in moves:
            at += timedelta(days=days)
            counted = Event.objects.count()
            try:
                _move(kind, project, _months_back(at, back), colour, people, at)
            except Refusal:
                assert Event.objects.count() == counted
            self.check(project, local_day(at))
        assert _nothing_is_lost()

    def check(self, project, today):
        """Both readings agree, and no month is better than it may be."""
        year, judged = headlines(2024, today)[project.pk], verdicts(project, 2024, today)
        for month in months_of(2024):
            stands = standing(project, month, today, judged.get(month.number))
            shown = stands.headline.colour
            assert shown == year.headline.colour(month.number)
            assert stands.three == year.three(month.number)
            if shown is None:
                continue
            live = Lift.objects.filter(
                state=LiftState.LIVE, until__gte=today, month__lte=month.first_day
            )
            if not live.exists():
                said = stands.three.spoken().values()
                assert all(WORSE[shown] >= WORSE[colour] for colour in said)
            if shown is Colour.GREEN:
                assert stands.three.has_signal


def _move(kind, project, month, colour, people, at):
    commander, inspector, office = people
    said = {"project": project, "month": month, "colour": colour, "at": at}
    if kind == "speak":
        actions.give_commander_light(**said, reason="说明", by=commander)
    elif kind == "inspect":
        actions.give_inspector_light(**said, reason="所见", source_ref="", by=inspector)
    elif kind == "lift":
        until = local_day(at) + timedelta(days=15)
        actions.lift(**said, note="约谈", until=until, by=office)
    elif kind == "revoke" and (live := Lift.objects.filter(state=LiftState.LIVE).first()):
        actions.revoke_lift(lift=live, note="撤销", by=office, at=at)
    else:
        actions.expire_lifts(on=local_day(at), by=office, at=at)


def _months_back(at, number):
    month = Month.of(local_day(at))
    for _step in range(number):
        month = month.previous()
    return month


def _nothing_is_lost():
    """Every light given is on record, and one of each month counts."""
    for kind in (CommanderLight, InspectorLight):
        current = kind.objects.filter(is_current=True).count()
        assert current == kind.objects.values("project", "month").distinct().count()
        verb = "light.spoken" if kind is CommanderLight else "light.inspected"
        assert kind.objects.count() == Event.objects.filter(verb=verb).count()
    return True
