"""What processes of one installation remember together for a while: which code was used."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class SharedCache(FileBasedCache):
    """Django's cache in files, in which only one of several at once can add a key."""

    def __init__(self, place: str, params: dict[str, Any]) -> None:
        super().__init__(place, params)
        self._place = Path(place)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        turn = os.open(self._place / "turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            return bool(super().add(*args, **kwargs))
        finally:
            os.close(turn)
