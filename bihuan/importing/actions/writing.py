"""Writing what a batch changes, and remembering it so that it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model

from bihuan.accounts.actions import bulk as accounts
from bihuan.accounts.drafts import LeaderDraft, OrganisationDraft
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record_many
from bihuan.funding.actions import bulk as funding
from bihuan.funding.actions.counties import write_counties
from bihuan.funding.drafts import CountyDraft, LineDraft, LineEntryDraft
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.staging.changes import BatchChanges
from bihuan.importing.staging.reading import BatchReading
from bihuan.importing.staging.stages import BatchStage
from bihuan.importing.staging.store import Snapshots, created, pack
from bihuan.kit import advance
from bihuan.kit.bulk import without_collector
from bihuan.kit.bulk_undo import JournalEntry
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.databases.table_statistics import refresh_statistics
from bihuan.plans.actions import bulk as plans
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import ProjectYear
from bihuan.progress.actions import bulk as progress
from bihuan.progress.drafts import ReportDraft, RoundDraft
from bihuan.projects.actions import bulk as projects
from bihuan.projects.actions import set_district
from bihuan.projects.drafts import (
    ChainDraft,
    FormerNameDraft,
    ProjectDraft,
    StepDraft,
    ThemeDraft,
    ThemeLinkDraft,
)
from bihuan.projects.models import District, Project
from bihuan.statistics.actions import bulk as statistics
from bihuan.statistics.actions import bulk_outputs as chains
from bihuan.statistics.drafts import (
    BureauNameDraft,
    CountedDraft,
    FixedAssetDraft,
    MonthOutputDraft,
    OutputDraft,
    StandingDraft,
)
from bihuan.statistics.models import StatisticsStanding


@without_collector()
def write_batch(*, batch: Batch, reading: BatchReading, by: User, at: datetime) -> Batch:
    """Write a reading that no error blocks; the caller has asked for permission."""
    changes = reading.context.changes
    advance.enter(BatchStage.WRITING, sum(len(drafts) for drafts in changes.new.values()))
    writes = _write(changes, by, at, reading.context.reason)
    drafts, entries = _events_and_journal(writes)
    batch.state, batch.applied_at = BatchState.APPLIED, at
    batch.journal = pack(entries)
    batch.edition += 1
    batch.save()
    drafts.append(EventDraft.on("batch.applied", batch, **reading.counts()))
    advance.enter(BatchStage.RECORDING, 2 * len(drafts))
    record_many(drafts, by=by, at=at)
    _turn_to_year(changes, by, at)
    return batch


def _turn_to_year(changes: BatchChanges, by: User, at: datetime) -> None:
    """The first lists brought in say which year the district's pages open at."""
    years = [annual.year for annual in changes.of(ListDraft)]
    if years and District.objects.served().year is None and may(by, Can.RULES_CHANGE):
        set_district(by=by, at=at, year=max(years))


def _write(changes: BatchChanges, by: User, at: datetime, reason: str) -> BulkWrites:
    """Let each app write its own: what is referred to before what refers to it."""
    writes = BulkWrites()
    accounts.add_many(
        organisations=changes.of(OrganisationDraft),
        leaders=changes.of(LeaderDraft),
        edits=changes.edits_of(Organisation, Leader),
        writes=writes,
        by=by,
        at=at,
    )
    told: Any = {"writes": writes, "by": by, "at": at, "reason": reason}
    projects.write_many(drafts=_of_projects(changes), **told)
    plans.write_many(drafts=_of_plans(changes), **told)
    progress.write_many(
        rounds=changes.of(RoundDraft),
        reports=changes.of(ReportDraft),
        **told,
    )
    statistics.write_many(
        standings=changes.of(StandingDraft),
        standing_edits=changes.edits_of(StatisticsStanding),
        counted=changes.of(CountedDraft),
        fixed_assets=changes.of(FixedAssetDraft),
        names=changes.of(BureauNameDraft),
        writes=writes,
        by=by,
        at=at,
    )
    funding.write_many(
        lines=changes.of(LineDraft),
        entries=changes.of(LineEntryDraft),
        writes=writes,
        by=by,
        at=at,
    )
    write_counties(drafts=changes.of(CountyDraft), writes=writes, by=by, at=at)
    chains.write_outputs(
        outputs=changes.of(OutputDraft),
        months=changes.of(MonthOutputDraft),
        writes=writes,
        by=by,
        at=at,
    )
    refresh_statistics(writes.models)
    return writes


def _of_projects(changes: BatchChanges) -> projects.ProjectDrafts:
    return projects.ProjectDrafts(
        themes=changes.of(ThemeDraft),
        chains=changes.of(ChainDraft),
        projects=changes.of(ProjectDraft),
        edits=changes.edits_of(Project),
        former_names=changes.of(FormerNameDraft),
        steps=changes.of(StepDraft),
        links=changes.of(ThemeLinkDraft),
    )


def _of_plans(changes: BatchChanges) -> plans.PlanDrafts:
    return plans.PlanDrafts(
        years=changes.of(YearDraft),
        year_edits=changes.edits_of(ProjectYear),
        lists=changes.of(ListDraft),
        entries=changes.of(EntryDraft),
        plans=changes.of(PlanDraft),
    )


def _events_and_journal(writes: BulkWrites) -> tuple[list[EventDraft], list[JournalEntry]]:
    """Return what is recorded of each row, and the journal by which it is taken back."""
    snapshots = Snapshots()
    drafts, entries = [], []
    for thing in writes.created:
        after = snapshots.of(thing)
        entries.append(JournalEntry(thing._meta.label, thing.pk, None, after))
        if not thing._meta.auto_created:
            drafts.append(created(thing, after))
    for edit in writes.edited:
        draft, entry = _edited(edit)
        drafts.append(draft)
        entries.append(entry)
    return drafts, entries


def _edited(edit: Edit) -> tuple[EventDraft, JournalEntry]:
    thing = edit.thing
    fields = {name: (_plain(old), _plain(new)) for name, (old, new) in edit.fields.items()}
    told = {name: pair for name, pair in fields.items() if name != "edition"}
    draft = EventDraft.on(f"{thing._meta.model_name}.edited_by_import", thing, **told)
    before = {name: old for name, (old, _new) in fields.items()}
    after = {name: new for name, (_old, new) in fields.items()}
    return draft, JournalEntry(thing._meta.label, thing.pk, before, after)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
