"""Compare every fact and file with the record, and the record with itself and with noted heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey, Model

from bihuan.kit import advance
from bihuan.kit.choices import Choice
from bihuan.kit.databases.programmes import InnerProgramme, inner_programmes
from bihuan.kit.words import _, gettext

from .heads import RecordHead
from .log import GENESIS, follows
from .models import Event
from .origins import SIGNED_BY, origins_in
from .reading import SHAPES, Last, LastDigests, WrittenOver, columns_of, one_moment
from .recorded import model_of, recorded_models, shape_of
from .sealing import FILE, file_digest
from .shapes import UNREADABLE, FactShape


class RecordFault(Choice):
    BROKEN = "broken", _("does not follow from the event before: the record was changed")
    LOST = "lost", _("is not in the record: its newest events were removed, or it was replaced")
    FORKED = "forked", _("is another event now: the record was rewritten")
    FORGED = "forged", _("is not signed with the key it names")
    UNKNOWN_KEY = "unknown_key", _("is signed with a key that the record does not name")
    UNREADABLE = "unreadable", _("cannot be read: it was changed or cut off")
    UNBEGUN = "unbegun", _("holds no digests yet: run `bihuan init`")
    CHANGED = "changed", _("was changed outside the actions")
    ADDED = "added", _("was added outside the actions")
    REMOVED = "removed", _("was removed outside the actions")
    WRITTEN_OVER = "written_over", _("had been changed outside the actions")
    INSIDE = (
        "inside",
        _("changes, adds or hides facts from inside the database, and nothing shows which"),
    )


class CheckStage(Choice):
    EVENTS = "events", _("Events")
    ROWS = "rows", _("Facts")
    FILES = "files", _("Files")


IN_WORDS = 100
"""Rows of one kind that are named in their own words: they must be read for it, one by one."""
SHARES: dict[str, int] = {CheckStage.EVENTS: 45, CheckStage.ROWS: 50, CheckStage.FILES: 5}


@dataclass(frozen=True)
class Discrepancy:
    """One thing that is not as the record says: what it is, in words, and since which event."""

    trouble: RecordFault
    kind: str
    key: str
    label: str
    event: int | None = None
    how: RecordFault | None = None
    """What was done to it, where the trouble alone does not say."""

    @property
    def is_no_fact(self) -> bool:
        """True of a note beside the database that cannot be read, or of a programme inside it: both
        may be taken out, and nobody can answer for them.
        """
        is_of_a_note = self.kind == "audit.head" and self.trouble == RecordFault.UNREADABLE
        return is_of_a_note or self.trouble == RecordFault.INSIDE

    def __str__(self) -> str:
        return f"{self.label} {(self.how or self.trouble).label}"


@dataclass
class Checked:
    """What a check went through, and what it found."""

    events: int = 0
    rows: int = 0
    files: int = 0
    """Files that a row or the record names, each once."""
    head: RecordHead | None = None
    strays: int = 0
    """Files that no fact names: left behind by a sending that was cut off."""
    found: list[Discrepancy] = field(default_factory=list)


def check(heads: Iterable[RecordHead] = ()) -> Checked:
    """Return what differs from the record, as of one moment, and from the heads noted earlier."""
    checked = Checked()
    with one_moment():
        last = _events(checked, list(heads))
        checked.found += map(_of_programme, inner_programmes())
        models, named = [*_there(checked)], set[str]()
        advance.enter(CheckStage.ROWS, sum(model._base_manager.count() for model in models))
        for model in models:
            checked.found += _rows(model, last.of(shape_of(model).kind), checked, named)
        for kind in last.by_kind.keys() - {FILE}:
            if model_of(kind) is None:
                checked.found += _left(kind, last.of(kind), set())
    checked.found += _files(last.of(FILE), checked)
    checked.files = len(named | last.of(FILE).keys())
    checked.found += map(_of_written_over, last.written_over.items())
    return checked


def _there(checked: Checked) -> Iterator[type[Model]]:
    """Yield the models whose tables are there, whole; any other is a finding."""
    tables = set(connection.introspection.table_names())
    for model in recorded_models():
        shape = shape_of(model)
        if shape.table not in tables:
            trouble = RecordFault.REMOVED
        elif {column.column for column in shape.columns} - columns_of(shape.table):
            trouble = RecordFault.CHANGED
        else:
            yield model
            continue
        named = gettext("The table of “%s”") % model._meta.verbose_name
        checked.found.append(Discrepancy(trouble, shape.kind, "", named))


def _events(checked: Checked, heads: list[RecordHead]) -> LastDigests:
    last, previous, begun = LastDigests(), GENESIS, False
    wanted = {head.number for head in heads}
    met: dict[int, str] = {}
    named: list[object] = []
    advance.enter(CheckStage.EVENTS, Event.objects.count())
    for number, said in advance.counted(FactShape.of(Event).rows()):
        sound = follows(said, previous)
        try:
            last.take(number, str(said["verb"]), said["facts"])
        except ValueError:
            sound = False
        if not sound and not any(each.trouble == RecordFault.BROKEN for each in checked.found):
            checked.found.append(_of_event(RecordFault.BROKEN, number))
        previous, begun = str(said["hash"]), begun or said["verb"] == SHAPES
        if said["verb"] == SIGNED_BY:
            named.append(said["note"])
        if number in wanted:
            met[number] = previous
        checked.events += 1
        checked.head = RecordHead(number, previous)
    if not begun:
        checked.found.append(
            Discrepancy(RecordFault.UNBEGUN, "audit.record", "", gettext("The record"))
        )
    checked.found += _heads(heads, met, origins_in(named))
    return last


def _heads(
    heads: Iterable[RecordHead], met: dict[int, str], origins: frozenset[str]
) -> Iterator[Discrepancy]:
    for head in heads:
        fault = _fault_of(head, met.get(head.number), origins)
        if fault:
            yield Discrepancy(fault, "audit.head", str(head.number), head.label)


def _fault_of(head: RecordHead, met: str | None, origins: frozenset[str]) -> RecordFault | None:
    """Return what is wrong with a head, by the hash of the event that it names and by the keys that
    the record names: none in one of an earlier version.
    """
    if not head.is_genuine:
        return RecordFault.FORGED
    if met is None:
        return RecordFault.LOST
    if not met.startswith(head.hash):
        return RecordFault.FORKED
    if head.signature and origins and head.origin not in origins:
        return RecordFault.UNKNOWN_KEY
    return None


def _of_event(trouble: RecordFault, number: int) -> Discrepancy:
    label = gettext("Event %s") % number
    return Discrepancy(trouble, "audit.event", str(number), label, number)


def _of_programme(found: InnerProgramme) -> Discrepancy:
    label = gettext("“%(name)s” on the table %(table)s") % vars(found)
    return Discrepancy(RecordFault.INSIDE, "database.programme", found.name, label)


def _of_written_over(told: tuple[str, WrittenOver]) -> Discrepancy:
    """Return what says that an action found a fact other than the record had left it."""
    name, over = told
    how = RecordFault.CHANGED if over.left else RecordFault.ADDED
    if over.found is None:
        how = RecordFault.REMOVED
    kind, _mark, key = name.partition("#")
    label = gettext("Before event %(event)s was written, %(what)s %(key)s") % {
        "event": over.event,
        "what": gettext("File") if kind == FILE else _named(kind),
        "key": key,
    }
    return Discrepancy(RecordFault.WRITTEN_OVER, kind, key, label, over.event, how)


def _rows(
    model: type[Model], last: dict[str, Last], checked: Checked, named: set[str]
) -> Iterator[Discrepancy]:
    """Yield what differs of a model's rows; the files that they name are put into `named`."""
    shape = shape_of(model)
    there, worded = set(), count()
    for key, values in advance.counted(shape.rows()):
        checked.rows += 1
        name = str(key)
        is_double, known = name in there, last.get(name)
        there.add(name)
        named.update(shape.files_of(values))
        if is_double or known is None or known.digest is None:
            label = _label(model, key, values, in_words=next(worded) < IN_WORDS)
            yield Discrepancy(RecordFault.ADDED, shape.kind, name, label)
        elif known.digest != shape.digest(values):
            label = _label(model, key, values, in_words=next(worded) < IN_WORDS)
            yield Discrepancy(RecordFault.CHANGED, shape.kind, name, label, known.event)
    yield from _left(shape.kind, last, there)


