"""The digests that go into an event: of every row and file that was written since the last one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Model

from bihuan.kit import writes
from bihuan.kit.writes import Row, Written

from .many import digests
from .recorded import shape_of
from .shapes import FactShape

FILE = "file"
MOST_IN_ONE = 1_000
"""Facts of one event: what is more goes into events of its own behind it."""
Found = tuple[str | None, str | None]
Facts = dict[str, str | Found | None]
"""By kind and key, such as `plans.plan#12` or `file#photos/2024/03/a.jpg`: the SHA-256 of the named
values or of the content; None for what is no longer there. Of a row that was written there are two:
as it was found, and as it was left. So what was changed in between, behind the actions, stays
visible.
"""
Place = tuple[str, str]
"""A thing as events name it: its label and key."""


References = Sequence[tuple[str, Any]]
"""What a row refers to: the label of each thing, and the place of its key in the row."""


class Fact(NamedTuple):
    """One row that was written, and what it refers to."""

    place: Place
    facts: Facts
    refers_to: References = ()
    row: Mapping[Any, Any] | Row = ()


def found_and_left(said: Any) -> Sequence[Any]:
    """Return how an event found a fact and left it, as it stands in its JSON; where it tells one
    digest only, that is both. Raises ValueError for more or fewer than two.
    """
    found, left = said if isinstance(said, list) else (said, said)
    return found, left


def written_facts() -> list[Fact]:
    """Return what was written since the last record in the running transaction."""
    again: dict[type[Model], dict[Any, str | None]] = defaultdict(dict)
    at_once: dict[Place, Fact] = {}
    for written in writes.take():
        if written.rows:
            at_once |= {fact.place: fact for fact in _of_rows(written)}
            continue
        first = again[written.model]  # how the first statement found it is how it was found
        for key in written.keys:
            first.setdefault(key, written.found.get(str(key)))
        for key in _made_keys(written):
            first.setdefault(key, None)
    for model, found in again.items():
        label = model._meta.label_lower
        made = {key: None for key in found if at_once.pop((label, str(key)), None)}
        at_once |= {fact.place: fact for fact in _read_again(model, found | made)}
    return list(at_once.values())


def share_out(facts: Iterable[Fact], places: Sequence[Place]) -> dict[int, Facts]:
    """Return the facts of each event by its number: a row goes to the event that names it, a
    part to that of what it is a part of, and what none names to the last.
    """
    numbers = {place: number for number, place in enumerate(places)}
    last = len(places) - 1
    shared: dict[int, Facts] = {}
    for fact in facts:
        number = numbers.get(fact.place)
        if number is None:
            keys = [(label, fact.row[place]) for label, place in fact.refers_to]
            parents = [(label, str(key)) for label, key in keys if key is not None]
            number = next((numbers[p] for p in parents if p in numbers), last)
        if number in shared:
            shared[number].update(fact.facts)
        else:  # most events write one row: no second dict for it
            shared[number] = fact.facts
    return shared


def in_parts(facts: Facts) -> Iterator[Facts]:
    """Yield the facts in parts that one event may hold; none if there are no facts."""
    keys = sorted(facts)
    for start in range(0, len(keys), MOST_IN_ONE):
        yield {key: facts[key] for key in keys[start : start + MOST_IN_ONE]}


def row_facts(
    shape: FactShape, key: Any, said: str | Found | None, values: dict[str, Any]
) -> Facts:
    """Return what is said of a row, and the digests of the files that it names."""
    files = {f"{FILE}#{path}": file_digest(path) for path in shape.files_of(values)}
    return {f"{shape.kind}#{key}": said, **files}


def file_digest(name: str) -> str | None:
    """Return the SHA-256 of a file among the kept ones; None if it is not there."""
    path = Path(settings.MEDIA_ROOT) / name
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_rows(written: Written) -> Iterator[Fact]:
    model = written.model
    shape, fields = shape_of(model), model._meta.local_concrete_fields
    by_column = {str(field.column): place for place, field in enumerate(fields)}
    key = by_column[shape.key]
    places = {column.name: by_column[column.column] for column in shape.columns}
    order = list(places.values())
    in_order = itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)
    refers_to = [(label, places[name]) for label, name in shape.refers_to]
    label = model._meta.label_lower
    if len(written.rows) > 1 and shape.is_plain:
        found = digests(shape, map(in_order, written.rows))
        for row, digest in zip(written.rows, found, strict=True):
            name = str(row[key])
            yield Fact((label, name), {f"{shape.kind}#{name}": (None, digest)}, refers_to, row)
        return
    for row in written.rows:
        values = shape.values(in_order(row))
        facts = row_facts(shape, row[key], (None, shape.digest(values)), values)
        yield Fact((label, str(row[key])), facts, refers_to, row)


def _made_keys(written: Written) -> set[Any]:
    keys = {thing.pk for thing in written.objects}
    if None in keys:  # links that were there already are passed over, and none is told its key
        nameless = [thing for thing in written.objects if thing.pk is None]
        keys |= writes.keys_of_links(written.model, nameless) - written.stood
    return keys - {None}


def _read_again(model: type[Model], found: Mapping[Any, str | None]) -> Iterator[Fact]:
    shape, label = shape_of(model), model._meta.label_lower
    gone = dict(found)
    for key, values in shape.rows(found):
        facts = row_facts(shape, key, (gone.pop(key), shape.digest(values)), values)
        yield Fact((label, str(key)), facts, shape.refers_to, values)
    for key, digest in gone.items():
        yield Fact((label, str(key)), {f"{shape.kind}#{key}": (digest, None)})
