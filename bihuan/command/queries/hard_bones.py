"""The hard-bone list as it stands, and what the rules propose of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from bihuan.accounts.models import Leader, User
from bihuan.command.models import BoneNote, HardBone
from bihuan.command.presets import hard_bone_rules
from bihuan.command.rules import HardBoneReason, enter_reasons, leave_reasons
from bihuan.command.wording import HardBoneReasonText, from_json, said
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import latest_month
from bihuan.projects.models import District, Project

from .facts import (
    ENDED,
    facts_of_one,
    headline_colours,
)


@dataclass(frozen=True)
class HardBoneLine:
    """One hard bone on the list: its light, how long it has been there, what was said last."""

    bone: HardBone
    colour: Colour | None
    days: int
    is_late: bool
    why: list[HardBoneReasonText]
    note: BoneNote | None


def month_of_list(today: date) -> Month:
    """Return the month that the list is judged by: the last of the district's year in focus of
    which anything was accepted (BONE-6).
    """
    return latest_month(District.objects.served().year or today.year, today)


def list_now(user: User, month: Month, today: date) -> list[HardBoneLine]:
    """Return the hard bones that `user` may see, those past their day first."""
    bones = list(
        HardBone.objects.visible_to(user)
        .on_the_list()
        .select_related("project__responsible", "leader")
    )
    colours = headline_colours(month, today, {bone.project_id for bone in bones})
    last = _last_notes(bones)
    lines = [
        HardBoneLine(
            bone=bone,
            colour=(colours.get(bone.project_id) or [None])[-1],
            days=(today - bone.entered_on).days,
            is_late=bone.is_late(today),
            why=said(from_json(bone.entry_reasons)),
            note=last.get(bone.pk),
        )
        for bone in bones
    ]
    return sorted(lines, key=lambda line: (not line.is_late, line.bone.target_on, line.bone.pk))


def reasons_to_enter(project: Project, month: Month, today: date) -> list[HardBoneReason]:
    """Return what the rules say of one project now."""
    return enter_reasons(facts_of_one(project, month, today, None), hard_bone_rules())


def reasons_to_leave(bone: HardBone, month: Month, today: date) -> list[HardBoneReason]:
    """Return what the rules say for taking one hard bone off the list now."""
    facts = facts_of_one(bone.project, month, today, Month.of(bone.entered_on))
    return leave_reasons(facts, hard_bone_rules())


def left_before(user: User) -> QuerySet[HardBone]:
    """Return the hard bones that left the list, the newest first."""
    gone = HardBone.objects.visible_to(user).filter(left_on__isnull=False)
    return gone.select_related("project", "leader", "left_by").order_by("-left_on", "-pk")


def can_be_entered(user: User) -> QuerySet[Project]:
    """Return the projects that may be put on the list by hand."""
    on_list = HardBone.objects.on_the_list().values("project")
    seen = Project.objects.visible_to(user).exclude(state__in=ENDED)
    return seen.exclude(pk__in=on_list).order_by("pinyin", "name", "pk")


def hard_bones_led(leaders: Collection[Leader]) -> dict[int, int]:
    """Count the hard bones on the list by the leader who solves them."""
    rows = HardBone.objects.on_the_list().filter(leader__in=leaders).values("leader").order_by()
    return {row["leader"]: row["led"] for row in rows.annotate(led=Count("pk"))}


def _last_notes(bones: Collection[HardBone]) -> dict[int, BoneNote]:
    newest = BoneNote.objects.filter(bone__in=bones).values("bone").annotate(last=Max("pk"))
    pks = [row["last"] for row in newest.order_by()]
    notes = BoneNote.objects.filter(pk__in=pks).select_related("by")
    return {note.bone_id: note for note in notes}
