"""The mechanisms: what is due, done and missed; ticking off; the practice that is followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dispatch import actions, queries
from bihuan.dispatch.cases import PracticeCase
from bihuan.dispatch.checks import DutyStanding
from bihuan.dispatch.forms import MeetingReasonForm, PracticeForm, TickForm
from bihuan.dispatch.kinds import Check, DutyOutcome, MeetingKind
from bihuan.dispatch.mechanisms import Duty
from bihuan.dispatch.models import Done, Meeting
from bihuan.dispatch.presets import district_practice, practice_cases, practice_presets
from bihuan.dispatch.queries import LINKS, Records
from bihuan.dispatch.wording import due_words, label, what, who
from bihuan.kit.cases import worked_out
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.matters.models import Matter
from bihuan.progress.queries.open_days import first_choice
from bihuan.projects.http import year_in_focus
from bihuan.projects.kinds import Rules
from bihuan.projects.models import Project
from bihuan.projects.queries import choices_of


@dataclass(frozen=True)
class DutyCell:
    """One duty in one period, with the records that the reader may see."""

    standing: DutyStanding
    meetings: list[Meeting]
    matters: list[Matter]
    projects: list[Project]
    more: int
    on: date
    may_tick: bool

    @property
    def lacking(self) -> int:
        """How many records are missing, those not listed too."""
        return len(self.matters) + len(self.projects) + self.more


@dataclass(frozen=True)
class DutyRow:
    """One duty in words."""

    duty: Duty
    what: str
    who: str
    due: str
    now: list[DutyCell]
    before: list[DutyCell]


def mechanisms(request: UserRequest) -> HttpResponse:
    """What each mechanism asks, and whether it was done, as of today or of a day asked for."""
    on = as_of(request)
    found, ticks = queries.mechanisms(on), may(request.user, Can.MEETING_HOLD)
    findings = [each.finding for each in queries.standings(found)]
    records = queries.records_of(findings, request.user)
    tally = queries.tally(found)
    _name, practice = district_practice(on)
    groups = [
        (label(each.mechanism), [_row(line, records, on, may_tick=ticks) for line in each.lines])
        for each in found
    ]
    context = {
        "groups": groups,
        "practice": practice,
        "on": on,
        "today": local_day(timezone.now()),
        "done": tally[DutyOutcome.DONE] + tally[DutyOutcome.DONE_LATE],
        "due": tally[DutyOutcome.DUE],
        "missed": tally[DutyOutcome.MISSED],
        "late": tally[DutyOutcome.DONE_LATE],
    }
    return render(request, "dispatch/mechanisms.html", context)


def duty(request: UserRequest, code: str, period: str) -> HttpResponse:
    """One duty in one period: tick it off, or take the tick back."""
    stands = _standing(code, period, as_of(request))
    today = local_day(timezone.now())
    form = TickForm(request.POST or None, initial={"done_on": min(today, stands.period.last_day)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.tick(
                duty=code, period=period, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Ticked off."))
            return redirect("dispatch:mechanisms")
    return _duty(request, stands, form)


@require_POST
def untick(request: UserRequest, code: str, period: str) -> HttpResponse:
    stands = _standing(code, period, as_of(request))
    form = MeetingReasonForm(request.POST)
    note = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.untick(duty=code, period=period, note=note, by=request.user, at=timezone.now())
    messages.success(request, gettext("The tick is taken back."))
    url = reverse("dispatch:duty", args=[stands.duty.code, stands.period.key])
    return redirect(f"{url}?on={as_of(request)}")


def rules_(request: UserRequest) -> HttpResponse:
    """Every practice there is, in words."""
    today = local_day(timezone.now())
    chosen, _practice = district_practice(today)
    presets = {name: dated.on(today) for name, dated in practice_presets().items()}
    shown = request.GET.get("preset", chosen)
    shown = shown if shown in presets else chosen
    groups = [
        (label(each), [(duty, what(duty), who(duty), due_words(duty)) for duty in each.duties])
        for each in presets[shown].mechanisms
    ]
    context = {
        "presets": presets,
        "chosen": chosen,
        "shown": shown,
        "practice": presets[shown],
        "groups": groups,
        "worked": worked_out(
            practice_cases().get(shown, ()), practice_presets()[shown], PracticeCase.worked
        ),
        "may_choose": may(request.user, Can.RULES_CHANGE),
        "form": PracticeForm(initial={"since": first_choice(today)}),
        "choices": choices_of(Rules.MECHANISMS),
        "agendas": [
            (MeetingKind(kind).label, [str(each.label) for each in rule.takes], rule.most)
            for kind, rule in presets[shown].agendas.items()
        ],
    }
    return render(request, "dispatch/rules.html", context)


@require_POST
def choose(request: UserRequest) -> HttpResponse:
    form = PracticeForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        actions.choose_mechanisms(
            preset=said["preset"], since=said["since"], by=request.user, at=timezone.now()
        )
        messages.success(request, gettext("These mechanisms are chosen."))
    return redirect("dispatch:rules")


def as_of(request: UserRequest) -> date:
    """The day asked for; else today, or the last day of the year in focus if that is over."""
    today = local_day(timezone.now())
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    if asked and date(2001, 1, 1) <= asked <= today:
        return asked
    return min(today, date(year_in_focus(request, today=today), 12, 31))


def _row(line: queries.DutyLine, records: Records, on: date, *, may_tick: bool) -> DutyRow:
    duty = line.duty
    now = [_cell(each, records, on, may_tick=may_tick) for each in line.now]
    before = [_cell(each, records, on, may_tick=may_tick) for each in line.before]
    return DutyRow(duty, what(duty), who(duty), due_words(duty), now, before)


def _cell(standing: DutyStanding, records: Records, on: date, *, may_tick: bool) -> DutyCell:
    found = standing.finding
    named = [records.projects[pk] for pk in found.projects[:LINKS] if pk in records.projects]
    matters = [records.matters[pk] for pk in found.matters[:LINKS] if pk in records.matters]
    met = [records.meetings[pk] for pk in found.meetings if pk in records.meetings]
    more = len(found.projects) + len(found.matters) - len(named) - len(matters)
    by_hand = standing.duty.check is Check.MANUAL
    return DutyCell(standing, met, matters, named, more, on, may_tick=by_hand and may_tick)


def _alone(stands: DutyStanding, request: UserRequest) -> DutyCell:
    """One standing by itself, with the records of it."""
    records = queries.records_of([stands.finding], request.user)
    return _cell(stands, records, as_of(request), may_tick=False)


def _standing(code: str, period: str, today: date) -> DutyStanding:
    """Raises Http404 for a duty or a period that is not shown."""
    for each in queries.standings(queries.mechanisms(today)):
        if (each.duty.code, each.period.key) == (code, period):
            return each
    raise Http404


def _duty(request: UserRequest, stands: DutyStanding, form: TickForm) -> HttpResponse:
    name, _practice = district_practice(as_of(request))
    is_ticked = stands.outcome in (DutyOutcome.DONE, DutyOutcome.DONE_LATE)
    may_tick = stands.duty.check is Check.MANUAL and may(request.user, Can.MEETING_HOLD)
    ticks = Done.objects.filter(preset=name, duty=stands.duty.code, period=stands.period.key)
    context = {
        "stands": stands,
        "cell": _alone(stands, request),
        "on": as_of(request),
        "what": what(stands.duty),
        "who": who(stands.duty),
        "due": due_words(stands.duty),
        "ticks": ticks.select_related("by"),
        "form": form if may_tick and not is_ticked else None,
        "undo": MeetingReasonForm() if may_tick and is_ticked else None,
    }
    return render(request, "dispatch/duty.html", context)
