"""Shapes of the visits' API. Distances are metres, moments carry their offset."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from bihuan.kit.schemas import RowNumber, Text

from .actions import FindingSaid, PartSaid, VisitManifest

Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Degrees = Annotated[Decimal, Field(max_digits=9, decimal_places=6, ge=-180, le=180)]


class FindingIn(Schema):
    title: Short
    type_code: Code
    severity: Code


class PartIn(Schema):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=1, le=50_000_000)]
    name: Short = ""
    original: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class VisitIn(Schema):
    """A visit as its device keeps it; `device_id` was made there and never changes."""

    device_id: UUID
    project_id: RowNumber
    visited_at: Annotated[
        datetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))
    ]
    notes: Text = ""
    place: Short = ""
    longitude: Degrees | None = None
    latitude: Degrees | None = None
    accuracy_m: Annotated[int, Field(ge=0, le=10_000_000)] | None = None
    colour: Code = ""
    findings: Annotated[list[FindingIn], Field(max_length=50)] = []
    parts: Annotated[list[PartIn], Field(max_length=50)] = []

    def manifest(self) -> VisitManifest:
        return VisitManifest(
            device_id=self.device_id,
            visited_at=self.visited_at.astimezone(UTC),
            notes=self.notes,
            place=self.place,
            longitude=self.longitude,
            latitude=self.latitude,
            accuracy_m=self.accuracy_m,
            colour=self.colour,
            findings=tuple(FindingSaid(f.title, f.type_code, f.severity) for f in self.findings),
            parts=tuple(PartSaid(p.sha256, p.size, p.name, p.original) for p in self.parts),
        )


class VisitReportOut(Schema):
    """What has come in of a visit, and what it led to."""

    id: int
    device_id: UUID
    state: str
    missing: list[str]
    received: list[str]
    matters: list[str]
    distance_m: int | None
    off_site: bool
    purpose: str


class VisitOut(Schema):
    """One visit in the list."""

    id: int
    project_id: int
    visited_on: date
    visited_at: datetime
    visited_by_id: int
    state: str
    notes: str
    distance_m: int | None
    off_site: bool
    purpose: str
    photo_count: int
    finding_count: int


class VisitsOut(Schema):
    total: int
    page: int
    visits: list[VisitOut]


class SiteOut(Schema):
    """A project to be visited, with the approved place if it is known."""

    id: int
    name: str
    longitude: float | None
    latitude: float | None
    planned: bool


class VisitNamedOut(Schema):
    code: str
    label: str


class ReadyOut(Schema):
    """Who is signed in, what a device needs to work without a network, and a key to send with."""

    user_id: int
    user: str
    csrf: str
    now: datetime
    may_inspect: bool
    off_site_m: int
    sites: list[SiteOut]
    types: list[VisitNamedOut]
    severities: list[VisitNamedOut]


class PurposeIn(Schema):
    purpose: Code = ""


class SettleIn(Schema):
    keep: bool
    note: Text


class SeedIn(Schema):
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]


class PutIn(Schema):
    project_id: RowNumber
    reason: Text


class DropIn(Schema):
    reason: Text


class PlannedOut(Schema):
    """One planned visit; `reasons` are codes of risks."""

    id: int
    project_id: int
    leader_id: int
    reasons: list[str]
    points: int
    is_random: bool
    put_reason: str
    dropped_reason: str
    done_id: int | None


class VisitPlanOut(Schema):
    """A month's plan; the seed draws the random share from the pool (numbers of projects)."""

    month: str
    seed: int
    rules_version: int
    random_percent: int | None = None
    pool: list[int] = []
    confirmed: bool
    visits: list[PlannedOut]
