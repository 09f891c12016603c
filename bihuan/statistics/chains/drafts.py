"""What is to stand in the register of a chain, and nobody has entered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PlaceDraft:
    """An enterprise and its place in a chain, as somebody says them."""

    name: str
    link: str
    credit_code: str = ""
    above_scale_on: date | None = None
    counts: bool = True
    since: date | None = None
    came_as: str = ""
    until: date | None = None
    went_as: str = ""
