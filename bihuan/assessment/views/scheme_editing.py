"""A draft changed in forms, item by item and weight by weight, and as text for all else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.assessment import actions
from bihuan.assessment.models import SchemeDraft
from bihuan.assessment.queries.scheme_drafts import (
    changed_between,
    newest_edition,
    scheme_of_text,
)
from bihuan.assessment.rules.scheme import Scheme, ScoreSheet
from bihuan.assessment.rules.scheme_differences import SchemeDifference
from bihuan.assessment.rules.scheme_drafts import text_as_stored
from bihuan.assessment.rules.scheme_edits import (
    ItemPlaces,
    edited,
    item_places,
    weight_changes,
)
from bihuan.assessment.scheme_forms import ItemForm, SchemeTextForm, WeightsForm
from bihuan.kit.errors import Refusal
from bihuan.kit.preset_faults import PresetError, PresetFault
from bihuan.kit.words import gettext
from bihuan.projects.http import seen_edition

from .differences import shown_differences
from .scheme_drafts import draft_of
from .side_by_side import item_beside

AROUND = 1
"""So many lines of the text are shown before and after a fault."""


@dataclass(frozen=True)
class FaultShown:
    """A fault beside the lines of the text around it, each with its number."""

    fault: PresetFault
    lines: list[tuple[int, str]]


@dataclass
class _Tried:
    """What came of trying to save: faults that no field shows, and what somebody else saved."""

    faults: Sequence[PresetFault] = ()
    theirs: Sequence[SchemeDifference] = ()
    status: int = 200
    is_saved: bool = False


def text(request: UserRequest, pk: int) -> HttpResponse:
    """The draft as text; one with faults comes back as it was typed, each fault by its line."""
    draft = draft_of(request, pk)
    typed = request.POST.get("text", newest_edition(draft).text)
    form = SchemeTextForm(request.POST or None, initial={"text": typed})
    tried = _Tried()
    if request.method == "POST" and form.is_valid():
        tried = _try_to_save(request, draft, form, typed, form.cleaned_data["note"])
        if tried.is_saved:
            return redirect("assessment:draft", pk)
    elif request.method == "GET":
        tried.faults = _faults_of(typed)
    shown = faults_shown(text_as_stored(typed), tried.faults)
    return _answer(request, "assessment/draft_text.html", draft, form, tried, {"shown": shown})


def item(request: UserRequest, pk: int, sheet_id: str, item_id: str) -> HttpResponse:
    """One item in a form, beside it what its newest edition says in words."""
    draft = draft_of(request, pk)
    stands = newest_edition(draft).text
    sheet = _sheet(scheme_of_text(stands), sheet_id)
    found, shown = sheet.item(item_id), sheet
    all_places = {(each.sheet, each.item): each for each in item_places(stands)}
    places = all_places.get((sheet_id, item_id))
    if found is None or places is None:
        raise Http404
    form = ItemForm(request.POST or None, places=places, item=found)
    tried = _Tried()
    if request.method == "POST" and form.is_valid():
        changed = _changed(form, stands, [(places, form.changes)])
        if changed is not None and "preview" in request.POST:
            tried, shown = _preview(form, changed, sheet)
        elif changed is not None:
            tried = _try_to_save(request, draft, form, changed, found.title)
        if tried.is_saved:
            return redirect("assessment:draft_item", pk, sheet_id, item_id)
    row = item_beside(shown.item(item_id) or found, shown)
    more = {"sheet": sheet, "item": found, "row": row, "is_preview": shown is not sheet}
    return _answer(request, "assessment/draft_item.html", draft, form, tried, more)


def weights(request: UserRequest, pk: int, sheet_id: str) -> HttpResponse:
    """The weights of a sheet's items together: they come to the total that it states."""
    draft = draft_of(request, pk)
    stands = newest_edition(draft).text
    sheet = _sheet(scheme_of_text(stands), sheet_id)
    places = [each for each in item_places(stands) if each.sheet == sheet_id]
    form = WeightsForm(request.POST or None, prefix="weight", places=places, sheet=sheet)
    tried = _Tried()
    if request.method == "POST" and form.is_valid():
        said = [(each, weight_changes(each, form.cleaned_data[each.item])) for each in places]
        changed = _changed(form, stands, said)
        if changed is not None:
            tried = _try_to_save(request, draft, form, changed, gettext("Weights"))
        if tried.is_saved:
            return redirect("assessment:draft", pk)
    more = {"sheet": sheet}
    return _answer(request, "assessment/draft_weights.html", draft, form, tried, more)


def faults_shown(text: str, faults: Iterable[PresetFault]) -> list[FaultShown]:
    """Return each fault with the lines of the text around it."""
    lines = text.split("\n")
    return [
        FaultShown(
            fault,
            [
                (number, lines[number - 1])
                for number in range(fault.line - AROUND, fault.line + AROUND + 1)
                if 1 <= number <= len(lines)
            ],
        )
        for fault in faults
    ]


def _changed(
    form: Form, text: str, said: Iterable[tuple[ItemPlaces, dict[str, str]]]
) -> str | None:
    """Return the text with what was typed; None if it cannot be put in, as the form says then."""
    try:
        return edited(text, said)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _preview(form: ItemForm, changed: str, sheet: ScoreSheet) -> tuple[_Tried, ScoreSheet]:
    try:
        scheme = scheme_of_text(changed)
    except PresetError as error:
        return _Tried(form.add_faults(error.faults)), sheet
    return _Tried(), _sheet(scheme, sheet.id)


def _try_to_save(
    request: UserRequest, draft: SchemeDraft, form: Form, text: str, note: str
) -> _Tried:
    seen = seen_edition(request)
    try:
        actions.save_draft(
            draft=draft, text=text, edition=seen, note=note, by=request.user, at=timezone.now()
        )
    except PresetError as error:
        add = getattr(form, "add_faults", list)
        return _Tried(faults=add(error.faults))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _Tried(theirs=_theirs(draft, seen), status=409)
    messages.success(request, gettext("Saved."))
    return _Tried(is_saved=True)


def _theirs(draft: SchemeDraft, seen: int) -> list[SchemeDifference]:
    """Return what was changed since the edition that was seen."""
    before = draft.editions.filter(number=seen).first()
    return changed_between(before, newest_edition(draft)) if before else []


def _faults_of(text: str) -> Sequence[PresetFault]:
    try:
        scheme_of_text(text)
    except PresetError as error:
        return error.faults
    return ()


def _answer(
    request: UserRequest,
    template: str,
    draft: SchemeDraft,
    form: Form,
    tried: _Tried,
    more: dict[str, Any],
) -> HttpResponse:
    draft.refresh_from_db(fields=["edition"])
    context = {"draft": draft, "form": form, "faults": tried.faults, **more}
    context["theirs"] = shown_differences(tried.theirs)
    return render(request, template, context, status=tried.status)


def _sheet(scheme: Scheme, sheet_id: str) -> ScoreSheet:
    """Return the sheet of an address. Raises Http404 if there is none."""
    found = next((sheet for sheet in scheme.sheets if sheet.id == sheet_id), None)
    if found is None:
        raise Http404
    return found
