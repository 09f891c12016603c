"""The sheets in which no table was recognised, as the page offers them to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bihuan.importing.headings.candidates import (
    HeadingRow,
    fields_to_say,
    heading_rows,
    known_field,
)
from bihuan.importing.reshape.reshaped import reshaped
from bihuan.importing.workbooks.sheets import title_of
from bihuan.kit.sheets import Sheet, read_workbook

MOST_SHOWN = 5
MOST_ROWS = 8


@dataclass(frozen=True)
class UnreadSheet:
    """A sheet, the rows in which its headings may stand, and the one chosen of them."""

    file: str
    sheet: str
    rows: Sequence[HeadingRow]
    chosen: HeadingRow

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The headings of the chosen row, each with the label of what it is read as untold."""
        return [(title, _label_of(title)) for title in self.chosen.titles]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a column may be said to be, each with its label."""
        return [(name, title_of(kind.value, name)) for name, kind in fields_to_say().items()]


def _label_of(title: str) -> str:
    kind, name = known_field(title)
    return title_of(kind.value, name) if name else ""


def unread_sheets(
    ignored: Iterable[Mapping[str, str]], files: Iterable[tuple[str, bytes]], heading: int
) -> list[UnreadSheet]:
    """Return the first sheets that were left out and may hold a table; `heading` is the row that
    was chosen for their headings, 0 if none was.
    """
    places = {(each["file"], each["sheet"]) for each in ignored}
    names = {file for file, _sheet in places}
    found = (
        told
        for name, content in files
        if name in names
        for sheet in read_workbook(content, name).sheets
        if (name, sheet.name) in places
        for told in _offered(name, sheet, heading)
    )
    return list(islice(found, MOST_SHOWN))


def _offered(name: str, sheet: Sheet, heading: int) -> Iterator[UnreadSheet]:
    rows = heading_rows(reshaped(sheet).sheet)[:MOST_ROWS]
    if rows:
        chosen = next((row for row in rows if row.number == heading), rows[0])
        yield UnreadSheet(name, sheet.name, rows, chosen)
