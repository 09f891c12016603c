"""Bringing workbooks in: stage, answer and mend, apply all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.importing import rules
from bihuan.importing.models import Batch, BatchState, ColumnAnswer, LayoutAnswer, SourceFile
from bihuan.importing.staging.digests import digest_of
from bihuan.importing.staging.file_readings import BatchAnswers, FileReading, read_files
from bihuan.importing.staging.in_language import answers_of, language_now
from bihuan.importing.staging.kept_outcomes import check_files, check_sound, digests
from bihuan.importing.staging.kept_readings import pack, unpack
from bihuan.importing.staging.known_facts import StoredFacts
from bihuan.importing.staging.reading import BatchReading, RowPlace, check_answers, compare_files
from bihuan.importing.staging.room import size_of, waiting
from bihuan.importing.staging.stages import BatchStage
from bihuan.importing.staging.summary import blocked, summarise
from bihuan.kit import advance
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action, one_writer

from .refusals import NothingToTake, Outdated
from .writing import write_batch

LONGEST_TITLE = 200  # of a header that is remembered


def stage(
    *,
    files: Sequence[tuple[str, bytes]],
    year: int | None,
    by: User,
    at: datetime,
    unit: int | None = None,
    columns: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
    reason: str = "",
) -> Batch:
    """Take files in and work out what they would change; nothing is changed yet.

    They are read before anything is written, so that meanwhile others may write.
    """
    require(by, Can.IMPORT)
    rules.check_number(len(files))
    check_room(size=sum(len(content) for _name, content in files), by=by)
    files = _told_apart(files)
    check_answers(year, columns or {})
    rules.check_answers(answers or {})
    told = {"unit": unit, "columns": columns or {}, "answers": answers or {}, "reason": reason}
    batch = Batch(year=year, by=by, created_at=at, **told)
    return _stage(batch, files, by=by, at=at)


def _stage(batch: Batch, files: Sequence[tuple[str, bytes]], *, by: User, at: datetime) -> Batch:
    told = answers_of(batch)
    readings = _read(files, told, by, at)
    sources = [
        SourceFile(batch=batch, name=name, content=content, reading=pack(reading, content))
        for (name, content), reading in zip(files, readings, strict=True)
    ]
    batch.outcome = _outcome(compare_files(readings, told, by=by, at=at), files)
    return _keep(batch, sources, by=by, at=at)


@action
def _keep(batch: Batch, sources: Sequence[SourceFile], *, by: User, at: datetime) -> Batch:
    size = sum(len(source.content) + len(source.reading) for source in sources)
    check_room(size=size, by=by)  # nobody was faster
    batch.save()
    SourceFile.objects.bulk_create(sources)
    record("batch.staged", batch, by=by, at=at, files=[source.name for source in sources])
    return batch


def check_room(*, size: int, by: User) -> None:
    """Refuse files of so many bytes if too much waits to be applied with them."""
    require(by, Can.IMPORT)
    _check_room_of(by, size)


def _check_room_of(owner: User, size: int) -> None:
    rules.check_quota(
        size,
        rules.WaitingBytes(size_of(waiting().filter(batch__by=owner)), size_of(waiting())),
        rules.Allowed(settings.STAGED_MEGABYTES, settings.STAGED_MEGABYTES_IN_ALL),
    )


def answer(  # noqa: PLR0913  # the fields of one form, all named
    *,
    batch: Batch,
    edition: int,
    by: User,
    at: datetime,
    unit: int | None = None,
    columns: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
    mended: dict[str, str] | None = None,
    reason: str | None = None,
) -> Batch:
    """Add what only a person knows, and read the files again: as `stage`, before writing."""
    require(by, Can.IMPORT)
    batch = Batch.objects.get(pk=batch.pk)
    _check_staged(batch, edition)
    check_answers(None, columns or {})
    for before, more in (
        (batch.columns, columns),
        (batch.mended, mended),
        (batch.answers, answers),
    ):
        rules.check_answers({**before, **(more or {})})
    rules.check_choices(batch.outcome.get("questions", ()), answers or {})
    batch.unit = unit or batch.unit
    batch.columns = {**batch.columns, **(columns or {})}
    batch.answers = {**batch.answers, **(answers or {})}
    batch.mended = {**batch.mended, **(mended or {})}
    batch.reason = batch.reason if reason is None else reason
    told, sources = answers_of(batch), list(batch.files.all())
    files = check_files(batch, sources)
    readings = _read(files, told, batch.by, at)
    for source, reading in zip(sources, readings, strict=True):
        source.reading = pack(reading, bytes(source.content))
    found = compare_files(readings, told, by=batch.by, at=at)
    batch.outcome = _outcome(found, files)
    with one_writer():
        _staged(batch, edition)  # nobody was faster
        _remember(found)
        grown = sum(len(each.content) + len(each.reading) for each in sources)
        _check_room_of(batch.by, max(0, grown - size_of(batch.files.all())))
        batch.edition += 1
        batch.save()
        SourceFile.objects.bulk_update(sources, ["reading"])
        for title, field in (columns or {}).items():
            if len(title) <= LONGEST_TITLE:
                ColumnAnswer.objects.update_or_create(title=title, defaults={"field": field})
        record(
            "batch.answered",
            batch,
            by=by,
            at=at,
            columns=columns,
            answers=answers,
            mended=mended,
            unit=unit,
        )
    return batch


def apply(*, batch: Batch, edition: int, by: User, at: datetime, take_good: bool = False) -> Batch:
    """Write the batch's changes, all of them or none, as the preview showed them. Refused while a
    row has an error, unless the good rows are to be taken alone: the others then wait in a batch of
    their own. Raises Outdated, with a new preview, if something else would be written.
    """
    require(by, Can.IMPORT)
    try:
        written = _apply(batch=batch, edition=edition, by=by, at=at, take_good=take_good)
    except Outdated as told:
        _show_anew(batch, edition, told.outcome, by=by, at=at)
        raise
    if take_good and written.outcome["blocked"]:
        stage_rest(batch=written, by=by, at=at)
    return written


@action
def _show_anew(
    batch: Batch, edition: int, outcome: dict[str, Any], *, by: User, at: datetime
) -> None:
    batch = _staged(batch, edition)
    batch.outcome = outcome
    batch.edition += 1
    batch.save()
    record("batch.outdated", batch, by=by, at=at)


@action
def _apply(*, batch: Batch, edition: int, by: User, at: datetime, take_good: bool = False) -> Batch:
    batch = _staged(batch, edition)
    told, sources = answers_of(batch), batch.files.all()
    advance.enter(BatchStage.READING, len(sources))
    files = check_files(batch, sources)

    def readings() -> list[FileReading]:
        kept = [unpack(s.reading, content) for s, (_, content) in zip(sources, files, strict=True)]
        found = [reading for reading in kept if reading is not None]
        if len(found) < len(kept):  # of another version, or not ours: read anew
            return _read(files, told, batch.by, at)
        return found

    reading = compare_files(readings(), told, by=batch.by, at=at)
    digest = digest_of(reading.context.changes, reading.problems)
    if batch.outcome.get("digest", digest) != digest:  # none: staged before there was one
        raise Outdated(_outcome(reading, files))
    if take_good:
        reading = _good_part(reading, readings, told, by=batch.by, at=at)
    if reading.blocked:
        raise Refusal(blocked(summarise(reading)))
    sources.update(reading=b"")  # needed no more
    return write_batch(batch=batch, reading=reading, by=by, at=at)


def _good_part(
    reading: BatchReading,
    again: Callable[[], Sequence[FileReading]],
    told: BatchAnswers,
    *,
    by: User,
    at: datetime,
    batch: Batch | None = None,
) -> BatchReading:
    """Return the reading without the rows that have an error, nor those that rest on them. Raises
    NothingToTake, with the batch, if no row is left that changes anything.
    """
    without: frozenset[RowPlace] = frozenset()
    while reading.bad_rows - without and not reading.has_open_questions:
        without |= reading.bad_rows
        reading = compare_files(again(), told, by=by, at=at, without=without)
    if without and not (reading.context.changes.created or reading.context.changes.edits):
        raise NothingToTake(batch)
    return reading


def stage_rest(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Stage the files of a batch once more, of which the good rows were written: what is left are
    the rows that are to be mended.
    """
    require(by, Can.IMPORT)
    rest = Batch(
        year=batch.year,
        by=by,
        created_at=at,
        unit=batch.unit,
        columns=batch.columns,
        answers=batch.answers,
        mended=batch.mended,
        reason=batch.reason,
    )
    files = [(source.name, bytes(source.content)) for source in batch.files.all()]
    return _stage(rest, files, by=by, at=at)


