"""What the page of a batch shows, cut from the outcome kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.reshape.reshaped import reshaped
from bihuan.importing.workbooks.sheets import title_of
from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import Sheet, read_workbook
from bihuan.kit.words import _
from bihuan.projects.kinds import Tier

from .kept_outcomes import check_files
from .summary import shown_cell
from .unread import UnreadSheet, unread_sheets

LABELS = {
    "problems": _("Faults"),
    "created": _("New"),
    "updated": _("Changed"),
    "sheets": _("Sheets"),
    "left": _("Left out"),
}


@dataclass(frozen=True)
class PreviewTab:
    key: str
    label: str
    count: int
    chosen: bool


class Preview:
    """The tabs of a batch, and the rows of the chosen one."""

    def __init__(self, batch: Batch, tab: str, heading: int = 0) -> None:
        self.batch, self.outcome, self.heading = batch, batch.outcome, heading
        counts = {
            "problems": self.outcome["problem_count"],
            "created": self.outcome["created"],
            "updated": self.outcome["updated"],
            "sheets": len(self.outcome["sheets"]),
            "left": len(self.left_out),
        }
        first = next((key for key in LABELS if counts[key]), "sheets")
        self.tab = tab if tab in LABELS else first
        self.tabs = [
            PreviewTab(k, str(label), counts[k], k == self.tab) for k, label in LABELS.items()
        ]

    @property
    def staged(self) -> bool:
        return self.batch.state == BatchState.STAGED

    @property
    def applied(self) -> bool:
        return self.batch.state == BatchState.APPLIED

    @property
    def ready(self) -> bool:
        return self.staged and not self.outcome["blocked"]

    @property
    def is_read(self) -> bool:
        """True if some table was read; else there is nothing to mend on the page."""
        return bool(self.outcome.get("layouts"))

    @property
    def may_take_good(self) -> bool:
        """True if some rows have an error, others none, and no question is open."""
        has_errors = self.staged and self.outcome["blocked"] and not self.open_questions
        return has_errors and not self.changes_nothing

    @property
    def changes_nothing(self) -> bool:
        return not self.outcome["created"] and not self.outcome["updated"]

    @property
    def rows(self) -> list[dict[str, Any]]:
        if self.tab == "problems":
            return self._problems()
        if self.tab == "sheets":
            labels = dict(SheetKind.choices)
            return [{**sheet, "label": labels[sheet["kind"]]} for sheet in self.outcome["sheets"]]
        if self.tab == "left":
            return self.left_out
        return [c for c in self.outcome["changes"] if c["what"] == self.tab]

    @property
    def bad_files(self) -> list[Any]:
        names = {p["file"] for p in self.outcome["problems"]}
        return [file for file in self.batch.files.defer("content") if file.name in names]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What a person must answer, or has answered, each with its choices."""
        asked = self.outcome.get("questions", ())
        return [{**question, "shown_typed": _typed(question)} for question in asked]

    @property
    def open_questions(self) -> int:
        return sum(1 for question in self.questions if not question["answer"])

    @property
    def proofs(self) -> list[dict[str, Any]]:
        return list(self.outcome.get("proof", ()))

    @property
    def broken_proofs(self) -> list[dict[str, Any]]:
        """What the table's own arithmetic or the ledger contradicts."""
        return [proof for proof in self.proofs if not proof["holds"]]

    @property
    def proofs_that_hold(self) -> list[dict[str, Any]]:
        return [proof for proof in self.proofs if proof["holds"]]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Each table with its columns, what each is read as, and the fields it could be."""
        found = []
        for table in self.outcome.get("layouts", ()):
            fields = [
                (name, title_of(table["kind"], name))
                for name, spec in COLUMNS[table["kind"]].fields.items()
                if spec.type != "ignored"
            ]
            tier = str(Tier(table["tier"]).label) if table["tier"] else ""
            kind = str(SheetKind(table["kind"]).label)
            found.append({**table, "fields": fields, "tier_label": tier, "label": kind})
        return found

    @property
    def unread(self) -> list[UnreadSheet]:
        """The sheets in which no table was recognised, to be told: beside what was read, or beside
        the faults where nothing was.
        """
        is_here = self.tab == "sheets" or not self.outcome["sheets"]
        if not self.staged or not is_here or not self.outcome["ignored"]:
            return []
        return unread_sheets(self.outcome["ignored"], self._files(), self.heading)

    @property
    def left_out(self) -> list[dict[str, Any]]:
        return list(self.outcome.get("left_out", ()))

    def _problems(self) -> list[dict[str, Any]]:
        """Problems with the cell as it stands, so that it can be mended on the page."""
        if not self.staged:
            return list(self.outcome["problems"])
        sheets: dict[tuple[str, str], Sheet] = {}
        told = self.outcome["problems"]
        untold = {p["file"] for p in told if p["index"] is not None and "cell" not in p}
        for name, content in self._files() if untold else ():
            if name in untold:
                for sheet in read_workbook(content, name).sheets:
                    sheets[(name, sheet.name)] = reshaped(sheet).sheet
        return [_with_lines({**p, **self._cell(p, sheets)}) for p in told]

    def _files(self) -> list[tuple[str, bytes]]:
        """Return the files as they were brought in; none if they are not: applying says so."""
        try:
            return check_files(self.batch, self.batch.files.all())
        except Refusal:
            return []

    def _cell(
        self, problem: dict[str, Any], sheets: dict[tuple[str, str], Sheet]
    ) -> dict[str, Any]:
        """Return the key under which a cell is mended, and its value: as it was read, or out of the
        file where the preview was made anew.
        """
        index, key = problem["index"], ""
        if index is not None:
            key = f"{problem['file']}|{problem['sheet']}|{problem['row'] - 1}|{index}"
        if "cell" in problem:
            return {"cell": key, "value": self.batch.mended.get(key, problem["cell"])}
        sheet = sheets.get((problem["file"], problem["sheet"]))
        if sheet is None or index is None or problem["row"] > len(sheet.rows):
            return {"cell": "", "value": ""}
        value = self.batch.mended.get(key, sheet.cell(problem["row"] - 1, index))
        return {"cell": key, "value": shown_cell(value)}


def _with_lines(problem: dict[str, Any]) -> dict[str, Any]:
    """Return a problem with how many lines its cell has: a field of one line would join them."""
    return {**problem, "lines": str(problem["value"]).count("\n") + 1}


def _typed(question: dict[str, Any]) -> str:
    """Return an answer that was typed, and is no choice."""
    answer = str(question["answer"])
    return "" if answer in [choice["value"] for choice in question["choices"]] else answer
