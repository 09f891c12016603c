"""Unified social credit codes (GB 32100-2015) of bodies that do not exist: right in their check
digits alone.
"""

from __future__ import annotations

from stdnum.cn import uscc

DISTRICT = "431202"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def invented_credit_code(number: int) -> str:
    """Return the code of an invented enterprise of the district; each number gives another."""
    body = f"MAHC{number:04d}"
    rest = 11 - sum(w * LETTERS.index(c) for w, c in zip(WEIGHTS, body, strict=True)) % 11
    own = {10: "X", 11: "0"}.get(rest, str(rest))
    front = f"91{DISTRICT}{body}{own}"
    return front + str(uscc.calc_check_digit(front))
