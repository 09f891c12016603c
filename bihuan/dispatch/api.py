"""Mechanisms and dispatch meetings over HTTP: the same moves as the pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, RowNumber
from bihuan.projects.models import Project

from . import actions, queries
from .models import AgendaItem, Meeting
from .presets import district_practice, practice_presets
from .schemas import (
    AddIn,
    AgendaOut,
    BeginIn,
    ChooseIn,
    CloseIn,
    Code,
    ConcludeIn,
    Day,
    DecideIn,
    DecisionListOut,
    DecisionOut,
    DutyNoteIn,
    DutyStandingOut,
    ItemMoveIn,
    ItemOut,
    MeetingEditIn,
    MeetingIn,
    MeetingOut,
    NewItemsOut,
    PracticeOut,
    SignerIn,
    TickIn,
    TickOut,
    TogetherIn,
)
from .wording import label, what, who

router = Router()
Pk = Annotated[RowNumber, Path()]
Held = {200: MeetingOut, **WRITING}
Arranged = {200: ItemOut, **WRITING}


@router.get("practices", response={200: list[PracticeOut], **READING})
def list_practices(request: UserRequest) -> list[PracticeOut]:
    """Every practice there is, and which the district follows."""
    chosen, _practice = district_practice(local_day(timezone.now()))
    return [
        PracticeOut(
            name=name,
            title=each.title,
            source=each.source,
            version=each.version,
            chosen=name == chosen,
        )
        for name, dated in practice_presets().items()
        for each in [dated.latest]
    ]


@router.post("practices", response={200: list[PracticeOut], **WRITING})
def choose(request: UserRequest, said: ChooseIn) -> list[PracticeOut]:
    """Follow another practice."""
    actions.choose_mechanisms(
        preset=said.preset, since=said.since, by=request.user, at=timezone.now()
    )
    return list_practices(request)


@router.get("mechanisms", response={200: list[DutyStandingOut], **READING})
def list_standings(request: UserRequest, on: Day | None = None) -> list[DutyStandingOut]:
    """Where every duty stands, in its periods up to `on` (today)."""
    found = queries.mechanisms(_not_later(on))
    findings = [each.finding for each in queries.standings(found)]
    records = queries.records_of(findings, request.user)
    return [
        DutyStandingOut(
            mechanism=label(group.mechanism),
            duty=each.duty.code,
            what=what(each.duty),
            who=who(each.duty),
            calendar=each.duty.calendar,
            check=each.duty.check,
            period=each.period.key,
            due_on=each.due_on,
            outcome=each.outcome,
            done=each.finding.done,
            wanted=each.finding.wanted,
            done_on=each.finding.done_on,
            meetings=[pk for pk in each.finding.meetings if pk in records.meetings],
        )
        for group in found
        for each in queries.standings([group])
    ]


@router.post("duties/{duty}/{period}/tick", response={201: TickOut, **WRITING})
def tick(
    request: UserRequest,
    duty: Annotated[Code, Path()],
    period: Annotated[Code, Path()],
    said: TickIn,
) -> Status[object]:
    """Tick off a duty that no record proves."""
    done = actions.tick(duty=duty, period=period, by=request.user, at=timezone.now(), **said.dict())
    return Status(201, done)


@router.post("duties/{duty}/{period}/untick", response={201: TickOut, **WRITING})
def untick(
    request: UserRequest,
    duty: Annotated[Code, Path()],
    period: Annotated[Code, Path()],
    said: DutyNoteIn,
) -> Status[object]:
    """Take a tick back; both stay on record."""
    undone = actions.untick(
        duty=duty, period=period, note=said.note, by=request.user, at=timezone.now()
    )
    return Status(201, undone)


@router.get("meetings", response={200: list[MeetingOut], **READING})
def list_meetings(request: UserRequest) -> list[MeetingOut]:
    """The newest hundred meetings."""
    return [_meeting(row) for row in Meeting.objects.visible_to(request.user)[:100]]


@router.post("meetings", response={201: MeetingOut, **WRITING})
def plan_meeting(request: UserRequest, said: MeetingIn) -> Status[object]:
    """Plan a meeting; its agenda is drawn."""
    values = {**said.dict(), "month": Month.parse(said.month)}
    row = actions.plan_meeting(by=request.user, at=timezone.now(), **values)
    return Status(201, _meeting(row))


@router.get("meetings/{pk}", response={200: AgendaOut, **READING})
def read_meeting(request: UserRequest, pk: Pk) -> AgendaOut:
    """One meeting with its agenda and decisions."""
    row, today = _seen(request, pk), local_day(timezone.now())
    lines, dropped = queries.agenda(row, request.user, today)
    _last, before = queries.carried(row, request.user, today)
    decided = queries.decisions(row, request.user, today)
    return AgendaOut(
        meeting=_meeting(row),
        items=[_item(line) for line in lines],
        dropped=[_item(line) for line in dropped],
        decisions=[_decision(line) for line in decided],
        carried=[_decision(line) for line in before],
    )


@router.put("meetings/{pk}", response=Held)
def edit_meeting(request: UserRequest, pk: Pk, said: MeetingEditIn) -> MeetingOut:
    """Change day, place, chair or attendees."""
    row = actions.edit_meeting(
        meeting=_seen(request, pk), by=request.user, at=timezone.now(), **said.dict()
    )
    return _meeting(row)


@router.post("meetings/{pk}/begin", response=Held)
def begin(request: UserRequest, pk: Pk, said: BeginIn) -> MeetingOut:
    """Open the meeting."""
    row = _seen(request, pk)
    return _meeting(
        actions.begin(meeting=row, held_on=said.held_on, by=request.user, at=timezone.now())
    )


@router.post("meetings/{pk}/close", response=Held)
def close(request: UserRequest, pk: Pk, said: CloseIn | None = None) -> MeetingOut:
    """Close the meeting; items that it did not reach go on to the one named."""
    row, said = _seen(request, pk), said or CloseIn()
    closed = actions.close(
        meeting=row,
        next_meeting=_seen(request, said.next_meeting_id) if said.next_meeting_id else None,
        next_on=said.next_on,
        by=request.user,
        at=timezone.now(),
    )
    return _meeting(closed)


@router.post("meetings/{pk}/call-off", response=Held)
def call_off(request: UserRequest, pk: Pk, said: DutyNoteIn) -> MeetingOut:
    """Call a planned meeting off."""
    row = _seen(request, pk)
    return _meeting(
        actions.call_off(meeting=row, why_not=said.note, by=request.user, at=timezone.now())
    )


@router.post("meetings/{pk}/draw", response={200: NewItemsOut, **WRITING})
def draw_again(
    request: UserRequest,
    pk: Pk,
    beyond_limit: Annotated[bool, Query()] = False,  # noqa: FBT002  # named in the address
) -> NewItemsOut:
    """Bring the agenda up to date, up to the practice's number of items or beyond it."""
    new = actions.draw_again(
        meeting=_seen(request, pk),
        beyond_limit=beyond_limit,
        by=request.user,
        at=timezone.now(),
    )
    return NewItemsOut(new=new)


