"""Output that a workbook states and nobody has entered yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class OutputDraft:
    """An enterprise's output of a year beside the year before, in place of what it `replaces`."""

    chain: Any
    enterprise: str
    year: int
    output_yuan: int
    previous_output_yuan: int
    version: int = 1
    reason: str = ""
    replaces: Any = None
