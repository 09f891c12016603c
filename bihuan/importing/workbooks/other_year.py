"""A ledger of ours that comes back as the list of another year: asked about, then carried over."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.carry_over.queries import Carried, into_later_year
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

Proposals = Mapping[str, Carried]
"""What carrying over would propose, by the key of the row."""
UNFINISHED, ALL, AS_BEFORE = "unfinished", "all", "as_before"
OF_ITS_YEAR = frozenset({"project_class", "before", "planned", "goal"})
"""What a ledger says of a project's year; all else is the project's own."""


def asked_year(table: Table, went_out: int, carried: Proposals) -> str:
    """Ask of which year a ledger is that went out for one and is titled for another; return the
    answer, empty while there is none.
    """
    goes_on = [row for row in table.rows if _goes_on(row, carried)]
    text = gettext(
        "This ledger went out for %(went_out)s, and its title now says %(year)s. Of which year is"
        " it?"
    )
    choices = [
        AnswerChoice(
            UNFINISHED,
            gettext("The list of %s: its unfinished projects are carried over") % table.year,
            _gives(goes_on, len(table.rows) - len(goes_on)),
        ),
        AnswerChoice(
            ALL,
            gettext("The list of %s: all of its projects, those that are finished too")
            % table.year,
            _gives(table.rows, 0),
        ),
        AnswerChoice(
            AS_BEFORE,
            gettext("The ledger of %s still: the title is wrong") % went_out,
            gettext("only cells that were edited are read"),
        ),
    ]
    told = {"went_out": went_out, "year": table.year}
    return table.desk.ask("new_year", text % told, choices)


def carry(table: Table, carried: Proposals, answer: str) -> None:
    """Leave out what is finished, unless all is asked for, and fill in the past of the others."""
    if answer != ALL:
        behind = [row for row in table.rows if not _goes_on(row, carried)]
        for row in behind:
            why = carried[str(row.get("key"))].reason
            table.desk.leave_out(row.number, str(row.get("name") or ""), why)
        table.rows = [row for row in table.rows if row not in behind]
    for row in table.rows:
        known = carried.get(str(row.get("key") or ""))
        if known is None:
            continue
        if "before" not in row.edited:
            row.values["before"] = known.completed_before_yuan
        if "project_class" not in row.edited:
            row.values["project_class"] = known.project_class
    filled = sum(row.get("before") or 0 for row in table.rows)
    statement = gettext(
        "Completed before %(year)s is filled in from the reports, where nobody wrote it: together"
        " %(sum)s."
    )
    table.desk.prove(statement % {"year": table.year, "sum": in_wan(filled)})


def proposals_for(table: Table, went_out: int) -> Proposals:
    """Return what carrying over into the year of the title would propose."""
    if table.year is None or table.year <= went_out:
        return {}
    try:
        rows = into_later_year(went_out, table.year)
    except Refusal:  # a list that is no more: the rows speak for themselves
        return {}
    return {str(row.project.pk): row for row in rows}


def _goes_on(row: SheetRow, carried: Proposals) -> bool:
    known = carried.get(str(row.get("key") or ""))
    return known is None or not known.stays_behind


def _gives(rows: list[SheetRow], left_out: int) -> str:
    told = {
        "count": len(rows),
        "plan": in_wan(sum(row.get("planned") or 0 for row in rows)),
        "left_out": left_out,
    }
    if left_out:
        text = gettext("%(count)s projects, planned %(plan)s; %(left_out)s left out")
    else:
        text = gettext("%(count)s projects, planned %(plan)s")
    return text % told
