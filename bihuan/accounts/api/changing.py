"""Organisations renamed and merged, over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema

from bihuan.accounts import actions
from bihuan.accounts.http import UserRequest, require_person
from bihuan.accounts.models import FormerOrganisationName, Organisation
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.schemas import READING, WRITING, Day, RowNumber

from .directory import OrganisationOut

router = Router()
Why = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class FormerNameOut(Schema):
    """A name, and the last day on which it was borne."""

    name: str
    until: date


class PastOut(Schema):
    """What an organisation was called, and which others were merged into it."""

    former_names: list[FormerNameOut]
    absorbed: list[OrganisationOut]


class OrganisationRenameIn(Schema):
    """The name that holds from a day on."""

    name: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
    on: Day
    reason: Why = ""


class OrganisationMergeIn(Schema):
    """Into which organisation, from which day on."""

    into_id: RowNumber
    on: Day
    reason: Why


@router.get("organisations/{int:pk}/past", response={200: PastOut, **READING})
def past(request: UserRequest, pk: int) -> dict[str, object]:
    """Tell what an organisation was called, and what was merged into it."""
    organisation = get_object_or_404(Organisation, pk=pk)
    former: list[FormerOrganisationName] = list(organisation.former_names.all())
    return {"former_names": former, "absorbed": list(organisation.absorbed.all())}


@router.post("organisations/{int:pk}/rename", response={200: OrganisationOut, **WRITING})
def rename(request: UserRequest, pk: int, said: OrganisationRenameIn) -> Organisation:
    """Rename from a day on; it is still found by its former name."""
    return actions.rename_organisation(
        organisation=_organisation(request, pk),
        **said.dict(),
        by=request.user,
        at=timezone.now(),
    )


@router.post("organisations/{int:pk}/merge", response={200: OrganisationOut, **WRITING})
def merge(request: UserRequest, pk: int, said: OrganisationMergeIn) -> Organisation:
    """Merge into another from a day on; answer the other, to which everything went over."""
    require_person(request)
    return actions.merge_organisations(
        was=_organisation(request, pk),
        into=get_object_or_404(Organisation, pk=said.into_id),
        on=said.on,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


def _organisation(request: UserRequest, pk: int) -> Organisation:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return get_object_or_404(Organisation, pk=pk)
