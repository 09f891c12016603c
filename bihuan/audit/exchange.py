"""The record as it leaves the house: a file for a verifier, and a neighbour's word on its head.

An export is a zip of JSON lines, plain enough for a programme that shares no code with this one;
`verifier/bihuan_verify.py` is one.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say

from .heads import (
    Head,
    folder,
    head_of,
    own_origin,
    sign,
    signed_head,
    signing_key,
    verifies,
)
from .log import GENESIS, follows
from .models import Event
from .noted import noted_heads
from .reading import one_moment
from .recorded import recorded_models, shape_of
from .sealing import file_digest
from .shapes import Shape, canonical

FORM = "bihuan-record-1"
HEAD_ONLY = "bihuan-head-1"
COUNTERSIGNED = "bihuan-countersigned-1"


@dataclass(frozen=True)
class Exported:
    """What went into an export."""

    head: Head
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
        _put(archive, "heads.jsonl", (each.written_down() for each in noted_heads()))
        told = {"form": FORM, "name": name, "head": head.written_down(), "counts": counts}
        archive.writestr("manifest.json", canonical(told))
    return Exported(head, **counts)


def export_head(path: Path, *, name: str, at: datetime) -> Exported:
    """Write the signed head alone: it tells a neighbour nothing but where the record stands."""
    head = _head_or_refuse(at)
    with path.open("x", encoding="utf-8") as file:
        file.write(canonical({"form": HEAD_ONLY, "name": name, "head": head.written_down()}))
    return Exported(head)


def countersign(path: Path, *, by: str, at: datetime) -> Path:
    """Sign a neighbour's head with this installation's key, and remember it.

    Raises Refusal if its signature is wrong, or if it does not continue what was signed before:
    the neighbour's record was cut, rewritten or replaced.
    """
    head, chain, name = _read(path)
    if not head.signature or not head.is_genuine:
        raise Refusal(say("The head in %s is not signed with the key it names.") % path.name)
    register = folder() / "neighbours" / f"{head.origin[:16]}.jsonl"
    for earlier in _signed_before(register):
        _check_continues(earlier, head, chain)
    said = {
        "at": at.astimezone(UTC).isoformat(), "by": by, "head": head.written_down(),
        "origin": own_origin(),
    }  # fmt: skip
    signature = sign(signing_key(), said)
    told = canonical({"form": COUNTERSIGNED, "name": name, **said, "signature": signature})
    register.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with register.open("a", encoding="utf-8") as file:
        file.write(f"{told}\n")
    answer = path.with_name(f"{path.stem}.countersigned.json")
    answer.write_text(told, encoding="utf-8")
    return answer


def keep_countersigned(path: Path) -> Head:
    """Keep a neighbour's word on our head, so that every check asks for it from now on."""
    told = _json(path.read_bytes(), path)
    head = _countersigned_head(told, path)
    if head.origin != own_origin():
        raise Refusal(say("%s speaks of another installation's record.") % path.name)
    place = folder() / "countersigned" / f"{head.number}-{told['origin'][:16]}.json"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_text(canonical(told), encoding="utf-8")
    return head


def countersigned_heads() -> Iterator[Head]:
    """Yield the heads of ours that neighbours signed, as far as their files can be read."""
    for path in _kept():
        with suppress(Refusal):
            yield _countersigned_head(_json(path.read_bytes(), path), path)


def damaged_files() -> list[str]:
    """Return the names of kept files that hold no countersigned head any more."""
    damaged = []
    for path in _kept():
        try:
            _countersigned_head(_json(path.read_bytes(), path), path)
        except Refusal:
            damaged.append(path.name)
    return damaged


def _kept() -> list[Path]:
    return sorted((folder() / "countersigned").glob("*.json"))


def heads_in(path: Path) -> list[Head]:
    """Return the head that a file of any of the three forms speaks of."""
    if zipfile.is_zipfile(path):
        return [_read(path)[0]]
    told = _json(path.read_bytes(), path)
    if told.get("form") == COUNTERSIGNED:
        return [_countersigned_head(told, path)]
    return [_head_in(told, path)]


