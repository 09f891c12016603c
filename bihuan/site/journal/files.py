"""Where lines go: a file a day, shared by every process of the installation."""

from __future__ import annotations

import fcntl
import gzip
import logging
import os
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

PREFIX = "bihuan-"
LINES, PACKED = ".jsonl", ".jsonl.gz"
COMPLAIN_EVERY_SECONDS = 60.0
UNWRITABLE = "日志无法写入（The log cannot be written）"  # no language is chosen yet


class DailyFile(logging.Handler):
    """Append each line to the file of its day (UTC), in one write, which the kernel keeps whole.

    Nothing is renamed, so processes cannot spoil each other's rotation. Whoever opens a new day
    packs the days before the last, and removes those older than `days`. Beyond `most_bytes` a day
    only warnings are kept, so that a flood of requests neither fills the disk nor washes old days
    away. A line that cannot be written is told on stderr, once a minute, and stops nobody.
    """

    def __init__(self, *, folder: Path, days: int, most_bytes: int) -> None:
        super().__init__()
        self.folder, self.days, self.most_bytes = folder, days, most_bytes
        self._file, self._day = -1, date.min
        self._complained = -COMPLAIN_EVERY_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
            file = self._of(datetime.fromtimestamp(record.created, UTC).date())
            if record.levelno >= logging.WARNING or os.fstat(file).st_size < self.most_bytes:
                _append(file, line)
        except Exception:  # noqa: BLE001  # a log must not stop what it tells of
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        self._close()
        if monotonic() - self._complained < COMPLAIN_EVERY_SECONDS:
            return
        self._complained = monotonic()
        reason = sys.exc_info()[1]
        try:
            sys.stderr.write(f"{UNWRITABLE}：{self.folder} {reason}\n")
        except OSError:
            return

    def close(self) -> None:
        self.acquire()
        try:
            self._close()
        finally:
            self.release()
        super().close()

    def _of(self, day: date) -> int:
        """Return the open file of a day."""
        if self._file == -1 or day != self._day:
            self._close()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self.folder / f"{PREFIX}{day}{LINES}"
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._day = day
            tidy(self.folder, today=day, days=self.days)
        return self._file

    def _close(self) -> None:
        if self._file != -1:
            os.close(self._file)
            self._file = -1


def day_of(path: Path) -> date | None:
    """Return the day of a log's file; None if it is no log of ours."""
    name = path.name.removeprefix(PREFIX).removesuffix(".gz").removesuffix(LINES)
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def tidy(folder: Path, *, today: date, days: int) -> None:
    """Pack the days before yesterday, and remove those more than `days` old.

    Only one process does so at a time; another that comes meanwhile leaves it to the first.
    """
    lock = os.open(folder / ".tidy", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        for path in sorted(folder.glob(f"{PREFIX}*{LINES}*")):
            day = day_of(path)
            if day and day < today - timedelta(days=days):
                path.unlink()
            elif day and path.suffix == LINES and day < today - timedelta(days=1):
                _pack(path)
    finally:
        os.close(lock)


def _pack(path: Path) -> None:
    """Replace a file by a packed one, which appears whole or not at all."""
    packed, half = path.with_name(path.stem + PACKED), path.with_name(path.stem + ".half")
    half.touch(mode=0o600)
    with path.open("rb") as plain, gzip.open(half, "wb") as tight:
        shutil.copyfileobj(plain, tight)
    half.replace(packed)
    path.unlink()


def _append(file: int, line: bytes) -> None:
    if os.write(file, line) < len(line):
        raise OSError("the disk took only part of a line")
