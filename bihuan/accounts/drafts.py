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
