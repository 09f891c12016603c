"""Makers of supervised money for tests: through the real actions."""

import io
from datetime import date
from typing import Any

from openpyxl import load_workbook

from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingLine
from bihuan.funding.tests.factories import APRIL, MARCH, MAY, NOW, WAN, enter, issued_line
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project
from bihuan.visits.actions import receive, set_visit_purpose
from bihuan.visits.models import Visit
from bihuan.visits.tests.factories import manifest

S = FundingStage


def make_watched(**columns: Any) -> Project:
    """A listed project of an organisation that answers for it."""
    home = make_organisation()
    said = {"owner": home, "responsible": home, "total_investment_yuan": 9_000 * WAN, **columns}
    return make_listed(**said)


def make_money(project: Project | None = None, **said: Any) -> FundingLine:
    """A line of 100万, in place and forwarded, 20万 of it paid out for 25万 of works."""
    line = issued_line(100 * WAN, MARCH, project=project or make_watched(), **said)
    enter(line, S.FORWARDED, MARCH)
    enter(line, S.IN_PLACE, APRIL, 100 * WAN)
    enter(line, S.WORKS, MAY, 25 * WAN)
    enter(line, S.PAID, MAY, 20 * WAN)
    return line


def make_visit(project: Project, purpose: str, on: date = date(2024, 6, 3)) -> Visit:
    """A complete visit of that purpose."""
    by = make_user()
    at = NOW.replace(month=on.month, day=on.day)
    visit = receive(said=manifest(visited_at=at), project=project, by=by, at=at)
    return set_visit_purpose(visit=visit, purpose=purpose, by=by, at=NOW)


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(answer.content)).active.values)