def _countersigned_head(told: dict[str, Any], path: Path) -> Head:
    said = {name: told.get(name) for name in ("at", "by", "head", "origin")}
    genuine = verifies(str(told.get("origin")), str(told.get("signature")), said)
    if told.get("form") != COUNTERSIGNED or not genuine:
        raise Refusal(say("%s is no countersigned head, or was changed.") % path.name)
    return _whole(told["head"], path)


def _check_continues(earlier: Head, head: Head, chain: dict[int, str] | None) -> None:
    if chain is not None:
        follows = chain.get(earlier.number) == earlier.hash
    else:  # a head alone shows no more than that it does not go back
        follows = head.number > earlier.number or head.hash == earlier.hash
    if not follows or head.number < earlier.number:
        raise Refusal(
            say(
                "It does not continue %s, which was signed before: the record was rewritten or cut."
            )
            % earlier.printed
        )


def _signed_before(register: Path) -> Iterator[Head]:
    for line in register.read_text(encoding="utf-8").splitlines() if register.is_file() else ():
        yield head_of(json.loads(line)["head"])


def _read(path: Path) -> tuple[Head, dict[int, str] | None, str]:
    """Return the head, the hash of each event if the file has them, and whose record it is."""
    if not path.is_file():
        raise Refusal(say("There is no file %s.") % path)
    if not zipfile.is_zipfile(path):
        told = _json(path.read_bytes(), path)
        return _head_in(told, path), None, str(told.get("name", ""))
    with zipfile.ZipFile(path) as archive:
        told = _json(archive.read("manifest.json"), path)
        head = _head_in(told, path)
        with archive.open("events.jsonl") as lines:
            chain = _chain(lines, path)
    if chain.get(head.number) != head.hash:
        raise Refusal(say("The events in %s do not lead to its head.") % path.name)
    return head, chain, str(told.get("name", ""))


def _chain(lines: Any, path: Path) -> dict[int, str]:
    """Return the hash of each event; raise Refusal where one does not follow from the last."""
    chain, previous = {}, GENESIS
    for line in lines:
        told = json.loads(line)
        facts = canonical(told["facts"]) if told["facts"] else ""
        if not follows({**told, "facts": facts}, previous):
            raise Refusal(say("The events in %s do not follow one another.") % path.name)
        chain[told["number"]] = previous = told["hash"]
    return chain


def _head_in(told: dict[str, Any], path: Path) -> Head:
    if told.get("form") not in (FORM, HEAD_ONLY) or not isinstance(told.get("head"), dict):
        raise Refusal(say("%s is no export of a record.") % path.name)
    return _whole(told["head"], path)


def _whole(told: Any, path: Path) -> Head:
    try:
        return head_of(told)
    except ValueError as error:
        raise Refusal(say("%s is no export of a record.") % path.name) from error


def _json(content: bytes, path: Path) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError as error:
        raise Refusal(say("%s is no export of a record.") % path.name) from error
    if not isinstance(told, dict):
        raise Refusal(say("%s is no export of a record.") % path.name)
    return told


def _head_or_refuse(at: datetime) -> Head:
    head = signed_head(at)
    if head is None:
        raise Refusal(say("The record is empty: run `bihuan init` first."))
    return head


def _put(archive: zipfile.ZipFile, name: str, lines: Iterator[dict[str, Any]]) -> int:
    count = 0
    with archive.open(name, "w", force_zip64=True) as file:
        for line in advance.counted(lines):
            file.write(canonical(line).encode("utf-8", "surrogatepass") + b"\n")
            count += 1
    return count


def _events() -> Iterator[dict[str, Any]]:
    for number, said in Shape.of(Event).rows():
        yield {**said, "number": number, "facts": _digests(said["facts"])}


def _digests(facts: str) -> Any:
    """Return an event's digests; as they stand if somebody made nonsense of them."""
    try:
        return json.loads(facts) if facts else None
    except ValueError:
        return facts


def _facts() -> Iterator[dict[str, Any]]:
    for model in recorded_models():
        shape = shape_of(model)
        for key, values in shape.rows():
            yield {"kind": shape.kind, "key": str(key), "values": values}


def _files() -> Iterator[dict[str, Any]]:
    for model in recorded_models():
        shape = shape_of(model)
        for name in shape.files:
            for _key, values in shape.rows():
                if values[name]:
                    yield {"name": values[name], "sha256": file_digest(values[name])}
