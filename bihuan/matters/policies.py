"""The policy of matters: what an office may set. Limits are working days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bihuan.kit.words import gettext

from .kinds import MatterKind, PaperKind, Who


@dataclass(frozen=True)
class Severity:
    """How grave a matter is, and how long it may take."""

    code: str
    label: str
    english: str
    limit: int

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= 250:
            raise ValueError(gettext("A time limit is 1 to 250 working days."))


@dataclass(frozen=True)
class MatterType:
    """What a matter is about. `limit` is its own time limit, where one is set; `leads` are parts
    of names of the organisations that it belongs to, `words` those by which a text speaks of it.
    """

    code: str
    label: str
    english: str
    kinds: tuple[MatterKind, ...] = ()
    limit: int | None = None
    leads: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """One step of escalation: whom it reaches, so many working days after the deadline, on which
    paper, in which colour. `after` is None for the level at which every matter starts.
    """

    label: str
    english: str
    who: Who
    after: int | None
    paper: PaperKind
    colour: str = ""


@dataclass(frozen=True)
class PauseReason:
    """A reason for which the clock may stand still, and for how long at most."""

    code: str
    label: str
    english: str
    longest: int


@dataclass(frozen=True)
class PolicyReading:
    """How an unclear sentence of the source is read."""

    says: str
    reading: str


@dataclass(frozen=True)
class MatterPolicy:
    """All rules of one policy: limits, levels, pauses."""

    title: str
    source: str
    version: int
    assign_within: int
    sign_within: int
    feed_back_within: int
    verify_within: int
    warn_before: int
    extensions_most: int
    near_percent: Decimal
    severities: tuple[Severity, ...]
    types: tuple[MatterType, ...]
    levels: tuple[Level, ...]
    pauses: tuple[PauseReason, ...]
    readings: tuple[PolicyReading, ...] = ()

    def __post_init__(self) -> None:
        if not (self.severities and self.types and self.levels):
            raise ValueError(gettext("Severities, types and levels are wanted."))
        for things in (self.severities, self.types, self.pauses):
            _once(thing.code for thing in things)
        after = [level.after for level in self.levels]
        if after[0] is not None or None in after[1:]:
            raise ValueError(gettext("The first level has no days; each later one has."))
        climbed = [days for days in after[1:] if days is not None]
        if climbed != sorted(set(climbed)) or (climbed and climbed[0] < 1):
            raise ValueError(gettext("Each level comes later than the one before."))
        if not 50 <= self.near_percent <= 100:
            raise ValueError(gettext("Likeness is 50 to 100 percent."))

    @property
    def top(self) -> int:
        """Number of the highest level; the first is 1."""
        return len(self.levels)

    def limit(self, type_code: str, severity: str) -> int:
        """Return the working days a matter may take: its type's own limit, or its severity's.

        The shorter one counts. What these rules do not know, because they changed meanwhile, has
        the longest of their limits.
        """
        limits = [each.limit for each in self.severities if each.code == severity]
        limits += [each.limit for each in self.types if each.code == type_code and each.limit]
        return min(limits) if limits else max(each.limit for each in self.severities)

    def type_of(self, text: str) -> MatterType:
        """Return the type of which a text speaks first; the last of them if it speaks of none."""
        places = [
            (text.index(word), number)
            for number, each in enumerate(self.types)
            for word in each.words
            if word in text
        ]
        return self.types[min(places)[1]] if places else self.types[-1]

    def leads_of(self, type_code: str) -> tuple[str, ...]:
        """Return what the names of the organisations have in them that a type belongs to."""
        return next((each.leads for each in self.types if each.code == type_code), ())

    def pause(self, code: str) -> PauseReason | None:
        """Return the reason for a pause by its code, or None if there is no such reason."""
        return next((each for each in self.pauses if each.code == code), None)

    def level(self, number: int) -> Level:
        """Return the level by its number, from 1. What is not assigned yet has the first."""
        return self.levels[max(min(number, self.top), 1) - 1]


def _once(codes: Iterable[str]) -> None:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise ValueError(gettext("“%s” stands here twice.") % twice[0])
