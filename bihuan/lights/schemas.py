"""Shapes of the lights over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from bihuan.kit.schemas import Day, RowNumber, Text


class ReasonOut(Schema):
    """One clause that spoke."""

    clause: str
    colour: str
    sentence: str


class LightOut(Schema):
    """One project's lights of a month. `colour` is the light that is shown, the headline: the worst
    of the three unless lifted, with its `reasons`; `counts_as` is the colour that it is counted
    under. `raw_colour` is the machine's light of the month alone.
    """

    project_id: int
    project: str
    colour: str | None
    counts_as: str
    machine: str | None
    raw_colour: str | None
    commander: str | None
    inspector: str | None
    headline: str | None
    lifted: bool
    reasons: list[ReasonOut]
    machine_reasons: list[ReasonOut]


class LightsOut(Schema):
    """A month's lights, and the rules that gave them."""

    month: str
    rule_set: str
    rule_version: int
    lights: list[LightOut]


class RuleSetOut(Schema):
    """An office's rules, and whether the district follows them."""

    name: str
    title: str
    source: str
    version: int
    chosen: bool


class WaiverIn(Schema):
    """Which clause is excused, why, and who approved it."""

    project_id: RowNumber
    clause: Annotated[str, Field(max_length=40)]
    reason: Text
    approver: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class WaiverOut(Schema):
    """A waiver on record."""

    id: int
    project_id: int
    clause: str
    reason: str
    approver: str


class JudgedOut(Schema):
    """How many verdicts changed."""

    given: int


class CommanderLightIn(Schema):
    """A commander's light of a month. The reason is needed if it is better than the machine's."""

    project_id: RowNumber
    colour: Literal["green", "yellow", "red"]
    reason: Text = ""


class InspectorLightIn(CommanderLightIn):
    """An inspector's light of a month, with its reason or the visit that it rests on."""

    source_ref: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""


class RaterLightOut(Schema):
    """A light that somebody gave. `current` is False once a newer one took its place."""

    id: int
    project_id: int
    month: str
    rater: str
    colour: str
    reason: str
    source_ref: str
    by: str
    given_at: datetime
    current: bool


class LiftIn(Schema):
    """To what a headline is lifted, why, and the last day on which that holds."""

    project_id: RowNumber
    colour: Literal["green", "yellow"]
    until: Day
    note: Text


class RevokeIn(Schema):
    """Why a lift ends before its day."""

    note: Text


class LiftOut(Schema):
    """A lift of the headline from `month` on, to the end of the day `until`."""

    id: int
    project_id: int
    month: str
    colour: str
    note: str
    until: date
    by: str
    given_at: datetime
    state: str
    ended_at: datetime | None
    end_note: str


class StandingOut(Schema):
    """One project's month: each rater's light (None where nobody speaks), the headline with what
    made it, and all that people said, newest first.
    """

    project_id: int
    month: str
    machine: str | None
    commander: str | None
    inspector: str | None
    headline: str | None
    worst: str | None
    lifted: bool
    reasons: list[ReasonOut]
    machine_reasons: list[ReasonOut]
    spoken: list[RaterLightOut]
    lifts: list[LiftOut]


class AccuracyOut(Schema):
    """One rater's months that could be judged, those foretold, and the rate in percent to two
    places; None where too few were judged.
    """

    rater: str
    name: str
    hits: int
    judged: int
    rate: Decimal | None
