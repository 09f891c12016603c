"""Accounts of many people over HTTP: the same action as the page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from bihuan.accounts.http import UserRequest, require_person
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.importing.actions import bring_in_people
from bihuan.importing.people.plan import plan_people
from bihuan.importing.people.sheet import people_in
from bihuan.importing.people.slips import slips_of
from bihuan.importing.uploads import content_of
from bihuan.kit.errors import Refusal
from bihuan.kit.schemas import WRITING
from bihuan.kit.sheets import read_workbook
from bihuan.kit.words import gettext

router = Router()


class PeopleIn(Schema):
    """Whether the table is only tried, and whether unknown organisations are added."""

    dry_run: bool = True
    create_organisations: bool = False


class SlipOut(Schema):
    """A new user's first password: told here once, and changed at first sign-in."""

    full_name: str
    organisation: str
    username: str
    password: str


class PeopleOut(Schema):
    """What a table of people changes: rows, how many are of each verdict, and first passwords."""

    applied: bool
    new: int
    changed: int
    known: int
    problem: int
    left_out: int
    unknown_organisations: list[str]
    rows: list[dict[str, Any]]
    slips: list[SlipOut] = []


@router.post("", response={200: PeopleOut, **WRITING})
def import_people(
    request: UserRequest,
    said: Form[PeopleIn],
    file: File[UploadedFile | None] = None,
) -> dict[str, Any]:
    """Read a table of people; `dry_run` only tells what it would change. Signed in oneself."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    require_person(request)
    if file is None:
        raise Refusal(gettext("Send the table as `file`."))
    rows = people_in(read_workbook(content_of(file), file.name or ""))
    plan = plan_people(rows)
    if said.dry_run:
        return {"applied": False, **plan.as_told()}
    if plan.unknown and not said.create_organisations:
        names = "、".join(each.name for each in plan.unknown)
        raise Refusal(gettext("There is no organisation “%s”.") % names)
    plan, handed_out = bring_in_people(
        rows=rows, seen=plan.digest, by=request.user, at=timezone.now()
    )
    slips = [vars(slip) for slip in slips_of(handed_out)]
    return {"applied": True, **plan.as_told(), "slips": slips}
