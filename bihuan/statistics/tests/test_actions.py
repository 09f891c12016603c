from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.statistics import actions
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth, StatisticsStanding

from .factories import MARCH, NOW, make_bureau, make_counted, make_project

pytestmark = pytest.mark.django_db


def test_only_the_bureau_enters_not_even_the_office() -> None:
    project = make_counted()
    for role in set(Role) - {Role.STATISTICS, Role.CONSOLE}:
        someone = make_user(role=role)
        with pytest.raises(NotAllowed):
            actions.enter_standing(
                project=project, entered_on=None, started_on=None, by=someone, at=NOW
            )
        with pytest.raises(NotAllowed):
            actions.enter_month(project=project, month=MARCH, completed_yuan=1, by=someone, at=NOW)
        with pytest.raises(NotAllowed):
            actions.enter_fixed_asset_investment(month=MARCH, cumulative_yuan=1, by=someone, at=NOW)


def test_a_standing_is_kept_and_each_change_recorded() -> None:
    bureau, project = make_bureau(), make_project()
    for day in (date(2024, 2, 1), date(2024, 3, 1)):
        actions.enter_standing(project=project, entered_on=day, started_on=None, by=bureau, at=NOW)
    assert StatisticsStanding.objects.get().entered_on == date(2024, 3, 1)
    event = Event.objects.filter(verb="statistics.standing_set").order_by("-pk")[0]
    assert event.note["entered_on"] == ["2024-02-01", "2024-03-01"]


def test_a_standing_in_the_future_is_refused() -> None:
    with pytest.raises(Refusal):
        actions.enter_standing(
            project=make_project(),
            entered_on=date(2024, 5, 1),
            started_on=None,
            by=make_bureau(),
            at=NOW,
        )


def test_a_month_is_entered_and_its_correction_is_a_version_with_a_reason() -> None:
    bureau, project = make_bureau(), make_counted()
    enter: dict[str, Any] = {"project": project, "month": MARCH, "by": bureau, "at": NOW}
    actions.enter_month(**enter, completed_yuan=5)
    with pytest.raises(Refusal):
        actions.enter_month(**enter, completed_yuan=6)
    actions.enter_month(**enter, completed_yuan=6, reason="核减")
    rows = StatisticsMonth.objects.order_by("version").values_list("completed_yuan", "is_current")
    assert list(rows) == [(5, False), (6, True)]
    event = Event.objects.filter(verb="statistics.month_entered").order_by("-pk")[0]
    assert event.note == {"yuan": [5, 6], "reason": "核减"}


def test_the_same_figure_again_changes_nothing() -> None:
    bureau, project = make_bureau(), make_counted()
    for _again in range(2):
        actions.enter_month(project=project, month=MARCH, completed_yuan=5, by=bureau, at=NOW)
        actions.enter_fixed_asset_investment(month=MARCH, cumulative_yuan=5, by=bureau, at=NOW)
    assert (StatisticsMonth.objects.count(), FixedAssetInvestment.objects.count()) == (1, 1)


def test_a_project_outside_the_statistics_has_no_figures() -> None:
    with pytest.raises(Refusal):
        actions.enter_month(
            project=make_project(), month=MARCH, completed_yuan=5, by=make_bureau(), at=NOW
        )


def test_fixed_asset_investment_rises_and_is_corrected_with_a_reason() -> None:
    bureau = make_bureau()
    enter: dict[str, Any] = {"by": bureau, "at": NOW}
    actions.enter_fixed_asset_investment(month=MARCH, cumulative_yuan=30, **enter)
    with pytest.raises(Refusal):
        actions.enter_fixed_asset_investment(month=Month(2024, 2), cumulative_yuan=31, **enter)
    actions.enter_fixed_asset_investment(month=Month(2024, 2), cumulative_yuan=20, **enter)
    with pytest.raises(Refusal):
        actions.enter_fixed_asset_investment(month=MARCH, cumulative_yuan=40, **enter)
    new = actions.enter_fixed_asset_investment(
        month=MARCH, cumulative_yuan=40, reason="年报修订", **enter
    )
    assert (new.version, new.cumulative_yuan) == (2, 40)
    assert Event.objects.filter(verb="statistics.investment_entered").count() == 3
