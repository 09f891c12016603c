"""Money won and used: lines, entries, corrections, cuts, and what is handed back."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding import actions
from bihuan.funding.drafts import CountyDraft, FundingEntryDraft, LineDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.tests.factories import NOW, enter, make_line
from bihuan.progress.actions import accept
from bihuan.progress.tests.factories import AFTER_MARCH, make_listed, report_march

from .scene import RaceScene

MARCH, APRIL, MAY = date(2024, 3, 4), date(2024, 4, 8), date(2024, 5, 6)
NUMBER = "湘发改投资〔2024〕88号"


def _money() -> dict[str, Any]:
    office, project = make_user(), make_listed(owner=make_organisation())
    line = make_line(project)
    quota = enter(line, FundingStage.ISSUED, MARCH, 100, NUMBER, by=office)
    enter(line, FundingStage.IN_PLACE, APRIL, 60, by=office)
    arrived = enter(line, FundingStage.IN_PLACE, APRIL, 40, by=office)
    paid = enter(line, FundingStage.PAID, APRIL, 60, by=office)
    cut = _cut_one(make_line(project, batch="第二批"), office)
    return {
        "office": office,
        "second": make_user(),
        "project": project,
        "line": line,
        "quota": quota,
        "arrived": arrived,
        "paid": paid,
        "cut": cut,
        "report": _reported(project, office),
    }


def _reported(project: Any, office: Any) -> Any:
    """A report that is accepted and differs from the ladder in its funds."""
    report = report_march(project, by=office, funds={"central_budget": 7})
    return accept(report=report, by=make_user(), at=AFTER_MARCH)


def _cut_one(line: Any, office: Any) -> Any:
    enter(line, FundingStage.ISSUED, MARCH, 50, "另一号", by=office)
    enter(line, FundingStage.IN_PLACE, APRIL, 50, by=office)
    actions.cut_quota(
        line=line,
        yuan=20,
        on=MAY,
        document_number="调减一号",
        reason="调减",
        by=office,
        at=NOW,
    )
    return line


def _enter(stage: FundingStage, yuan: int | None, who: str = "office") -> Any:
    draft = FundingEntryDraft(stage, MAY, yuan)
    return lambda s: actions.enter_funding(line=s.line, draft=draft, by=getattr(s, who), at=NOW)


def _withdraw(which: str) -> Any:
    return lambda s: actions.withdraw_entry(
        entry=getattr(s, which), reason="重复", by=s.office, at=NOW
    )


def _taken(action: Any, line: str, number: str) -> Any:
    return lambda s: action(
        line=getattr(s, line),
        yuan=15,
        on=MAY,
        document_number=number,
        reason="调减",
        by=s.office,
        at=NOW,
    )


def _county(yuan: int) -> Any:
    draft = CountyDraft("鹤城区", Programme.OWN, 2024, date(2024, 6, 1), yuan, reason="更正")
    return lambda s: actions.enter_county(draft=draft, by=s.office, at=NOW)


DEEDS = {
    "funding.open_line": lambda s: actions.open_line(
        draft=LineDraft(s.project, Programme.SPECIAL_BOND, 2024), by=s.office, at=NOW
    ),
    "funding.enter_funding": _enter(FundingStage.PAID, 40),
    "funding.enter_funding:other": _enter(FundingStage.PAID, 30, "second"),
    "funding.enter_funding:forwarded": _enter(FundingStage.FORWARDED, None),
    "funding.correct_entry": lambda s: actions.correct_entry(
        entry=s.paid,
        draft=FundingEntryDraft(FundingStage.PAID, APRIL, 50, reason="录错"),
        by=s.office,
        at=NOW,
    ),
    "funding.withdraw_entry": _withdraw("paid"),
    "funding.withdraw_entry:arrived": _withdraw("arrived"),
    "funding.cut_quota": _taken(actions.cut_quota, "line", "调减二号"),
    "funding.ask_statement": lambda s: actions.ask_statement(report=s.report, by=s.office, at=NOW),
    "funding.enter_county": _county(300),
    "funding.enter_county:other": _county(310),
    "funding.hand_money_back": _taken(actions.hand_money_back, "cut", ""),
}

SCENES = [RaceScene("money", _money, DEEDS)]
