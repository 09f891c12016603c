"""Curves and milestones found in practice, and the office's own in its data folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated, load_presets
from bihuan.plans.milestone_rules import MilestoneTemplate, OwnDay, order_of, own_days
from bihuan.plans.rules import Curve, CurveCase
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force


@cache
def curve_presets() -> Mapping[str, Dated[Curve]]:
    """Return every curve by name. Raises PresetError naming file, line and key."""
    return load_dated(Curve, Path(__file__).with_name("curves.yaml"), _own("curves.yaml"))


@cache
def curve_cases() -> Mapping[str, tuple[CurveCase, ...]]:
    """Return the cases of every curve. Raises PresetError naming file, line and key."""
    return load_cases(CurveCase, Path(__file__).parent / "cases", _own("cases/curves.yaml"))


@cache
def milestone_presets() -> Mapping[str, MilestoneTemplate]:
    """Return every template of milestones by name; what an office's own leaves open of the order of
    our steps is as in ours. Raises PresetError.
    """
    ours = Path(__file__).with_name("milestones.yaml")
    usual = order_of(load_presets(MilestoneTemplate, ours).values())
    every = load_presets(MilestoneTemplate, ours, _own("milestones.yaml"))
    return {name: each.in_order(usual) for name, each in every.items()}


@cache
def milestone_order() -> Mapping[str, frozenset[str]]:
    """Return by a milestone's key those without which it cannot be reached (STEP-7)."""
    return order_of(milestone_presets().values())


@cache
def milestone_days() -> Mapping[str, OwnDay]:
    """Return by a milestone's key the project's own day that tells when it was reached (STEP-6)."""
    return own_days(milestone_presets().values())


def district_curve(on: date) -> str:
    """Return the curve that the district expects, on that day, of a plan for which none is given
    (CURVE-4).
    """
    return in_force(Rules.CURVE, curve_presets()).name_on(on)


def _own(name: str) -> Path:
    return Path(settings.HOME) / "presets" / name
