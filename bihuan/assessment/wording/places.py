"""What the numbers of a formula are called where they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bihuan.assessment.rules.scheme import SchemeItem
from bihuan.assessment.rules.scheme_edits import MULTIPLES
from bihuan.kit.words import _, gettext

from .values import InputWords

VALUES = {
    "title": _("Title of the item"),
    "text": _("The office's words"),
    "clause": _("Clause"),
    "missing": _("Without data"),
    "max": _("Weight"),
    "extra": _("Points on top of the weight"),
    "least": _("Fewest points (empty: no end)"),
}
NUMBERS = {
    "weight": _("points at 100%"),
    "base": _("base points"),
    "full_at": _("value that gives the base points"),
    "per": _("points for each unit"),
    "width": _("width"),
    "points": _("points won"),
    "at_least": _("from this value on"),
    "above": _("above this value"),
    "below": _("below this value"),
    "up_to": _("up to place"),
    "otherwise": _("points otherwise"),
    "least": _("fewest points"),
    "most": _("most points"),
    "every": _("whole steps of"),
    "divisors": _("divisor"),
}
LISTS = {
    "above": _("band %s above"),
    "below": _("band %s below"),
    "table": _("step %s"),
    "places": _("places, line %s"),
    "each": _("counted %s"),
    "cases": _("case %s"),
    "when": _("condition %s"),
    "parts": _("part %s"),
    "divisors": _("stretch %s"),
}


def place_words(item: SchemeItem, path: tuple[str | int, ...]) -> str:
    """Return what the value of an item at the end of `path` is called."""
    if path[0] != "formula":
        return str(VALUES[str(path[0])])
    parts = _list_words(path)
    read = _read_by(item, path)
    key = next(str(step) for step in reversed(path) if isinstance(step, str))
    named = str(NUMBERS.get(key, key))
    if path[-2:] in MULTIPLES:
        named = gettext("at most so many times")
    return " · ".join([*([read] if read else []), *parts, named])


def key_words(key: str) -> str:
    """Return what the value under the key of a difference is called: formula.slope.above[1].per."""
    path: list[str | int] = []
    for part in key.split("."):
        name, _bracket, number = part.rstrip("]").partition("[")
        path += [name, int(number)] if number else [name]
    if path[0] in VALUES and len(path) == 1:
        return str(VALUES[str(path[0])])
    if path[0] != "formula" or path[-1] not in NUMBERS:
        return key
    return " · ".join([*_list_words(path), str(NUMBERS[str(path[-1])])])


def _list_words(path: Sequence[str | int]) -> list[str]:
    """Return in which parts of a formula a value stands."""
    return [
        str(LISTS[str(path[at - 1])]) % step
        for at, step in enumerate(path)
        if isinstance(step, int) and path[at - 1] in LISTS
    ]


def _read_by(item: SchemeItem, path: tuple[str | int, ...]) -> str:
    """Return the name of the input that a part of the formula reads for itself; "" if the whole
    formula reads one.
    """
    part: Any = item
    for depth, step in enumerate(path[:-1]):
        part = part[step - 1] if isinstance(step, int) else getattr(part, str(step))
        if depth > 1 and isinstance(step, int) and hasattr(part, "of"):
            return InputWords(item.inputs[part.of]).name
    return ""
