"""Projects that a workbook describes and nobody has entered yet, and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.accounts.models import User

from .kinds import ProjectState
from .particulars import CATALOGUE


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


class ProjectDraft:
    """A project to be, with the particulars of the catalogue, blank until they are said. Several
    rows may describe it. Owner, responsible, commander and chain are rows or drafts.
    """

    name: str
    name_key: str
    pinyin: str
    national_code: str
    state: str
    total_investment_yuan: int | None
    started_on: date | None
    permit_on: date | None
    finished_on: date | None
    in_use_on: date | None
    pk = None

    def __init__(self, name: str, name_key: str, pinyin: str, national_code: str = "") -> None:
        self.__dict__ |= {each.name: each.blank for each in CATALOGUE}
        self.name, self.name_key, self.pinyin = name, name_key, pinyin
        self.national_code, self.state = national_code, ProjectState.PREPARATION
        self.started_on = self.permit_on = self.finished_on = self.in_use_on = None

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