@router.post("meetings/{pk}/items", response={201: ItemOut, **WRITING})
def add_item(request: UserRequest, pk: Pk, said: AddIn) -> Status[object]:
    """Put a project on the agenda by hand."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=said.project_id)
    item = actions.add_item(
        meeting=_seen(request, pk),
        project=project,
        note=said.note,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, _line(request, item))


@router.post("meetings/{pk}/items/{item}/drop", response=Arranged)
def drop_item(request: UserRequest, pk: Pk, item: Pk, said: DutyNoteIn) -> ItemOut:
    """Drop an item, with a reason."""
    row = _own_item(request, pk, item)
    now = timezone.now()
    return _line(request, actions.drop_item(item=row, reason=said.note, by=request.user, at=now))


@router.post("meetings/{pk}/items/{item}/restore", response=Arranged)
def restore_item(request: UserRequest, pk: Pk, item: Pk) -> ItemOut:
    """Put a dropped item back."""
    row = _own_item(request, pk, item)
    return _line(request, actions.restore_item(item=row, by=request.user, at=timezone.now()))


@router.post("meetings/{pk}/items/{item}/move", response=Arranged)
def move_item(request: UserRequest, pk: Pk, item: Pk, said: ItemMoveIn) -> ItemOut:
    """Move an item up or down by one place."""
    row = _own_item(request, pk, item)
    now = timezone.now()
    return _line(request, actions.move_item(item=row, up=said.up, by=request.user, at=now))


@router.post("meetings/{pk}/items/{item}/conclude", response=Arranged)
def conclude(request: UserRequest, pk: Pk, item: Pk, said: ConcludeIn) -> ItemOut:
    """Note the conclusion of an item."""
    row = _own_item(request, pk, item)
    now = timezone.now()
    return _line(request, actions.conclude(item=row, by=request.user, at=now, **said.dict()))


@router.post("meetings/{pk}/decisions", response={201: DecisionOut, **WRITING})
def decide(request: UserRequest, pk: Pk, said: DecideIn) -> Status[object]:
    """Note a decision: it is raised and assigned at once."""
    row = _seen(request, pk)
    decision = actions.decide(
        meeting=row,
        item=_own_item(request, pk, said.item_id) if said.item_id else None,
        text=said.text,
        lead=get_object_or_404(Organisation, pk=said.lead_id),
        supporting=list(Organisation.objects.filter(pk__in=said.supporting_ids)),
        due_on=said.due_on,
        severity=said.severity,
        not_the_same=said.not_the_same,
        by=request.user,
        at=timezone.now(),
    )
    today = local_day(timezone.now())
    lines = queries.decisions(row, request.user, today)
    return Status(201, next(_decision(x) for x in lines if x.decision.pk == decision.pk))


@router.post("meetings/{pk}/decisions/together", response={201: list[DecisionOut], **WRITING})
def decide_together(request: UserRequest, pk: Pk, said: TogetherIn) -> Status[object]:
    """Note the same decision on several items, on all of them or on none."""
    row, today = _seen(request, pk), local_day(timezone.now())
    made = actions.decide_together(
        meeting=row,
        items=_own_items(request, pk, said.item_ids),
        lead=get_object_or_404(Organisation, pk=said.lead_id) if said.lead_id else None,
        supporting=list(Organisation.objects.filter(pk__in=said.supporting_ids)),
        by=request.user,
        at=timezone.now(),
        **said.dict(include={"text", "due_on", "severity", "not_the_same"}),
    )
    new = {each.pk for each in made}
    lines = queries.decisions(row, request.user, today)
    return Status(201, [_decision(line) for line in lines if line.decision.pk in new])


@router.post("meetings/{pk}/decisions/paper", response={201: DecisionListOut, **WRITING})
def issue_list(request: UserRequest, pk: Pk, said: SignerIn) -> Status[DecisionListOut]:
    """Issue an ended meeting's decisions as a numbered paper; papers give it as Word and PDF."""
    paper = actions.issue_list(
        meeting=_seen(request, pk), signer=said.signer, by=request.user, at=timezone.now()
    )
    return Status(201, DecisionListOut(paper_id=paper.pk, label=paper.label))


