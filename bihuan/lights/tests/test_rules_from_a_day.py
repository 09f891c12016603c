"""A change of rules speaks from its day on; what was judged before keeps its rules."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights import actions
from bihuan.lights.models import MachineLight
from bihuan.lights.presets import light_presets
from bihuan.lights.queries import verdicts
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress import actions as progress
from bihuan.progress.actions import choose_rules
from bihuan.progress.models import Round
from bihuan.progress.queries.open_days import first_open_day, proposed_day
from bihuan.progress.tests.factories import MARCH
from bihuan.projects.kinds import Rules
from bihuan.projects.models import PresetChoice
from bihuan.projects.queries import choices_of
from bihuan.projects.rules_in_force import BEGINNING

from .factories import AFTER_GRACE, TODAY, make_reported

pytestmark = pytest.mark.django_db
IN_MAY = datetime(2024, 5, 20, 2, tzinfo=UTC)
APRIL, MAY = Month(2024, 4), Month(2024, 5)


def follow(preset: str, *, since: date | None = None, by: User | None = None) -> None:
    choose_rules(presets={Rules.LIGHTS: preset}, since=since, by=by or make_user(), at=IN_MAY)


def lock_march() -> None:
    progress.lock_round(round=Round.objects.get(), by=make_user(), at=AFTER_GRACE)


def test_months_before_a_choice_are_not_judged_anew() -> None:
    run_from_january()
    make_reported(completed_yuan=1_700_000)
    actions.judge_year(year=2024, by=make_user(), at=IN_MAY)
    before = list(MachineLight.objects.filter(month=MARCH.first_day).values())
    follow("wuhan")
    assert choices_of().get().since == MAY.first_day
    actions.judge_year(year=2024, by=make_user(), at=IN_MAY)
    assert list(MachineLight.objects.filter(month=MARCH.first_day).values()) == before
    by_month = MachineLight.objects.filter(is_current=True).values_list("month__month", "rule_set")
    assert dict(by_month) == {
        **dict.fromkeys((1, 2, 3, 4), "yinchuan"),
        5: "wuhan",
    }


def test_an_open_month_follows_rules_from_its_first_day() -> None:
    project = make_reported(completed_yuan=1_700_000)
    follow("wuhan", since=MARCH.first_day)
    assert verdicts(project, 2024, TODAY)[3].raw == "red"
    follow("yinchuan", since=date(2024, 3, 2))
    assert verdicts(project, 2024, TODAY)[3].raw == "red"
    follow("yinchuan", since=MARCH.first_day)
    assert verdicts(project, 2024, TODAY)[3].raw == "yellow"


@pytest.mark.parametrize("since", [BEGINNING, date(2024, 3, 1), date(2024, 3, 31)])
def test_a_locked_month_keeps_its_rules_whatever_the_day_named(since: date) -> None:
    project = make_reported(completed_yuan=1_700_000)
    lock_march()
    was = verdicts(project, 2024, TODAY)[3]
    with pytest.raises(Refusal, match="2024年4月1日"):
        follow("wuhan", since=since)
    assert verdicts(project, 2024, TODAY)[3] == was
    follow("wuhan", since=APRIL.first_day)
    assert verdicts(project, 2024, TODAY)[3] == was


def test_what_would_change_nothing_is_not_refused_for_its_day() -> None:
    make_reported()
    lock_march()
    follow("yinchuan", since=BEGINNING)
    assert not PresetChoice.objects.exists()


def test_the_day_proposed_is_the_first_that_is_neither_over_nor_locked() -> None:
    assert proposed_day(TODAY) == first_open_day() == BEGINNING
    make_reported()
    assert proposed_day(TODAY) == APRIL.first_day
    assert proposed_day(date(2024, 3, 25)) == MARCH.first_day
    lock_march()
    assert first_open_day() == APRIL.first_day
    assert proposed_day(date(2024, 3, 31)) == APRIL.first_day


def test_only_the_office_chooses_rules() -> None:
    with pytest.raises(NotAllowed):
        follow("wuhan", by=make_user(role=Role.REPORTER))
    assert not PresetChoice.objects.exists()


def test_the_clauses_that_may_be_excused_are_those_of_the_month() -> None:
    make_reported()
    follow("wuhan", since=MAY.first_day)
    assert list(actions.waivable(APRIL)) == ["YINCHUAN-4", "YINCHUAN-5"]
    assert actions.waivable(MAY) == {}


@pytest.mark.parametrize(("since", "shown"), [("2024-03-01", "red"), ("2024-04-01", "yellow")])
def test_a_number_with_dates_judges_each_month_by_its_own(
    tmp_path: Path, settings: Any, since: str, shown: str
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    limit = f"{{above: {{values: {{{since}: 20}}}}}}"
    own = f"ours: {{extends: yinchuan, rules: {{gap: {{brackets: {{YINCHUAN-1: {limit}}}}}}}}}"
    (tmp_path / "presets" / "lights.yaml").write_text(own, encoding="utf-8")
    light_presets.cache_clear()
    try:
        project = make_reported(completed_yuan=200_000)
        follow("ours", since=MARCH.first_day)
        assert verdicts(project, 2024, TODAY)[3].raw == shown
    finally:
        light_presets.cache_clear()
