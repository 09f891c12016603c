"""What a check of an installation says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.kit.choices import Choice
from bihuan.kit.words import _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DoctorState(Choice):
    FINE = "fine", _("Fine")
    NOTE = "note", _("To note")
    WRONG = "wrong", _("Wrong")


@dataclass(frozen=True)
class DoctorFinding:
    """One sentence about the installation; if something is wrong, another says what to do."""

    state: DoctorState
    sentence: str
    todo: str = ""


def fine(sentence: str) -> DoctorFinding:
    return DoctorFinding(DoctorState.FINE, sentence)


def note(sentence: str, todo: str) -> DoctorFinding:
    return DoctorFinding(DoctorState.NOTE, sentence, todo)


def wrong(sentence: str, todo: str) -> DoctorFinding:
    return DoctorFinding(DoctorState.WRONG, sentence, todo)


@dataclass(frozen=True)
class DoctorCheck:
    """One thing to look at. A slow one is left out where somebody waits for a page."""

    name: str
    label: StrOrPromise
    look: Callable[[], Iterable[DoctorFinding]]
    slow: bool = False
    of_this_version: bool = False
    """True of what can be looked at only in tables that fit this version."""


@dataclass(frozen=True)
class Looked:
    """What one check found."""

    check: DoctorCheck
    findings: list[DoctorFinding]

    @property
    def state(self) -> DoctorState:
        """Return the worst of what was found."""
        return max(
            (each.state for each in self.findings),
            key=list(DoctorState).index,
            default=DoctorState.FINE,
        )
