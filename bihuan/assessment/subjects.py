"""Who is assessed, as rows name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bihuan.accounts.models import Leader, Organisation
from bihuan.assessment.kinds import Assessed
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Project

COLUMNS = {
    Assessed.PROJECTS: "project_id",
    Assessed.ORGANISATIONS: "organisation_id",
    Assessed.COMMANDERS: "leader_id",
    Assessed.DEPARTMENTS: "organisation_id",
}
"""The column that names a subject. Of areas nobody is assessed by the district's own ledger."""
MODELS: dict[Assessed, Any] = {
    Assessed.PROJECTS: Project,
    Assessed.ORGANISATIONS: Organisation,
    Assessed.COMMANDERS: Leader,
    Assessed.DEPARTMENTS: Organisation,
}


@dataclass(frozen=True)
class AssessedSubject:
    """One who is assessed, with the columns by which rows name it."""

    who: Assessed
    pk: int
    label: str

    @property
    def columns(self) -> dict[str, Any]:
        return {"who": self.who, "label": self.label[:300], COLUMNS[self.who]: self.pk}


def subject(who: Assessed, pk: int) -> AssessedSubject:
    """Return a subject by its number. Raises Refusal if there is none."""
    model = MODELS.get(who)
    row = model._default_manager.filter(pk=pk).first() if model else None
    if row is None:
        raise Refusal(gettext("There is no such subject."))
    return AssessedSubject(who, row.pk, str(row))


def subjects_of(sheet: ScoreSheet, year: int) -> list[tuple[int, str]]:
    """Return number and name of those whom a sheet may assess in a year, by name."""
    if sheet.who is Assessed.PROJECTS:
        rows = ProjectYear.objects.filter(year=year, project_class__in=sheet.classes)
        named = rows.values_list("project_id", "project__name")
        return list(named.order_by("project__pinyin", "project_id"))
    model = MODELS.get(sheet.who)
    return [(row.pk, str(row)) for row in model._default_manager.all()] if model else []
