"""The digest of what a reading would write: of two that are equal, the one was seen in the preview
and the other may be applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db.models import Model

from bihuan.importing.rows.table import ImportProblem

from .changes import BatchChanges

FOLLOWS_THE_DAY = frozenset({"added_on", "opens_on"})
"""What is the day of applying, whichever that is."""


def digest_of(changes: BatchChanges, problems: list[ImportProblem]) -> str:
    """Return the digest of all drafts, of all edits with what they found, and of where problems
    are: the words for them depend on who reads.
    """
    found = sha256()
    for line in _lines(changes):
        found.update(line.encode())
    for problem in problems:
        found.update(repr(replace(problem, message="")).encode())
    return found.hexdigest()


def _lines(changes: BatchChanges) -> Iterator[str]:
    """Return a line for each draft and edit. A draft that others refer to goes by its place."""
    drafts = [draft for kind in changes.new.values() for draft in kind]
    places = {id(draft): f"#{place}" for place, draft in enumerate(drafts)}
    for draft in drafts:
        yield f"{type(draft).__name__}{_said(vars(draft), places)}"
    for edit in changes.edits.values():
        yield f"{_plain(edit.thing, places)}{_said(edit.fields, places)}"


def _said(values: Mapping[str, Any], places: Mapping[int, str]) -> str:
    return "".join(
        f"|{name}={_plain(value, places)}"
        for name, value in values.items()
        if name not in FOLLOWS_THE_DAY
    )


def _plain(value: Any, places: Mapping[int, str]) -> str:
    if isinstance(value, Model):
        return f"{value._meta.label}:{value.pk}"
    if isinstance(value, tuple):
        return ",".join(_plain(each, places) for each in value)
    if isinstance(value, Mapping):
        return repr(sorted(value.items()))
    return places.get(id(value)) or str(value)
