"""Commanders, their projects and the hard-bone list over HTTP: the same moves as the pages."""

from __future__ import annotations

from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Leader
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, RowNumber, YearNumber
from bihuan.lights.queries import latest_month
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from . import actions
from .kinds import HardBoneStep
from .models import BoneNote, HardBone
from .queries import (
    Card,
    CommanderLine,
    cards,
    commanders,
    mine,
    month_of_list,
    proposals,
    waiting,
)
from .reach import require_leader_seen, require_whole_district
from .schemas import (
    AppointedOut,
    AppointIn,
    CardOut,
    ChangeIn,
    CommanderOut,
    CommandersOut,
    DecidedOut,
    DecideProposalsIn,
    DeferIn,
    DeferralOut,
    EnterIn,
    HandedOut,
    HardBoneLeaveIn,
    HardBoneNoteIn,
    HardBoneOut,
    HardBoneReasonOut,
    HardBoneWithNotesOut,
    MineOut,
    NoteOut,
    ProposalOut,
)
from .wording import HardBoneReasonText, from_json, said

router = Router()
PAGE = 20
HardBonePath = Annotated[RowNumber, Path()]


@router.get("commanders", response={200: CommandersOut, 403: WRITING[403], **READING})
def list_commanders(request: UserRequest, year: Annotated[YearNumber, Query()]) -> CommandersOut:
    """Every leader, the reddest first; those without a project too."""
    require_whole_district(request.user)
    today = local_day(timezone.now())
    month = latest_month(year, today)
    table = commanders(request.user, month, today)
    return CommandersOut(
        month=str(month),
        projects=table.projects,
        without_commander=table.without_commander,
        commanders=[_commander(line) for line in table.lines],
    )


@router.post("appointments", response={201: AppointedOut, **WRITING})
def appoint(request: UserRequest, asked: AppointIn) -> Status[object]:
    """Give projects to a leader: those that have nobody, or those of `instead_of`."""
    projects = [_project(request, pk) for pk in asked.project_ids]
    given = actions.appoint(
        projects=projects,
        leader=get_object_or_404(Leader, pk=asked.leader_id),
        instead_of=_leader(asked.instead_of_id),
        reason=asked.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, AppointedOut(project_ids=[project.pk for project in given]))


