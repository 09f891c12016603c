"""Compiled statements, kept in the data folder for all processes and the next start: to compile one
takes Ibis, a tenth of a second and more.

`statements/CODE/NAME`: a folder of the code that compiled them, a file to each statement. What is
not there, damaged, sealed by another key or out of reach is compiled anew; nothing fails for it.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from bihuan.kit.keyfiles import PRIVATE_FILE, PRIVATE_FOLDER

from .code_digest import code_digest
from .compiling import Compiled, Reading
from .shape_texts import expression_text, shape_text
from .shapes import Template

DIALECTS = ("sqlite", "postgres")
"""Those of Django's own connections. The tables of other engines may be many districts'."""
SEAL_BYTES = sha256().digest_size
PREPARED = "prepared"
"""A file in the folder of a code: it has asked what ordinary pages ask."""
MOST = 1_000
"""Statements kept of one code: some MB. Whoever asks in ever other shapes fills no disk."""
_numbers = count()


def statement_key(
    expression: Callable[..., Any], dialect: str, asked: tuple[Hashable, ...], *, pretty: bool
) -> str:
    """Return what a statement is known by among those of the same code; "" if it is not kept."""
    name, shape = expression_text(expression), shape_text(asked)
    if name is None or shape is None or dialect not in DIALECTS:
        return ""
    return f"{name} {dialect}{' pretty' if pretty else ''} {shape}"


def read(key: str) -> Compiled | None:
    """Return the statement that is kept under a key; None if none is that we can trust."""
    try:
        packed = _place(key).read_bytes()
        seal, body = packed[:SEAL_BYTES], packed[SEAL_BYTES:]
        return _unpacked(body, key) if constant_time_compare(seal, _seal(body)) else None
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None


def keep(key: str, statement: Compiled) -> None:
    """Keep a statement for other processes, if the disk takes it."""
    body = _packed(statement, key)
    with suppress(OSError):
        _make_room()
        _write(_place(key), _seal(body) + body)


def are_prepared() -> bool:
    """Return whether what ordinary pages ask was compiled by this code."""
    return (_folder() / PREPARED).exists()


def note_prepared() -> None:
    """Note that it was, if the disk takes it."""
    with suppress(OSError):
        _make_room()
        _write(_folder() / PREPARED, b"")


def _place(key: str) -> Path:
    return _folder() / sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _folder() -> Path:
    return Path(settings.STATEMENTS_FOLDER) / code_digest()


def _seal(body: bytes) -> bytes:
    """Return our seal over a statement of this code: who wrote it holds the key of sessions."""
    secret = settings.STATEMENTS_SECRET or settings.SECRET_KEY
    sealed = code_digest().encode() + body
    return salted_hmac("bihuan.figures.statements", sealed, secret, algorithm="sha256").digest()


def _packed(statement: Compiled, key: str) -> bytes:
    told = {
        "key": key,
        "dialect": statement.template.dialect,
        "texts": statement.template.texts,
        "places": statement.template.places,
        "names": statement.names,
        "readings": statement.readings,
    }
    return zlib.compress(json.dumps(told).encode(), 1)


def _unpacked(body: bytes, key: str) -> Compiled | None:
    told = json.loads(zlib.decompress(body))
    if told["key"] != key:
        return None
    template = Template(told["dialect"], tuple(told["texts"]), tuple(told["places"]))
    return Compiled(template, tuple(told["names"]), tuple(map(Reading, told["readings"])))


def _make_room() -> None:
    """Make the folder of this code, in place of those of others; in a full one, drop a quarter of
    the statements, the oldest.
    """
    ours = _folder()
    ours.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    if not ours.exists():
        ours.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        for other in ours.parent.iterdir():
            if other != ours:
                shutil.rmtree(other, ignore_errors=True)
    files = list(os.scandir(ours))
    if len(files) >= MOST:
        oldest = sorted(files, key=lambda each: each.stat().st_mtime_ns)
        for each in oldest[: MOST // 4]:
            Path(each.path).unlink(missing_ok=True)


def _write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all. What a power cut leaves of it bears no seal."""
    half = place.with_name(f"{place.name}.{os.getpid()}.{next(_numbers)}.half")
    try:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        half.replace(place)
    except OSError:
        half.unlink(missing_ok=True)
        raise
