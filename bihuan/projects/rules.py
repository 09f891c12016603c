"""The life of a project, and what makes its particulars believable.

Pure: values in, verdict out. Source: docs/rules.md, clauses LIFE and PROJ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from bihuan.kit.errors import Refusal
from bihuan.kit.words import say

from .kinds import State

_OPEN = frozenset({State.PAUSED, State.CANCELLED, State.MERGED})

# LIFE-1
MOVES: Mapping[State, frozenset[State]] = {
    State.RESERVE: frozenset({State.PREPARATION, State.CONSTRUCTION}) | _OPEN,
    State.PREPARATION: frozenset({State.RESERVE, State.CONSTRUCTION}) | _OPEN,
    State.CONSTRUCTION: frozenset({State.COMPLETED, State.IN_USE}) | _OPEN,
    State.COMPLETED: frozenset({State.IN_USE, State.MERGED}),
    State.IN_USE: frozenset({State.MERGED}),
    State.PAUSED: frozenset({State.RESERVE, State.PREPARATION, State.CONSTRUCTION}) | _OPEN,
    State.CANCELLED: frozenset({State.RESERVE}),
    State.MERGED: frozenset(),
}
NEEDS_REASON = frozenset({State.PAUSED, State.CANCELLED, State.MERGED, State.RESERVE})  # LIFE-2

NATIONAL_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")  # PROJ-1


def check_move(now: State, to: State, *, reason: str) -> None:
    """Refuse a move that the table does not allow, or that lacks the reason it needs."""
    if to not in MOVES[now]:
        raise Refusal(
            say("A project that is “%(now)s” cannot become “%(to)s”.")
            % {"now": now.label, "to": to.label}
        )
    if to in NEEDS_REASON and not reason.strip():
        raise Refusal(say("Say why the project becomes “%s”.") % to.label)


def check_national_code(code: str) -> None:
    """Refuse a national project code of the wrong structure. The check digit is not examined."""
    if not NATIONAL_CODE.fullmatch(code):
        raise Refusal(
            say("“%s” is not a national project code such as 2401-431202-04-01-123456.") % code
        )


def date_problem(start: date | None, finish: date | None) -> str:
    """Return a sentence if a finish comes before its start, else nothing (PROJ-2)."""
    if start and finish and finish < start:
        return say("It would finish on %(finish)s, before it starts on %(start)s.") % {
            "finish": finish, "start": start,
        }  # fmt: skip
    return ""


def name_key(name: str) -> str:
    """Return `name` without width, case, spaces and punctuation, for comparing (PROJ-3)."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")
