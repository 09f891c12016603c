"""Many proposals of the hard-bone list decided at once: followed, or put off to the next month."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import HardBone
from bihuan.command.queries import ENDED, month_of_list, reasons_to_enter, reasons_to_leave
from bihuan.command.wording import said
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import Project

from .hard_bones import defer, enter, leave


@dataclass(frozen=True)
class ProposedStep:
    """A step of a project as somebody saw it proposed."""

    project: Project
    step: HardBoneStep


@action
def follow_proposals(
    *,
    steps: Collection[ProposedStep],
    target_on: date | None = None,
    why: str = "",
    by: User,
    at: datetime,
) -> int:
    """Follow several proposals, all or none: projects come onto the list, to be solved by
    `target_on`, with `why` or else the rules' own sentences; hard bones leave as the rules say
    (BONE-11). Returns how many.

    Raises Refusal naming every one that the rules do not propose any more.
    """
    require(by, Can.HARD_BONE_MANAGE)

    def follow(each: ProposedStep) -> None:
        if each.step == HardBoneStep.LEAVE:
            _leave(each.project, by, at)
        else:
            _enter(each.project, target_on, why, by, at)

    return _each(steps, follow)


@action
def defer_proposals(*, steps: Collection[ProposedStep], why: str, by: User, at: datetime) -> int:
    """Put several proposals off to the next month for one reason, all or none (BONE-11). Returns
    how many.
    """
    require(by, Can.HARD_BONE_MANAGE)
    return _each(
        steps, lambda each: defer(project=each.project, move=each.step, why=why, by=by, at=at)
    )


def _each(steps: Collection[ProposedStep], take: Callable[[ProposedStep], object]) -> int:
    if not steps:
        raise Refusal(gettext("Tick at least one proposal."))
    refused = []
    for each in steps:
        try:
            take(each)
        except Refusal as refusal:
            refused.append(f"{each.project.name}：{refusal}")
    if refused:
        raise Refusal("\n".join(refused))
    return len(steps)


def _enter(project: Project, target_on: date | None, why: str, by: User, at: datetime) -> None:
    today = local_day(at)
    reasons = reasons_to_enter(project, month_of_list(today), today)
    if not reasons:
        raise Refusal(gettext("The rules do not propose this any more."))
    if target_on is None:
        raise Refusal(gettext("Say by when it is to be solved."))
    sentences = "".join(reason.sentence for reason in said(reasons))
    enter(project=project, why=why.strip() or sentences, target_on=target_on, by=by, at=at)


def _leave(project: Project, by: User, at: datetime) -> None:
    today = local_day(at)
    bone = HardBone.objects.on_the_list().filter(project=project).select_related("project").first()
    if bone is None or not reasons_to_leave(bone, month_of_list(today), today):
        raise Refusal(gettext("The rules do not propose this any more."))
    ended = bone.project.state in ENDED
    outcome = HardBoneOutcome.ENDED if ended else HardBoneOutcome.SOLVED
    leave(bone=bone, outcome=outcome, by=by, at=at)
