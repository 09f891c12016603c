from datetime import date

import pytest

from bihuan.matters.cases import LoopCase
from bihuan.matters.climbing import MatterStanding, calls, level_on, overdue_days
from bihuan.matters.kinds import AlertKind, MatterState
from bihuan.matters.loops import MatterPolicy
from bihuan.matters.presets import loop_cases, loop_presets

RAISED, DUE = date(2024, 3, 4), date(2024, 3, 13)  # a Monday, and seven working days later


@pytest.fixture
def loop() -> MatterPolicy:
    return loop_presets()["13710"].latest


def standing(
    state: MatterState = MatterState.WORKING, level: int = 1, **days: date
) -> MatterStanding:
    return MatterStanding(
        state, level, RAISED, DUE, days.get("since", RAISED), days.get("heard_on")
    )


def kinds(matter: MatterStanding, loop: MatterPolicy, on: date) -> list[tuple[AlertKind, int]]:
    return [(call.kind, call.level) for call in calls(matter, loop, on)]


def test_all_presets_are_read() -> None:
    assert {"13710", "three_colours", "four_levels"} <= set(loop_presets())


@pytest.mark.parametrize("case", [c for group in loop_cases().values() for c in group])
def test_each_preset_says_of_its_cases_what_they_expect(case: LoopCase) -> None:
    assert case.answer(loop_presets()[case.preset].latest) == (case.limit, case.level)


def test_each_preset_has_cases() -> None:
    assert set(loop_presets()) <= set(loop_cases())


def test_nothing_is_overdue_on_the_day_itself() -> None:
    assert overdue_days(DUE, DUE) == 0
    assert overdue_days(DUE, date(2024, 3, 14)) == 1
    assert overdue_days(date(2024, 3, 15), date(2024, 3, 17)) == 0


def test_the_next_level_gets_a_copy_two_working_days_before_the_deadline(
    loop: MatterPolicy,
) -> None:
    heard = standing(heard_on=date(2024, 3, 8))
    assert kinds(heard, loop, date(2024, 3, 8)) == []
    assert kinds(heard, loop, date(2024, 3, 11)) == [(AlertKind.DUE_SOON, 2)]


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
    on: date, level: int, loop: MatterPolicy
) -> None:
    assert level_on(standing(), loop, on) == level


def test_a_clock_that_did_not_run_for_weeks_says_every_level_with_its_day(
    loop: MatterPolicy,
) -> None:
    climbed = [c for c in calls(standing(), loop, date(2024, 4, 30)) if c.kind == "escalated"]
    assert [(call.level, call.on) for call in climbed] == [
        (2, date(2024, 3, 14)),
        (3, date(2024, 3, 19)),
        (4, date(2024, 3, 25)),
    ]


def test_the_level_never_falls(loop: MatterPolicy) -> None:
    assert level_on(standing(level=3), loop, RAISED) == 3


@pytest.mark.parametrize("state", [MatterState.PAUSED, MatterState.ANSWERED, MatterState.VERIFIED])
def test_what_the_handler_does_not_hold_does_not_climb(
    state: MatterState, loop: MatterPolicy
) -> None:
    assert level_on(standing(state), loop, date(2024, 6, 3)) == 1


def test_an_unsigned_matter_is_called_after_one_working_day(loop: MatterPolicy) -> None:
    assigned = standing(MatterState.ASSIGNED)
    assert kinds(assigned, loop, date(2024, 3, 5)) == []
    assert kinds(assigned, loop, date(2024, 3, 6)) == [(AlertKind.SIGN, 0)]


def test_silence_is_called_three_working_days_after_the_last_word(loop: MatterPolicy) -> None:
    assert kinds(standing(), loop, date(2024, 3, 7)) == []
    assert kinds(standing(), loop, date(2024, 3, 8)) == [(AlertKind.FEED_BACK, 0)]
    heard = standing(heard_on=date(2024, 3, 5))
    assert kinds(heard, loop, date(2024, 3, 8)) == []


def test_what_waits_for_others_is_called_too(loop: MatterPolicy) -> None:
    assert kinds(standing(MatterState.RAISED, 0), loop, date(2024, 3, 6)) == [(AlertKind.ASSIGN, 0)]
    assert kinds(standing(MatterState.ANSWERED), loop, date(2024, 3, 8)) == [(AlertKind.VERIFY, 0)]


def test_what_is_paused_calls_nobody(loop: MatterPolicy) -> None:
    assert kinds(standing(MatterState.PAUSED), loop, date(2024, 6, 3)) == []


def test_the_limit_is_the_shorter_of_type_and_severity(loop: MatterPolicy) -> None:
    assert loop.limit("land", "ordinary") == 7
    assert loop.limit("land", "major") == 22


def test_what_the_rules_no_longer_know_has_the_longest_limit(loop: MatterPolicy) -> None:
    assert loop.limit("nonsense", "ordinary") == 7
    assert loop.limit("land", "nonsense") == 22
