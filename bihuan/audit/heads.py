"""The record's head: the number and hash of its newest event, signed, and noted outside it.

Whoever holds the whole machine can rewrite facts and record alike. What they cannot do is make a
rewritten record fit a head that was noted elsewhere before: on a paper, in a mail, by a neighbour.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .models import Event
from .shapes import canonical

SHORT = 16
"""Digits of a hash as they are printed: enough that no other event begins with them."""


@dataclass(frozen=True)
class RecordHead:
    """Where the record stood: an event's number and hash, or the beginning of its hash.

    `origin` is the public key of the installation (64 hexadecimal digits), if it was signed.
    """

    number: int
    hash: str
    at: str = ""
    origin: str = ""
    signature: str = ""

    @classmethod
    def parse(cls, text: str) -> RecordHead:
        """Read a head as it is printed, `1234:9f2c 41…`; raise Refusal if it is none."""
        number, _colon, digits = text.partition(":")
        digits = "".join(digits.split()).lower()
        if not number.strip().isdecimal() or len(digits) < SHORT or not _is_hex(digits):
            raise Refusal(
                gettext("“%s” is no head of a record: it looks like 1234:9f2c41….") % text
            )
        return cls(int(number), digits)

    @property
    def label(self) -> str:
        return gettext("Head %(number)s (%(hash)s)") % {"number": self.number, "hash": self.short}

    @property
    def short(self) -> str:
        """Return the first digits of the hash, in fours: `9f2c 41d0 …`."""
        return " ".join(self.hash[start : start + 4] for start in range(0, SHORT, 4))

    @property
    def printed(self) -> str:
        """Return it as it stands on papers: `1234:9f2c 41d0 77ab 0c3e`."""
        return f"{self.number}:{self.short}"

    @property
    def said(self) -> dict[str, Any]:
        """Return what a signature is over."""
        return {"at": self.at, "hash": self.hash, "number": self.number, "origin": self.origin}

    @property
    def is_genuine(self) -> bool:
        """True if it carries no signature, or one of the key it names."""
        return not self.signature or verifies(self.origin, self.signature, self.said)

    def written_down(self) -> dict[str, Any]:
        return {**self.said, "signature": self.signature}


def newest_head() -> RecordHead | None:
    """Return the head as it is now, unsigned; None for an empty record."""
    newest = Event.objects.order_by("-pk").values_list("pk", "hash").first()
    return RecordHead(*newest) if newest else None


def signed_head(at: datetime) -> RecordHead | None:
    """Return the head as it is now, signed with this installation's key."""
    head = newest_head()
    if head is None:
        return None
    key = signing_key()
    bare = RecordHead(head.number, head.hash, at.astimezone(UTC).isoformat(), _public(key))
    signature = sign(key, bare.said)
    return RecordHead(bare.number, bare.hash, bare.at, bare.origin, signature)


def head_of(told: Any) -> RecordHead:
    """Return a head that was written down. Raises ValueError for anything else."""
    if not isinstance(told, dict):
        raise ValueError(told)
    names = {"number": int, "hash": str, "at": str, "origin": str, "signature": str}
    said = {name: told[name] for name in names if name in told}
    if not {"number", "hash"} <= said.keys():
        raise ValueError(told)
    if any(not isinstance(value, names[name]) for name, value in said.items()):
        raise ValueError(told)
    if len(said["hash"]) < SHORT or not _is_hex(said["hash"]):  # an empty one fits every event
        raise ValueError(told)
    return RecordHead(**said)


def signing_key() -> Ed25519PrivateKey:
    """Return this installation's key, made on first use; `BIHUAN_RECORD_KEY` names its file."""
    path = key_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = Ed25519PrivateKey.generate()
        text = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _put_once(path, text)
    return _read_key(path)


def key_file() -> Path:
    """Return where the key that signs the record is kept."""
    return Path(os.environ.get("BIHUAN_RECORD_KEY") or settings.HOME / "keys" / "record.pem")


def _read_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (TypeError, ValueError) as error:  # TypeError: it asks for a password
        raise _no_key(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path)
    return key


def _no_key(path: Path) -> Refusal:
    return Refusal(
        gettext(
            "%s holds no key for signing the record. Put it back from a backup; or remove it, and"
            " a new one is made."
        )
        % path
    )


def own_origin() -> str:
    """Return this installation's public key, in hexadecimal digits."""
    return _public(signing_key())


def sign(key: Ed25519PrivateKey, said: dict[str, Any]) -> str:
    """Return the Ed25519 signature of the canonical JSON of `said`, in hexadecimal digits."""
    return key.sign(canonical(said).encode()).hex()


def verifies(origin: str, signature: str, said: dict[str, Any]) -> bool:
    """True if the signature is that of the key `origin` over `said`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(origin))
        key.verify(bytes.fromhex(signature), canonical(said).encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def furthest(heads: Iterable[RecordHead]) -> RecordHead | None:
    """Return the head with the highest number."""
    return max(heads, key=lambda head: head.number, default=None)


def folder() -> Path:
    """Return the folder of heads and countersignatures, beside the database."""
    return Path(settings.RECORD_FOLDER)


def _put_once(path: Path, content: bytes) -> None:
    """Write a file for our eyes only, whole or not at all; who comes second finds the first's."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def _is_hex(digits: str) -> bool:
    return all(digit in "0123456789abcdef" for digit in digits)
