from datetime import date
from decimal import Decimal

import pytest

from bihuan.matters.escalation import MatterStanding, calls, level_on, overdue_days
from bihuan.matters.kinds import AlertKind, MatterState, PaperKind, Who
from bihuan.matters.policies import Level, MatterPolicy, MatterType, Severity
from bihuan.matters.presets import policy_presets

RAISED, DUE = date(2024, 3, 4), date(2024, 3, 13)  # a Monday, and seven working days later


SMALL = MatterPolicy(
    title="",
    source="",
    version=1,
    assign_within=1,
    sign_within=1,
    feed_back_within=3,
    verify_within=3,
    warn_before=2,
    extensions_most=2,
    near_percent=Decimal(75),
    severities=(Severity("ordinary", "", "", 7), Severity("major", "", "", 22)),
    types=(MatterType("land", "", ""), MatterType("quality", "", "", limit=5)),
    levels=(
        Level("", "", Who.LEAD, None, PaperKind.ASSIGNMENT),
        Level("", "", Who.IN_CHARGE, 1, PaperKind.REMINDER),
        Level("", "", Who.COMMANDER, 4, PaperKind.SUPERVISION),
        Level("", "", Who.PRINCIPAL, 8, PaperKind.REPORT),
    ),
    pauses=(),
)
"""Rules of the tests' own: a shipped number may change without them."""


@pytest.fixture
def policy() -> MatterPolicy:
    return SMALL


def standing(
    state: MatterState = MatterState.WORKING, level: int = 1, **days: date
) -> MatterStanding:
    return MatterStanding(
        state, level, RAISED, DUE, days.get("since", RAISED), days.get("heard_on")
    )


def kinds(matter: MatterStanding, policy: MatterPolicy, on: date) -> list[tuple[AlertKind, int]]:
    return [(call.kind, call.level) for call in calls(matter, policy, on)]


def test_all_presets_are_read() -> None:
    assert {"13710", "three_colours", "four_levels"} <= set(policy_presets())


def test_nothing_is_overdue_on_the_day_itself() -> None:
    assert overdue_days(DUE, DUE) == 0
    assert overdue_days(DUE, date(2024, 3, 14)) == 1
    assert overdue_days(date(2024, 3, 15), date(2024, 3, 17)) == 0


def test_the_next_level_gets_a_copy_two_working_days_before_the_deadline(
    policy: MatterPolicy,
) -> None:
    heard = standing(heard_on=date(2024, 3, 8))
    assert kinds(heard, policy, date(2024, 3, 8)) == []
    assert kinds(heard, policy, date(2024, 3, 11)) == [(AlertKind.DUE_SOON, 2)]


@pytest.mark.parametrize(
    ("on", "level"),
    [
        (date(2024, 3, 13), 1),
        (date(2024, 3, 14), 2),
        (date(2024, 3, 18), 2),
        (date(2024, 3, 19), 3),
        (date(2024, 3, 22), 3),
        (date(2024, 3, 25), 4),
        (date(2024, 6, 25), 4),
    ],
)
def test_a_late_matter_climbs_by_the_working_days_since_its_deadline(
    on: date, level: int, policy: MatterPolicy
) -> None:
    assert level_on(standing(), policy, on) == level


def test_a_clock_that_did_not_run_for_weeks_says_every_level_with_its_day(
    policy: MatterPolicy,
) -> None:
    climbed = [c for c in calls(standing(), policy, date(2024, 4, 30)) if c.kind == "escalated"]
    assert [(call.level, call.on) for call in climbed] == [
        (2, date(2024, 3, 14)),
        (3, date(2024, 3, 19)),
        (4, date(2024, 3, 25)),
    ]


def test_the_level_never_falls(policy: MatterPolicy) -> None:
    assert level_on(standing(level=3), policy, RAISED) == 3


@pytest.mark.parametrize("state", [MatterState.PAUSED, MatterState.ANSWERED, MatterState.VERIFIED])
def test_what_the_handler_does_not_hold_does_not_climb(
    state: MatterState, policy: MatterPolicy
) -> None:
    assert level_on(standing(state), policy, date(2024, 6, 3)) == 1


def test_an_unsigned_matter_is_called_after_one_working_day(policy: MatterPolicy) -> None:
    assigned = standing(MatterState.ASSIGNED)
    assert kinds(assigned, policy, date(2024, 3, 5)) == []
    assert kinds(assigned, policy, date(2024, 3, 6)) == [(AlertKind.SIGN, 0)]


def test_silence_is_called_three_working_days_after_the_last_word(policy: MatterPolicy) -> None:
    assert kinds(standing(), policy, date(2024, 3, 7)) == []
    assert kinds(standing(), policy, date(2024, 3, 8)) == [(AlertKind.FEED_BACK, 0)]
    heard = standing(heard_on=date(2024, 3, 5))
    assert kinds(heard, policy, date(2024, 3, 8)) == []


def test_what_waits_for_others_is_called_too(policy: MatterPolicy) -> None:
    assert kinds(standing(MatterState.RAISED, 0), policy, date(2024, 3, 6)) == [
        (AlertKind.ASSIGN, 0)
    ]
    assert kinds(standing(MatterState.ANSWERED), policy, date(2024, 3, 8)) == [
        (AlertKind.VERIFY, 0)
    ]


def test_what_is_paused_calls_nobody(policy: MatterPolicy) -> None:
    assert kinds(standing(MatterState.PAUSED), policy, date(2024, 6, 3)) == []


def test_the_limit_is_the_shorter_of_type_and_severity(policy: MatterPolicy) -> None:
    assert policy.limit("land", "ordinary") == 7
    assert policy.limit("land", "major") == 22
    assert policy.limit("quality", "ordinary") == policy.limit("quality", "major") == 5


def test_what_the_rules_no_longer_know_has_the_longest_limit(policy: MatterPolicy) -> None:
    assert policy.limit("nonsense", "ordinary") == 7
    assert policy.limit("land", "nonsense") == 22
