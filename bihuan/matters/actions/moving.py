"""What all moves share: the table, the second person, the row that is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from bihuan.accounts.models import Organisation, User
from bihuan.audit.log import Actor, record
from bihuan.kit.archives import is_office_file
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.pictures import check_picture
from bihuan.kit.words import gettext
from bihuan.matters import rules
from bihuan.matters.kinds import PAST, ExtensionState, MatterState, Verb
from bihuan.matters.models import Evidence, Matter, Move, Serial

FILE_BYTES = 20 * 1024 * 1024
FILES_MOST = 10
KINDS = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"%PDF": "pdf",
    b"PK\x03\x04": "zip",
    b"RIFF": "webp",
    b"\xd0\xcf\x11\xe0": "ole",
}
PICTURES = ("jpg", "png", "webp")
ENDINGS = {
    "jpg": ("jpg", "jpeg"),
    "png": ("png",),
    "pdf": ("pdf",),
    "webp": ("webp",),
    "zip": ("docx", "xlsx", "pptx", "wps", "et", "zip"),
    "ole": ("doc", "xls", "ppt", "wps"),
}


@dataclass(frozen=True)
class File:
    """A file handed in as evidence."""

    name: str
    content: bytes


def taken(uploads: Iterable[UploadedFile[bytes]]) -> list[File]:
    """Return the files that came in. What is too many or too large is read only so far that
    `check_files` refuses it: nobody fills the memory with it.
    """
    return [File(f.name or "", f.read(FILE_BYTES + 1)) for f in islice(uploads, FILES_MOST + 1)]


def next_number(series: str) -> int:
    """Return the next number of a series: without gaps, even if two ask at once."""
    Serial.objects.get_or_create(series=series)
    serial = Serial.objects.select_for_update().get(series=series)
    serial.last += 1
    serial.save(update_fields=["last"])
    return serial.last


def step(  # noqa: PLR0913  # all named
    matter: Matter,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    to: MatterState | None = None,
    note: str = "",
    wished_on: date | None = None,
    files: Sequence[File] = (),
    supporting: Collection[Organisation] | None = None,
    **changes: Any,
) -> Move:
    """Write a locked matter's move: its new state and other `changes`, its row, files and event.

    `on` is the day from which it counts, if not that of `at`. `wished_on` is a day that is spoken
    of; without it the row shows the deadline, if that moved. `supporting` organisations, if given,
    help from then on.
    """
    rules.check_move(matter.state, verb)
    was, on, hand = matter.state, on or local_day(at), matter.lead
    became = to or rules.MOVES[verb].to or MatterState(was)
    for field, value in changes.items():
        setattr(matter, field, value)
    changed_hands = matter.lead != hand
    if became != was or changed_hands:
        matter.state, matter.state_since = became, on
    matter.edition += 1
    matter.save()
    if changed_hands or became not in (MatterState.ASSIGNED, MatterState.WORKING):
        asked = matter.extension_requests.filter(state=ExtensionState.ASKED)
        asked.update(state=ExtensionState.LAPSED)
    due_on = wished_on or changes.get("due_on")
    move = Move.objects.create(
        matter=matter,
        verb=verb,
        was=was,
        became=became,
        by=by if isinstance(by, User) else None,
        at=at,
        on=on,
        note=note.strip(),
        due_on=due_on,
        organisation=matter.lead or hand,
    )
    if supporting is not None:
        matter.supporting.set(supporting)
        move.supporting.set(supporting)
    _keep_files(move, files)
    record(
        f"matter.{PAST[verb]}", matter, by=by, at=at, state=[was, became], note=note, due_on=due_on
    )
    return move


def goes_on(matter: Matter, on: date) -> date:
    """Return the deadline of a withdrawn matter that comes again on that day (LOOP-4)."""
    return rules.due_again(due_on=matter.due_on, stopped_on=matter.stopped_on or on, on=on)


def check_second_person(matter: Matter, by: User) -> None:
    """Refuse whoever handled the matter, now or before it was given to others."""
    handlers, organisations = matter.handlers(), matter.ever_in_hands()
    for each in by.persons_acting:
        rules.check_not_a_handler(
            each.pk, each.organisation_id, handlers=handlers, organisations=organisations
        )


def check_files(files: Sequence[File]) -> None:
    """Refuse what is too much, too large, or not what its name says."""
    if len(files) > FILES_MOST:
        raise Refusal(gettext("At most %s files go with one move.") % FILES_MOST)
    for file in files:
        if len(file.content) > FILE_BYTES:
            raise Refusal(gettext("“%s” is larger than 20 MB.") % file.name)
        kind = next((k for start, k in KINDS.items() if file.content.startswith(start)), "")
        ending = file.name.rpartition(".")[2].lower()
        if ending not in ENDINGS.get(kind, ()) or not _holds(kind, ending, file):
            raise Refusal(
                gettext("“%s” is not a picture, a PDF or an office document.") % file.name
            )


def _holds(kind: str, ending: str, file: File) -> bool:
    """Tell if what begins like a file of its kind is one. Raises Refusal for a picture that is
    broken or has too many pixels, naming the file.
    """
    if kind == "zip":
        return is_office_file(file.content, ending)
    if kind in PICTURES:
        try:
            return check_picture(file.content, most=FILE_BYTES) == kind
        except Refusal as told:
            raise Refusal(f"{file.name}: {told}") from told
    return True


def _keep_files(move: Move, files: Sequence[File]) -> None:
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        ending = file.name.rpartition(".")[2].lower()
        kept = Evidence(move=move, name=file.name[-120:], sha256=digest)
        kept.file.save(f"{digest[:16]}.{ending}", ContentFile(file.content), save=False)
        kept.save()
