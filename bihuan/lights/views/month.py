"""A month's lights, project by project."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.lights import actions
from bihuan.lights.kinds import Colour
from bihuan.lights.presets import lights_in_force
from bihuan.lights.queries import ProjectLights, distribution, latest_month, lights, reasons_shown
from bihuan.lights.rules import LightReason, RuleSet
from bihuan.lights.wording import LightReasonText, said
from bihuan.progress.kinds import NotDue
from bihuan.progress.queries import excused_from
from bihuan.projects.http import year_in_focus


@dataclass(frozen=True)
class ColourTab:
    """One colour of the month, with how many projects show it."""

    colour: str
    label: str
    meaning: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class LightCell:
    """One rater's light of the month. `is_marked`: carried over from a month before, or lifted."""

    colour: Colour | None
    is_marked: bool


@dataclass(frozen=True)
class LightLine:
    """One project of the month: its lights side by side, and why the headline is as it is."""

    row: ProjectLights
    machine: LightCell
    commander: LightCell
    inspector: LightCell
    headline: LightCell
    reasons: list[LightReasonText]
    excused: str
    """Why it need not report in the month and has no light, if so."""


def latest(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    return redirect("lights:month", latest_month(year, today))


def month_(request: UserRequest, month: Month) -> HttpResponse:
    """The month's projects: all, of one headline, or where the raters disagree."""
    today = local_day(timezone.now())
    rows = lights(request.user, month, today=today)
    differing = [row for row in rows if row.year.disagree(month.number)]
    rule_set = lights_in_force().on(month.first_day)
    chosen, disagree = request.GET.get("colour", ""), "disagree" in request.GET
    seen = differing if disagree else [row for row in rows if chosen in ("", row.counts_as)]
    page = row_page(request, seen)
    why = reasons_shown(month, today, [row.project_id for row in page])
    excused = excused_from(month, [row.project_id for row in page if row.colour is None])
    context = {
        "month": month,
        "previous_month": month.previous(),
        "next_month": month.next(),
        "months": months_of(month.year),
        "tabs": _tabs(distribution(rows), rule_set, chosen),
        "page": page,
        "total": len(rows),
        "rule_set": rule_set,
        "chosen": chosen,
        "lines": [
            _line(row, month, why.get(row.project_id, ()), excused.get(row.project_id))
            for row in page
        ],
        "disagree": disagree,
        "differing": len(differing),
        "is_asked": any(row.year.headline.colour(month.number) for row in rows),
        "may_judge": may(request.user, Can.LIGHT_MANAGE),
    }
    return render(request, "lights/month.html", context)


@require_POST
def judge(request: UserRequest, year: int) -> HttpResponse:
    """Store the year's verdicts as they are now."""
    number = actions.judge_for(year=year, by=request.user, at=timezone.now())
    messages.success(request, gettext("%s verdicts changed and are on record.") % number)
    return redirect("lights:month", latest_month(year, local_day(timezone.now())))


def _line(
    row: ProjectLights, month: Month, why: tuple[LightReason, ...], excused: NotDue | None
) -> LightLine:
    machine, commander, inspector, headline = (
        LightCell(strip.colour(month.number), strip.is_capital(month.number))
        for strip in (row.year.machine, row.year.commander, row.year.inspector, row.year.headline)
    )
    reasons = [said(reason) for reason in why]
    words = str(excused.label) if excused else ""
    return LightLine(row, machine, commander, inspector, headline, reasons, words)


def _tabs(counts: dict[Colour, int], rule_set: RuleSet, chosen: str) -> list[ColourTab]:
    return [
        ColourTab(colour, str(colour.label), rule_set.meaning(colour), n, colour == chosen)
        for colour, n in counts.items()
    ]
