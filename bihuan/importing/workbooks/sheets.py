"""The workbooks that go out and come back: the ledger, and the form of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from bihuan.accounts.models import User
from bihuan.importing.headings.kinds import COLUMNS
from bihuan.kit.errors import Refusal
from bihuan.kit.money import WAN
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.workbooks import OutColumn, OutSheet, Value
from bihuan.plans.models import Entry, Plan, ProjectYear
from bihuan.progress.kinds import FundSource
from bihuan.progress.models import FundsInPlace, Report
from bihuan.projects.kinds import Tier
from bihuan.projects.models import District, Project
from bihuan.projects.particulars import IN_LEDGER

AFTER = {
    "code": ("project_class",),
    "total": ("before", "planned", "goal"),
    "owner": ("credit_code",),
    "chain": ("themes",),
}
"""What a ledger tells besides the particulars of a project, by that after which it stands."""
LEDGER = (
    "name",
    "former_name",
    *(name for key in IN_LEDGER for name in (key, *AFTER.get(key, ()))),
)
MONTHLY = (
    "name",
    "code",
    "completed",
    "cumulative",
    "percent",
    "text",
    "started_on",
    "permit_on",
    "finished_on",
    "in_use_on",
    *(source.value for source in FundSource),
    "problems",
    "next_month",
)
TITLES = {
    "percent": "形象进度百分比",
    "text": "形象进度",
    "completed": "本月完成投资",
    "cumulative": "累计完成投资",
    "planned": "年度计划投资",
    "before": "截至上年底累计完成投资",
}
WIDE = {
    "name": 34,
    "goal": 30,
    "text": 30,
    "problems": 30,
    "next_month": 30,
    **{key: each.cells.width for key, each in IN_LEDGER.items() if each.cells},
}
CLASSES = {"construction": "开工建设类", "preparation": "前期储备类", "legacy": "招商处遗类"}
TIERS = {Tier.PROVINCIAL: "省重点", Tier.MUNICIPAL: "市重点", Tier.DISTRICT: "区重点"}
"""Words of the sheets are the office's own, whatever language the screen speaks."""


def ledger_sheets(user: User, year: int) -> list[OutSheet]:
    """Return a sheet for each list of the year, with the projects that `user` may see."""
    district = District.objects.served().name
    rows = _ledger_rows(user, year)
    if not rows:
        raise Refusal(gettext("No project that you may see stands on a list of %s.") % year)
    return [
        OutSheet(
            name=word,
            title=f"{district}{year}年{word}项目台账",
            note="单位：万元",
            columns=columns_of("ledger", LEDGER),
            rows=rows[tier],
            year=year,
        )
        for tier, word in TIERS.items()
        if rows[tier]
    ]


def monthly_sheet(user: User, month: Month) -> OutSheet:
    """Return the form of a month: what was reported, or room for it, project by project."""
    district = District.objects.served().name
    title = f"{district}{month.year}年{month.number}月重点项目投资完成情况表"
    return OutSheet(
        name=f"{month.number}月",
        title=title,
        note="单位：万元",
        columns=columns_of("monthly", MONTHLY),
        rows=_monthly_rows(user, month),
    )


def cells_now(sheets: list[OutSheet]) -> Mapping[tuple[str, str], dict[str, Value]]:
    """Return each row's cells by sheet and key, to compare with those of a workbook come back."""
    return {
        (sheet.name, key): {c.title: v for c, v in zip(sheet.columns, cells, strict=True)}
        for sheet in sheets
        for key, cells in sheet.rows
    }


def columns_of(kind: str, names: tuple[str, ...]) -> list[OutColumn]:
    """Return the columns of fields, as they go out."""
    fields = COLUMNS[kind].fields
    return [
        OutColumn(title_of(kind, name), WIDE.get(name, 14), money=fields[name].type == "money")
        for name in names
    ]


def title_of(kind: str, name: str) -> str:
    """Return the heading under which a field goes out."""
    spec = COLUMNS[kind].fields[name]
    unit = next(iter(spec.units), "")
    return TITLES.get(name) or spec.aliases[0] + (f"（{unit}）" if unit else "")


def _ledger_rows(user: User, year: int) -> dict[str, list[tuple[str, list[Value]]]]:
    entries = (
        Entry.objects.filter(
            annual_list__year=year,
            left_on__isnull=True,
            project__in=Project.objects.visible_to(user),
        )
        .select_related(
            "annual_list",
            "project__owner",
            "project__responsible",
            "project__commander",
            "project__chain",
        )
        .prefetch_related("project__themes", "project__former_names")
        .order_by("pk")
    )
    years = {y.project_id: y for y in ProjectYear.objects.filter(year=year)}
    plans = {p.entry_id: p for p in Plan.objects.filter(is_current=True, entry__in=entries)}
    found: dict[str, list[tuple[str, list[Value]]]] = defaultdict(list)
    for entry in entries:
        values = _ledger_values(entry, years.get(entry.project_id), plans.get(entry.pk))
        cells = [values.get(name) for name in LEDGER]
        found[entry.annual_list.tier].append((str(entry.project_id), cells))
    return found


def _ledger_values(entry: Entry, year: ProjectYear | None, plan: Plan | None) -> dict[str, Value]:
    project = entry.project
    return {
        "name": project.name,
        "former_name": "、".join(f.name for f in project.former_names.all()) or None,
        "project_class": CLASSES.get(year.project_class) if year else None,
        "before": _wan(year.completed_before_yuan) if year else None,
        "planned": _wan(plan.planned_yuan) if plan else None,
        "goal": (plan.goal if plan else "") or None,
        "themes": "、".join(t.name for t in project.themes.all()) or None,
        "credit_code": (project.owner.credit_code if project.owner else "") or None,
        **{key: each.cell(project) for key, each in IN_LEDGER.items()},
    }


def _monthly_rows(user: User, month: Month) -> list[tuple[str, list[Value]]]:
    projects = (
        Project.objects.visible_to(user)
        .filter(entries__annual_list__year=month.year, entries__left_on__isnull=True)
        .distinct()
        .order_by("pk")
    )
    reports = Report.objects.current().filter(project__in=projects, month__year=month.year)
    now: dict[int, Report] = {}
    to_date: dict[int, int] = defaultdict(int)
    for report in reports.filter(month__lte=month.first_day).order_by("month"):
        to_date[report.project_id] += report.completed_yuan
        if report.month == month.first_day:
            now[report.project_id] = report
    funds: dict[int, dict[str, int]] = defaultdict(dict)
    for line in FundsInPlace.objects.filter(report__in=now.values()):
        funds[line.report_id][line.source] = line.amount_yuan
    rows = []
    for project in projects:
        told = now.get(project.pk)
        values: dict[str, Value] = {
            "name": project.name,
            "code": project.national_code or None,
            "started_on": project.started_on,
            "permit_on": project.permit_on,
            "finished_on": project.finished_on,
            "in_use_on": project.in_use_on,
        }
        if told is not None:
            values |= {
                "completed": None if told.is_opening else _wan(told.completed_yuan),
                "cumulative": _wan(to_date[project.pk]),
                "percent": told.physical_percent,
                "text": told.physical_text or None,
                "problems": told.problems or None,
                "next_month": told.next_month_text or None,
                **{source: _wan(yuan) for source, yuan in funds[told.pk].items()},
            }
        rows.append((str(project.pk), [values.get(name) for name in MONTHLY]))
    return rows


def _wan(yuan: int | None) -> Decimal | None:
    return None if yuan is None else Decimal(yuan) / WAN
