"""What must be there before a stage of money, and is not."""

from __future__ import annotations

from datetime import date

from bihuan.factors.kinds import DONE, NeedState
from bihuan.factors.models import Need
from bihuan.factors.presets import catalogue
from bihuan.factors.queries import named
from bihuan.funding.kinds import FundingStage
from bihuan.funding.programmes import ProgrammeRules
from bihuan.plans.models import Milestone


def missing(project_pk: int, rules: ProgrammeRules, stage: FundingStage, on: date) -> list[str]:
    """Return what must be there before a stage and is not, by name: of what the project was found
    to need and of its milestones (FUND-7).
    """
    wanted = rules.condition(stage)
    if not (wanted.elements or wanted.milestones):
        return []
    needs = Need.objects.filter(project=project_pk, element__in=wanted.elements)
    listed = catalogue(on)
    there = [*DONE, NeedState.PROMISED]
    lacking = [
        named(listed.element(need.element), need.element) for need in needs.exclude(state__in=there)
    ]
    steps = Milestone.objects.filter(project_year__project=project_pk, key__in=wanted.milestones)
    return lacking + list(steps.filter(reached=None).values_list("name", flat=True))
