"""The record as it leaves the house: a file for a verifier, and its head alone for a neighbour.

An export is a zip of JSON lines, plain enough for a programme that shares no code with this one;
`verifier/bihuan_verify.py` is one.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .heads import RecordHead, head_of, signed_head
from .log import GENESIS, follows
from .models import Event
from .noted import read_noted
from .reading import one_moment
from .recorded import recorded_models, shape_of
from .sealing import file_digest
from .shapes import FactShape, canonical, shallow_json

FORM = "bihuan-record-2"
FORMS = (FORM, "bihuan-record-1")
"""How exports are written, and how those are that may still be read."""
HEAD_ONLY = "bihuan-head-1"


@dataclass(frozen=True)
class Exported:
    """What went into an export."""

    head: RecordHead
    events: int = 0
    facts: int = 0
    files: int = 0


def export_record(path: Path, *, name: str, at: datetime) -> Exported:
    """Write events, facts, digests of files and noted heads to a zip, as of one moment.

    It holds what the record holds: names, phones, reasons. Of secrets it has digests only.
    """
    with one_moment(), zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        head = _head_or_refuse(at)
        counts = {
            "events": _put(archive, "events.jsonl", _events()),
            "facts": _put(archive, "facts.jsonl", _facts()),
            "files": _put(archive, "files.jsonl", _files()),
        }
        noted = read_noted()
        _put(archive, "heads.jsonl", (each.written_down() for each in noted.heads))
        told = {
            "form": FORM,
            "name": name,
            "head": head.written_down(),
            "counts": counts,
            "damaged_heads": noted.damaged,
        }
        archive.writestr("manifest.json", canonical(told))
    return Exported(head, **counts)


def export_head(path: Path, *, name: str, at: datetime) -> Exported:
    """Write the signed head alone: it tells a neighbour nothing but where the record stands."""
    head = _head_or_refuse(at)
    with path.open("x", encoding="utf-8") as file:
        file.write(canonical({"form": HEAD_ONLY, "name": name, "head": head.written_down()}))
    return Exported(head)


def read_export(path: Path) -> tuple[RecordHead, dict[int, str] | None, str]:
    """Return the head, the hash of each event if the file has them, and whose record it is."""
    if not path.is_file():
        raise Refusal(gettext("There is no file %s.") % path)
    if not zipfile.is_zipfile(path):
        told = plain_json(path.read_bytes(), path)
        return head_in(told, path), None, str(told.get("name", ""))
    with zipfile.ZipFile(path) as archive:
        told = plain_json(archive.read("manifest.json"), path)
        head = head_in(told, path)
        with archive.open("events.jsonl") as lines:
            chain = _chain(lines, path)
    if chain.get(head.number) != head.hash:
        raise Refusal(gettext("The events in %s do not lead to its head.") % path.name)
    return head, chain, str(told.get("name", ""))


def _chain(lines: Any, path: Path) -> dict[int, str]:
    """Return the hash of each event; raise Refusal where one does not follow from the last."""
    chain, previous = {}, GENESIS
    for line in lines:
        told = json.loads(line)
        facts = "" if told["facts"] is None else canonical(told["facts"])
        if not follows({**told, "facts": facts}, previous):
            raise Refusal(gettext("The events in %s do not follow one another.") % path.name)
        chain[told["number"]] = previous = told["hash"]
    return chain


def head_in(told: dict[str, Any], path: Path) -> RecordHead:
    """Return the head that an export speaks of. Raises Refusal for any other file."""
    if told.get("form") not in (*FORMS, HEAD_ONLY) or not isinstance(told.get("head"), dict):
        raise Refusal(gettext("%s is no export of a record.") % path.name)
    return whole_head(told["head"], path)


def whole_head(told: Any, path: Path) -> RecordHead:
    """Return a head that a file holds. Raises Refusal for anything else."""
    try:
        return head_of(told)
    except ValueError as error:
        raise Refusal(gettext("%s is no export of a record.") % path.name) from error


def plain_json(content: bytes, path: Path) -> dict[str, Any]:
    """Return what a file of one JSON object says. Raises Refusal for any other."""
    try:
        told = shallow_json(content)
    except ValueError as error:
        raise Refusal(gettext("%s is no export of a record.") % path.name) from error
    if not isinstance(told, dict):
        raise Refusal(gettext("%s is no export of a record.") % path.name)
    return told


def _head_or_refuse(at: datetime) -> RecordHead:
    head = signed_head(at)
    if head is None:
        raise Refusal(gettext("The record is empty: run `bihuan init` first."))
    return head


def _put(archive: zipfile.ZipFile, name: str, lines: Iterator[dict[str, Any]]) -> int:
    count = 0
    with archive.open(name, "w", force_zip64=True) as file:
        for line in advance.counted(lines):
            file.write(canonical(line).encode("utf-8", "surrogatepass") + b"\n")
            count += 1
    return count


def _events() -> Iterator[dict[str, Any]]:
    for number, said in FactShape.of(Event).rows():
        yield {**said, "number": number, "facts": _digests(said["facts"])}


def _digests(facts: str) -> Any:
    """Return an event's digests; as they stand if somebody wrote them otherwise."""
    if not facts:
        return None
    try:
        digests = shallow_json(facts)
    except ValueError:
        return facts
    return digests if digests and canonical(digests) == facts else facts


def _facts() -> Iterator[dict[str, Any]]:
    for model in recorded_models():
        shape = shape_of(model)
        for key, values in shape.rows():
            yield {"kind": shape.kind, "key": str(key), "values": values}


def _files() -> Iterator[dict[str, Any]]:
    """Yield each file that rows name, once, however many name it; no digest if it is missing."""
    named: set[str] = set()
    for shape in map(shape_of, recorded_models()):
        for _key, values in shape.rows() if shape.files else ():
            named.update(shape.files_of(values))
    for name in sorted(named):
        yield {"name": name, "sha256": file_digest(name)}
