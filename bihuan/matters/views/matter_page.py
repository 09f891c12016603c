"""One matter: its story, and the moves that are this person's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.matters import actions, queries, wording
from bihuan.matters.actions.moving import taken
from bihuan.matters.available_moves import available_moves, is_next
from bihuan.matters.forms import FORMS, MatterMoveForm
from bihuan.matters.kinds import OPEN, Verb
from bihuan.matters.models import Matter
from bihuan.matters.next_steps import next_step_of
from bihuan.matters.presets import district_policy
from bihuan.matters.queries import matter_line
from bihuan.projects.models import Project

ACTIONS: dict[Verb, Callable[..., Any]] = {
    Verb.ASSIGN: actions.assign,
    Verb.DECLINE: actions.decline,
    Verb.SIGN: actions.sign,
    Verb.FEED_BACK: actions.feed_back,
    Verb.ANSWER: actions.answer,
    Verb.SEND_BACK: actions.send_back,
    Verb.VERIFY: actions.verify,
    Verb.CLOSE: actions.close,
    Verb.PAUSE: actions.pause,
    Verb.RESUME: actions.resume,
    Verb.WITHDRAW: actions.withdraw,
    Verb.REOPEN: actions.reopen,
    Verb.ASK_EXTENSION: actions.ask_extension,
    Verb.EXTEND: actions.decide_extension,
    Verb.REFUSE_EXTENSION: actions.decide_extension,
}
DANGER = frozenset({Verb.DECLINE, Verb.SEND_BACK, Verb.WITHDRAW, Verb.REFUSE_EXTENSION})


@dataclass(frozen=True)
class MatterOffer:
    """A move that the page offers, with its form."""

    verb: Verb
    form: MatterMoveForm
    is_next: bool
    is_danger: bool


def matter(request: UserRequest, pk: int) -> HttpResponse:
    return _matter_page(request, _matter(request, pk))


def move(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in ACTIONS:
        raise Http404
    shown = _matter(request, pk)
    if request.method != "POST":
        return redirect("matters:matter", pk)
    chosen = Verb(verb)
    form = FORMS[chosen](
        shown, district_policy(local_day(timezone.now())), request.POST, request.FILES
    )
    if not form.is_valid():
        return _matter_page(request, shown, form=form, verb=chosen, status=422)
    said = form.said()
    if "attached" in said:
        said["files"] = taken(said.pop("attached"))
    try:
        ACTIONS[chosen](matter=shown, by=request.user, at=timezone.now(), **said)
    except Refusal as told:
        form.add_error(None, str(told))
        shown = _matter(request, pk)
        return _matter_page(request, shown, form=form, verb=chosen, status=409)
    messages.success(request, gettext("Done: %s.") % chosen.label)
    return redirect("matters:matter", pk)


def evidence(request: UserRequest, pk: int) -> FileResponse:
    found = get_object_or_404(queries.evidence_for(request.user), pk=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)


def _matter_page(
    request: UserRequest,
    shown: Matter,
    *,
    form: MatterMoveForm | None = None,
    verb: Verb | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_day(timezone.now())
    policy = district_policy(today)
    offers = _offers(request, shown, today)
    if form is not None and verb is not None:
        offers = [o for o in offers if o.verb != verb]
        offers.insert(0, MatterOffer(verb, form, is_next=True, is_danger=verb in DANGER))
    lasting = shown.pauses.filter(ended_on=None).first()
    context = {
        "matter": shown,
        "sees_project": _sees_project(request, shown),
        "line": matter_line(shown, policy, today),
        "step": next_step_of(shown, policy),
        "offers": offers,
        "loop": policy,
        "story": queries.story(shown, policy),
        "asked": queries.extension_asked(shown),
        "type": wording.type_label(policy, shown.type_code),
        "severity": wording.severity_label(policy, shown.severity),
        "limit": policy.limit(shown.type_code, shown.severity),
        "pause": lasting,
        "again": shown.again.all(),
        "pause_reason": wording.pause_label(policy, lasting.reason_code) if lasting else "",
        "tried": verb or _wanted_first(offers),
        "papers": shown.papers.order_by("pk"),
        "may_issue": shown.state in OPEN and may(request.user, Can.PAPER_ISSUE, shown),
    }
    return render(request, "matters/matter.html", context, status=status)


def _sees_project(request: UserRequest, shown: Matter) -> bool:
    seen = Project.objects.visible_to(request.user)
    return shown.project_id is not None and seen.filter(pk=shown.project_id).exists()


def _wanted_first(offers: list[MatterOffer]) -> Verb | None:
    """Assigning, where nobody can be proposed to lead: the page asks for who does."""
    asks = any(
        each.verb == Verb.ASSIGN and each.form.initial.get("lead") is None for each in offers
    )
    return Verb.ASSIGN if asks else None


def _offers(request: UserRequest, shown: Matter, today: date) -> list[MatterOffer]:
    policy = district_policy(today)
    return [
        MatterOffer(
            verb,
            FORMS[verb](shown, policy, auto_id=f"{verb}_%s"),
            is_next=is_next(shown, verb),
            is_danger=verb in DANGER,
        )
        for verb in available_moves(shown, request.user, today)
    ]


def _matter(request: UserRequest, pk: int) -> Matter:
    rows = Matter.objects.visible_to(request.user).select_related(
        "project__commander", "lead__in_charge", "raised_by", "earlier"
    )
    return get_object_or_404(rows.prefetch_related("supporting"), pk=pk)
