"""Organisations and leaders that a workbook names and nobody has entered yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class OrganisationDraft:
    """An organisation to be; a later row may add its credit code."""

    name: str
    credit_code: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class LeaderDraft:
    """A leader to be."""

    name: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）" if self.title else self.name


@dataclass(frozen=True)
class PersonDraft:
    """Somebody as a workbook tells: new where `user_id` is None, else edited. Organisations are
    named as they are called here, or as they are to be.
    """

    user_id: int | None
    username: str
    full_name: str
    role: str
    organisation: str = ""
    title: str = ""
    phone: str = ""
