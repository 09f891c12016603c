"""Which points a scheme gives without work, move by move (ASSESS-23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment.attacks import gains_of, known_gains, running, worst_of
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.rules.adversary import SCORE, UNTRIED, Gain
from bihuan.assessment.rules.moves import MOVES
from bihuan.assessment.rules.scheme import Scheme
from bihuan.assessment.scheme_text_form import BroughtSchemeForm
from bihuan.assessment.tried_schemes import TriedScheme, remember, text_tried
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext

from .brought_schemes import asked_scheme


@dataclass(frozen=True)
class ShownGain:
    """A move on an item, with the words for both."""

    gain: Gain
    sheet_title: str
    item_title: str


def attack(request: UserRequest) -> HttpResponse:
    """What was found by playing against a scheme; where nothing is known yet, the button that
    plays.
    """
    require(request.user, Can.SCHEME_TRY)
    return _page(request, BroughtSchemeForm())


@require_POST
def play(request: UserRequest) -> HttpResponse:
    """Play against the scheme of the address; the page shows meanwhile how far it is."""
    require(request.user, Can.SCHEME_TRY)
    tried, missing = _asked(request)
    if tried is None:
        raise Refusal(missing or gettext("Choose a scheme first."))
    gains_of(tried)
    return redirect(_address(tried.query))


@require_POST
def bring(request: UserRequest) -> HttpResponse:
    """Take a scheme as a text; with a fault the page is shown again with all that was typed."""
    require(request.user, Can.SCHEME_TRY)
    form = BroughtSchemeForm(request.POST, request.FILES)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            text_tried(text, local_day(timezone.now()))
        except Refusal as told:
            form.refuse(told)
        else:
            return redirect(_address(urlencode({"text": remember(text)})))
    return _page(request, form)


def under_way(request: UserRequest) -> HttpResponse:
    """How far the play against a scheme has come. Once it has ended, the page that asks is shown
    anew, unless it waits for the answer itself.
    """
    require(request.user, Can.SCHEME_TRY)
    tried, _missing = _asked(request)
    if tried is None:
        raise Http404
    waits, job = "waits" in request.GET, running(tried)
    if job is None and not waits:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(
        request,
        "assessment/_attack_running.html",
        {"job": job, "waits": waits, "tried": tried},
    )


def _page(request: UserRequest, form: BroughtSchemeForm) -> HttpResponse:
    tried, missing = _asked(request)
    day = local_day(timezone.now())
    context: dict[str, Any] = {
        "tried": tried,
        "missing": missing,
        "presets": {name: dated.on(day) for name, dated in scheme_presets().items()},
        "form": form,
        "target": reverse("assessment:bring_to_attack"),
        "moves": MOVES,
        "untried": UNTRIED,
    }
    if tried:
        context |= {"scheme": tried.scheme, "job": running(tried)}
        gains = known_gains(tried)
        if gains is not None and not form.is_bound:
            context |= _result(request, tried.scheme, gains)
    return render(request, "assessment/attack.html", context, status=422 if form.errors else 200)


def _result(request: UserRequest, scheme: Scheme, gains: Sequence[Gain]) -> dict[str, Any]:
    worst = worst_of(scheme, gains)
    asked = {name: request.GET.get(name, "") for name in ("sheet", "item", "move", "won")}
    shown = [each for each in _shown(scheme, gains) if _is_asked(each.gain, asked)]
    labels = {gain.move: gain.label for gain in gains}
    return {
        "worst": [(sheet, [e for e in worst if e.sheet is sheet]) for sheet in scheme.sheets],
        "of_one_item": max((e.gain.gain for e in worst if e.item), default=Decimal()),
        "of_a_score": max((e.gain.gain for e in worst if not e.item), default=Decimal()),
        "number": len(gains),
        "winning": sum(gain.gain > 0 for gain in gains),
        "crossing": _crossing(gains),
        "asked": asked,
        "sheets": [(sheet.id, sheet.title) for sheet in scheme.sheets],
        "labels": sorted(labels.items(), key=lambda each: ("+" in each[0], each[1])),
        "page": row_page(request, shown),
    }


def _crossing(gains: Sequence[Gain]) -> list[Gain]:
    """Return the moves that make somebody assessed or not, pairs only if neither does it alone."""
    crossing = [gain for gain in gains if gain.entering or gain.leaving]
    alone = {(gain.sheet, gain.move) for gain in crossing}
    return [
        gain
        for gain in crossing
        if "+" not in gain.move
        or not any((gain.sheet, each) in alone for each in gain.move.split("+"))
    ]


def _shown(scheme: Scheme, gains: Sequence[Gain]) -> list[ShownGain]:
    sheets = {sheet.id: sheet for sheet in scheme.sheets}
    titles = {(s.id, item.id): item.title for s in scheme.sheets for item in s.items}
    whole = gettext("the whole score")
    return [
        ShownGain(gain, sheets[gain.sheet].title, titles.get((gain.sheet, gain.item), whole))
        for gain in gains
    ]


def _is_asked(gain: Gain, asked: dict[str, str]) -> bool:
    if asked["won"] and not gain.gain:
        return False
    if asked["item"] and asked["item"] != ("" if gain.item == SCORE else gain.item):
        return False
    return asked["sheet"] in ("", gain.sheet) and asked["move"] in ("", gain.move)


def _asked(request: UserRequest) -> tuple[TriedScheme | None, str]:
    return asked_scheme(request.GET, local_day(timezone.now()))


def _address(query: str) -> str:
    return f"{reverse('assessment:attack')}?{query}"