def _not_later(on: date | None) -> date:
    today = local_day(timezone.now())
    return min(on, today) if on else today


def _seen(request: UserRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)


def _own_item(request: UserRequest, pk: int, item: int) -> AgendaItem:
    items = AgendaItem.objects.visible_to(request.user).select_related("meeting", "project")
    return get_object_or_404(items, pk=item, meeting=_seen(request, pk))


def _own_items(request: UserRequest, pk: int, items: list[int]) -> list[AgendaItem]:
    meeting, wanted = _seen(request, pk), set(items)
    found = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting, pk__in=wanted)
    if len(found) != len(wanted):
        raise Http404
    return list(found)


def _line(request: UserRequest, item: AgendaItem) -> ItemOut:
    today = local_day(timezone.now())
    lines, dropped = queries.agenda(item.meeting, request.user, today)
    return next(_item(line) for line in (*lines, *dropped) if line.item.pk == item.pk)


def _meeting(row: Meeting) -> MeetingOut:
    return MeetingOut(
        id=row.pk,
        kind=row.kind,
        held_on=row.held_on,
        number=row.number,
        name=str(row),
        place=row.place,
        chair=row.chair,
        attendees=row.attendees,
        month=str(Month.of(row.month)),
        state=row.state,
        closed_on=row.closed_on,
        why_not=row.why_not,
        edition=row.edition,
    )


def _item(line: queries.ItemLine) -> ItemOut:
    item = line.item
    return ItemOut(
        id=item.pk,
        place=line.place,
        project_id=item.project_id,
        project=item.project.name if item.project else None,
        reasons=[reason.words for reason in line.reasons],
        value_yuan=item.value_yuan,
        conclusion=item.conclusion,
        dropped=item.dropped,
        carried_to_id=item.carried_to_id,
        edition=item.edition,
    )


def _decision(line: queries.DecisionLine) -> DecisionOut:
    row = line.decision
    return DecisionOut(
        id=row.pk,
        item_id=row.item_id,
        text=row.text,
        lead=row.lead.name,
        due_on=row.due_on,
        matter_id=line.matter.pk,
        matter=line.matter.number,
        state=line.matter.state,
        overdue=line.is_overdue,
    )
