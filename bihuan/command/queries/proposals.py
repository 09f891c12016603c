"""What the rules propose of the hard-bone list: kept by project, written out a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import overload

from bihuan.accounts.models import User
from bihuan.audit.bearing import Bearing, RowsOf, touched_by_any
from bihuan.audit.renewed import renewed
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import Deferral, HardBone
from bihuan.command.presets import hard_bone_rules
from bihuan.command.rules import HardBoneFacts, HardBoneReason, enter_reasons, leave_reasons
from bihuan.command.wording import HardBoneReasonText, said
from bihuan.kit.months import Month
from bihuan.lights.facts import DEPENDS_ON
from bihuan.lights.kinds import RANK, Colour
from bihuan.lights.rounds import LightRounds, light_rounds
from bihuan.lights.touched import ON_HEADLINES
from bihuan.matters.models import Matter
from bihuan.project_months.reading import project_months
from bihuan.projects.models import Project

from .commanders import visible_projects
from .facts import ENDED, headline_colours, months_seen, overdue_counts, overdue_matters

ON_OVERDUE = Bearing(
    apps=frozenset({"matters"}),
    on_some={"matters.matter": RowsOf(Matter, "project")},
    on_none=frozenset(
        {
            "matters.alert",
            "matters.evidence",
            "matters.extension",
            "matters.issuedpaper",
            "matters.issuedpaper_matters",
            "matters.matter_supporting",
            "matters.move",
            "matters.move_supporting",
            "matters.pause",
            "matters.serial",
        }
    ),
)
"""What decides whose matters are overdue."""


@dataclass(frozen=True)
class HardBoneProposal:
    """A step that the rules propose of a project, and why. `bone` is the one that may leave."""

    step: HardBoneStep
    project: Project
    why: list[HardBoneReasonText]
    bone: HardBone | None = None

    @property
    def key(self) -> str:
        """How it is named where it is ticked."""
        return f"{self.step}-{self.project.pk}"

    @property
    def outcome(self) -> HardBoneOutcome:
        """With which outcome the rules let it leave."""
        return HardBoneOutcome.ENDED if self.project.state in ENDED else HardBoneOutcome.SOLVED


@dataclass(frozen=True)
class HardBoneProposals:
    """All that the rules propose as of a month and a day: those that may leave, then those that
    may enter, by number of the project. How many there are costs nothing; a slice is read from the
    database.
    """

    leaving: list[HardBoneProposal]
    entering: list[int]
    month: Month
    today: date

    def __len__(self) -> int:
        return len(self.leaving) + len(self.entering)

    def __iter__(self) -> Iterator[HardBoneProposal]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> HardBoneProposal: ...

    @overload
    def __getitem__(self, place: slice) -> list[HardBoneProposal]: ...

    def __getitem__(self, place: int | slice) -> HardBoneProposal | list[HardBoneProposal]:
        if isinstance(place, int):
            return self[place : place + 1 or None][0]
        leaving = {each.project.pk: each for each in self.leaving}
        wanted = [*leaving, *self.entering][place]
        written = leaving | self._entering([pk for pk in wanted if pk not in leaving])
        return [written[pk] for pk in wanted if pk in written]

    def _entering(self, pks: list[int]) -> dict[int, HardBoneProposal]:
        """Read them; one that the rules have ceased to propose meanwhile is not among them."""
        known = Project.objects.select_related("commander", "responsible").in_bulk(pks)
        return {
            pk: HardBoneProposal(HardBoneStep.ENTER, known[pk], said(reasons))
            for pk, reasons in (_reasons(self.month, self.today, pks) if pks else {}).items()
            if pk in known
        }


def proposals(user: User, month: Month, today: date) -> HardBoneProposals:
    """Return what the rules propose of projects that `user` may see, entries with most reasons
    first. What the office deferred this month is left out.
    """
    deferred = set(Deferral.objects.filter(month=month.first_day).values_list("project_id", "step"))
    leaving = [
        each
        for each in _leaving(user, month, today)
        if (each.project.pk, HardBoneStep.LEAVE) not in deferred
    ]
    out = {pk for pk, step in deferred if step == HardBoneStep.ENTER}
    out.update(HardBone.objects.on_the_list().values_list("project_id", flat=True))
    visible = visible_projects(user)
    entering = [
        pk
        for pk in entry_clauses(month, today).once(_most_first)
        if pk not in out and (visible is None or pk in visible)
    ]
    return HardBoneProposals(leaving, entering, month, today)


def _rounds_seen(month: Month, today: date) -> tuple[LightRounds, ...]:
    """Return what the rounds decide of the headlines that the clauses look at."""
    years = sorted({each.year for each in months_seen(month, hard_bone_rules())})
    return tuple(light_rounds(year, today) for year in years)


@renewed(
    *DEPENDS_ON,
    "matters",
    touched=touched_by_any(*ON_HEADLINES, ON_OVERDUE),
    beside=_rounds_seen,
    slots=2,
)
def entry_clauses(month: Month, today: date, only: Collection[int] | None = None) -> dict[int, int]:
    """Return how many clauses put a project of the district on the list, where any does."""
    return {pk: len(reasons) for pk, reasons in _reasons(month, today, only).items()}


def _most_first(clauses: dict[int, int]) -> list[int]:
    return sorted(clauses, key=lambda pk: (-clauses[pk], pk))


def _reasons(
    month: Month, today: date, only: Collection[int] | None
) -> dict[int, list[HardBoneReason]]:
    """Return the reasons for every project, or those in `only`, that the rules put on the list."""
    rules = hard_bone_rules()
    colours, placed = headline_colours(month, today, only), project_months(month, only)
    late = overdue_matters(today, rules.overdue_level, only)
    live = Project.objects.exclude(state__in=ENDED).filter(years__year=month.year)
    if only is not None:
        live = live.filter(pk__in=list(only))
    found = {}
    for pk in live.values_list("pk", flat=True):
        seen = colours.get(pk, [])
        judged = bool(seen) and seen[-1] in RANK
        facts = HardBoneFacts(seen, late.get(pk), position=placed.get(pk) if judged else None)
        if reasons := enter_reasons(facts, rules):
            found[pk] = reasons
    return found


def _leaving(user: User, month: Month, today: date) -> list[HardBoneProposal]:
    rules = hard_bone_rules()
    bones = list(
        HardBone.objects.visible_to(user).on_the_list().select_related("project__commander")
    )
    on_list = [bone.project_id for bone in bones]
    colours, late = headline_colours(month, today, on_list), overdue_counts(today, on_list)
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
