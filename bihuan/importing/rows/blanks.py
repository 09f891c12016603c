"""Rows of a month's report that say something, and no amount: nought, or not reported? Pure."""

from __future__ import annotations

from bihuan.importing.proof.questions import AnswerChoice, no_row_read
from bihuan.kit.words import gettext

from .table import SheetRow, Table

ZERO, SKIP = "zero", "skip"
MOST_NAMED = 3
AMOUNTS = ("completed", "cumulative")
NO_WORDS = frozenset({"name", "number", "code", "key", "month"})


def settle_blanks(table: Table) -> None:
    """Ask what a blank amount means beside words of the month. Until then, and if it means that
    nothing was reported, the rows are left out.
    """
    monthly = {key for row in table.rows[:1] for key in row.columns if isinstance(key, tuple)}
    if any(not monthly.isdisjoint(row.values) for row in table.rows if monthly):
        return  # a column a month: a blank one says nothing
    if not any(table.layout.column(name) for name in AMOUNTS):
        return  # nothing in it could be an amount
    blank = [row for row in table.rows if not row.bad and _is_blank(row)]
    if not blank:
        return
    names = "、".join(str(row.get("name")) for row in blank[:MOST_NAMED])
    told = {"count": len(blank), "names": names + "…" * (len(blank) > MOST_NAMED)}
    text = gettext(
        "%(count)s projects report progress and no amount (%(names)s): was nothing completed, or"
        " was it not reported?"
    )
    choices = [
        AnswerChoice(SKIP, gettext("Not reported: leave these rows out"), no_row_read(len(blank))),
        AnswerChoice(
            ZERO, gettext("Nothing was completed"), gettext("%s reports of 0") % len(blank)
        ),
    ]
    if table.desk.ask("blank", text % told, choices) == ZERO:
        for row in blank:
            row.values["completed"] = 0
        return
    table.rows = [row for row in table.rows if row not in blank]
    for row in blank:
        why = gettext("no amount is told")
        table.desk.leave_out(row.number, str(row.get("name")), why)


def _is_blank(row: SheetRow) -> bool:
    told = {key for key in row.values if key not in NO_WORDS}
    return bool(told) and not any(name in told for name in AMOUNTS)
