"""Reasons are worked out once, and only when somebody asks for them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour, Metric, ReportArrival
from bihuan.lights.queries.machine import Strip
from bihuan.lights.rules import (
    Bracket,
    LightReason,
    MonthFacts,
    RuleSet,
    Scale,
    judge_year,
)
from bihuan.lights.rules.measures import figures_of
from bihuan.lights.rules.verdicts import LateReasons

RED = LightReason("GAP", Colour.RED, "gap", {"value": "12.0000"})


def test_reasons_are_worked_out_once_and_only_when_asked_for() -> None:
    asked = []

    def work_out() -> list[LightReason]:
        asked.append(1)
        return [RED]

    late = LateReasons(work_out)
    assert not asked
    assert (late[0], len(late), list(late), late[:1]) == (RED, 1, [RED], (RED,))
    assert late == (RED,) == LateReasons(lambda: (RED,))
    assert late != ()
    assert asked == [1]


def test_the_colours_of_a_year_need_no_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = []

    def figures(*asked: Any) -> dict[str, str]:
        worked_out.append(asked)
        return figures_of(*asked)

    monkeypatch.setattr("bihuan.lights.rules.machine.figures_of", figures)
    scale = Scale(
        Metric.GAP,
        (Bracket(Colour.GREEN), Bracket(Colour.RED, at_least=Decimal(10), clause="GAP")),
    )
    rules = RuleSet("规则", "文件", 1, {}, (scale,))
    months = [
        MonthFacts(
            month=Month(2024, number),
            report=ReportArrival.ACCEPTED,
            closes_on=date(2024, number, 28),
            to_date_yuan=done,
            planned_yuan=1200,
        )
        for number, done in ((1, 100), (2, 0), (3, 300), (4, 400))
    ]
    verdicts = judge_year(months, "", lambda _month: rules, today=date(2025, 1, 1))
    assert Strip.of(dict(enumerate(verdicts, 1))) == "grrg".ljust(12)
    assert not worked_out
    assert [[r.clause for r in each.reasons] for each in verdicts] == [
        ["LIGHT-1"],
        ["GAP"],
        ["LIGHT-1", "LIGHT-6"],
        ["LIGHT-1"],
    ]
    assert len(worked_out) == 4
