"""Exemptions and adjustments: asked by one person, approved by another (RESULT-5 to RESULT-7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from bihuan.assessment.kinds import TermState
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .results import BLACK_LIST
from .scheme import ScoreSheet

MOVES: Mapping[TermState, frozenset[TermState]] = {
    TermState.ASKED: frozenset({TermState.APPROVED, TermState.REFUSED}),
    TermState.APPROVED: frozenset({TermState.REVOKED}),
    TermState.REFUSED: frozenset(),
    TermState.REVOKED: frozenset(),
}
REASON_MOST = 2_000
DIGITS = 6


def may_be_exempt(sheet: ScoreSheet) -> dict[str, str]:
    """Return from what a subject may be excused, with its words: items, vetoes, the black list."""
    found = {item.id: item.title for item in sheet.items}
    found |= {veto.id: veto.title for veto in sheet.vetoes}
    if sheet.lists and sheet.lists.black:
        found[BLACK_LIST] = gettext("Black list")
    return found


def check_exemption(sheet: ScoreSheet, item: str) -> None:
    """Raises Refusal for what the sheet does not have (RESULT-5)."""
    if item not in may_be_exempt(sheet):
        raise Refusal(gettext("There is no item “%s” on this sheet.") % item)


def check_points(points: Decimal, sheet: ScoreSheet) -> None:
    """Raises Refusal for no points, more than the sheet has in all, or too many digits
    (RESULT-6).
    """
    if not points or abs(points) > sheet.total:
        most = format(sheet.total.normalize(), "f")
        raise Refusal(gettext("Give or take points: not none, and at most %s.") % most)
    exponent = points.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -DIGITS:
        raise Refusal(gettext("Points have at most %s decimals.") % DIGITS)


def check_reason(reason: str) -> None:
    """Raises Refusal without a reason."""
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if len(reason) > REASON_MOST:
        raise Refusal(gettext("The reason is longer than %s characters.") % REASON_MOST)


def check_months(first: int, last: int) -> None:
    """Raises Refusal unless the months are of a year, and in order."""
    if not 1 <= first <= last <= 12:
        raise Refusal(gettext("Give the first and last month, 1 to 12."))


def check_to_decide(state: TermState, asked_by: int, deciding: Collection[int]) -> None:
    """Raises Refusal if it was decided before, or the same person asked for it (RESULT-7).

    `deciding` are the numbers of those who count as the person who decides.
    """
    if TermState.APPROVED not in MOVES[state]:
        raise Refusal(gettext("This was decided before: it is “%s”.") % state.label)
    if asked_by in deciding:
        raise Refusal(gettext("Another person decides than who asked."))


def check_to_revoke(state: TermState) -> None:
    """Raises Refusal unless it is in force."""
    if TermState.REVOKED not in MOVES[state]:
        raise Refusal(gettext("Only what was approved can be revoked: it is “%s”.") % state.label)
