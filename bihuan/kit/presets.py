"""Rules that an office may change: YAML read into dataclasses, each fault named by file, line, key.

A file maps the name of a preset to its values. A dataclass gives the shape: `str`, `int`, `bool`,
`Decimal` (read from the text, never through a float), `date`, a `Choice`, another dataclass,
`tuple[X, ...]`, `dict[str, X]` and `X | None`. A check that spans fields belongs in the dataclass's
`__post_init__`, which raises ValueError with a sentence, or PresetValueError to name the field.

A preset may extend another (`extends`), and its values may have dates: see `preset_nodes`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

import yaml

from .errors import Refusal
from .preset_faults import BadNode, PresetError, PresetFault, PresetValueError
from .preset_files import MOST_NODES, size_of
from .preset_nodes import as_of, days_of, read_nodes
from .preset_reader import Reader
from .words import gettext

__all__ = [
    "Dated",
    "PresetError",
    "PresetFault",
    "PresetValueError",
    "choose",
    "load_dated",
    "load_presets",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A preset by the day from which it holds in each form, in order; the first holds from the
    beginning.
    """

    steps: tuple[tuple[date, T], ...]

    def on(self, day: date) -> T:
        """Return it as it holds on `day`."""
        return [value for since, value in self.steps if since <= day][-1]

    @property
    def latest(self) -> T:
        """It as it will hold in the end: its title and source are read from here."""
        return self.steps[-1][1]

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something in it changes."""
        return tuple(since for since, _value in self.steps[1:])


def load_presets(shape: type[T], *paths: Path) -> Mapping[str, T]:
    """Return the presets of all `paths` by name; a later file's preset replaces an earlier one's.

    A path that does not exist is passed over, so that an office's own file is optional. Raises
    PresetError listing every fault; a value with dates is one.
    """
    found = load_dated(shape, *paths, dates=False)
    return {name: each.steps[0][1] for name, each in found.items()}


def load_dated(
    shape: type[T], *paths: Path, dates: bool = True, names: Collection[str] | None = None
) -> Mapping[str, Dated[T]]:
    """As `load_presets`, of rules whose values may have dates; if given, of these names alone."""
    faults: list[PresetFault] = []
    found = {}
    for name, node in read_nodes(paths, faults).items():
        if names is not None and name not in names:
            continue
        try:
            found[name] = _dated(name, node, shape, faults, dates=dates)
        except BadNode as bad:
            faults.append(bad.fault())
    if faults:
        raise PresetError(faults)
    return found


def choose(presets: Mapping[str, T], name: str) -> T:
    """Return the preset called `name`. Raises Refusal naming those there are."""
    if name not in presets:
        raise Refusal(
            gettext("There is no preset “%(name)s”. There are: %(known)s.")
            % {"name": name, "known": ", ".join(presets)}
        )
    return presets[name]


def _dated(
    name: str, node: yaml.Node, shape: type[T], faults: list[PresetFault], *, dates: bool
) -> Dated[T]:
    """Read one preset as it is on each day on which something in it changes."""
    days = sorted(set(days_of(node, name)))
    if days and not dates:
        raise BadNode(node, name, gettext("Values with dates are not taken here."))
    size_of(node, name, MOST_NODES // max(len(days), 1))  # each day reads it anew
    steps: list[tuple[date, T]] = []
    known = {(each.file, each.line, each.key) for each in faults}
    for day in dict.fromkeys([date.min, *days[1:]]):
        reader = Reader(since=None if day == date.min else day)
        value = reader.try_read(as_of(node, day, name), shape, name)
        new = [each for each in reader.faults if (each.file, each.line, each.key) not in known]
        known |= {(each.file, each.line, each.key) for each in new}
        faults += new
        if not steps or steps[-1][1] != value:
            steps.append((day, value))
    return Dated(tuple(steps))