def _left(kind: str, last: dict[str, Last], there: set[str]) -> Iterator[Discrepancy]:
    named = _named(kind)
    for key, known in last.items():
        if known.digest is not None and key not in there:
            label = f"{named} {key}"
            yield Discrepancy(RecordFault.REMOVED, kind, key, label, known.event)


def _label(model: type[Model], key: object, values: dict[str, Any], *, in_words: bool) -> str:
    """Return a row's kind, number and its own words, if it still has any and they are wanted."""
    named = f"{_kind_in_words(model)} {key}"
    if not in_words:
        return named
    if any(isinstance(value, bytes) or _is_unreadable(value) for value in values.values()):
        words = gettext("unreadable")
        return f"{named} ({words})"
    try:
        return f"{named} ({_in_words(model._base_manager.get(pk=key))})"
    except Exception:  # noqa: BLE001  # whatever was done to it or beside it, it is named
        return named


def _named(kind: str) -> str:
    """Return what a kind of rows is called, by its own name if no model bears it any more."""
    model = model_of(kind)
    return _kind_in_words(model) if model else kind


def _kind_in_words(model: type[Model]) -> str:
    """Return what rows are called; those that only link two kinds bear the names of both."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name)
    return " – ".join(str(each._meta.verbose_name) for each in _linked(model).values())


def _in_words(row: Model) -> str:
    if not row._meta.auto_created:
        return str(row)
    return " – ".join(str(getattr(row, name)) for name in _linked(type(row)))


def _linked(model: type[Model]) -> dict[str, type[Model]]:
    """Return what a link links, by the names of its fields."""
    fields = model._meta.concrete_fields
    return {each.name: each.related_model for each in fields if isinstance(each, ForeignKey)}


def _is_unreadable(value: object) -> bool:
    return isinstance(value, str) and value.startswith(UNREADABLE)


def _files(last: dict[str, Last], checked: Checked) -> Iterator[Discrepancy]:
    advance.enter(CheckStage.FILES, len(last))
    for name, known in advance.counted(last.items()):
        found = file_digest(name)
        if found == known.digest:
            continue
        trouble = RecordFault.REMOVED if found is None else RecordFault.CHANGED
        trouble = RecordFault.ADDED if known.digest is None else trouble
        yield Discrepancy(trouble, FILE, name, gettext("File %s") % name, known.event)
    checked.strays = sum(1 for path in _stored_files() if path not in last)


def _stored_files() -> Iterator[str]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file():
            yield path.relative_to(root).as_posix()
