"""What is wrong in a file of presets: each fault by file, line and key."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from .errors import Refusal
from .words import gettext


@dataclass(frozen=True)
class PresetFault:
    """One thing wrong in a preset file."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        return gettext("%(file)s, line %(line)s, “%(key)s”: %(sentence)s") % vars(self)


class PresetError(Refusal):
    """A preset file cannot be used. `faults` holds all that is wrong with it."""

    def __init__(self, faults: list[PresetFault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PresetValueError(ValueError):
    """A value inside a record makes no sense; `path` leads to it: names of fields, places in lists
    from 0.
    """

    def __init__(self, sentence: str, *path: str | int) -> None:
        super().__init__(sentence)
        self.path = path


class BadNode(Exception):
    """A node that cannot be read, its key, and why."""

    def __init__(self, node: yaml.Node, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.node, self.key, self.sentence = node, key, sentence

    def fault(self) -> PresetFault:
        """Return where it stands: a node knows its file, wherever it was merged into."""
        mark = self.node.start_mark
        return PresetFault(mark.name, mark.line + 1, self.key, self.sentence)


def join(key: str, name: str) -> str:
    """Return the key of `name` within `key`."""
    return f"{key}.{name}" if key else str(name)
