"""Bringing workbooks in: stage, mend, apply all or nothing, undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, ProtectedError

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Deed, encode, record, record_many
from bihuan.kit.bulk import insert_all, refresh_statistics
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.plans.models import AnnualList
from bihuan.projects.actions import set_district
from bihuan.projects.models import District, Project

from .changes import Changes
from .models import Batch, BatchState, ColumnAnswer, SourceFile
from .reading import Reading, Told, read_files
from .store import FIRST, PARTS, THEN, Entry1, Snapshots, created, pack, unpack
from .summary import summarise

ROWS_AT_ONCE = 2_000


@transaction.atomic
def stage(
    *, files: Sequence[tuple[str, bytes]], year: int | None, by: User, at: datetime,
    unit: int | None = None, columns: dict[str, str] | None = None, reason: str = "",
) -> Batch:  # fmt: skip
    """Take files in and work out what they would change; nothing is changed yet."""
    require(by, Can.IMPORT)
    batch = Batch(year=year, by=by, created_at=at, unit=unit, columns=columns or {}, reason=reason)
    batch.outcome = summarise(_read(batch, files, at))
    batch.save()
    SourceFile.objects.bulk_create(SourceFile(batch=batch, name=n, content=c) for n, c in files)
    record("batch.staged", batch, by=by, at=at, files=[name for name, _c in files])
    return batch


@transaction.atomic
def answer(
    *, batch: Batch, edition: int, by: User, at: datetime, unit: int | None = None,
    columns: dict[str, str] | None = None, mended: dict[str, str] | None = None,
    reason: str | None = None,
) -> Batch:  # fmt: skip
    """Add what only a person knows, and read the files again."""
    require(by, Can.IMPORT)
    batch = _staged(batch, edition)
    batch.unit = unit or batch.unit
    batch.columns = {**batch.columns, **(columns or {})}
    batch.mended = {**batch.mended, **(mended or {})}
    batch.reason = batch.reason if reason is None else reason
    batch.outcome = summarise(_read(batch, _files(batch), at))
    batch.edition += 1
    batch.save()
    for title, field in (columns or {}).items():
        ColumnAnswer.objects.update_or_create(title=title, defaults={"field": field})
    record("batch.answered", batch, by=by, at=at, columns=columns, mended=mended, unit=unit)
    return batch


@transaction.atomic
def apply(*, batch: Batch, edition: int, by: User, at: datetime) -> Batch:
    """Write the batch's changes, all of them or none. Refused while a row has an error."""
    require(by, Can.IMPORT)
    batch = _staged(batch, edition)
    reading = _read(batch, _files(batch), at)
    batch.outcome = summarise(reading)
    if reading.blocked:
        raise Refusal(say("Nothing was written: some rows have problems."))
    return _write_batch(batch, reading, by, at)


@transaction.atomic
def bring_in(
    *, files: Sequence[tuple[str, bytes]], year: int | None, by: User, at: datetime,
    unit: int | None = None, columns: dict[str, str] | None = None, reason: str = "",
    dry_run: bool = False,
) -> Batch:  # fmt: skip
    """Stage and, if no row has an error, apply in one go: the way of the command line."""
    require(by, Can.IMPORT)
    batch = Batch(year=year, by=by, created_at=at, unit=unit, columns=columns or {}, reason=reason)
    reading = _read(batch, files, at)
    batch.outcome = summarise(reading)
    if dry_run or reading.blocked:
        return batch
    batch.save()
    SourceFile.objects.bulk_create(SourceFile(batch=batch, name=n, content=c) for n, c in files)
    return _write_batch(batch, reading, by, at)


