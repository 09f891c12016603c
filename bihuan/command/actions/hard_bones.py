"""The hard-bone list: on it, off it, and what is said of it in between."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.command import rules
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import BoneNote, Deferral, HardBone
from bihuan.command.presets import hard_bone_rules
from bihuan.command.queries import ENDED, month_of_list, reasons_to_enter, reasons_to_leave
from bihuan.command.wording import to_json
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import Project


@action
def enter(
    *,
    project: Project,
    why: str,
    target_on: date,
    by: User,
    at: datetime,
    leader: Leader | None = None,
) -> HardBone:
    """Put a project on the list, with what the rules say of it now; its commander solves it unless
    another leader is named (BONE-7).
    """
    require(by, Can.HARD_BONE_MANAGE, project)
    project = _locked_project(project)
    today = local_day(at)
    rules.check_enters(
        is_live=project.state not in ENDED,
        is_on=project.hard_bones.on_the_list().exists(),
        why=why,
        target_on=target_on,
        today=today,
        rules=hard_bone_rules(),
    )
    reasons = reasons_to_enter(project, month_of_list(today), today)
    bone = HardBone.objects.create(
        project=project,
        leader=leader or project.commander,
        entered_on=today,
        why=why.strip(),
        entry_reasons=to_json(reasons),
        entered_by=by,
        target_on=target_on,
        first_target_on=target_on,
    )
    record(
        "hard_bone.entered",
        bone,
        by=by,
        at=at,
        project=project.pk,
        why=bone.why,
        target_on=target_on,
        leader=bone.leader_id,
        reasons=bone.entry_reasons,
    )
    return bone


@action
def leave(*, bone: HardBone, outcome: str, by: User, at: datetime, why: str = "") -> HardBone:
    """Take a hard bone off the list: solved or ended as the rules say, or by decision (BONE-8)."""
    require(by, Can.HARD_BONE_MANAGE, bone)
    bone = _locked(bone)
    today = local_day(at)
    reasons = reasons_to_leave(bone, month_of_list(today), today)
    rules.check_leaves(outcome, why, reasons)
    bone.left_on, bone.left_by, bone.outcome = today, by, HardBoneOutcome(outcome)
    bone.left_why, bone.leaving_reasons = why.strip(), to_json(reasons)
    bone.save()
    record(
        "hard_bone.left",
        bone,
        by=by,
        at=at,
        project=bone.project_id,
        outcome=outcome,
        why=bone.left_why,
        reasons=bone.leaving_reasons,
    )
    return bone


@action
def change(
    *, bone: HardBone, target_on: date, leader: Leader | None, why: str, by: User, at: datetime
) -> HardBone:
    """Move the day by which it is to be solved, or give it to another leader, with a reason. The
    day first set stays on show (BONE-7).
    """
    require(by, Can.HARD_BONE_MANAGE, bone)
    bone = _locked(bone)
    before = {"target_on": bone.target_on, "leader": bone.leader_id}
    after = {"target_on": target_on, "leader": leader.pk if leader else None}
    changes = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    if not changes:
        return bone
    if not why.strip():
        raise Refusal(gettext("Say why it changes."))
    if "target_on" in changes:
        rules.check_target(target_on, today=local_day(at), rules=hard_bone_rules())
    bone.target_on, bone.leader = target_on, leader
    bone.save()
    record(
        "hard_bone.changed", bone, by=by, at=at, project=bone.project_id, changes=changes, why=why
    )
    return bone


@action
def note(*, bone: HardBone, text: str, by: User, at: datetime) -> BoneNote:
    """Append a note of progress: its leader, the project's commander, or the office (BONE-9)."""
    require(by, Can.MATTER_ASSIGN, bone)
    bone = _locked(bone)
    if not text.strip():
        raise Refusal(gettext("Say how far it has come."))
    written = BoneNote.objects.create(bone=bone, text=text.strip(), by=by, at=at, on=local_day(at))
    record("hard_bone.noted", bone, by=by, at=at, project=bone.project_id, text=written.text)
    return written


@action
def defer(*, project: Project, move: str, why: str, by: User, at: datetime) -> Deferral:
    """Do not follow a proposal this month, with a reason; it comes again when the next month is
    judged, if its clauses still hold (BONE-10).
    """
    require(by, Can.HARD_BONE_MANAGE, project)
    project = _locked_project(project)
    today = local_day(at)
    month = month_of_list(today)
    reasons = _proposed(project, move, today)
    if not reasons:
        raise Refusal(gettext("The rules do not propose this any more."))
    if not why.strip():
        raise Refusal(gettext("Say why the proposal is not followed."))
    deferral, new = Deferral.objects.get_or_create(
        project=project,
        step=move,
        month=month.first_day,
        defaults={"why": why.strip(), "reasons": to_json(reasons), "by": by, "at": at},
    )
    if not new:
        raise Refusal(gettext("This proposal was deferred for that month before."))
    record(
        "hard_bone.deferred",
        deferral,
        by=by,
        at=at,
        project=project.pk,
        step=move,
        month=month.first_day,
        why=deferral.why,
    )
    return deferral


def _proposed(project: Project, move: str, today: date) -> list[rules.HardBoneReason]:
    """What the rules say for this step of the project now; nothing if it has been taken."""
    month = month_of_list(today)
    bone = project.hard_bones.on_the_list().select_related("project").first()
    if move == HardBoneStep.LEAVE:
        return reasons_to_leave(bone, month, today) if bone else []
    return [] if bone else reasons_to_enter(project, month, today)


def _locked(bone: HardBone) -> HardBone:
    """Return the hard bone as it stands, held; raise Refusal if it has left the list."""
    held = HardBone.objects.select_for_update(of=("self",))
    bone = held.select_related("project", "leader").get(pk=bone.pk)
    if not bone.is_on_the_list:
        raise Refusal(gettext("This hard bone has left the list already."))
    return bone


def _locked_project(project: Project) -> Project:
    held = Project.objects.select_for_update(of=("self",)).select_related("commander")
    return held.get(pk=project.pk)
