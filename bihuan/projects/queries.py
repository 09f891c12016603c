"""What happened to a project, read from the record of events; which rules hold when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.http import Http404

from bihuan.accounts.models import User
from bihuan.accounts.queries import people_named
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.audit.cached import cached_on
from bihuan.audit.models import Event
from bihuan.kit.pinyin import spoken_as
from bihuan.kit.prepared import Prepared
from bihuan.kit.presets import Dated
from bihuan.kit.stored import shaped
from bihuan.kit.words import _, gettext, joined

from .kinds import Rules
from .models import District, FormerName, PresetChoice, Project, StateChange
from .rules import name_key
from .rules_in_force import InForce, Spell, preset_on, spells

T = TypeVar("T")
LARGEST_KEY = 2**63 - 1
_one: Prepared[Project] = Prepared(lambda pk: Project.objects.filter(pk=pk), pk=BigIntegerField())

DEEDS: Mapping[str, Any] = {
    "added": _("Added"),
    "imported": _("Added by import"),
    "edited": _("Edited"),
    "edited_by_import": _("Edited by import"),
    "state_changed": _("State changed"),
    "absorbed": _("Took another project in"),
    "restored": _("Import undone"),
    "import_undone": _("Import undone"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field that somebody changed; `field` is empty where a deed names none."""

    at: datetime
    by: str
    deed: str
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""


def visible_project(user: User, pk: int) -> Project:
    """Return one project that `user` may see: the row that `visible_to` finds, by a query whose SQL
    is worked out once. Raises Http404 for any other.
    """
    found = _one.first(pk=pk) if pk <= LARGEST_KEY else None
    if found is None or not (user.role in DISTRICT_WIDE or found.within_reach_of(user)):
        raise Http404
    return found


@cached_on("projects", slots=1)
def district_shown() -> District:
    """Return the district as pages show it, read again once it has changed."""
    return District.objects.served()


def search(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Keep those found by name, former name, project code or pinyin, whole or its initials."""
    text = text.strip()
    if not text:
        return projects
    key = name_key(text)
    former = FormerName.objects.filter(name_key__contains=key).values("project")
    found = Q(national_code__startswith=text)
    if key:
        found |= Q(name_key__contains=key) | spoken_as(key) | Q(pk__in=former)
    return projects.filter(found)


OF_THE_RECORD_ITSELF = ("record.", "example.")
"""Events that tell how something was written, not what somebody did."""


def of_organisation(projects: QuerySet[Project], organisation_id: int) -> QuerySet[Project]:
    """Keep those that the organisation owns or answers for."""
    return projects.filter(Q(owner=organisation_id) | Q(responsible=organisation_id))


def history(project: Project, *, limit: int = 200) -> list[FieldChange]:
    """Return who changed what of the project and why, newest first. Two queries."""
    events = Event.objects.filter(
        thing=project._meta.label_lower, thing_id=str(project.pk)
    ).order_by("-pk")[:limit]
    return list(lines(events, Project, DEEDS))


def are_rules_confirmed() -> bool:
    """Return whether somebody chose rules of the district, or confirmed those proposed."""
    chosen = PresetChoice.objects.filter(by__isnull=False)
    said = Event.objects.filter(verb="district.rules_confirmed")
    return chosen.exists() or said.exists()


def way_of(project: Project) -> list[tuple[StateChange, str]]:
    """Return the project's changes of state, newest first, each with the name of who made it."""
    changes = list(project.state_changes.order_by("-on", "-pk"))
    people = people_named({change.by for change in changes})
    return [(change, people[change.by]) for change in changes]


def history_of_district(deeds: Mapping[str, Any]) -> list[FieldChange]:
    """Return who set what of the district, newest first."""
    events = Event.objects.filter(thing=District._meta.label_lower, thing_id="1")
    return list(lines(events.order_by("-pk")[:200], District, deeds))


def lines(
    events: Iterable[Event], model: type[Model], deeds: Mapping[str, Any]
) -> Iterator[FieldChange]:
    """Put events of one kind of thing into words."""
    events = [event for event in events if not event.verb.startswith(OF_THE_RECORD_ITSELF)]
    people = people_named({event.by for event in events})
    for event in events:
        deed = str(deeds.get(event.verb) or deeds.get(event.verb.partition(".")[2], event.verb))
        note = shaped(event.note, dict, "audit.Event.note")
        by, reason = people[event.by], str(note.get("reason") or "")
        pairs = _pairs(note)
        if not pairs:
            yield FieldChange(event.at, by, deed, reason=reason)
        for field, (old, new) in pairs.items():
            label, old, new = (
                _label(model, field),
                _shown(model, field, old),
                _shown(model, field, new),
            )
            yield FieldChange(event.at, by, deed, label, old, new, reason)


def _pairs(note: dict[str, Any]) -> dict[str, list[Any]]:
    """Return [old, new] by field: those of `changes`, or an import's own."""
    said = shaped(note.get("changes", note), dict, "audit.Event.note")
    return {k: v for k, v in said.items() if isinstance(v, list) and len(v) == 2}


def _label(model: type[Model], field: str) -> str:
    if model is District and field in Rules.values:
        return str(Rules(field).label)
    try:
        found = model._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    return str(getattr(found, "verbose_name", "") or found.related_model._meta.verbose_name)  # type: ignore[union-attr]  # a relation has one


def _shown(model: type[Model], field: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if value in (None, "", []):
        return ""
    if isinstance(value, int) and field.endswith("_yuan"):
        return f"{value:,}"
    try:
        choices = dict(getattr(model._meta.get_field(field), "flatchoices", ()))
    except FieldDoesNotExist:
        choices = {}
    return str(choices.get(value, value)) if not isinstance(value, list) else joined(value)


def spells_of(rules: Rules) -> tuple[Spell, ...]:
    """Return which preset of one kind of rules holds when. One query, unless it is kept."""
    return spells(rules, _choices().get(rules, ()))


def in_force(rules: Rules, presets: Mapping[str, Dated[T]]) -> InForce[T]:
    """Return one kind of rules by the day, `presets` being all there are. One query."""
    return InForce(spells(rules, _choices().get(rules, ())), presets)


def chosen_presets(day: date) -> dict[Rules, str]:
    """Return the preset of each kind of rules that holds on `day`. One query."""
    made = _choices()
    return {kind: preset_on(spells(kind, made.get(kind, ())), day) for kind in Rules}


@cached_on("projects")
def _choices() -> dict[str, list[tuple[date, str]]]:
    """Return from when on which preset was chosen, in the order of choosing, by kind of rules."""
    made: dict[str, list[tuple[date, str]]] = {}
    rows = PresetChoice.objects.order_by("pk").values_list("rules", "since", "preset")
    for kind, since, preset in rows:
        made.setdefault(kind, []).append((since, preset))
    return made


def choices_of(*kinds: Rules) -> QuerySet[PresetChoice]:
    """Return who chose which preset from when on, of these kinds or of all, newest first."""
    made = PresetChoice.objects.select_related("by").order_by("-pk")
    return made.filter(rules__in=kinds) if kinds else made
