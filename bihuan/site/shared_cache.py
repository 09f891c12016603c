"""What processes of one installation remember together for a while: which code was used."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class SharedCache(FileBasedCache):
    """Django's cache in files, in which only one of several at once can add a key."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        self._createdir()  # type: ignore[attr-defined]
        turn = os.open(Path(self._dir) / "turn", os.O_RDWR | os.O_CREAT, 0o600)  # type: ignore[attr-defined]
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            return bool(super().add(*args, **kwargs))
        finally:
            os.close(turn)
