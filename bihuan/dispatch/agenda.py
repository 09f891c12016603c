"""What belongs on an agenda: lights, silence and overdue matters of a month, by gravity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import YearLights, headlines, reasons_shown
from bihuan.lights.wording import to_json
from bihuan.matters.impact import impacts
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from . import rules
from .kinds import MeetingKind, ReasonKind
from .mechanisms import AgendaRule
from .models import Meeting
from .presets import district_practice

COLOURS = {Colour.RED: ReasonKind.RED, Colour.YELLOW: ReasonKind.YELLOW}
Reason = dict[str, Any]
"""`kind` is a ReasonKind. A light adds `clauses`, as the lights write them; an overdue matter adds
`matter` (row number), `number`, `title`, `due_on` (a day in text) and `level`.
"""


@dataclass
class AgendaProposal:
    """One project with all that speaks for dispatching it; None holds the orders without one."""

    project_id: int | None
    reasons: list[Reason] = field(default_factory=list)
    value_yuan: int = 0

    @property
    def candidate(self) -> rules.AgendaCandidate:
        kinds = frozenset(ReasonKind(reason["kind"]) for reason in self.reasons)
        highest = max((reason.get("level", 0) for reason in self.reasons), default=0)
        return rules.AgendaCandidate(self.project_id, kinds, self.value_yuan, highest)


def agenda_rule(kind: str, on: date) -> AgendaRule:
    """What the district's practice of that day puts on the agenda of such a meeting."""
    _name, practice = district_practice(on)
    return practice.agendas[MeetingKind(kind)]


def proposals(meeting: Meeting, user: User, *, today: date) -> list[AgendaProposal]:
    """Return every project that the rules put on this meeting's agenda, the gravest first, however
    many: how many are taken, the caller says (MEET-4).
    """
    found = ranked(meeting, user, today=today)
    _say_why(found, Month.of(meeting.month), today)
    return found


def ranked(meeting: Meeting, user: User, *, today: date) -> list[AgendaProposal]:
    """Return the same proposals with the kinds of their reasons, lights without their clauses."""
    rule, month = agenda_rule(meeting.kind, today), Month.of(meeting.month)
    found: dict[int | None, AgendaProposal] = {}
    _from_lights(found, rule, month, today)
    if ReasonKind.OVERDUE in rule.takes:
        _from_matters(found, user, today)
    live = set(Project.objects.visible_to(user).live().values_list("pk", flat=True))
    kept = {pk: proposal for pk, proposal in found.items() if pk is None or pk in live}
    _weigh(kept, month)
    in_order = rules.by_gravity(proposal.candidate for proposal in kept.values())
    return [kept[candidate.project_id] for candidate in in_order]


def _from_lights(
    found: dict[int | None, AgendaProposal], rule: AgendaRule, month: Month, today: date
) -> None:
    for pk, lights in headlines(month.year, today).items():
        kind = _kind(lights, month.number)
        if kind in rule.takes:
            found[pk] = AgendaProposal(pk, [{"kind": str(kind), "clauses": []}])


def _say_why(found: list[AgendaProposal], month: Month, today: date) -> None:
    """Write what speaks for the light that is shown, in the reasons of those who made it."""
    by_light = {
        each.project_id: reason
        for each in found
        for reason in each.reasons
        if "clauses" in reason and each.project_id is not None
    }
    for pk, reasons in reasons_shown(month, today, list(by_light)).items():
        by_light[pk]["clauses"] = [to_json(reason) for reason in reasons]


def _kind(lights: YearLights, number: int) -> ReasonKind | None:
    """Silence before a colour: what nobody reported is no red by figures. A report that is still
    awaited is no reason.
    """
    colour = lights.headline.colour(number)
    if lights.machine.is_silent(number) and colour is Colour.RED:
        return ReasonKind.SILENCE
    return COLOURS.get(colour) if colour else None


def _from_matters(found: dict[int | None, AgendaProposal], user: User, today: date) -> None:
    overdue = Matter.objects.visible_to(user).overdue(today).order_by("-level", "due_on", "pk")
    held: defaultdict[int | None, int] = defaultdict(int)
    for matter in overdue.only("number", "title", "due_on", "level", "project", "held_yuan"):
        pk = matter.project_id
        held[pk] = max(held[pk], matter.held_yuan)
        found.setdefault(pk, AgendaProposal(pk)).reasons.append(
            {
                "kind": str(ReasonKind.OVERDUE),
                "matter": matter.pk,
                "number": matter.number,
                "title": matter.title,
                "due_on": matter.due_on.isoformat(),
                "level": matter.level,
            }
        )
    for pk, yuan in held.items():
        found[pk].value_yuan = yuan


def _weigh(found: dict[int | None, AgendaProposal], month: Month) -> None:
    """What is at stake: the investment that matters hold up, or what remains of the plan of the
    meeting's month.
    """
    at_stake = impacts([pk for pk in found if pk is not None], month)
    for pk, proposal in found.items():
        if pk in at_stake:
            proposal.value_yuan = max(proposal.value_yuan, at_stake[pk].held_yuan)
