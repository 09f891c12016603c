"""Shapes of the loop's API. Money is whole yuan, days of work are working days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Field, Schema

from bihuan.kit.schemas import MOST_YUAN, RowNumber, Text

Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Title = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(2001, 1, 1), le=date(2049, 12, 31))]


class MatterIn(Schema):
    """A new matter. Only an order may be about no project."""

    kind: Code
    type_code: Code
    severity: Code
    title: Title
    text: Text = ""
    project_id: RowNumber | None = None
    held_yuan: Annotated[int, Field(ge=0, le=MOST_YUAN)] | None = None
    due_on: Day | None = None
    not_the_same: Text = ""


class AssignIn(Schema):
    """Who leads, who supports, and a deadline if it comes sooner."""

    lead_id: RowNumber
    supporting_ids: list[RowNumber] = []
    due_on: Day | None = None
    note: Text = ""
    edition: RowNumber | None = None


class SaidIn(Schema):
    """Words beside a move; `edition` as it was read makes sure that nobody was faster."""

    note: Text = ""
    edition: RowNumber | None = None


class ExtensionIn(Schema):
    wished_on: Day
    reason: Text
    edition: RowNumber | None = None


class ExtensionDecideIn(SaidIn):
    grant: bool


class PauseIn(SaidIn):
    reason_code: Code
    ends_on: Day


class MatterOut(Schema):
    """A matter as it stands."""

    id: int
    number: str
    kind: str
    type_code: str
    severity: str
    title: str
    text: str
    state: str
    project_id: int | None
    lead_id: int | None
    source: str
    source_ref: str
    raised_on: date
    due_on: date
    first_due_on: date
    level: int
    age_days: int
    overdue_days: int
    paused_days: int
    inherited_days: int
    extensions: int
    held_yuan: int
    slip_days: int
    milestone_on: date | None
    earlier_id: int | None
    closed_on: date | None
    edition: int


class EvidenceOut(Schema):
    """A file that came with a move; its content is at `evidence/{pk}`."""

    id: int
    name: str
    sha256: str


class MoveOut(Schema):
    """One move as it was made. `files` are the names of its `evidence`."""

    verb: str
    was: str
    became: str
    by: str
    at: datetime
    note: str
    due_on: date | None
    files: list[str]
    evidence: list[EvidenceOut]


class StoryOut(MatterOut):
    """A matter with its moves, and those that are open to who asks."""

    moves: list[MoveOut]
    open_to_you: list[str]


class MattersOut(Schema):
    """One page of matters."""

    total: int
    page: int
    matters: list[MatterOut]


class LevelOut(Schema):
    label: str
    who: str
    after: int | None
    paper: str


class NamedOut(Schema):
    code: str
    label: str
    limit: int | None


class PolicyOut(Schema):
    """The rules of the loop that the district chose. Limits are working days."""

    title: str
    source: str
    version: int
    sign_within: int
    feed_back_within: int
    verify_within: int
    extensions_most: int
    severities: list[NamedOut]
    types: list[NamedOut]
    levels: list[LevelOut]
    pauses: list[NamedOut]