def bring_in(  # noqa: PLR0913  # the options of one command, all named
    *,
    files: Sequence[tuple[str, bytes]],
    year: int | None,
    by: User,
    at: datetime,
    unit: int | None = None,
    columns: dict[str, str] | None = None,
    answers: dict[str, str] | None = None,
    reason: str = "",
    dry_run: bool = False,
    take_good: bool = False,
) -> Batch:
    """Stage and, if no row has an error, apply in one go: the way of the command line. The rows
    that have one wait in a batch of their own if the good ones are to be taken alone. Raises
    NothingToTake where none of these would change anything.
    """
    require(by, Can.IMPORT)
    files = _told_apart(files)
    check_answers(year, columns or {})
    rules.check_answers(answers or {})
    told = {"unit": unit, "columns": columns or {}, "answers": answers or {}, "reason": reason}
    batch = Batch(year=year, by=by, created_at=at, **told)
    if dry_run:  # keeps nobody from writing
        known = answers_of(batch)
        readings = _read(files, known, by, at)
        batch.outcome = summarise(compare_files(readings, known, by=by, at=at))
        return batch
    with one_writer():
        known = answers_of(batch)

        readings = _read(files, known, by, at)
        kept = [
            (pack(each, content), content)
            for each, (_name, content) in zip(readings, files, strict=True)
            if take_good  # else they are compared but once, which changes them
        ]

        def again() -> list[FileReading]:
            return [each for part in kept if (each := unpack(*part))]

        reading = compare_files(readings, known, by=by, at=at)
        batch.outcome = summarise(reading)
        if take_good:
            reading = _good_part(reading, again, known, by=by, at=at, batch=batch)
        if reading.blocked:
            return batch
        batch.save()
        SourceFile.objects.bulk_create(SourceFile(batch=batch, name=n, content=c) for n, c in files)
        _remember(reading)
        write_batch(batch=batch, reading=reading, by=by, at=at)
    if batch.outcome["blocked"]:
        stage_rest(batch=batch, by=by, at=at)
    return batch


