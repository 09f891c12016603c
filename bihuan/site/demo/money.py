"""A year of money of the three programmes that the published year names. The amounts, documents and
days are invented, as is which project had them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from bihuan.funding import actions
from bihuan.funding.drafts import FundingEntryDraft, LineDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingLine
from bihuan.kit.money import WAN
from bihuan.kit.workdays import add_workdays
from bihuan.projects.kinds import Sector, Tier
from bihuan.projects.models import Project

from .schedule import DemoSchedule

S = FundingStage
SEED, LAST = 3, 15
PUBLIC = (Sector.INFRASTRUCTURE, Sector.LIVELIHOOD, Sector.ECOLOGY)
WON = {
    Programme.CENTRAL_BUDGET: (9, "湘发改投资", (2, 26), 8),
    Programme.SPECIAL_BOND: (6, "湘财债管", (3, 18), 20),
    Programme.TREASURY_BOND: (4, "湘发改投资", (6, 24), 25),
}
"""How many projects a programme has, whose numbers its documents bear, when quotas come, and what
percentage of the total investment they are.
"""


def plan(schedule: DemoSchedule) -> None:
    """Put the year's money down. What is drawn for it is its own: other moves stay as they are."""
    drawn, projects = Random(SEED), _projects(schedule.year)
    for programme, (number, issuer, (month, day), percent) in WON.items():
        for place in range(number):
            if (project := next(projects, None)) is None:
                return
            issued = add_workdays(date(schedule.year, month, day), place)
            document = f"{issuer}〔{schedule.year}〕{100 + drawn.randrange(400)}号"
            quota = _quota(project, percent)
            line = LineDraft(project, programme, schedule.year, "第一批")
            _one_line(schedule, line, quota, document, issued, 14 if place == 3 else place % 5 + 4)
            if programme is Programme.TREASURY_BOND and place == 0:
                _cut(schedule, line, quota // 10 // WAN * WAN)


def _quota(project: Project, percent: int) -> int:
    """Return that share of a project's total investment, in steps of 50万."""
    step = 50 * WAN
    return max((project.total_investment_yuan or 0) * percent // 100 // step, 2) * step


def _projects(year: int) -> Iterator[Project]:
    """Return public projects of the district's list that were at work, the largest first."""
    listed = Project.objects.live().filter(
        entries__annual_list__year=year,
        entries__annual_list__tier=Tier.DISTRICT,
        sector__in=PUBLIC,
        started_on__lt=date(year, 6, 1),
        years__year=year,
        years__project_class="construction",
    )
    return iter(listed.distinct().order_by("-total_investment_yuan", "pk"))


def _one_line(
    schedule: DemoSchedule, draft: LineDraft, quota: int, document: str, issued: date, days: int
) -> None:
    drawn = Random(draft.project.pk)
    asked = issued - timedelta(days=drawn.randint(60, 85))
    asked = max(asked, date(issued.year, 1, 5))
    office = schedule.actors.office
    schedule.put(
        asked, lambda at: actions.open_line(draft=draft, by=office, at=at), hour=8, minute=0
    )
    forwarded = add_workdays(issued, days)
    steps = [
        FundingEntryDraft(S.APPLIED, asked, quota * 13 // 10),
        FundingEntryDraft(S.LISTED, issued - timedelta(days=20)),
        FundingEntryDraft(S.ISSUED, issued, quota, document),
        FundingEntryDraft(S.FORWARDED, forwarded, document_number=f"怀发改〔{issued.year}〕转发"),
        *_used(forwarded, quota, drawn),
    ]
    for minute, step in enumerate(sorted(steps, key=lambda each: each.on), 1):
        _put(schedule, draft, step, minute)


def _used(forwarded: date, quota: int, drawn: Random) -> Iterator[FundingEntryDraft]:
    """Yield how a quota came in two parts, and how it was built with and paid out."""
    parts = (quota * 6 // 10 // WAN * WAN, quota - quota * 6 // 10 // WAN * WAN)
    on = forwarded + timedelta(days=drawn.randint(10, 30))
    for part in parts:
        yield FundingEntryDraft(S.IN_PLACE, on, part)
        on += timedelta(days=drawn.randint(70, 100))
    left = quota
    day, slow = forwarded + timedelta(days=60), drawn.randrange(5) == 0
    for share in (20, 25) if slow else (35, 20, 30, LAST):
        yuan = left if share == LAST else quota * share // 100 // WAN * WAN
        left -= yuan
        yield FundingEntryDraft(S.WORKS, day, yuan * 21 // 20 // WAN * WAN)
        yield FundingEntryDraft(S.PAID, day + timedelta(days=12), yuan)
        day += timedelta(days=62)


def _put(schedule: DemoSchedule, of: LineDraft, step: FundingEntryDraft, minute: int) -> None:
    office = schedule.actors.office
    schedule.put(
        step.on,
        lambda at: actions.enter_funding(line=_line(of), draft=step, by=office, at=at),
        hour=16,
        minute=minute,
    )


def _cut(schedule: DemoSchedule, of: LineDraft, yuan: int) -> None:
    """Cut a quota in November, when all of it had come."""
    on, office = date(of.year, 11, 20), schedule.actors.office
    schedule.put(
        on,
        lambda at: actions.cut_quota(
            line=_line(of),
            yuan=yuan,
            on=on,
            document_number=f"湘发改投资〔{of.year}〕调减",
            reason="建设内容调整，核减部分投资。",
            by=office,
            at=at,
        ),
        hour=16,
        minute=30,
    )


def _line(of: LineDraft) -> FundingLine:
    lines = FundingLine.objects.filter(programme=of.programme, year=of.year, batch=of.batch)
    return lines.get(project=of.project)
