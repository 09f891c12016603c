"""The table of a list of decisions: what of which project, by whom, until when, how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import chinese_day
from bihuan.kit.papers import PaperColumn, Rows, readable
from bihuan.matters.models import Matter

NAMED = 4
"""Up to how many organisations a list is addressed to by name."""
TO_ALL = "各有关单位"


@dataclass(frozen=True)
class PaperDecision:
    """One thing that a meeting decided, who sees to it, until when; and its matter, if it became
    one. `project` is a name, `state` how it stands on the paper's day.
    """

    text: str
    lead: str
    due_on: date | None = None
    supporting: str = ""
    matter: Matter | None = None
    project: str = ""
    state: str = ""


@dataclass(frozen=True)
class _DecisionCells:
    """The cells of one decision, as texts."""

    number: str
    project: str
    text: str
    who: str
    due: str
    state: str


COLUMNS = {
    "number": PaperColumn("序号", 15),
    "project": PaperColumn("项目名称", 30),
    "text": PaperColumn("议定事项", 40),
    "who": PaperColumn("责任单位", 28),
    "due": PaperColumn("完成时限", 40),
    "state": PaperColumn("状态", 19),
}
"""A day and a heading fit one line, in Word as in PDF. One of `ALWAYS` stands even if empty."""
ALWAYS = frozenset({"number", "text", "who", "due"})


def decision_table(decisions: Sequence[PaperDecision]) -> Rows:
    """Return the decisions as a table, numbered from 1."""
    rows = [_row(place, each) for place, each in enumerate(decisions, 1)]
    told = [name for name in COLUMNS if name in ALWAYS or any(getattr(row, name) for row in rows)]
    return Rows(
        tuple(COLUMNS[name] for name in told),
        tuple(tuple(getattr(row, name) for name in told) for row in rows),
    )


def addressees(decisions: Iterable[PaperDecision]) -> str:
    """Return to whom a list goes: each lead organisation once, or all concerned if many."""
    leads = list(dict.fromkeys(readable(each.lead) for each in decisions))
    return "、".join(leads) if len(leads) <= NAMED else TO_ALL


def matters_of(decisions: Iterable[PaperDecision]) -> list[Matter]:
    """Return the matters that decisions became."""
    return [each.matter for each in decisions if each.matter is not None]


def _row(place: int, decision: PaperDecision) -> _DecisionCells:
    supporting = readable(decision.supporting)
    return _DecisionCells(
        number=str(place),
        project=readable(decision.project),
        text=readable(decision.text),
        who=readable(decision.lead) + (f"\n（配合：{supporting}）" if supporting else ""),
        due=chinese_day(decision.due_on),
        state=readable(decision.state),
    )