def _read(
    files: Sequence[tuple[str, bytes]], told: BatchAnswers, by: User, at: datetime
) -> list[FileReading]:
    """Read the files beside what is stored of the projects that `by` may see."""
    return read_files(files, told, StoredFacts(by), local_day(at))


def _outcome(reading: BatchReading, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """Return what is kept of a staged batch's reading, and of which files it is."""
    digest = digest_of(reading.context.changes, reading.problems)
    made = {"digest": digest, "files": digests(files), "language": language_now()}
    return {**summarise(reading), **made}


def _remember(reading: BatchReading) -> None:
    """Keep what was answered of columns for the next table of the same layout."""
    for question in reading.questions:
        if question.lasting and question.answer:
            LayoutAnswer.objects.update_or_create(
                question=question.id,
                defaults={"value": question.answer, "context": question.context},
            )


def _told_apart(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Give files of one name numbers: 月报.xlsx, 月报 (2).xlsx."""
    taken = {given[-150:] for given, _content in files}
    seen: Counter[str] = Counter()
    apart = []
    for given, content in files:
        name, path = given[-150:], PurePath(given[-150:])
        seen[name] += 1
        while seen[name] > 1 and (told := f"{path.stem} ({seen[name]}){path.suffix}") in taken:
            seen[name] += 1
        apart.append((told if seen[name] > 1 else name, content))
    return apart


def _staged(batch: Batch, edition: int) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    _check_staged(batch, edition)
    return batch


def _check_staged(batch: Batch, edition: int) -> None:
    if batch.state != BatchState.STAGED:
        raise Refusal(gettext("This import was applied or undone already."))
    check_sound(batch)
    if batch.edition != edition:
        raise Refusal(gettext("Somebody changed this import meanwhile: look at it again."))
