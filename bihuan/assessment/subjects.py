"""Who is assessed, as rows name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bihuan.accounts.models import Leader, Organisation
from bihuan.assessment.kinds import Assessed
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
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
class Subject:
    """One who is assessed, with the columns by which rows name it."""

    who: Assessed
    pk: int
    label: str

    @property
    def columns(self) -> dict[str, Any]:
        return {"who": self.who, "label": self.label[:300], COLUMNS[self.who]: self.pk}


def subject(who: Assessed, pk: int) -> Subject:
    """Return a subject by its number. Raises Refusal if there is none."""
    model = MODELS.get(who)
    row = model._default_manager.filter(pk=pk).first() if model else None
    if row is None:
        raise Refusal(gettext("There is no such subject."))
    return Subject(who, row.pk, str(row))
