"""Schemes and their drafts over HTTP: as on the pages, by the same actions."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.assessment import actions
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.models import SchemeDraft
from bihuan.assessment.presets import schemes_in_force, schemes_known
from bihuan.assessment.queries import scheme_of
from bihuan.assessment.queries.board import question_of
from bihuan.assessment.queries.scheme_drafts import (
    draft_scheme,
    history,
    newest_edition,
    scheme_of_text,
)
from bihuan.assessment.queries.simulated import simulated
from bihuan.assessment.rules.scheme_drafts import text_as_stored
from bihuan.assessment.schemas import MovedOut, written_moves
from bihuan.assessment.schemas_of_schemes import (
    AdoptedOut,
    AdoptIn,
    CheckIn,
    CheckOut,
    DifferenceOut,
    DraftIn,
    DraftNameIn,
    DraftOut,
    DraftTextIn,
    DraftTextOut,
    EditionOut,
    FaultOut,
    RestoreIn,
    SchemeInWordsOut,
)
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.preset_faults import PresetError
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber

schemes = Router()
drafts = Router()
Id = Annotated[RowNumber, Path()]


@schemes.get("of/{name}", response={200: SchemeInWordsOut, **READING})
def read_scheme_in_words(request: UserRequest, name: str) -> SchemeInWordsOut:
    """One scheme as it holds today, with its text and each formula in words."""
    today, known = local_day(timezone.now()), schemes_known()
    if name not in known:
        raise Http404
    chosen = schemes_in_force().name_on(today)
    return SchemeInWordsOut.of(name, known[name].on(today), chosen=name == chosen)


@schemes.post("check", response={200: CheckOut, **WRITING})
def check_scheme(request: UserRequest, said: CheckIn) -> CheckOut:
    """Say what is wrong with a text, or what it says. Nothing is written."""
    require(request.user, Can.RULES_CHANGE)
    text = text_as_stored(said.text)
    try:
        scheme = scheme_of_text(text)
    except PresetError as error:
        return CheckOut(faults=[FaultOut.of(each) for each in error.faults], scheme=None)
    told = SchemeInWordsOut.of("", scheme, chosen=False, text=text)
    return CheckOut(faults=[], scheme=told)


@drafts.get("", response={200: list[DraftOut], **READING})
def list_drafts(request: UserRequest) -> list[DraftOut]:
    """The drafts that were not discarded, the newest first."""
    require(request.user, Can.RULES_CHANGE)
    return [DraftOut.of(row) for row in SchemeDraft.objects.open().select_related("made_by")]


@drafts.post("", response={201: DraftOut, **WRITING})
def start_draft(request: UserRequest, said: DraftIn) -> Status[DraftOut]:
    """Copy a scheme into a draft."""
    made = actions.start_draft(
        name=said.name, scheme=said.scheme, by=request.user, at=timezone.now()
    )
    return Status(201, DraftOut.of(made))


@drafts.get("{pk}", response={200: DraftTextOut, **READING})
def read_draft(request: UserRequest, pk: Id) -> DraftTextOut:
    """A draft with the text of its newest edition."""
    draft = _draft(request, pk)
    return DraftTextOut.of_edition(draft, newest_edition(draft))


@drafts.put("{pk}", response={200: DraftTextOut, **WRITING})
def save_draft(request: UserRequest, pk: Id, said: DraftTextIn) -> DraftTextOut:
    """Save a text as the next edition. 409 for one with faults, each named by line and key, and if
    somebody saved since `edition` was read.
    """
    made = actions.save_draft(
        draft=_draft(request, pk),
        text=said.text,
        edition=said.edition,
        note=said.note,
        by=request.user,
        at=timezone.now(),
    )
    return DraftTextOut.of_edition(_draft(request, pk), made)


@drafts.get("{pk}/editions", response={200: list[EditionOut], **READING})
def list_editions(request: UserRequest, pk: Id) -> list[EditionOut]:
    """Every edition with what it changed, the newest first."""
    return [
        EditionOut(
            number=each.edition.number,
            note=each.edition.note,
            restores=each.edition.restores,
            by=str(each.edition.by),
            at=each.edition.at,
            adopted_as=each.adopted,
            changes=[DifferenceOut.of(change) for change in each.differences],
            more=each.more,
        )
        for each in history(_draft(request, pk))
    ]


@drafts.get("{pk}/moves", response={200: list[MovedOut], **READING}, by_alias=True)
def list_moves(
    request: UserRequest,
    pk: Id,
    month: Annotated[MonthText, Query()],
    who: Assessed = Assessed.PROJECTS,
) -> Any:
    """Who moves in a month from the scheme in force to the draft, by how much and why."""
    asked, scheme = Month.parse(month), draft_scheme(_draft(request, pk))
    question = question_of(asked, local_day(timezone.now()))
    return written_moves(simulated(scheme_of(asked), scheme, question, who))


@drafts.post("{pk}/rename", response={200: DraftOut, **WRITING})
def rename_draft(request: UserRequest, pk: Id, said: DraftNameIn) -> DraftOut:
    """Give a draft another name."""
    draft = _draft(request, pk)
    return DraftOut.of(
        actions.rename_draft(draft=draft, name=said.name, by=request.user, at=timezone.now())
    )


@drafts.post("{pk}/restore", response={200: DraftTextOut, **WRITING})
def restore_edition(request: UserRequest, pk: Id, said: RestoreIn) -> DraftTextOut:
    """Bring an earlier edition back as the next one."""
    made = actions.restore_edition(
        draft=_draft(request, pk),
        number=said.number,
        edition=said.edition,
        by=request.user,
        at=timezone.now(),
    )
    return DraftTextOut.of_edition(_draft(request, pk), made)


@drafts.post("{pk}/discard", response={200: DraftOut, **WRITING})
def discard_draft(request: UserRequest, pk: Id) -> DraftOut:
    """Discard a draft; its editions stay on record."""
    draft = _draft(request, pk)
    return DraftOut.of(actions.discard_draft(draft=draft, by=request.user, at=timezone.now()))


@drafts.post("{pk}/adopt", response={200: AdoptedOut, **WRITING})
def adopt_draft(request: UserRequest, pk: Id, said: AdoptIn) -> AdoptedOut:
    """Let a draft's newest edition hold from a day on. 409 for a locked or frozen month."""
    adopted = actions.adopt_draft(
        draft=_draft(request, pk),
        edition=said.edition,
        since=said.since,
        by=request.user,
        at=timezone.now(),
    )
    return AdoptedOut.of(adopted)


def _draft(request: UserRequest, pk: int) -> SchemeDraft:
    require(request.user, Can.RULES_CHANGE)
    return get_object_or_404(SchemeDraft.objects.select_related("made_by"), pk=pk)
