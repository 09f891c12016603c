"""The container of old Office and WPS files (.xls, .et, .doc): its streams by name.

Layout: [MS-CFB], Compound File Binary File Format.
"""

from __future__ import annotations

import struct
from itertools import chain

_END = 0xFFFFFFFA  # sector numbers from here on mean none
_ENTRY = 128  # bytes
_STREAM = 2
_ENTRY_TAIL = struct.Struct("<HBBIII36xIQ")  # name's length, type, …, first sector, size


class OleFile:
    """The streams that stand directly in the file, not those of what is embedded in it."""

    def __init__(self, content: bytes) -> None:
        """Raises ValueError or struct.error for a damaged file."""
        self.content = content
        sector, mini = struct.unpack_from("<HH", content, 30)
        if sector not in (9, 12) or mini != 6:
            raise ValueError(sector)
        self.size = 1 << sector
        counts = struct.unpack_from("<II4xIIIII", content, 44)
        _fats, directory, self.cutoff, minifat, _minis, difat, _difats = counts
        self.fat = self._fat(difat)
        self.entries = self._chain(directory, self.fat, self.size, content[self.size :])
        self.minifat = _numbers(self._chain(minifat, self.fat, self.size, content[self.size :]))
        self.streams = self._root_streams()

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes. Raises KeyError if there is none of that name."""
        first, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(first, self.fat, self.size, self.content[self.size :])[:size]
        root, _length = _ENTRY_TAIL.unpack_from(self.entries, 64)[-2:]
        small = self._chain(root, self.fat, self.size, self.content[self.size :])
        return self._chain(first, self.minifat, 64, small)[:size]

    def _fat(self, difat: int) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self.content, 76))
        seen: set[int] = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            part = _numbers(self.content[(difat + 1) * self.size : (difat + 2) * self.size])
            sectors += part[:-1]
            difat = part[-1]
        return list(
            chain.from_iterable(
                _numbers(self.content[(each + 1) * self.size : (each + 2) * self.size])
                for each in sectors
                if each < _END
            )
        )

    @staticmethod
    def _chain(first: int, table: list[int], size: int, content: bytes) -> bytes:
        parts, left = [], len(table)
        while first < len(table) and left:
            parts.append(content[first * size : (first + 1) * size])
            first, left = table[first], left - 1
        return b"".join(parts)

    def _root_streams(self) -> dict[str, tuple[int, int]]:
        """Return first sector and size of each stream by its name."""
        found: dict[str, tuple[int, int]] = {}
        number = len(self.entries) // _ENTRY
        waiting, seen = [_ENTRY_TAIL.unpack_from(self.entries, 64)[5]], set()
        while waiting:
            at = waiting.pop()
            if at >= number or at in seen:
                continue
            seen.add(at)
            length, kind, _color, left, right, _child, first, size = _ENTRY_TAIL.unpack_from(
                self.entries, at * _ENTRY + 64
            )
            name = self.entries[at * _ENTRY : at * _ENTRY + max(min(length, 64) - 2, 0)]
            if kind == _STREAM:
                found[name.decode("utf-16-le", errors="replace")] = first, size & 0xFFFFFFFF
            waiting += (left, right)
        return found


def _numbers(part: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4]))