@transaction.atomic
def undo(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Take an applied batch back: what it created goes, what it changed returns to what it was.

    Refused if anything it wrote was changed since, or if something new rests on it.
    """
    require(by, Can.IMPORT)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED:
        raise Refusal(say("Only an applied import can be undone."))
    entries = unpack(bytes(batch.journal))
    things = _untouched(entries)
    try:
        deeds = _take_back(entries, things)
    except ProtectedError as error:
        raise Refusal(
            say("Something entered since rests on this import: it can no longer be undone.")
        ) from error
    batch.state, batch.undone_at, batch.journal = BatchState.UNDONE, at, b""
    batch.save()
    record_many([*deeds, Deed.on("batch.undone", batch)], by=by, at=at)
    return batch


def _read(batch: Batch, files: Sequence[tuple[str, bytes]], at: datetime) -> Reading:
    known = dict(ColumnAnswer.objects.values_list("title", "field"))
    told = Told(
        year=batch.year, unit=batch.unit, columns={**known, **batch.columns},
        mended=batch.mended, reason=batch.reason,
    )  # fmt: skip
    return read_files(files, told, by=batch.by, at=at)


def _files(batch: Batch) -> list[tuple[str, bytes]]:
    return [(f.name, bytes(f.content)) for f in batch.files.all()]


def _staged(batch: Batch, edition: int) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.STAGED:
        raise Refusal(say("This import was applied or undone already."))
    if batch.edition != edition:
        raise Refusal(say("Somebody changed this import meanwhile: look at it again."))
    return batch


def _write_batch(batch: Batch, reading: Reading, by: User, at: datetime) -> Batch:
    changes = reading.build.changes
    deeds, entries = _write(changes)
    batch.state, batch.applied_at = BatchState.APPLIED, at
    batch.journal = pack(entries)
    batch.edition += 1
    batch.save()
    _turn_to_year(changes, by, at)
    deeds.append(Deed.on("batch.applied", batch, **reading.counts()))
    record_many(deeds, by=by, at=at)
    return batch


def _turn_to_year(changes: Changes, by: User, at: datetime) -> None:
    """The first lists brought in say which year the district's pages open at."""
    years = [annual.year for annual in changes.of(AnnualList) if isinstance(annual, AnnualList)]
    if years and District.objects.served().year is None and may(by, Can.RULES_CHANGE):
        set_district(by=by, at=at, year=max(years))


def _write(changes: Changes) -> tuple[list[Deed], list[Entry1]]:
    snapshots = Snapshots()
    entries: list[Entry1] = []
    deeds: list[Deed] = []
    _create(FIRST, changes, snapshots, deeds, entries)
    _edit(changes, deeds, entries)
    _create(THEN, changes, snapshots, deeds, entries)
    link = Project.themes.through
    insert_all(link, [link(project_id=p.pk, theme_id=t.pk) for p, t in changes.links])
    refresh_statistics(changes.new)
    return deeds, entries


def _create(
    models: tuple[type[Model], ...], changes: Changes, snapshots: Snapshots, deeds: list[Deed],
    entries: list[Entry1],
) -> None:  # fmt: skip
    for model in models:
        things = list(changes.of(model))
        insert_all(model, things)
        if model in PARTS:
            continue
        for thing in things:
            after = snapshots.of(thing)
            deeds.append(created(thing, after))
            entries.append(Entry1(thing._meta.label, thing.pk, None, after))


def _edit(changes: Changes, deeds: list[Deed], entries: list[Entry1]) -> None:
    alike: dict[tuple[type[Model], tuple[str, ...]], list[Model]] = defaultdict(list)
    for edit in changes.edits.values():
        fields = {
            n: (_plain(old), _plain(new)) for n, (old, new) in edit.fields.items() if old != new
        }
        if not fields:
            continue
        thing = edit.thing
        alike[(type(thing), tuple(fields))].append(thing)
        deeds.append(Deed.on(f"{thing._meta.model_name}.edited_by_import", thing, **fields))
        entries.append(
            Entry1(
                thing._meta.label, thing.pk,
                {n: old for n, (old, _new) in fields.items()},
                {n: new for n, (_old, new) in fields.items()},
            )
        )  # fmt: skip
    for (model, names), things in alike.items():
        model._default_manager.bulk_update(things, list(names), batch_size=500)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _untouched(entries: list[Entry1]) -> dict[tuple[str, int], Model]:
    """Return every object of the journal; refuse if one differs from what the import wrote."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        wanted[entry.label].append(entry.pk)
    things: dict[tuple[str, int], Model] = {}
    for label, keys in wanted.items():
        for start in range(0, len(keys), ROWS_AT_ONCE):
            found = apps.get_model(label)._default_manager.in_bulk(
                keys[start : start + ROWS_AT_ONCE]
            )
            things |= {(label, pk): thing for pk, thing in found.items()}
    for entry in entries:
        thing = things.get((entry.label, entry.pk))
        if thing is None or any(_now(thing, n) != _json(v) for n, v in entry.after.items()):
            raise Refusal(
                say("“%s” was changed after this import: it can no longer be undone.")
                % (thing or entry.label)
            )
    return things


def _take_back(entries: list[Entry1], things: dict[tuple[str, int], Model]) -> list[Deed]:
    first = {model._meta.label for model in FIRST}
    deeds = []
    new = [e for e in entries if e.before is None]
    late = [e for e in new if e.label not in first]
    for entry in reversed(late):
        deeds.append(_remove(things[(entry.label, entry.pk)], entry))
    for entry in (e for e in entries if e.before is not None):
        thing = things[(entry.label, entry.pk)]
        type(thing)._default_manager.filter(pk=entry.pk).update(
            **_columns(thing, entry.before or {})
        )
        deeds.append(Deed.on(f"{thing._meta.model_name}.restored", thing, **(entry.before or {})))
    for entry in reversed([e for e in new if e.label in first]):
        deeds.append(_remove(things[(entry.label, entry.pk)], entry))
    return deeds


def _remove(thing: Model, entry: Entry1) -> Deed:
    deed = Deed(
        f"{thing._meta.model_name}.import_undone",
        thing._meta.label_lower,
        str(entry.pk),
        entry.after,
    )
    thing.delete()
    return deed


def _columns(thing: Model, values: dict[str, Any]) -> dict[str, Any]:
    return {thing._meta.get_field(n).attname: v for n, v in values.items()}  # type: ignore[union-attr]  # columns


def _now(thing: Model, name: str) -> Any:
    field = thing._meta.get_field(name)
    return _json(getattr(thing, field.attname))  # type: ignore[union-attr]  # a column


def _json(value: Any) -> str:
    return encode(value)
