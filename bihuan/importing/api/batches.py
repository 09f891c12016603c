"""Imports over HTTP: the same actions as the page."""

from __future__ import annotations

from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.importing import actions
from bihuan.importing.models import Batch
from bihuan.importing.rows.table import ERROR
from bihuan.importing.staging import stages
from bihuan.importing.staging.in_language import outcome_as_read
from bihuan.importing.staging.kept_outcomes import NOTHING, damaged, is_sound
from bihuan.importing.uploads import taken
from bihuan.kit.schemas import READING, WRITING, RowNumber, Text, YearNumber

router = Router()
Id = Annotated[RowNumber, Path()]


class BatchOut(Schema):
    """An import: what it would change or changed, and what is wrong with it."""

    id: int
    state: str
    edition: int
    created: int
    updated: int
    unchanged: int
    problems: list[dict[str, Any]]
    sheets: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    proof: list[dict[str, Any]]
    left_out: list[dict[str, Any]]

    @classmethod
    def of(cls, batch: Batch) -> BatchOut:
        told = batch.outcome if is_sound(batch) else _damaged()
        return cls(
            id=batch.pk,
            state=batch.state,
            edition=batch.edition,
            created=told["created"],
            updated=told["updated"],
            unchanged=told["unchanged"],
            problems=told["problems"],
            sheets=told["sheets"],
            **{name: told.get(name, []) for name in ("questions", "proof", "left_out")},
        )


def _damaged() -> dict[str, Any]:
    """Return what is told of an import whose preview is damaged."""
    return {**NOTHING, "problems": [{"message": damaged(), "severity": ERROR}]}


class RunningOut(Schema):
    """An import under way: the stage it is in, and what share of the whole is done."""

    running: bool
    stage: str = ""
    percent: int = 0
    import_id: int | None = None


class EditionIn(Schema):
    """Which edition of the import was looked at: another one is refused."""

    edition: RowNumber


class ApplyIn(EditionIn):
    """Whether the good rows are taken alone where some have an error."""

    take_good: bool = False


class AnswerIn(EditionIn):
    """What only a person knows: answers to questions by their id, a unit in yuan, fields of
    headers, mended cells, a reason.
    """

    unit: RowNumber | None = None
    answers: dict[str, Text] = {}
    columns: dict[str, Text] = {}
    mended: dict[str, Text] = {}
    reason: Text | None = None


@router.get("", response={200: list[BatchOut], **READING})
def list_batches(request: UserRequest) -> list[BatchOut]:
    """The last hundred imports."""
    require(request.user, Can.IMPORT)
    return [BatchOut.of(b) for b in Batch.objects.visible_to(request.user).defer("journal")[:100]]


@router.post("", response={201: BatchOut, **WRITING})
def stage(
    request: UserRequest,
    files: File[list[UploadedFile]],
    year: Annotated[YearNumber | None, Form()] = None,
) -> Status[BatchOut]:
    """Read workbooks and tell what they would change; nothing is written yet."""
    told = taken(files, request.user)
    with stages.watch(request.user, stages.LOOKING):
        batch = actions.stage(files=told, year=year, by=request.user, at=timezone.now())
    return Status(201, BatchOut.of(batch))


@router.get("running", response={200: RunningOut, **READING})
def running(request: UserRequest) -> RunningOut:
    """How far your own import has come, if one runs."""
    require(request.user, Can.IMPORT)
    job = stages.running(request.user)
    if job is None:
        return RunningOut(running=False)
    return RunningOut(running=True, stage=job.stage, percent=job.percent, import_id=job.about)


@router.get("{pk}", response={200: BatchOut, **READING})
def get_batch(request: UserRequest, pk: Id) -> BatchOut:
    """One import; what was staged in another language is worded in yours."""
    batch = _batch(request, pk)
    if is_sound(batch):
        batch.outcome = outcome_as_read(batch, timezone.now())
    return BatchOut.of(batch)


@router.post("{pk}/answer", response={200: BatchOut, **WRITING})
def answer(request: UserRequest, pk: Id, said: AnswerIn) -> BatchOut:
    with stages.watch(request.user, stages.LOOKING, batch_id=pk):
        batch = actions.answer(
            batch=_batch(request, pk), **said.dict(), by=request.user, at=timezone.now()
        )
    return BatchOut.of(batch)


@router.post("{pk}/apply", response={200: BatchOut, **WRITING})
def apply(request: UserRequest, pk: Id, said: ApplyIn) -> BatchOut:
    """Write everything, or nothing; or the good rows alone, and keep the others as an import."""
    with stages.watch(request.user, stages.APPLYING, batch_id=pk):
        batch = actions.apply(
            batch=_batch(request, pk), **said.dict(), by=request.user, at=timezone.now()
        )
    return BatchOut.of(batch)


@router.post("{pk}/discard", response={200: BatchOut, **WRITING})
def discard(request: UserRequest, pk: Id) -> BatchOut:
    """Let an import go that was not applied: its files are deleted."""
    batch = actions.discard(batch=_batch(request, pk), by=request.user, at=timezone.now())
    return BatchOut.of(batch)


@router.post("{pk}/undo", response={200: BatchOut, **WRITING})
def undo(request: UserRequest, pk: Id) -> BatchOut:
    return BatchOut.of(actions.undo(batch=_batch(request, pk), by=request.user, at=timezone.now()))


def _batch(request: UserRequest, pk: int) -> Batch:
    require(request.user, Can.IMPORT)
    return get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
