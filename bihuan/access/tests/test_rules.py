from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.access import rules
from bihuan.access.rules import BY_PERSON, Brake, SecondStepDuty
from bihuan.accounts.roles import Role
from bihuan.kit.errors import Refusal

NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BRAKE = Brake(5, 30 * MINUTE, 120 * MINUTE, timedelta(days=1))
DAY = date(2024, 3, 22)


def wrong(number: int, *, apart: timedelta = MINUTE) -> list[datetime]:
    return [NOW - place * apart for place in range(number)]


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(0, None), (4, None), (5, 30), (6, None), (9, None), (10, 60), (15, 120), (20, 120)],
)
def test_every_fifth_wrong_try_waits_longer_up_to_a_limit(tries: int, minutes: int | None) -> None:
    until = rules.free_at(wrong(tries), BRAKE)
    assert until == (None if minutes is None else NOW + minutes * MINUTE)


def test_a_wrong_try_is_remembered_for_a_day_before_the_newest() -> None:
    assert rules.free_at(wrong(5, apart=timedelta(hours=5)), BRAKE) is not None
    assert rules.free_at(wrong(5, apart=timedelta(hours=6)), BRAKE) is None


def test_tries_are_read_as_far_back_as_a_pause_can_reach() -> None:
    assert BY_PERSON.horizon == BY_PERSON.memory + BY_PERSON.longest_wait


@pytest.mark.parametrize(
    "name", ["Supervisor", " SUPERVISOR ", "ｓｕｐｅｒｖｉｓｏｒ", "super visor"]
)
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    assert rules.name_key(name) == "supervisor"


def test_of_a_name_that_nobody_bears_hardly_anything_is_kept() -> None:
    assert rules.masked("My-secret-pass-7") == "M***"
    assert rules.masked("") == ""


@pytest.mark.parametrize(
    ("role", "has_one", "since", "duty"),
    [
        (Role.OFFICE, False, DAY, SecondStepDuty.NOW),
        (Role.OFFICE, False, DAY + timedelta(days=1), SecondStepDuty.SOON),
        (Role.OFFICE, True, DAY, SecondStepDuty.NONE),
        (Role.OFFICE, False, None, SecondStepDuty.NONE),
        (Role.VIEWER, False, DAY, SecondStepDuty.NONE),
    ],
)
def test_a_role_needs_a_second_step_from_a_day_on(role, has_one, since, duty) -> None:
    said = rules.second_step_duty(role, has_one=has_one, roles=["office"], since=since, on=DAY)
    assert said == duty


def test_a_requirement_names_roles_that_exist_and_a_day_to_come() -> None:
    rules.check_second_step([], None, today=DAY)
    rules.check_second_step(["office"], DAY, today=DAY)
    for roles, since in (
        (["office"], None),
        (["office"], DAY - timedelta(days=1)),
        (["console"], DAY),
        (["emperor"], DAY),
    ):
        with pytest.raises(Refusal):
            rules.check_second_step(roles, since, today=DAY)


def test_the_log_is_kept_for_half_a_year_at_least() -> None:
    assert rules.kept_since(NOW, 400) == NOW - timedelta(days=400)
    assert rules.kept_since(NOW, 7) == NOW - timedelta(days=183)
