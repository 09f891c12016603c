"""The life of a project, and what makes its particulars believable.

Pure: values in, verdict out. Source: docs/rules.md, clauses LIFE and PROJ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from stdnum import numdb

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .kinds import GIVEN_UP, ProjectState

_OPEN = frozenset({ProjectState.PAUSED}) | GIVEN_UP

# LIFE-1
MOVES: Mapping[ProjectState, frozenset[ProjectState]] = {
    ProjectState.RESERVE: frozenset({ProjectState.PREPARATION, ProjectState.CONSTRUCTION}) | _OPEN,
    ProjectState.PREPARATION: frozenset({ProjectState.RESERVE, ProjectState.CONSTRUCTION}) | _OPEN,
    ProjectState.CONSTRUCTION: frozenset({ProjectState.COMPLETED, ProjectState.IN_USE}) | _OPEN,
    ProjectState.COMPLETED: frozenset({ProjectState.IN_USE, ProjectState.MERGED}),
    ProjectState.IN_USE: frozenset({ProjectState.MERGED}),
    ProjectState.PAUSED: frozenset(
        {ProjectState.RESERVE, ProjectState.PREPARATION, ProjectState.CONSTRUCTION}
    )
    | GIVEN_UP,
    ProjectState.CANCELLED: frozenset({ProjectState.RESERVE}),
    ProjectState.MERGED: frozenset(),
}
NEEDS_REASON = frozenset(
    {ProjectState.PAUSED, ProjectState.CANCELLED, ProjectState.MERGED, ProjectState.RESERVE}
)  # LIFE-2

CLOCK_OF = {  # LIFE-3
    ProjectState.CONSTRUCTION: "started_on",
    ProjectState.COMPLETED: "finished_on",
    ProjectState.IN_USE: "in_use_on",
}
CLOCKS = ("started_on", "permit_on", "finished_on", "in_use_on")
EAST = (Decimal(73), Decimal(136))  # PROJ-4
NORTH = (Decimal(3), Decimal(54))
NATIONAL_CODE = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")  # PROJ-1


@dataclass(frozen=True)
class NumberLimits:
    """The least and the most that is believable of a number."""

    least: int
    most: int


@dataclass(frozen=True)
class Section:
    """A lettered section of GB/T 4754 with its two-digit divisions."""

    name: str
    divisions: dict[str, str]


@dataclass(frozen=True)
class Industries:
    """One edition of GB/T 4754."""

    title: str
    sections: dict[str, Section]

    def name_of(self, code: str) -> str:
        """Return the section or division that `code` (E, 48, E4811) lies in; "" if in none."""
        found = re.fullmatch(r"([A-T]?)(\d{2})?(\d{0,2})", code)
        if not found or not (found[1] or found[2]) or (found[3] and not found[2]):
            return ""
        for letter, section in self.sections.items():
            if found[1] in ("", letter):
                name = section.divisions.get(found[2], "") if found[2] else section.name
                if name:
                    return name
        return ""


def check_move(now: ProjectState, to: ProjectState, *, reason: str) -> None:
    """Refuse a move that the table does not allow, or that lacks the reason it needs."""
    if to not in MOVES[now]:
        raise Refusal(_no_move(now, to))
    if to in NEEDS_REASON and not reason.strip():
        raise Refusal(gettext("Say why the project becomes “%s”.") % to.label)


def _no_move(now: ProjectState, to: ProjectState) -> str:
    return gettext("A project that is “%(now)s” cannot become “%(to)s”.") % {
        "now": now.label,
        "to": to.label,
    }


def check_national_code(code: str) -> None:
    """Refuse a national project code of the wrong structure. The check digit is not examined."""
    if not NATIONAL_CODE.fullmatch(code):
        raise Refusal(
            gettext("“%s” is not a national project code such as 2401-431202-04-01-123456.") % code
        )


def date_problem(start: date | None, finish: date | None) -> str:
    """Return a sentence if a finish comes before its start, else nothing (PROJ-2)."""
    if start and finish and finish < start:
        return gettext("It would finish on %(finish)s, before it starts on %(start)s.") % {
            "finish": long_day(finish),
            "start": long_day(start),
        }
    return ""


POINT = "\ue000"  # no character of any name
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.．·~—–\-_/#、:：]+(?=\d)")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """Return `name` without width, case, spaces and punctuation, for comparing (PROJ-3). What
    stands between digits stays, as a point: phase 1.1 is not phase 11.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = BETWEEN_DIGITS.sub(POINT, folded)
    return "".join(c for c in kept if c == POINT or unicodedata.category(c)[0] in "LN").replace(
        POINT, "."
    )


def place_problem(longitude: Decimal | None, latitude: Decimal | None) -> str:
    """Return a sentence if the coordinates are half given or outside China (PROJ-4)."""
    if longitude is None and latitude is None:
        return ""
    if longitude is None or latitude is None:
        return gettext("Longitude and latitude belong together.")
    if EAST[0] <= longitude <= EAST[1] and NORTH[0] <= latitude <= NORTH[1]:
        return ""
    if EAST[0] <= latitude <= EAST[1] and NORTH[0] <= longitude <= NORTH[1]:
        return gettext("Longitude and latitude are the wrong way round.")
    return gettext("%(longitude)s, %(latitude)s does not lie in China.") % {
        "longitude": f"{longitude.normalize():f}",
        "latitude": f"{latitude.normalize():f}",
    }


