"""What an enterprise's output must satisfy, and growth. Pure. Clauses CHAIN."""

from __future__ import annotations

from bihuan.kit.errors import Refusal
from bihuan.kit.words import say


def check_output(
    *, enterprise: str, year: int, this_year: int, output_yuan: int, previous_output_yuan: int
) -> None:
    """Refuse a nameless enterprise, a year to come, and output below nothing (CHAIN-1)."""
    if not enterprise.strip():
        raise Refusal(say("Name the enterprise."))
    if year > this_year:
        raise Refusal(say("The year %s has not begun yet.") % year)
    if output_yuan < 0 or previous_output_yuan < 0:
        raise Refusal(say("Output cannot be negative."))


def check_correction(reason: str) -> None:
    """Refuse to replace output without saying why (CHAIN-2)."""
    if not reason.strip():
        raise Refusal(say("Output stands there: say why it changes."))
