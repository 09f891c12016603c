"""The digests that go into an event: of every row and file that was written since the last one."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import ForeignKey, Model

from bihuan.kit import writes
from bihuan.kit.writes import Row, Written

from .many import can_digest, digests
from .recorded import shape_of
from .shapes import FactShape, canonical

FILE = "file"
MOST_IN_ONE = 1_000
"""Facts of one event: what is more goes into events of its own behind it."""
Facts = dict[str, str | None]
"""By kind and key, such as `plans.plan#12` or `file#photos/2024/03/a.jpg`: the SHA-256 of the named
values or of the content; None for what is no longer there.
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


def written_facts() -> list[Fact]:
    """Return what was written since the last record in the running transaction."""
    again: dict[type[Model], set[Any]] = defaultdict(set)
    at_once: list[Fact] = []
    for written in writes.take():
        if written.rows:
            at_once += _of_rows(written)
        else:
            keys = again[written.model]
            keys.update(written.keys)
            keys.update(thing.pk for thing in written.objects if thing.pk is not None)
            nameless = [thing for thing in written.objects if thing.pk is None]
            if nameless:  # links that were there already are passed over, and none is told its key
                keys |= _keys_of_links(written.model, nameless)
    fresh = [fact for model, keys in again.items() for fact in _read_again(model, keys)]
    read = {fact.place for fact in fresh}
    return [fact for fact in at_once if fact.place not in read] + fresh


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


def text_of(facts: Facts) -> str:
    """Return facts as an event holds and digests them; "" for none."""
    if len(facts) == 1:
        ((name, digest),) = facts.items()
        if digest and name.isascii() and name.isprintable() and not {'"', "\\"} & set(name):
            return f'{{"{name}":"{digest}"}}'  # the same text, and sooner
    return canonical(facts) if facts else ""


def row_facts(shape: FactShape, key: Any, values: dict[str, Any]) -> Facts:
    """Return the digest of a row, and those of the files that it names."""
    facts: Facts = {f"{shape.kind}#{key}": shape.digest(values)}
    for name in shape.files:
        if path := values[name]:
            facts[f"{FILE}#{path}"] = file_digest(path)
    return facts


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
    if len(written.rows) > 1 and can_digest(shape):
        found = digests(shape, map(in_order, written.rows))
        for row, digest in zip(written.rows, found, strict=True):
            name = str(row[key])
            yield Fact((label, name), {f"{shape.kind}#{name}": digest}, refers_to, row)
        return
    for row in written.rows:
        facts = row_facts(shape, row[key], shape.values(in_order(row)))
        yield Fact((label, str(row[key])), facts, refers_to, row)


def _read_again(model: type[Model], keys: set[Any]) -> Iterator[Fact]:
    shape, label = shape_of(model), model._meta.label_lower
    gone = set(keys)
    for key, values in shape.rows(keys):
        gone.discard(key)
        yield Fact((label, str(key)), row_facts(shape, key, values), shape.refers_to, values)
    for key in gone:
        yield Fact((label, str(key)), {f"{shape.kind}#{key}": None})


def _keys_of_links(model: type[Model], things: Sequence[Model]) -> set[Any]:
    """Return the keys of all links of those that these links come from."""
    field = next(f for f in model._meta.local_concrete_fields if isinstance(f, ForeignKey))
    sources = {getattr(thing, field.attname) for thing in things}
    found = model._base_manager.filter(**{f"{field.attname}__in": sources})
    return set(found.values_list("pk", flat=True))
