"""Flags raised as matters, and visits of supervision."""

from __future__ import annotations

from typing import Any

from bihuan.accounts.tests.factories import make_user
from bihuan.funding.tests.factories import NOW
from bihuan.matters import actions as matters
from bihuan.matters.models import Matter
from bihuan.oversight.actions import raise_flag
from bihuan.oversight.tests.factories import make_money
from bihuan.visits.actions import set_visit_purpose
from bihuan.visits.tests.factories import announce

from .scene import RaceScene


def _flagged() -> dict[str, Any]:
    office, line = make_user(), make_money()
    stands: Matter = raise_flag(line=line, kind="idle", by=office, at=NOW)
    visit = announce(by=office, project=line.project)
    return {
        "office": office,
        "second": make_user(),
        "line": line,
        "stands": stands,
        "visit": visit,
    }


def _raise(kind: str, who: str = "office") -> Any:
    return lambda s: raise_flag(line=s.line, kind=kind, by=getattr(s, who), at=NOW)


def _purpose(purpose: str) -> Any:
    return lambda s: set_visit_purpose(visit=s.visit, purpose=purpose, by=s.office, at=NOW)


DEEDS = {
    "oversight.raise_flag": _raise("payment_low"),
    "oversight.raise_flag:other": _raise("payment_low", "second"),
    "matters.withdraw": lambda s: matters.withdraw(
        matter=s.stands, note="已核实", by=s.office, at=NOW
    ),
    "visits.set_visit_purpose": _purpose("start"),
    "visits.set_visit_purpose:works": _purpose("works"),
}

SCENES = [RaceScene("flags of money", _flagged, DEEDS)]
