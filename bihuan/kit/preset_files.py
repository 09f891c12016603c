"""A file of presets read into nodes of YAML, or the reason why it cannot be."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import yaml

from .preset_faults import BadNode, PresetFault
from .words import gettext

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Six times as fast where PyYAML was built with its library in C."""
MOST_BYTES = 1_000_000
MOST_NODES = 50_000
"""Values that a file may hold, those counted anew that an alias or `extends` repeats."""
DEEPEST = 40


def composed(path: Path, faults: list[PresetFault]) -> yaml.Node | None:
    """Return the root of a file; None if it is empty or cannot be read: `faults` says why."""
    text = _text(path, faults)
    return None if text is None else composed_text(text, path.name, faults)


def composed_text(text: str, file: str, faults: list[PresetFault]) -> yaml.Node | None:
    """Return the root of a text that marks name `file`; None as of a file."""
    stream = StringIO(text)
    stream.name = file  # what marks tell of it
    loader = None
    try:
        loader = LOADER(stream)
        node: yaml.Node | None = loader.get_single_node()
        if node:
            size_of(node)
        return node
    except BadNode as bad:
        faults.append(bad.fault())
    except (yaml.YAMLError, RecursionError, UnicodeEncodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line, sentence = _unreadable(text, mark.line + 1 if mark else 1)
        faults.append(PresetFault(file, line, "", sentence))
    finally:
        if loader:
            loader.dispose()
    return None


def check_length(text: str, file: str, faults: list[PresetFault]) -> None:
    """Add a fault for a text that is longer than any rules."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        faults.append(PresetFault(file, 1, "", _too_long()))


def _unreadable(text: str, line: int) -> tuple[int, str]:
    """Return where a text cannot be read, and why, as far as it can be told in words. The parser
    often stops on the line after the fault.
    """
    lines = text.split("\n")
    near = [at for at in (line, line - 1) if 1 <= at <= len(lines)]
    for at in near:
        if "\t" in lines[at - 1][: -len(lines[at - 1].lstrip()) or None]:
            return at, gettext("This is not readable YAML: a tab stands here, indent with spaces.")
    for at in near:
        if "：" in lines[at - 1] and ":" not in lines[at - 1]:
            return at, gettext(
                "This is not readable YAML: behind a name stands “:” and a space, not “：”."
            )
    return line, gettext("This is not readable YAML.")


def _too_long() -> str:
    return gettext("This file is longer than any rules: more than 1 MB.")


def _text(path: Path, faults: list[PresetFault]) -> str | None:
    try:
        if path.stat().st_size <= MOST_BYTES:
            return path.read_text(encoding="utf-8-sig")
        sentence = _too_long()
    except (UnicodeDecodeError, OSError):
        sentence = gettext("This is no text in UTF-8.")
    faults.append(PresetFault(path.name, 1, "", sentence))
    return None


def size_of(root: yaml.Node, key: str = "", most: int = MOST_NODES) -> int:
    """Return how many values a node holds, repeated ones counted as often as they stand.

    Raises BadNode for more than `most`, and for values too deep within others or within themselves.
    """
    counted: dict[int, int] = {}

    def count(node: yaml.Node, depth: int) -> int:
        if depth > DEEPEST:
            raise BadNode(node, key, gettext("Values stand too deep within each other here."))
        if id(node) not in counted:
            counted[id(node)] = 1 + sum(count(child, depth + 1) for child in _children(node))
            if counted[id(node)] > most:
                raise BadNode(node, key, gettext("More values than any rules have stand here."))
        return counted[id(node)]

    return count(root, 0)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _name, value in node.value]
    return node.value if isinstance(node, yaml.SequenceNode) else []