@router.get("mine", response={200: MineOut, 403: WRITING[403], **READING})
def read_mine(
    request: UserRequest,
    year: Annotated[YearNumber, Query()],
    leader: Annotated[RowNumber | None, Query()] = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> MineOut:
    """One's own projects as a leader, the worst first, twenty a page; any leader's for those who
    see the whole district.
    """
    led = _leader_asked_for(request, leader)
    today = local_day(timezone.now())
    month = latest_month(year, today)
    order = mine(request.user, led, month, today).order
    shown = cards(order[PAGE * (page - 1) : PAGE * page], led, month, today)
    number, first = waiting(request.user, led, today)
    return MineOut(
        leader_id=led.pk,
        leader=led.name,
        month=str(month),
        projects=len(order),
        waiting=number,
        first_waiting=[each.matter.number for each in first],
        cards=[_card(card) for card in shown],
    )


@router.post("matters/{matter_id}/hand-over", response={200: HandedOut, **WRITING})
def hand_over(request: UserRequest, matter_id: Annotated[RowNumber, Path()]) -> HandedOut:
    """Assign a raised matter to the organisation of its type, else of its project."""
    seen = Matter.objects.visible_to(request.user).select_related("project__responsible")
    matter = actions.hand_over(
        matter=get_object_or_404(seen, pk=matter_id), by=request.user, at=timezone.now()
    )
    return HandedOut(number=matter.number, lead=str(matter.lead), due_on=matter.due_on)


@router.get("hard-bones", response={200: list[HardBoneOut], **READING})
def list_hard_bones(request: UserRequest, *, left: bool = False) -> list[HardBoneOut]:
    """The hard bones on the list, or those that left it."""
    seen = HardBone.objects.visible_to(request.user).filter(left_on__isnull=not left)
    return [_bone(bone) for bone in seen.select_related("project", "leader").order_by("pk")]


@router.get("hard-bones/proposals", response={200: list[ProposalOut], **READING})
def list_proposals(request: UserRequest) -> list[ProposalOut]:
    """What the rules propose now, and why; what was deferred this month is left out."""
    today = local_day(timezone.now())
    return [
        ProposalOut(
            step=each.step,
            project_id=each.project.pk,
            project=each.project.name,
            bone_id=each.bone.pk if each.bone else None,
            reasons=_reasons(each.why),
        )
        for each in proposals(request.user, month_of_list(today), today)
    ]


@router.post("hard-bones/proposals", response={200: DecidedOut, **WRITING})
def decide_proposals(request: UserRequest, asked: DecideProposalsIn) -> DecidedOut:
    """Follow several proposals, or put them off: all of them, or none."""
    steps = [
        actions.ProposedStep(_project(request, each.project_id), HardBoneStep(each.step))
        for each in asked.steps
    ]
    now = timezone.now()
    if asked.answer == "defer":
        number = actions.defer_proposals(steps=steps, why=asked.why, by=request.user, at=now)
    else:
        number = actions.follow_proposals(
            steps=steps, target_on=asked.target_on, why=asked.why, by=request.user, at=now
        )
    return DecidedOut(decided=number)


@router.post("hard-bones", response={201: HardBoneOut, **WRITING})
def enter(request: UserRequest, asked: EnterIn) -> Status[object]:
    """Put a project on the list."""
    bone = actions.enter(
        project=_project(request, asked.project_id),
        why=asked.why,
        target_on=asked.target_on,
        leader=_leader(asked.leader_id),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, _bone(bone))


@router.post("hard-bones/deferrals", response={201: DeferralOut, **WRITING})
def defer(request: UserRequest, asked: DeferIn) -> Status[object]:
    """Do not follow a proposal this month."""
    deferral = actions.defer(
        project=_project(request, asked.project_id),
        move=asked.step,
        why=asked.why,
        by=request.user,
        at=timezone.now(),
    )
    told = DeferralOut(
        id=deferral.pk,
        project_id=deferral.project_id,
        step=deferral.step,
        month=str(Month.of(deferral.month)),
        why=deferral.why,
    )
    return Status(201, told)


@router.get("hard-bones/{bone_id}", response={200: HardBoneWithNotesOut, **READING})
def read_hard_bone(request: UserRequest, bone_id: HardBonePath) -> HardBoneWithNotesOut:
    """One hard bone with its notes of progress."""
    bone = _visible(request, bone_id)
    notes = [_note(note) for note in bone.notes.select_related("by")]
    return HardBoneWithNotesOut(**_bone(bone).dict(), notes=notes)


@router.post("hard-bones/{bone_id}/leave", response={200: HardBoneOut, **WRITING})
def leave(request: UserRequest, bone_id: HardBonePath, asked: HardBoneLeaveIn) -> HardBoneOut:
    """Take a hard bone off the list."""
    bone = actions.leave(
        bone=_visible(request, bone_id),
        outcome=asked.outcome,
        why=asked.why,
        by=request.user,
        at=timezone.now(),
    )
    return _bone(bone)


@router.post("hard-bones/{bone_id}/change", response={200: HardBoneOut, **WRITING})
def change(request: UserRequest, bone_id: HardBonePath, asked: ChangeIn) -> HardBoneOut:
    """Move its day, or give it to another leader."""
    bone = actions.change(
        bone=_visible(request, bone_id),
        target_on=asked.target_on,
        leader=_leader(asked.leader_id),
        why=asked.why,
        by=request.user,
        at=timezone.now(),
    )
    return _bone(bone)


@router.post("hard-bones/{bone_id}/notes", response={201: NoteOut, **WRITING})
def note(request: UserRequest, bone_id: HardBonePath, asked: HardBoneNoteIn) -> Status[object]:
    """Append a note of progress."""
    written = actions.note(
        bone=_visible(request, bone_id), text=asked.text, by=request.user, at=timezone.now()
    )
    return Status(201, _note(written))


def _leader_asked_for(request: UserRequest, pk: int | None) -> Leader:
    leaders = Leader.objects.select_related("user")
    if pk is None:
        return get_object_or_404(leaders, user=request.user)
    leader = get_object_or_404(leaders, pk=pk)
    require_leader_seen(request.user, leader)
    return leader


def _card(card: Card) -> CardOut:
    placed = card.position
    return CardOut(
        project_id=card.project.pk,
        project=card.project.name,
        headline=card.headline,
        machine=card.machine,
        commander=card.commander,
        reasons=[
            HardBoneReasonOut(clause=each.clause, sentence=each.sentence) for each in card.why
        ],
        planned_yuan=placed.planned_yuan if placed else None,
        expected_yuan=placed.expected_yuan if placed else None,
        completed_yuan=placed.known_yuan if placed else None,
        reported=str(card.reported) if card.reported else None,
        silent=card.is_silent,
        open_matters=card.matters.opened,
        overdue_matters=card.matters.overdue,
        waiting=card.matters.waiting,
        next_milestone=card.impact.milestone_name,
        next_milestone_on=card.impact.milestone_on,
        hard_bone_id=card.bone.pk if card.bone else None,
        visit_planned=card.visit is not None,
        visited_on=card.visit.done.visited_on if card.visit and card.visit.done else None,
    )


def _project(request: UserRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def _leader(pk: int | None) -> Leader | None:
    return None if pk is None else get_object_or_404(Leader, pk=pk)


def _visible(request: UserRequest, pk: int) -> HardBone:
    seen = HardBone.objects.visible_to(request.user).select_related("project", "leader")
    return get_object_or_404(seen, pk=pk)


def _commander(line: CommanderLine) -> CommanderOut:
    return CommanderOut(
        leader_id=line.leader.pk,
        name=line.leader.name,
        title=line.leader.title,
        projects=line.projects,
        red=line.red,
        yellow=line.yellow,
        green=line.green,
        grey=line.grey,
        open_matters=line.open_matters,
        overdue_matters=line.overdue_matters,
        hard_bones=line.bones,
        visits_planned=line.visits_planned,
        visits_made=line.visits_made,
    )


def _bone(bone: HardBone) -> HardBoneOut:
    return HardBoneOut(
        id=bone.pk,
        project_id=bone.project_id,
        project=bone.project.name,
        leader_id=bone.leader_id,
        leader=bone.leader.name if bone.leader else None,
        entered_on=bone.entered_on,
        why=bone.why,
        entry_reasons=_reasons(said(from_json(bone.entry_reasons))),
        target_on=bone.target_on,
        first_target_on=bone.first_target_on,
        left_on=bone.left_on,
        outcome=bone.outcome,
        left_why=bone.left_why,
        leaving_reasons=_reasons(said(from_json(bone.leaving_reasons))),
    )


def _note(note: BoneNote) -> NoteOut:
    return NoteOut(text=note.text, by=str(note.by), at=note.at)


def _reasons(why: list[HardBoneReasonText]) -> list[HardBoneReasonOut]:
    return [HardBoneReasonOut(clause=each.clause, sentence=each.sentence) for each in why]
