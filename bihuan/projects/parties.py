"""Who had projects on a day: those of today, but where they changed hands since (PROJ-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from copy import copy
from datetime import date

from django.db.models import Q

from bihuan.accounts.queries import names_on
from bihuan.audit.cached import cached_on

from .kinds import PartyRole
from .models import FormerParty, Project

Parties = dict[PartyRole, int]


def parties_on(day: date, only: Collection[int] | None = None) -> dict[int, Parties]:
    """Return by project the numbers of organisations and leaders who had it at the end of a day and
    have it no more. One query.
    """
    terms = FormerParty.objects.filter(until__gte=day).order_by("-until")
    if only is not None:
        terms = terms.filter(project__in=only)
    found: defaultdict[int, Parties] = defaultdict(dict)
    for project, role, organisation, leader in terms.values_list(
        "project", "role", "organisation", "leader"
    ):
        found[project][PartyRole(role)] = organisation or leader
    return dict(found)


def as_it_was(project: Project, day: date) -> Project:
    """Return a copy of a project, only to be read, with who had it at the end of a day: as the
    organisations were called then.
    """
    then, names = copy(project), names_on(day)
    terms = FormerParty.objects.filter(project=project, until__gte=day).order_by("-until")
    for term in terms.select_related("organisation", "leader"):
        setattr(then, term.role, term.organisation or term.leader)
    for role in (PartyRole.OWNER, PartyRole.RESPONSIBLE):
        organisation = getattr(then, role.value)
        if organisation and organisation.pk in names:
            renamed = copy(organisation)
            renamed.name = names[organisation.pk]
            setattr(then, role.value, renamed)
    return then


def organisations_on(day: date) -> dict[int, str]:
    """Return the name of the organisation that answered for each project, or owned it, on a day:
    of those that have changed hands since.
    """
    return {project: name for project, (_pk, name) in answering_on(day).items()}


@cached_on("accounts", "projects")
def answering_on(day: date) -> dict[int, tuple[int | None, str]]:
    """Return number and name of the same organisations, also of those that bore another name on
    that day; no number and no name for nobody.
    """
    former = {
        (term.project_id, PartyRole(term.role)): term.organisation
        for term in FormerParty.objects.filter(until__gte=day)
        .exclude(organisation=None)
        .select_related("organisation")
        .order_by("-until")
    }
    names = names_on(day)
    changed = {project for project, _role in former}
    of_renamed = Q(responsible__in=names) | Q(owner__in=names)
    rows = Project.objects.filter(Q(pk__in=changed) | of_renamed)
    found = {
        each.pk: former.get((each.pk, PartyRole.RESPONSIBLE), each.responsible)
        or former.get((each.pk, PartyRole.OWNER), each.owner)
        for each in rows.select_related("responsible", "owner")
    }
    return {
        project: (each.pk, names.get(each.pk, str(each))) if each else (None, "")
        for project, each in found.items()
    }
