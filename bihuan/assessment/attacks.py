"""Playing against a scheme, and what was found: remembered by what the scheme says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from bihuan.kit import advance

from .rules import adversary
from .rules.adversary import SCORE, Gain, attacked, most_moves
from .rules.scheme import Scheme, SchemeItem, ScoreSheet
from .tried_schemes import WEEK, TriedScheme

KEY = "scheme-attack"
PLAYING = "playing"


@dataclass(frozen=True)
class WorstOfItem:
    """The highest gain of one item, or of a sheet's whole score (`item` is None)."""

    sheet: ScoreSheet
    item: SchemeItem | None
    gain: Gain

    @property
    def share(self) -> Decimal | None:
        """What is won, in percent of what the item, or the sheet, gives at most."""
        whole = self.item.most if self.item else self.sheet.total
        return self.gain.gain * 100 / whole if whole else None


def known_gains(tried: TriedScheme) -> list[Gain] | None:
    """Return what was found by playing against a scheme, if it is remembered."""
    found: Any = cache.get(_key(tried))
    return found if isinstance(found, list) else None


def gains_of(tried: TriedScheme) -> list[Gain]:
    """Return what is found by playing against a scheme: it takes seconds, and is remembered."""
    found = known_gains(tried)
    if found is None:
        with advance.watch((KEY, tried.digest), {PLAYING: 1}):
            advance.enter(PLAYING, most_moves(tried.scheme))
            found = attacked(tried.scheme, advance.add)
        cache.set(_key(tried), found, WEEK)
    return found


def running(tried: TriedScheme) -> advance.Job | None:
    """Return the play against a scheme that is under way, or None."""
    return advance.running((KEY, tried.digest))


def worst_of(scheme: Scheme, gains: Sequence[Gain]) -> list[WorstOfItem]:
    """Return the highest gain of each item of each sheet, then of its score; sheets in order."""
    return [
        WorstOfItem(sheet, item, _worst(gains, sheet.id, item.id if item else SCORE))
        for sheet in scheme.sheets
        for item in (*sorted(sheet.items, key=lambda i: -_worst(gains, sheet.id, i.id).gain), None)
    ]


def _worst(gains: Sequence[Gain], sheet: str, item: str) -> Gain:
    return max((g for g in gains if (g.sheet, g.item) == (sheet, item)), key=lambda g: g.gain)


def _key(tried: TriedScheme) -> str:
    """Return under what a play is remembered: it is told in a language, by rules as they are."""
    return f"scheme-attack-{tried.digest}-{_rules_digest()}-{get_language()}"


@once
def _rules_digest() -> str:
    folder = Path(adversary.__file__).parent
    return sha256(b"".join(each.read_bytes() for each in sorted(folder.glob("*.py")))).hexdigest()
