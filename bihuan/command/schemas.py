"""Shapes of commanders and hard bones over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from bihuan.kit.schemas import Day, RowNumber, Text


class HardBoneReasonOut(Schema):
    """One clause that spoke."""

    clause: str
    sentence: str


class CommanderOut(Schema):
    """One leader: the year's projects by headline of the month, and matters of these projects;
    visits of this calendar month's plan.
    """

    leader_id: int
    name: str
    title: str
    projects: int
    red: int
    yellow: int
    green: int
    grey: int
    open_matters: int
    overdue_matters: int
    hard_bones: int
    visits_planned: int
    visits_made: int


class CommandersOut(Schema):
    """Every leader, and how many projects of the year have no commander."""

    month: str
    projects: int
    without_commander: int
    commanders: list[CommanderOut]


class AppointIn(Schema):
    """Which projects go to whom. `instead_of` is their commander now, if they have one; then the
    reason is needed.
    """

    project_ids: Annotated[list[RowNumber], Field(min_length=1, max_length=500)]
    leader_id: RowNumber
    instead_of_id: RowNumber | None = None
    reason: Text = ""


class AppointedOut(Schema):
    """The projects that were given."""

    project_ids: list[int]


class CardOut(Schema):
    """One project as its commander sees it. Money is yuan from January to the month's end; colours
    are None where nobody speaks; `reported` is the last month handed in.
    """

    project_id: int
    project: str
    headline: str | None
    machine: str | None
    commander: str | None
    reasons: list[HardBoneReasonOut]
    planned_yuan: int | None
    expected_yuan: int | None
    completed_yuan: int | None
    reported: str | None
    silent: bool
    open_matters: int
    overdue_matters: int
    waiting: int
    next_milestone: str
    next_milestone_on: date | None
    hard_bone_id: int | None
    visit_planned: bool
    visited_on: date | None


class MineOut(Schema):
    """A leader's projects, the worst first, and how many matters wait for the leader; the numbers
    of those worth most.
    """

    leader_id: int
    leader: str
    month: str
    projects: int
    waiting: int
    first_waiting: list[str]
    cards: list[CardOut]


class HandedOut(Schema):
    """A matter that was assigned: to whom, and by when."""

    number: str
    lead: str
    due_on: date


class NoteOut(Schema):
    """How far it had come on a day."""

    text: str
    by: str
    at: datetime


class HardBoneOut(Schema):
    """A project's time on the hard-bone list. `left_on` is None while it is on it."""

    id: int
    project_id: int
    project: str
    leader_id: int | None
    leader: str | None
    entered_on: date
    why: str
    entry_reasons: list[HardBoneReasonOut]
    target_on: date
    first_target_on: date
    left_on: date | None
    outcome: str
    left_why: str
    leaving_reasons: list[HardBoneReasonOut]


class HardBoneWithNotesOut(HardBoneOut):
    """A hard bone with its notes of progress, the oldest first."""

    notes: list[NoteOut]


class ProposalOut(Schema):
    """A step that the rules propose now, and why. `bone_id` is the hard bone that may leave."""

    step: str
    project_id: int
    project: str
    bone_id: int | None
    reasons: list[HardBoneReasonOut]


class EnterIn(Schema):
    """A project, why it is a hard bone, and by when it is to be solved."""

    project_id: RowNumber
    why: Text
    target_on: Day
    leader_id: RowNumber | None = None


class HardBoneLeaveIn(Schema):
    """How it leaves the list; a decision needs its reason."""

    outcome: Literal["solved", "decided", "ended"]
    why: Text = ""


class ChangeIn(Schema):
    """Another day or another leader, and why."""

    target_on: Day
    leader_id: RowNumber | None = None
    why: Text


class HardBoneNoteIn(Schema):
    """How far it has come."""

    text: Text


class DeferIn(Schema):
    """Which proposal is not followed this month, and why."""

    project_id: RowNumber
    step: Literal["enter", "leave"]
    why: Text


class ProposedStepIn(Schema):
    project_id: RowNumber
    step: Literal["enter", "leave"]


class DecideProposalsIn(Schema):
    """Proposals to follow, or to put off to the next month with a reason. Those who come onto the
    list are to be solved by `target_on`; without `why` the rules' own sentences are noted.
    """

    steps: Annotated[list[ProposedStepIn], Field(min_length=1, max_length=500)]
    answer: Literal["follow", "defer"]
    target_on: Day | None = None
    why: Text = ""


class DecidedOut(Schema):
    """How many proposals were decided."""

    decided: int


class DeferralOut(Schema):
    """A proposal that the office did not follow in a month."""

    id: int
    project_id: int
    step: str
    month: str
    why: str
