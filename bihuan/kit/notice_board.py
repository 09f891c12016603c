"""Where processes that serve together tell one another what they do: one small file a key."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


class NoticeBoard:
    """Notices by key, each standing while the process that hung it up lives."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def hang(self, key: object, told: dict[str, Any]) -> None:
        """Say something under a key, in place of what stood there. A full disk keeps it silent."""
        place = self._place(key)
        fresh = place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            fresh.write_text(json.dumps({**told, "pid": os.getpid()}), encoding="utf-8")
            fresh.replace(place)

    def take_down(self, key: object) -> None:
        """Remove what this process said under a key."""
        if self._read(key).get("pid") == os.getpid():
            self._place(key).unlink(missing_ok=True)

    def look(self, key: object) -> dict[str, Any] | None:
        """Return what a living process says under a key, or None."""
        told = self._read(key)
        return told if told and _is_alive(told.pop("pid", 0)) else None

    def _place(self, key: object) -> Path:
        return self._folder / hashlib.sha256(repr(key).encode()).hexdigest()[:32]

    def _read(self, key: object) -> dict[str, Any]:
        try:
            told = json.loads(self._place(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}


def _is_alive(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()
