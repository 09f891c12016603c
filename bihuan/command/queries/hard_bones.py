"""The hard-bone list as it stands, and what the rules propose of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from bihuan.accounts.models import Leader, User
from bihuan.audit.cached import cached_on
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import BoneNote, Deferral, HardBone
from bihuan.command.presets import hard_bone_rules
from bihuan.command.rules import HardBoneFacts, HardBoneReason, enter_reasons, leave_reasons
from bihuan.command.wording import HardBoneReasonText, from_json, said
from bihuan.kit.months import Month
from bihuan.lights.facts import DEPENDS_ON
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import latest_month
from bihuan.project_months.reading import project_months
from bihuan.projects.models import District, Project

from .facts import (
    ENDED,
    facts_of_one,
    headline_colours,
    months_seen,
    overdue_counts,
    overdue_matters,
)


@dataclass(frozen=True)
class HardBoneProposal:
    """A step that the rules propose of a project, and why. `bone` is the one that may leave."""

    step: HardBoneStep
    project: Project
    why: list[HardBoneReasonText]
    bone: HardBone | None = None

    @property
    def outcome(self) -> HardBoneOutcome:
        """With which outcome the rules let it leave."""
        return HardBoneOutcome.ENDED if self.project.state in ENDED else HardBoneOutcome.SOLVED


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
    colours, last = headline_colours(month, today), _last_notes(bones)
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


def proposals(user: User, month: Month, today: date) -> list[HardBoneProposal]:
    """Return what the rules propose of projects that `user` may see, entries with most reasons
    first. What the office deferred this month is left out.
    """
    deferred = set(Deferral.objects.filter(month=month.first_day).values_list("project_id", "step"))
    on_list = set(HardBone.objects.on_the_list().values_list("project_id", flat=True))
    entering = {
        pk: reasons
        for pk, reasons in _entering(month, today).items()
        if pk not in on_list and (pk, HardBoneStep.ENTER) not in deferred
    }
    leaving = [
        each
        for each in _leaving(user, month, today)
        if (each.project.pk, HardBoneStep.LEAVE) not in deferred
    ]
    return [*leaving, *_of_projects(user, entering)]


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
    return seen.exclude(pk__in=on_list).order_by("name", "pk")


def hard_bones_led(leaders: Collection[Leader]) -> dict[int, int]:
    """Count the hard bones on the list by the leader who solves them."""
    rows = HardBone.objects.on_the_list().filter(leader__in=leaders).values("leader").order_by()
    return {row["leader"]: row["led"] for row in rows.annotate(led=Count("pk"))}


@cached_on(*DEPENDS_ON, "matters", "command")
def _entering(month: Month, today: date) -> dict[int, list[HardBoneReason]]:
    """Return the reasons for every project of the district that the rules put on the list."""
    rules = hard_bone_rules()
    colours, placed = headline_colours(month, today), project_months(month)
    late = overdue_matters(today, rules.overdue_level)
    live = Project.objects.exclude(state__in=ENDED).filter(years__year=month.year)
    found = {}
    for pk in live.values_list("pk", flat=True):
        seen = colours.get(pk, [])
        judged = bool(seen) and seen[-1] is not None
        facts = HardBoneFacts(seen, late.get(pk), position=placed.get(pk) if judged else None)
        if reasons := enter_reasons(facts, rules):
            found[pk] = reasons
    return found


def _leaving(user: User, month: Month, today: date) -> list[HardBoneProposal]:
    rules, colours = hard_bone_rules(), headline_colours(month, today)
    bones = list(HardBone.objects.visible_to(user).on_the_list().select_related("project"))
    late = overdue_counts(today, [bone.project_id for bone in bones])
    found = []
    for bone in bones:
        facts = HardBoneFacts(
            colours=_since(colours.get(bone.project_id, []), month, Month.of(bone.entered_on)),
            any_overdue=late.get(bone.project_id, 0),
            is_live=bone.project.state not in ENDED,
        )
        if reasons := leave_reasons(facts, rules):
            found.append(HardBoneProposal(HardBoneStep.LEAVE, bone.project, said(reasons), bone))
    return found


def _since(colours: Iterable[Colour | None], month: Month, since: Month) -> list[Colour | None]:
    """Return the colours of the months from `since` on."""
    seen = months_seen(month, hard_bone_rules())
    return [colour for each, colour in zip(seen, colours, strict=False) if each >= since]


def _of_projects(user: User, reasons: dict[int, list[HardBoneReason]]) -> list[HardBoneProposal]:
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    asked = [pk for pk in reasons if pk in visible]
    worst = sorted(asked, key=lambda pk: (-len(reasons[pk]), pk))
    known = Project.objects.select_related("commander", "responsible").in_bulk(worst)
    return [HardBoneProposal(HardBoneStep.ENTER, known[pk], said(reasons[pk])) for pk in worst]


def _last_notes(bones: Collection[HardBone]) -> dict[int, BoneNote]:
    newest = BoneNote.objects.filter(bone__in=bones).values("bone").annotate(last=Max("pk"))
    pks = [row["last"] for row in newest.order_by()]
    notes = BoneNote.objects.filter(pk__in=pks).select_related("by")
    return {note.bone_id: note for note in notes}
