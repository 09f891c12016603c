"""What may be said of a project, and how it differs from what stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Model

from bihuan.accounts.models import Leader, Organisation

from .models import Chain, Project


class Particulars(TypedDict, total=False):
    """Everything that is edited as one. Days on which things happened have actions of their own."""

    name: str
    national_code: str
    sector: str
    industry_code: str
    nature: str
    content: str
    owner: Organisation | None
    responsible: Organisation | None
    commander: Leader | None
    contact: str
    contact_phone: str
    region_code: str
    place: str
    longitude: Decimal | None
    latitude: Decimal | None
    total_investment_yuan: int | None
    planned_start_on: date | None
    planned_finish_on: date | None
    chain: Chain | None
    remark: str


FIELDS: tuple[str, ...] = tuple(Particulars.__annotations__)


def as_they_are(project: Project) -> dict[str, Any]:
    """Return what is said of the project now."""
    return {field: getattr(project, field) for field in FIELDS}


def differences(project: Project, said: dict[str, Any]) -> dict[str, list[Any]]:
    """Return [old, new] of each field that `said` changes, as the record keeps them."""
    return {
        field: [readable(getattr(project, field)), readable(new)]
        for field, new in said.items()
        if getattr(project, field) != new
    }


def readable(value: Any) -> Any:
    """Return a value as the record keeps it: names of things, not their numbers."""
    return str(value) if isinstance(value, Model | Decimal | date) else value


def initials(name: str) -> str:
    """Return the first letters of a name's pinyin, by which people search."""
    from pypinyin import Style, lazy_pinyin  # 60 MB and a second: only who names a project pays

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:200]
