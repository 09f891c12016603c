"""The rows of a sheet in which headings may stand, where no table was recognised. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.kit.sheets import Sheet

from .kinds import COLUMNS, SheetKind
from .labels import header_paths
from .layout import header_places
from .naming import field_of
from .top_rows import HEADER_ZONE, spread

FEWEST_HEADINGS = 2
KINDS = (SheetKind.LEDGER, SheetKind.MONTHLY)
"""What a sheet may be said to be, column by column."""


@dataclass(frozen=True)
class HeadingRow:
    """A row, counted from 1, and the headings that stand in it and right under it."""

    number: int
    titles: tuple[str, ...]


def heading_rows(sheet: Sheet) -> list[HeadingRow]:
    """Return where headings may stand, the likeliest first: that with most of them."""
    return sorted(_rows(sheet), key=lambda row: -len(row.titles))


def _rows(sheet: Sheet) -> Iterator[HeadingRow]:
    origin = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    rows = spread(sheet, origin)
    for start in range(min(HEADER_ZONE, len(rows))):
        if sum(1 for cell in rows[start] if cell) < FEWEST_HEADINGS:
            continue
        places = header_places(sheet, rows, origin, start)
        depth = max((depth for _start, depth, is_whole in places if is_whole), default=0)
        paths = header_paths(rows[start : start + depth])
        titles = tuple(dict.fromkeys("/".join(path) for path in paths if path))
        if len(titles) >= FEWEST_HEADINGS:
            yield HeadingRow(origin + start + 1, titles)


def fields_to_say() -> dict[str, SheetKind]:
    """Return what a column may be said to be, and of which kind of sheet that is."""
    found: dict[str, SheetKind] = {}
    for kind in KINDS:
        for name, spec in COLUMNS[kind.value].fields.items():
            if spec.type != "ignored":
                found.setdefault(name, kind)
    return found


def known_field(title: str) -> tuple[SheetKind, str]:
    """Return what a column is by its heading alone, and of which kind of sheet; empty if it is not
    known.
    """
    path = tuple(title.split("/"))
    for kind in KINDS:
        fields = COLUMNS[kind.value].fields
        if (name := field_of(path, COLUMNS[kind.value])) and fields[name].type != "ignored":
            return kind, name
    return KINDS[0], ""
