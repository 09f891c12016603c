"""Site visits: which projects are proposed, how far from the site, whether a photo was used before.

Pure: values in, verdict out. Source: docs/rules/visits.md, clauses VISIT.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .kinds import Risk

EARTH_M = 6_371_008.8
HASH_BITS = 64
Place = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class VisitRules:
    """What an office may set. Weights are points of risk."""

    title: str
    source: str
    version: int
    off_site_m: int
    near_bits: int
    random_percent: int
    visits_per_leader: int
    long_ago_months: int
    weights: dict[str, int]

    def __post_init__(self) -> None:
        if not 0 <= self.random_percent <= 100:
            raise ValueError(gettext("A share is 0 to 100 percent."))
        if not 0 <= self.near_bits <= HASH_BITS // 4:
            raise ValueError(gettext("Photos alike differ in 0 to 16 bits."))
        unknown = set(self.weights) - {risk.value for risk in Risk}
        if unknown:
            raise ValueError(gettext("There is no risk “%s”.") % ", ".join(sorted(unknown)))


@dataclass(frozen=True)
class VisitCandidate:
    """A project that may be visited, with what speaks for it: how often each risk counts."""

    project_id: int
    leader_id: int
    risks: Mapping[Risk, int]

    def points(self, rules: VisitRules) -> int:
        return sum(rules.weights.get(risk, 0) * times for risk, times in self.risks.items())


@dataclass(frozen=True)
class VisitProposal:
    """One visit proposed: why, and whether the draw chose it."""

    project_id: int
    leader_id: int
    reasons: tuple[Risk, ...]
    points: int
    is_random: bool


def propose(
    candidates: Sequence[VisitCandidate], rules: VisitRules, seed: int
) -> list[VisitProposal]:
    """Return the month's visits: for each leader the riskiest projects, and a random share of all
    the others (VISIT-1). The same candidates and seed give the same plan, so anyone can repeat it.
    """
    chosen: list[VisitProposal] = []
    rest: list[VisitCandidate] = []
    for leader in sorted({each.leader_id for each in candidates}):
        own = [each for each in candidates if each.leader_id == leader]
        ranked = sorted(own, key=lambda each: (-each.points(rules), each.project_id))
        risky = [each for each in ranked if each.points(rules) > 0][: rules.visits_per_leader]
        chosen += [_proposal(each, rules, is_random=False) for each in risky]
        taken = {each.project_id for each in risky}
        rest += [each for each in own if each.project_id not in taken]
    found = {each.project_id: each for each in rest}
    drawn = draw(list(found), rules.random_percent, seed)
    return chosen + [_proposal(found[pk], rules, is_random=True) for pk in drawn]


def draw(pool: Sequence[int], percent: int, seed: int) -> list[int]:
    """Return the share of the pool (numbers of projects) that the seed draws: the same each time,
    in whatever order the pool comes (VISIT-1).
    """
    return Random(seed).sample(sorted(pool), _share(len(pool), percent))


def pool_of(candidates: Sequence[VisitCandidate], proposed: Sequence[VisitProposal]) -> list[int]:
    """Return the numbers of the projects that the draw was made from: all that risk left over."""
    chosen = {each.project_id for each in proposed if not each.is_random}
    return sorted({each.project_id for each in candidates} - chosen)


def _proposal(candidate: VisitCandidate, rules: VisitRules, *, is_random: bool) -> VisitProposal:
    reasons = tuple(risk for risk in Risk if candidate.risks.get(risk))
    if is_random:
        reasons = (Risk.RANDOM, *reasons)
    return VisitProposal(
        candidate.project_id, candidate.leader_id, reasons, candidate.points(rules), is_random
    )


def _share(number: int, percent: int) -> int:
    """A share of so many, rounded up: of few projects one is drawn too."""
    return -(-number * percent // 100)


def place(longitude: Decimal | None, latitude: Decimal | None) -> Place | None:
    """Return a place, or None if it is not known."""
    return None if longitude is None or latitude is None else (longitude, latitude)


def distance_m(here: Place | None, site: Place | None) -> int | None:
    """Return the metres between two places as (longitude, latitude), or None if one is unknown."""
    if here is None or site is None:
        return None
    lon1, lat1, lon2, lat2 = (math.radians(float(x)) for x in (*here, *site))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * EARTH_M * math.asin(math.sqrt(min(half, 1.0))))


def is_off_site(distance: int | None, accuracy: int | None, rules: VisitRules) -> bool:
    """True if the place cannot be the site, its accuracy allowed for (VISIT-3). A visit is never
    refused for that: it is said.
    """
    return distance is not None and distance - (accuracy or 0) > rules.off_site_m


def differing_bits(one: str, other: str) -> int:
    """Return in how many bits two perceptual hashes (16 hex digits) differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def nearest(photo: str, known: Mapping[int, str], near_bits: int) -> int | None:
    """Return the key of the known hash most like `photo`, if it is near enough (VISIT-4).

    Plain pictures (sky, a wall) have hashes of few bits and say nothing: they are passed over.
    """
    if _is_plain(photo):
        return None
    ranked = sorted((differing_bits(photo, other), key) for key, other in known.items())
    return ranked[0][1] if ranked and ranked[0][0] <= near_bits else None


def _is_plain(photo: str) -> bool:
    bits = int(photo, 16).bit_count()
    return bits < HASH_BITS // 8 or bits > HASH_BITS - HASH_BITS // 8


def check_place(longitude: Decimal | None, latitude: Decimal | None) -> None:
    """Refuse half a place, or one that is not on the globe."""
    if (longitude is None) != (latitude is None):
        raise Refusal(gettext("A place has both longitude and latitude."))
    if longitude is None or latitude is None:
        return
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise Refusal(gettext("There is no such place."))
