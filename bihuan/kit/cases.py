"""Cases of rules as data: situation and expected verdict, beside the presets they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from .presets import Dated, load_presets


class PresetCase(Protocol):
    """A case names the preset that it is about."""

    @property
    def preset(self) -> str: ...


@dataclass(frozen=True)
class Worked:
    """A case as pages show it: what the rules say of a situation, by which reasons. `expected` is
    what the case expects, where the rules say otherwise.
    """

    situation: str
    verdict: str
    reasons: tuple[str, ...] = ()
    expected: str = ""

    @property
    def is_met(self) -> bool:
        return not self.expected


class DatedCase(PresetCase, Protocol):
    """A case that is worked out by the rules of its day."""

    @property
    def day(self) -> date: ...


C = TypeVar("C", bound=PresetCase)


def worked_out(
    cases: Iterable[DatedCase], rules: Dated[Any], by: Callable[[Any, Any], Worked]
) -> list[Worked]:
    """Return the cases as `by` works them out, each by the rules that hold on its day."""
    return [by(case, rules.on(case.day)) for case in cases]


def load_cases(shape: type[C], *paths: Path) -> Mapping[str, tuple[C, ...]]:
    """Return the cases of all files and folders that there are, by preset, in the order written.

    Raises PresetError naming file, line and key.
    """
    files = [
        each
        for path in paths
        for each in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    ]
    found: defaultdict[str, list[C]] = defaultdict(list)
    for case in load_presets(shape, *files).values():
        found[case.preset].append(case)
    return {preset: tuple(cases) for preset, cases in found.items()}
