"""Projects that a workbook describes and nobody has entered yet, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.accounts.models import User

from .kinds import ProjectState


@dataclass(frozen=True, eq=False)
class ThemeDraft:
    """A theme to be."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class ChainDraft:
    """An industry chain to be."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(eq=False)
class ProjectDraft:
    """A project to be, with the particulars of `Project`. Several rows may describe it. Owner,
    responsible, commander and chain are rows or drafts.
    """

    name: str
    name_key: str
    pinyin: str
    national_code: str = ""
    state: str = ProjectState.PREPARATION
    sector: str = ""
    industry_code: str = ""
    nature: str = ""
    content: str = ""
    owner: Any = None
    responsible: Any = None
    commander: Any = None
    contact: str = ""
    contact_phone: str = ""
    region_code: str = ""
    place: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    total_investment_yuan: int | None = None
    planned_start_on: date | None = None
    planned_finish_on: date | None = None
    started_on: date | None = None
    permit_on: date | None = None
    finished_on: date | None = None
    in_use_on: date | None = None
    chain: Any = None
    remark: str = ""

    @property
    def pk(self) -> None:
        return None

    def within_reach_of(self, user: User) -> bool:
        """Return whether it is `user`'s: what is not entered yet is nobody's."""
        return False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class FormerNameDraft:
    """A name that a project bore before."""

    project: Any
    name: str
    name_key: str


@dataclass(frozen=True, eq=False)
class StepDraft:
    """One step of a project's life."""

    project: Any
    was: str
    became: str
    on: date


@dataclass(frozen=True, eq=False)
class ThemeLinkDraft:
    """A project read under a theme."""

    project: Any
    theme: Any
