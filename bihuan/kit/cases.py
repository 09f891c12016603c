"""Cases of rules as data: situation and expected verdict, beside the presets they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from .presets import load_presets


class PresetCase(Protocol):
    """A case names the preset that it is about."""

    @property
    def preset(self) -> str: ...


C = TypeVar("C", bound=PresetCase)


def load_cases(shape: type[C], *paths: Path) -> Mapping[str, tuple[C, ...]]:
    """Return the cases of all files and folders that there are, by preset, in the order written.

    Raises PresetError naming file, line and key.
    """
    files = [each for path in paths for each in (sorted(path.glob("*.yaml")) or [path])]
    found: defaultdict[str, list[C]] = defaultdict(list)
    for case in load_presets(shape, *files).values():
        found[case.preset].append(case)
    return {preset: tuple(cases) for preset, cases in found.items()}
