"""Chains: their register, targets, months and projects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.kit.months import Month
from bihuan.projects.models import Chain
from bihuan.projects.tests.factories import NOW, make_project
from bihuan.statistics import actions
from bihuan.statistics.chains.drafts import PlaceDraft

from .scene import RaceScene

FEBRUARY = Month(2024, 2)
FIRST, SECOND = PlaceDraft("丙公司", "up"), PlaceDraft("丁公司", "mid")
LEFT = replace(FIRST, until=date(2024, 1, 20), went_as="closed")


def _chains() -> dict[str, Any]:
    office = make_user()
    chain, other = Chain.objects.create(name="电子信息"), Chain.objects.create(name="新材料")
    return {
        "office": office,
        "chain": chain,
        "other": other,
        "leader": make_leader(),
        "department": make_organisation(),
        "project": make_project(by=office, chain=chain),
        "place": actions.enrol_enterprise(chain=chain, draft=FIRST, by=office, at=NOW),
    }


def _target(yuan: int) -> Any:
    return lambda s: actions.set_chain_target(
        chain=s.chain, year=2024, target_yuan=yuan, reason="调整", by=s.office, at=NOW
    )


def _month(chain: str, yuan: int) -> Any:
    return lambda s: actions.enter_chain_month(
        chain=getattr(s, chain),
        month=FEBRUARY,
        rows={"丁公司": (yuan, 8)},
        reason="更正",
        by=s.office,
        at=NOW,
    )


def _enrolled(chain: str) -> Any:
    return lambda s: actions.enrol_enterprise(
        chain=getattr(s, chain), draft=SECOND, by=s.office, at=NOW
    )


DEEDS = {
    "statistics.set_chain_lead": lambda s: actions.set_chain_lead(
        chain=s.chain, leader=s.leader, department=s.department, by=s.office, at=NOW
    ),
    "statistics.set_chain_target": _target(10**9),
    "statistics.set_chain_target:other": _target(2 * 10**9),
    "statistics.enrol_enterprise": _enrolled("chain"),
    "statistics.enrol_enterprise:elsewhere": _enrolled("other"),
    "statistics.edit_place": lambda s: actions.edit_place(
        member=s.place, draft=LEFT, by=s.office, at=NOW
    ),
    "statistics.place_project": lambda s: actions.place_project(
        project=s.project, link="mid", expected_output_yuan=10**8, by=s.office, at=NOW
    ),
    "statistics.enter_chain_month": _month("chain", 9),
    "statistics.enter_chain_month:elsewhere": _month("other", 7),
}
SCENES = [RaceScene("chains", _chains, DEEDS)]
