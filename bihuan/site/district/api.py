"""The district's settings over HTTP: the same action as the page."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Field, Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, WRITING, RowNumber, YearNumber
from bihuan.projects.actions import set_district
from bihuan.projects.kinds import Rounding
from bihuan.projects.models import District

from .choices import Choice, check, choices

router = Router()
Name = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class DistrictOut(Schema):
    name: str
    region_code: str
    year: int | None
    rounds: str
    curve: str
    lights: str
    loop: str
    rounding: str
    edition: int


class DistrictPatch(Schema):
    """What is left out stays as it is. Rules are chosen by the names of their presets. `edition` as
    it was read makes sure that nobody saved meanwhile.
    """

    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    region_code: Annotated[str, Field(max_length=6, pattern=r"^[^\x00]*$")] = ""
    year: YearNumber | None = None
    rounds: Name = ""
    curve: Name = ""
    lights: Name = ""
    loop: Name = ""
    rounding: Rounding = Rounding.HALF_UP
    edition: RowNumber | None = None


class ChoiceOut(Schema):
    name: str
    title: str
    meaning: str


@router.get("", response={200: DistrictOut, **READING})
def read_district(request: UserRequest) -> District:
    return District.objects.served()


@router.get("/presets", response={200: dict[str, list[ChoiceOut]], **READING})
def list_presets(request: UserRequest) -> dict[str, list[Choice]]:
    """Every preset of every rule, with what it comes to this month."""
    return choices(local_day(timezone.now()))


@router.patch("", response={200: DistrictOut, **WRITING})
def edit_district(request: UserRequest, said: DistrictPatch) -> District:
    """Set what is given. 409 if somebody saved since `edition` was read."""
    given = said.dict(exclude_unset=True)
    check(given)
    return set_district(by=request.user, at=timezone.now(), **given)