@cache
def region_name(code: str) -> str:
    """Return the name of a region of GB/T 2260 (431202), or "" if there is none (PROJ-5)."""
    if not re.fullmatch(r"\d{6}", code):
        return ""
    names = numdb.get("cn/loc").info(code)[-1][1].get("county", "")
    for period in names.split(","):
        found = re.fullmatch(r"(?:\[\d*-(\d*)\])?(.+)", period)
        if found and not found[1]:
            return str(found[2])
    return ""


def clock_problems(days: Mapping[str, date | None], *, today: date) -> dict[str, str]:
    """Return what is wrong with the days on which things happened (LIFE-4)."""
    ahead = gettext("%s has not come yet.")
    found = {key: ahead % day for key, day in days.items() if day and day > today}
    for later in ("finished_on", "in_use_on"):
        if problem := date_problem(days.get("started_on"), days.get(later)):
            found.setdefault(later, problem)
    return found


def untimely_day_problems(
    state: ProjectState, was: Mapping[str, date | None], days: Mapping[str, date | None]
) -> dict[str, str]:
    """Return a sentence for each new day of finish or use of a project that is not that far: with
    the day comes the state (LIFE-6).
    """
    with_state = gettext("The day of “%s” is given as the project becomes it: change its state.")
    return {
        CLOCK_OF[to]: with_state % to.label if to in MOVES[state] else _no_move(state, to)
        for to, reached in _REACHED.items()
        if days.get(CLOCK_OF[to]) and not was.get(CLOCK_OF[to]) and state not in reached
    }


_REACHED = {
    ProjectState.COMPLETED: frozenset({ProjectState.COMPLETED, ProjectState.IN_USE}),
    ProjectState.IN_USE: frozenset({ProjectState.IN_USE}),
}


def recorded_day_problems(
    was: Mapping[str, date | None], days: Mapping[str, date | None], *, reason: str
) -> dict[str, str]:
    """Return a sentence for each recorded day that changes without a reason (LIFE-4)."""
    if reason.strip():
        return {}
    changed = [key for key, day in days.items() if was.get(key) not in (None, day)]
    return dict.fromkeys(changed, gettext("Say why a day that was recorded changes."))


def refuse_if(found: Mapping[str, str]) -> None:
    """Refuse with every sentence of `found`."""
    if found:
        raise Refusal("\n".join(dict.fromkeys(found.values())))


def check_merge(kept: ProjectState, gone: ProjectState, *, same: bool) -> None:
    """Refuse to merge a project into itself or into one that is no longer live (LIFE-5)."""
    if same:
        raise Refusal(gettext("A project cannot be merged into itself."))
    if kept in GIVEN_UP:
        raise Refusal(gettext("The project to merge into is “%s” itself.") % kept.label)


def check_since(since: date | None, *, today: date) -> None:
    """Refuse a project that changes hands on a day to come (PROJ-12)."""
    if since is not None and since > today:
        raise Refusal(gettext("A project changes hands today or earlier, not on a day to come."))


def check_edition(now: int, seen: int, by: str) -> None:
    """Refuse to overwrite what somebody else (`by`, "" if unknown) saved meanwhile (PROJ-7)."""
    if now != seen:
        raise Refusal(
            gettext("%s saved this after you opened it. Nothing of yours was saved yet.")
            % (by or gettext("Somebody"))
        )


def code_problem(code: str | None) -> str:
    """Return a sentence if `code` is no national project code (PROJ-1)."""
    try:
        if code:
            check_national_code(code)
    except Refusal as told:
        return str(told)
    return ""


def region_problem(code: str | None) -> str:
    """Return a sentence if `code` is no region that exists today (PROJ-5)."""
    if not code or region_name(code):
        return ""
    return gettext("“%s” is not a region of GB/T 2260.") % code


def industry_problem(code: str | None, industries: Industries) -> str:
    """Return a sentence if `code` lies in no section or division of the standard (PROJ-5)."""
    if not code or industries.name_of(code):
        return ""
    return gettext("“%(code)s” is not an industry of %(standard)s.") % {
        "code": code,
        "standard": industries.title,
    }


def limit_problem(
    label: str,
    value: int | Decimal | None,
    limits: NumberLimits,
    unit: object,
    *,
    scale: int = 1,
) -> str:
    """Return a sentence if a number lies outside what is believable, told in a unit of which one is
    worth `scale`.
    """
    if value is None or limits.least <= value <= limits.most:
        return ""
    return gettext(
        "“%(label)s”: %(value)s is not believable, from %(least)s to %(most)s %(unit)s are."
    ) % {
        "label": label,
        "value": f"{(Decimal(value) / scale).normalize():,f}",
        "least": f"{(Decimal(limits.least) / scale).normalize():,f}",
        "most": f"{(Decimal(limits.most) / scale).normalize():,f}",
        "unit": unit,
    }
