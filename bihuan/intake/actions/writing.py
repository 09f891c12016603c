"""Writing what a batch changes, and remembering it so that it can be taken back."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Model

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.log import Deed, record_many
from bihuan.intake.changes import Changes
from bihuan.intake.models import Batch, BatchState
from bihuan.intake.reading import Reading
from bihuan.intake.stages import Stage
from bihuan.intake.store import FIRST, PARTS, THEN, WHOLE, Entry1, Snapshots, created, pack
from bihuan.kit import advance
from bihuan.kit.bulk import insert_all, refresh_statistics, without_collector
from bihuan.plans.models import AnnualList
from bihuan.projects.actions import set_district
from bihuan.projects.models import District, Project


@without_collector()
def write_batch(*, batch: Batch, reading: Reading, by: User, at: datetime) -> Batch:
    """Write a reading that no error blocks; the caller has asked for permission."""
    changes = reading.build.changes
    deeds, entries = _write(changes)
    batch.state, batch.applied_at = BatchState.APPLIED, at
    batch.journal = pack(entries)
    batch.edition += 1
    batch.save()
    _turn_to_year(changes, by, at)
    deeds.append(Deed.on("batch.applied", batch, **reading.counts()))
    advance.enter(Stage.RECORDING, 2 * len(deeds))
    record_many(deeds, by=by, at=at)
    return batch


def _turn_to_year(changes: Changes, by: User, at: datetime) -> None:
    """The first lists brought in say which year the district's pages open at."""
    years = [annual.year for annual in changes.of(AnnualList) if isinstance(annual, AnnualList)]
    if years and District.objects.served().year is None and may(by, Can.RULES_CHANGE):
        set_district(by=by, at=at, year=max(years))


def _write(changes: Changes) -> tuple[list[Deed], list[Entry1]]:
    advance.enter(Stage.WRITING, sum(len(things) for things in changes.new.values()))
    snapshots = Snapshots()
    entries: list[Entry1] = []
    deeds: list[Deed] = []
    _create(FIRST, changes, snapshots, deeds, entries)
    _edit(changes, deeds, entries)
    _create(THEN, changes, snapshots, deeds, entries)
    link = Project.themes.through
    links = [link(project_id=p.pk, theme_id=t.pk) for p, t in changes.links]
    insert_all(link, links)
    entries += [Entry1(link._meta.label, x.pk, None, snapshots.of(x)) for x in links]
    refresh_statistics(changes.new)
    return deeds, entries


def _create(
    models: tuple[type[Model], ...], changes: Changes, snapshots: Snapshots, deeds: list[Deed],
    entries: list[Entry1],
) -> None:  # fmt: skip
    for model in models:
        things = list(changes.of(model))
        insert_all(model, things)
        for thing in things:
            if model in PARTS and _goes_with_another(thing, changes):
                continue
            after = snapshots.of(thing)
            deeds.append(created(thing, after))
            entries.append(Entry1(thing._meta.label, thing.pk, None, after))


def _goes_with_another(part: Model, changes: Changes) -> bool:
    """Return whether what a part belongs to is new too, and takes it along when it goes."""
    whole = getattr(part, WHOLE[type(part)])
    return changes.is_fresh(whole)


def _edit(changes: Changes, deeds: list[Deed], entries: list[Entry1]) -> None:
    alike: dict[tuple[type[Model], tuple[str, ...]], list[Model]] = defaultdict(list)
    for edit in changes.edits.values():
        fields = {
            n: (_plain(old), _plain(new)) for n, (old, new) in edit.fields.items() if old != new
        }
        if not fields:
            continue
        thing = edit.thing
        told = dict(fields)
        if (edition := getattr(thing, "edition", None)) is not None:
            thing.edition = edition + 1  # type: ignore[attr-defined]  # whoever edits it is told
            fields["edition"] = (edition, edition + 1)
        alike[(type(thing), tuple(fields))].append(thing)
        deeds.append(Deed.on(f"{thing._meta.model_name}.edited_by_import", thing, **told))
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
