"""Tables to type or paste into: a month of many projects, a chain's enterprises of a year."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from bihuan.kit.fields import DayField, WanField
from bihuan.kit.words import _, gettext

from .queries import Counted, EnterpriseLine

CELLS = re.compile(r"\t|\s{2,}|[,，;；](?!\d{3}(\D|$))")
NUMBER = re.compile(r"[-+]?[\d,，]+(\.\d+)?")
MOST_LINES = 2_000


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of pasted lines, as a spreadsheet puts them on the clipboard."""
    lines = (line.strip() for line in text.splitlines())
    return [[cell.strip() for cell in _split(line)] for line in lines if line][:MOST_LINES]


def _split(line: str) -> Sequence[str]:
    if "\t" in line:
        return line.split("\t")
    return [cell for cell in CELLS.split(line) if cell and cell.strip()]


def numbers_after(cells: Sequence[str], place: int) -> list[str]:
    """Return the cells behind one that are numbers."""
    return [cell for cell in cells[place + 1 :] if NUMBER.fullmatch(cell)]


@dataclass(frozen=True)
class Placed:
    """What pasted lines say, by row; and the lines that say nothing clear, each with its reason."""

    values: Mapping[Any, Sequence[str]]
    unclear: Sequence[str]


def place(
    lines: Iterable[Sequence[str]], rows: Mapping[str, Any], key: Any, *, numbers: int
) -> Placed:
    """Return the `numbers` of each pasted line beside the row that its first known cell names;
    `key` turns a cell into a key of `rows`.
    """
    values: dict[Any, Sequence[str]] = {}
    unclear = []
    for cells in lines:
        named = [rows.get(key(cell)) for cell in cells]
        at = next((i for i, row in enumerate(named) if row is not None), None)
        shown = " ".join(cells)[:80]
        if at is None:
            unclear.append(gettext("No row is named so: %s") % shown)
            continue
        row, found = named[at], numbers_after(cells, at)
        if len(found) != numbers:
            sentence = gettext("%(count)s numbers instead of %(wanted)s: %(line)s")
            unclear.append(sentence % {"count": len(found), "wanted": numbers, "line": shown})
        elif row in values:
            unclear.append(gettext("Named twice: %s") % shown)
        else:
            values[row] = found
    return Placed(values, unclear)


class _Grid(forms.Form):
    reason = forms.CharField(
        label=_("Reason, where figures stand there"), required=False, max_length=2_000
    )

    def mark(self, refused: Mapping[Any, str]) -> None:
        """Show what rules said of rows, beside them."""
        for key, sentence in refused.items():
            self.add_error(self.row_field(key), sentence)

    @abstractmethod
    def row_field(self, key: Any) -> str:
        """Return the field beside which a row's fault is said."""


class MonthGrid(_Grid):
    """A month of many projects: what was counted, and when a project entered the statistics."""

    def __init__(self, *args: Any, rows: Iterable[Counted], month: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            counted = WanField(required=False, initial=row.months.get(month), label=row.name)
            counted.widget.attrs |= {"data-column": "amount", "aria-label": row.name}
            self.fields[f"amount-{row.project_id}"] = counted
            if not row.has_entered:
                entered = DayField(required=False)
                entered.widget.attrs["aria-label"] = row.name
                self.fields[f"entered-{row.project_id}"] = entered
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.changed_data:
            if name.startswith("amount-") and said.get(name) is None and name not in self.errors:
                self.add_error(name, gettext("A figure is not taken away: put 0, with the reason."))
        return said

    def row_field(self, key: Any) -> str:
        return f"amount-{key}"

    def changed(self) -> dict[int, tuple[int | None, date | None]]:
        """Return, by project, the amount in yuan and the day of entry where they are new."""
        found: dict[int, tuple[int | None, date | None]] = {}
        for row in self.rows:
            pk = row.project_id
            names = {f"amount-{pk}", f"entered-{pk}"}.intersection(self.changed_data)
            if names:
                said = self.cleaned_data
                yuan = said.get(f"amount-{pk}") if f"amount-{pk}" in names else None
                found[pk] = (yuan, said.get(f"entered-{pk}"))
        return found

    def lines(self) -> list[tuple[Counted, forms.BoundField, forms.BoundField | None]]:
        """Return each project with the fields of its row."""
        return [
            (
                row,
                self[f"amount-{row.project_id}"],
                None if row.has_entered else self[f"entered-{row.project_id}"],
            )
            for row in self.rows
        ]


class ChainGrid(_Grid):
    """A chain's enterprises of one year, with empty rows below for new ones."""

    BLANK = 5

    def __init__(self, *args: Any, rows: Sequence[EnterpriseLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [*rows, *(EnterpriseLine("") for _blank in range(self.BLANK))]
        for place_, row in enumerate(self.rows):
            name = forms.CharField(required=False, max_length=120, initial=row.name)
            output = WanField(required=False, initial=row.output_yuan)
            previous = WanField(required=False, initial=row.previous_output_yuan)
            name.widget.attrs |= {"data-column": "name", "aria-label": gettext("enterprise")}
            label = {"aria-label": f"{gettext('output')} {row.name}".strip()}
            output.widget.attrs |= {"data-column": "output", **label}
            label = {"aria-label": f"{gettext('output of the year before')} {row.name}".strip()}
            previous.widget.attrs |= {"data-column": "previous", **label}
            self.fields |= {
                f"name-{place_}": name,
                f"output-{place_}": output,
                f"previous-{place_}": previous,
            }
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        names: dict[str, int] = {}
        for place_ in range(len(self.rows)):
            name = (said.get(f"name-{place_}") or "").strip()
            if name and name in names:
                self.add_error(f"name-{place_}", gettext("This enterprise stands here twice."))
            names.setdefault(name, place_)
            if self._lacks(place_, name):
                sentence = gettext("A row has an enterprise, its output, and the year before's.")
                self.add_error(f"name-{place_}", sentence)
        return said

    def _lacks(self, place_: int, name: str) -> bool:
        """True if a changed row is not whole, and none of its own fields says why."""
        fields = self._fields(place_)
        if not self._is_changed(place_) or set(fields).intersection(self.errors):
            return False
        return not name or any(self.cleaned_data.get(each) is None for each in fields[1:])

    def row_field(self, key: Any) -> str:
        for place_ in range(len(self.rows)):
            if (self.cleaned_data.get(f"name-{place_}") or "").strip() == key:
                return f"name-{place_}"
        return "reason"

    def changed(self) -> dict[str, tuple[int, int]]:
        """Return the output in yuan of this year and the year before, where a row is new."""
        said = self.cleaned_data
        return {
            said[f"name-{at}"].strip(): (said[f"output-{at}"], said[f"previous-{at}"])
            for at in range(len(self.rows))
            if self._is_changed(at)
        }

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each row."""
        names = map(self._fields, range(len(self.rows)))
        return [(self[name], self[output], self[previous]) for name, output, previous in names]

    @staticmethod
    def _fields(place_: int) -> tuple[str, str, str]:
        return f"name-{place_}", f"output-{place_}", f"previous-{place_}"

    def _is_changed(self, place_: int) -> bool:
        return not set(self._fields(place_)).isdisjoint(self.changed_data)
