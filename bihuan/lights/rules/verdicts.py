"""What is said of one project's month: a colour, and the clauses that made it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from bihuan.lights.kinds import Colour

SILENCE = frozenset({"LIGHT-2", "LIGHT-3"})
"""The clauses of a report that is awaited, and of one that never came."""


@dataclass(frozen=True, slots=True)
class LightReason:
    """One clause that spoke, with the figures that its sentence needs (decimal strings)."""

    clause: str
    colour: Colour
    kind: str
    figures: dict[str, str]


class LateReasons(Sequence[LightReason]):
    """Reasons that are worked out when somebody first asks: a district's year needs colours."""

    __slots__ = ("_reasons", "_work_out")

    def __init__(self, work_out: Callable[[], Iterable[LightReason]]) -> None:
        self._work_out: Callable[[], Iterable[LightReason]] | None = work_out
        self._reasons: tuple[LightReason, ...] = ()

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, place: int) -> LightReason: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[LightReason]: ...
    def __getitem__(self, place: Any) -> Any:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, tuple | LateReasons):
            return NotImplemented
        return self._all() == tuple(other)

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> tuple[LightReason, ...]:
        if self._work_out is not None:
            self._reasons = tuple(self._work_out())
            self._work_out = None
        return self._reasons


@dataclass(frozen=True, slots=True)
class LightVerdict:
    """Colour shown and colour of the month alone, which differ while an improvement is awaited."""

    colour: Colour
    raw: Colour
    reasons: Sequence[LightReason]
    is_final: bool = False
    """True if it stands as it was given, since its month is locked."""
    silence: str = ""
    """The clause by which it stands for a report that did not come, if it does."""
