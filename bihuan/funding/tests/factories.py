"""Makers of money for tests: through the real actions."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding import actions
from bihuan.funding.drafts import FundingEntryDraft, LineDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project

NOW = datetime(2024, 12, 20, 2, tzinfo=UTC)
WAN = 10_000
MARCH, APRIL, MAY = date(2024, 3, 4), date(2024, 4, 8), date(2024, 5, 6)
_numbers = count(1)


def make_line(
    project: Project | None = None, programme: str = Programme.CENTRAL_BUDGET, **said: Any
) -> FundingLine:
    project = project or make_listed(owner=make_organisation(), total_investment_yuan=9_000 * WAN)
    draft = LineDraft(project, programme, **{"year": 2024, **said})
    return actions.open_line(draft=draft, by=make_user(), at=NOW)


def step(
    stage: FundingStage, on: date, yuan: int | None = None, number: str = "", **said: Any
) -> FundingEntryDraft:
    if stage is FundingStage.ISSUED and not number:
        number = f"湘发改投资〔2024〕{next(_numbers)}号"
    return FundingEntryDraft(stage, on, yuan, number, **said)


def enter(
    line: FundingLine,
    stage: FundingStage,
    on: date,
    yuan: int | None = None,
    number: str = "",
    *,
    by: User | None = None,
    **said: Any,
) -> FundingEntry:
    draft = step(stage, on, yuan, number, **said)
    return actions.enter_funding(line=line, draft=draft, by=by or make_user(), at=NOW)


def issued_line(yuan: int = 100 * WAN, on: date = date(2024, 3, 4), **said: Any) -> FundingLine:
    """A line whose quota was issued and forwarded."""
    line = make_line(**said)
    enter(line, FundingStage.ISSUED, on, yuan)
    return line


def district() -> None:
    """Three lines of two programmes, one of them cut below what is paid."""
    first = issued_line(100 * WAN, batch="第一批")
    enter(first, FundingStage.FORWARDED, MARCH)
    enter(first, FundingStage.IN_PLACE, APRIL, 80 * WAN)
    enter(first, FundingStage.PAID, MAY, 70 * WAN)
    enter(first, FundingStage.WORKS, MAY, 75 * WAN)
    second = issued_line(50 * WAN, APRIL, project=first.project, batch="第二批")
    enter(second, FundingStage.FORWARDED, APRIL)
    enter(second, FundingStage.IN_PLACE, APRIL, 50 * WAN)
    actions.cut_quota(
        line=second,
        yuan=20 * WAN,
        on=MAY,
        document_number="调减一号",
        reason="调减",
        by=make_user(),
        at=NOW,
    )
    bond = make_line(programme=Programme.SPECIAL_BOND)
    enter(bond, FundingStage.APPLIED, MARCH, 300 * WAN)
