"""Shapes of mechanisms and meetings over HTTP. Days are the district's; money is whole yuan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema

from bihuan.kit.schemas import MonthText, RowNumber, Text, Yuan

Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Line = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(2001, 1, 1), le=date(2048, 12, 31))]


class PracticeOut(Schema):
    """One published practice."""

    name: str
    title: str
    source: str
    version: int
    chosen: bool


class ChooseIn(Schema):
    """A practice, and the day from which it holds; without one, the day that is proposed."""

    preset: Code
    since: Day | None = None


class DutyStandingOut(Schema):
    """A duty in one period. `wanted` is null where nothing is kept of that time; `meetings` holds
    row numbers of those that the reader may see.
    """

    mechanism: str
    duty: str
    what: str
    who: str
    calendar: str
    check: str
    period: str
    due_on: date
    outcome: str
    done: int
    wanted: int | None
    done_on: date | None
    meetings: list[int]


class TickIn(Schema):
    """Who did a duty, on which day, and what shows it."""

    who: Name
    note: Text
    done_on: Day


class DutyNoteIn(Schema):
    note: Text


class TickOut(Schema):
    """A tick on record; `is_done` is False where one was taken back."""

    id: int
    duty: str
    period: str
    is_done: bool
    done_on: date
    who: str
    note: str


class MeetingIn(Schema):
    """A meeting to plan; its agenda is drawn from the lights of `month`."""

    kind: Code
    held_on: Day
    chair: Name
    month: MonthText
    place: Line = ""
    attendees: Text = ""


class MeetingEditIn(Schema):
    held_on: Day
    chair: Name
    place: Line = ""
    attendees: Text = ""
    edition: RowNumber | None = None


class BeginIn(Schema):
    """The day on which it was really held; today if empty."""

    held_on: Day | None = None


class MeetingOut(Schema):
    """A meeting. `number` is which one of its kind it is on its day; 0 while it is the only one."""

    id: int
    kind: str
    held_on: date
    number: int
    name: str
    place: str
    chair: str
    attendees: str
    month: str
    state: str
    closed_on: date | None
    why_not: str
    edition: int


class ItemOut(Schema):
    """One item of an agenda. `place` counts those that stand; `dropped` says why one does not, and
    `carried_to_id` names the meeting that it went on to.
    """

    id: int
    place: int
    project_id: int | None
    project: str | None
    reasons: list[str]
    value_yuan: Yuan
    conclusion: str
    dropped: str
    carried_to_id: int | None
    edition: int


class DecisionOut(Schema):
    """A decision and the matter that it became."""

    id: int
    item_id: int | None
    text: str
    lead: str
    due_on: date
    matter_id: int
    matter: str
    state: str
    overdue: bool


class AgendaOut(Schema):
    """A meeting with its agenda, its decisions, and what became of earlier ones."""

    meeting: MeetingOut
    items: list[ItemOut]
    dropped: list[ItemOut]
    decisions: list[DecisionOut]
    carried: list[DecisionOut]


class AddIn(Schema):
    project_id: RowNumber
    note: Text


class ItemMoveIn(Schema):
    up: bool


class ConcludeIn(Schema):
    conclusion: Text
    edition: RowNumber | None = None


class DecideIn(Schema):
    """A decision to note, raise and assign."""

    text: Text
    lead_id: RowNumber
    supporting_ids: Annotated[list[RowNumber], Field(max_length=20)] = []
    due_on: Day
    item_id: RowNumber | None = None
    severity: Code = ""
    not_the_same: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""


class TogetherIn(Schema):
    """One decision on several items; without `lead_id` each goes to its project's responsible
    organisation.
    """

    item_ids: Annotated[list[RowNumber], Field(min_length=1, max_length=500)]
    text: Text
    lead_id: RowNumber | None = None
    supporting_ids: Annotated[list[RowNumber], Field(max_length=20)] = []
    due_on: Day
    severity: Code = ""
    not_the_same: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""


class CloseIn(Schema):
    """Where items go that the meeting did not reach: another meeting, or a new one on a day."""

    next_meeting_id: RowNumber | None = None
    next_on: Day | None = None


class NewItemsOut(Schema):
    """How many items are new on the agenda."""

    new: int


class SignerIn(Schema):
    """Who signs a list of decisions."""

    signer: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class DecisionListOut(Schema):
    """The paper that a list of decisions became."""

    paper_id: int
    label: str
