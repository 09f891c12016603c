"""The district's settings over HTTP: the same action as the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Field, Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, WRITING, RowNumber, YearNumber
from bihuan.progress.actions import choose_rules
from bihuan.projects.actions import confirm_rules
from bihuan.projects.kinds import Rounding
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of, chosen_presets

from .choices import PresetOption, check_frozen_scores, choices, split

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
    headline: str
    needs: str
    mechanisms: str
    assessment: str
    rounding: str
    edition: int


class ChosenOut(Schema):
    """That a preset holds for one kind of rules from a day on; 0001-01-01 is the beginning. `by` is
    empty where an upgrade brought the choice.
    """

    rules: str
    preset: str
    since: date
    by: str
    at: datetime


class DistrictPatch(Schema):
    """What is left out stays as it is. Rules are chosen by the names of their presets and hold from
    the day `since` on: by default this month's first, or the one after the newest locked month.
    `edition` as it was read makes sure that nobody saved meanwhile.
    """

    name: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] = ""
    region_code: Annotated[str, Field(max_length=6, pattern=r"^[^\x00]*$")] = ""
    year: YearNumber | None = None
    rounds: Name = ""
    curve: Name = ""
    lights: Name = ""
    loop: Name = ""
    headline: Name = ""
    needs: Name = ""
    mechanisms: Name = ""
    assessment: Name = ""
    since: date | None = None
    rounding: Rounding = Rounding.HALF_UP
    edition: RowNumber | None = None


class ChoiceOut(Schema):
    name: str
    title: str
    meaning: str


@router.get("", response={200: DistrictOut, **READING})
def read_district(request: UserRequest) -> dict[str, Any]:
    """The district, and the rules that hold today."""
    return _out(District.objects.served())


@router.get("/choices", response={200: list[ChosenOut], **READING})
def list_choices(request: UserRequest) -> list[ChosenOut]:
    """Who chose which rules from when on, newest first. On a day, of each kind the newest choice
    counts whose day has come.
    """
    return [
        ChosenOut(rules=c.rules, preset=c.preset, since=c.since, by=str(c.by or ""), at=c.at)
        for c in choices_of()
    ]


@router.get("/presets", response={200: dict[str, list[ChoiceOut]], **READING})
def list_presets(request: UserRequest) -> dict[str, list[PresetOption]]:
    """Every preset of every rule, with what it comes to this month."""
    return choices(local_day(timezone.now()))


@router.patch("", response={200: DistrictOut, **WRITING})
def edit_district(request: UserRequest, said: DistrictPatch) -> dict[str, Any]:
    """Set what is given. 409 if somebody saved since `edition` was read, or for a locked month."""
    presets, own = split(said.dict(exclude_unset=True))
    check_frozen_scores(presets, own.get("since"))
    return _out(choose_rules(presets=presets, by=request.user, at=timezone.now(), **own))


@router.post("/confirm", response={200: DistrictOut, **WRITING})
def confirm(request: UserRequest) -> dict[str, Any]:
    """Put on record that the rules that hold today were looked over and are right. 409 while the
    district has no name.
    """
    return _out(confirm_rules(by=request.user, at=timezone.now()))


def _out(district: District) -> dict[str, Any]:
    names = ("name", "region_code", "year", "rounding", "edition")
    own = {name: getattr(district, name) for name in names}
    held = chosen_presets(local_day(timezone.now()))
    return {**own, **{str(kind): preset for kind, preset in held.items()}}
