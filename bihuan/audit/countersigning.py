"""A neighbour's word on where the record stands: theirs on our head, and ours on theirs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .exchange import head_in, plain_json, read_export, whole_head
from .heads import RecordHead, folder, head_of, own_origin, sign, signing_key, verifies
from .shapes import canonical

COUNTERSIGNED = "bihuan-countersigned-1"


def countersign(path: Path, *, by: str, at: datetime) -> Path:
    """Sign a neighbour's head with this installation's key, and remember it.

    Raises Refusal if its signature is wrong, or if it does not continue what was signed before:
    the neighbour's record was cut, rewritten or replaced.
    """
    head, chain, name = read_export(path)
    if not head.signature or not head.is_genuine:
        raise Refusal(gettext("The head in %s is not signed with the key it names.") % path.name)
    register = folder() / "neighbours" / f"{head.origin[:16]}.jsonl"
    for earlier in _signed_before(register):
        _check_continues(earlier, head, chain)
    said = {
        "at": at.astimezone(UTC).isoformat(),
        "by": by,
        "head": head.written_down(),
        "origin": own_origin(),
    }
    signature = sign(signing_key(), said)
    told = canonical({"form": COUNTERSIGNED, "name": name, **said, "signature": signature})
    register.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with register.open("a", encoding="utf-8") as file:
        file.write(f"{told}\n")
    answer = path.with_name(f"{path.stem}.countersigned.json")
    answer.write_text(told, encoding="utf-8")
    return answer


def keep_countersigned(path: Path) -> RecordHead:
    """Keep a neighbour's word on our head, so that every check asks for it from now on."""
    told = plain_json(path.read_bytes(), path)
    head = _countersigned_head(told, path)
    if head.origin != own_origin():
        raise Refusal(gettext("%s speaks of another installation's record.") % path.name)
    place = folder() / "countersigned" / f"{head.number}-{told['origin'][:16]}.json"
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_text(canonical(told), encoding="utf-8")
    return head


def countersigned_heads() -> Iterator[RecordHead]:
    """Yield the heads of ours that neighbours signed, as far as their files can be read."""
    for path in _countersigned_files():
        with suppress(Refusal, OSError):
            yield _countersigned_head(plain_json(path.read_bytes(), path), path)


def damaged_files() -> list[str]:
    """Return the names of kept files that hold no countersigned head any more."""
    damaged = []
    for path in _countersigned_files():
        try:
            _countersigned_head(plain_json(path.read_bytes(), path), path)
        except (Refusal, OSError):  # OSError: a folder by that name
            damaged.append(path.name)
    return damaged


def _countersigned_files() -> list[Path]:
    return sorted((folder() / "countersigned").glob("*.json"))


def heads_in(path: Path) -> list[RecordHead]:
    """Return the head that a file of any of the three forms speaks of."""
    if zipfile.is_zipfile(path):
        return [read_export(path)[0]]
    told = plain_json(path.read_bytes(), path)
    if told.get("form") == COUNTERSIGNED:
        return [_countersigned_head(told, path)]
    return [head_in(told, path)]


def _countersigned_head(told: dict[str, Any], path: Path) -> RecordHead:
    said = {name: told.get(name) for name in ("at", "by", "head", "origin")}
    genuine = verifies(str(told.get("origin")), str(told.get("signature")), said)
    if told.get("form") != COUNTERSIGNED or not genuine:
        raise Refusal(gettext("%s is no countersigned head, or was changed.") % path.name)
    return whole_head(told["head"], path)


def _check_continues(earlier: RecordHead, head: RecordHead, chain: dict[int, str] | None) -> None:
    if chain is not None:
        follows = chain.get(earlier.number) == earlier.hash
    else:  # a head alone shows no more than that it does not go back
        follows = head.number > earlier.number or head.hash == earlier.hash
    if not follows or head.number < earlier.number:
        raise Refusal(
            gettext(
                "It does not continue %s, which was signed before: the record was rewritten or cut."
            )
            % earlier.printed
        )


def _signed_before(register: Path) -> Iterator[RecordHead]:
    for line in register.read_text(encoding="utf-8").splitlines() if register.is_file() else ():
        yield head_of(json.loads(line)["head"])
