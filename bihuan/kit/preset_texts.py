"""A preset as one text that holds it whole: it extends nothing, and no value in it has dates."""

from __future__ import annotations

from typing import TypeVar

import yaml

from .preset_faults import BadNode, PresetError, PresetFault, join
from .preset_files import check_length, composed_text
from .preset_nodes import EXTENDS, days_of, pairs_of
from .preset_reader import Reader
from .words import gettext

T = TypeVar("T")


def read_whole(shape: type[T], text: str, file: str) -> T:
    """Return the only preset of a text. Raises PresetError naming each fault by line and key, with
    `file` for the file's name.
    """
    faults: list[PresetFault] = []
    check_length(text, file, faults)
    root = None if faults else composed_text(text, file, faults)
    value = None
    if not faults:
        try:
            name, node = _only(root, file)
            _check_whole(node, name)
            reader = Reader()
            value = reader.try_read(node, shape, name)
            faults += reader.faults
        except BadNode as bad:
            faults.append(bad.fault())
    if faults or not isinstance(value, shape):
        raise PresetError(faults)
    return value


def _only(root: yaml.Node | None, file: str) -> tuple[str, yaml.Node]:
    if root is None:
        start = yaml.Mark(file, 0, 0, 0, None, 0)
        empty = yaml.ScalarNode("", "", start, start)
        raise BadNode(empty, "", gettext("Nothing stands here."))
    pairs = pairs_of(root, "")
    for place, (name, node) in enumerate(pairs.items()):
        if place:
            raise BadNode(node, name, gettext("Only one set of rules stands in a text."))
    if not pairs:
        raise BadNode(root, "", gettext("Nothing stands here."))
    return next(iter(pairs.items()))


def _check_whole(node: yaml.Node, name: str) -> None:
    """Refuse what would take values from elsewhere, or change them on a day."""
    pairs = pairs_of(node, name)
    if EXTENDS in pairs:
        sentence = gettext("What stands here is whole: copy the other rules and change the copy.")
        raise BadNode(pairs[EXTENDS], join(name, EXTENDS), sentence)
    if any(True for _day in days_of(node, name)):
        sentence = gettext("Values with dates are not taken here.")
        raise BadNode(node, name, sentence)
