"""Lines settled by their sums: totals that hold, rows that may be subtotals, parts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk, no_row_read
from bihuan.importing.proof.single_rows.mended_by_totals import MendedAmount, mended_by_total
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .children import PARENTS, settle_children
from .hidden_lines import HIDDEN, hidden_against, leave_out, settle_hidden_repeats
from .line_sums import explain
from .lines import Line, LineRole
from .struck_out import settle_struck_lines

MOST_ASKED = 12  # rows of one table
ROWS, SKIP, PROJECT, TOTAL = "rows", "skip", "project", "total"


def settle_rows(desk: Desk, layout: Layout, grid: Grid, unit: int) -> Sheet:
    """Settle which lines are projects, and hold each stated total against them. The sheet comes
    back with the first amount mended that a total restores, as answered: then they are to be
    settled anew.
    """
    written = [c for c in grid.columns if _is_written(layout, c)]
    main = _main(written)
    _doubted(desk, grid, main, unit)
    gives = partial(_gives_rows, grid, main, unit)
    settle_children(desk, grid, gives)
    settle_hidden_repeats(desk, grid, gives)
    settle_struck_lines(desk, grid, gives)
    explain(grid.lines, grid.steps)
    places = {place for c in written if (place := grid.place(c)) is not None}
    for role in (LineRole.GROUP, LineRole.TOTAL):  # a group may turn out to be a project
        for line in grid.lines:
            if line.role is role and line.has_amounts and line.sums:
                mended = _total(desk, grid, line, places, unit)
                if mended:
                    return grid.sheet.with_cells({mended.place: mended.cell})
        explain(grid.lines, grid.steps)
    return grid.sheet


def ask_whether_seen(desk: Desk, layout: Layout, grid: Grid, unit: int) -> None:
    """Ask whether somebody has held a table that a machine read by eye against the paper."""
    text = gettext(
        "This table was read out of a picture, or of a page without lines: single cells may be"
        " wrong. Has somebody compared each row and each sum with the paper?"
    )
    yes = "seen", gettext("Yes, every cell was compared")
    ask_of_all(desk, grid, ("seen", text), AnswerChoice(*yes, gives_all(layout, grid, unit)))


def gives_all(layout: Layout, grid: Grid, unit: int) -> str:
    written = [c for c in grid.columns if _is_written(layout, c)]
    sums = [_gives(grid, grid.data, column, unit) for column in written]
    return "；".join(sums) or gettext("%s projects") % len(grid.data)


def ask_of_all(desk: Desk, grid: Grid, question: tuple[str, str], yes: AnswerChoice) -> None:
    """Ask something of all rows: with another answer than yes, none is read."""
    skip = AnswerChoice(SKIP, gettext("Do not read this table"), no_row_read(len(grid.data)))
    desk.ask(*question, [yes, skip])


def _is_written(layout: Layout, column: SheetColumn) -> bool:
    now = next((c for c in layout.columns if c.index == column.index), None)
    return now is not None and COLUMNS[layout.kind.value].fields[now.field].type == "money"


def _main(columns: Sequence[SheetColumn]) -> SheetColumn | None:
    """Return the column whose sum tells people most."""
    order = ("planned", "completed", "cumulative", "total", "new_plan")
    found = [c for name in order for c in columns if c.field == name]
    return found[0] if found else (columns[0] if columns else None)


def _yuan(grid: Grid, line: Line, column: SheetColumn | None, unit: int) -> Amount | None:
    place = grid.place(column) if column else None
    found = line.amounts[place] if place is not None else None
    return found if found is None or (column and column.unit) else found.times(unit)


def _gives(grid: Grid, lines: Sequence[Line], column: SheetColumn | None, unit: int) -> str:
    told = gettext("%s projects") % len(lines)
    if column is None:
        return told
    sum_ = total_of(_yuan(grid, line, column, unit) for line in lines)
    return f"{told}，{column.leaf} {in_wan(sum_.value)}"


def _gives_rows(grid: Grid, main: SheetColumn | None, unit: int, lines: Sequence[Line]) -> str:
    return _gives(grid, lines, main, unit)


def _doubted(desk: Desk, grid: Grid, main: SheetColumn | None, unit: int) -> None:
    """Ask of each row that repeats the sum of its neighbours whether it is a project."""
    _unnumbered(desk, grid, main, unit)
    doubted = [line for line in grid.lines if line.doubted][:MOST_ASKED]
    for line in doubted:
        others = [each for each in grid.data if each is not line]
        choices = [
            AnswerChoice(
                TOTAL,
                gettext("A subtotal") if line.sums else gettext("A heading"),
                _gives(grid, others, main, unit),
            ),
            AnswerChoice(PROJECT, gettext("A project"), _gives(grid, grid.data, main, unit)),
        ]
        answer = desk.ask("row", _why_doubted(grid, line), choices, column=line.name)
        if answer == TOTAL:
            line.role = LineRole.TOTAL if line.sums else LineRole.GROUP
        line.doubted = not answer


def _unnumbered(desk: Desk, grid: Grid, main: SheetColumn | None, unit: int) -> None:
    """Ask of the rows without a number among numbered ones whether they are projects."""
    odd = [line for line in grid.lines if line.is_odd and line.doubted]
    if not odd:
        return
    rows = "、".join(str(line.number + 1) for line in odd[:MOST_ASKED])
    told = {
        "count": len(odd),
        "rows": rows + "…" * (len(odd) > MOST_ASKED),
        "name": odd[0].name,
    }
    text = gettext(
        "%(count)s rows have no number, where others have one (rows %(rows)s; the first: %(name)s):"
        " are they projects?"
    )
    others = [line for line in grid.data if line not in odd]
    choices = [
        AnswerChoice(
            PARENTS, gettext("No: parts of those above; left out"), _gives(grid, others, main, unit)
        ),
        AnswerChoice(
            PROJECT, gettext("Yes, projects of their own"), _gives(grid, grid.data, main, unit)
        ),
    ]
    answer = desk.ask("unnumbered", text % told, choices)
    for line in odd:
        line.doubted = False
        if answer != PROJECT:
            line.role = LineRole.PART


def _why_doubted(grid: Grid, line: Line) -> str:
    told = {"row": line.number + 1, "name": line.name}
    if not line.sums:
        text = gettext(
            "Row %(row)s, “%(name)s”, is numbered like a heading, and no rows stand under it: is it"
            " a project?"
        )
        return text % told
    first, last = grid.lines[line.sums[0]].number + 1, grid.lines[line.sums[-1]].number + 1
    text = gettext(
        "Row %(row)s, “%(name)s”: its amounts are the sum of rows %(first)s to %(last)s. Is it"
        " a project, or their subtotal?"
    )
    return text % {**told, "first": first, "last": last}


def _total(desk: Desk, grid: Grid, line: Line, places: set[int], unit: int) -> MendedAmount | None:
    """Prove a total, or ask about one that its rows do not add up to; return the amount with which
    they do, if that is the answer.
    """
    summed = [grid.lines[i] for i in line.sums if grid.lines[i].role is LineRole.DATA]
    wrong = [place for place in line.wrong if place in places]
    stated = [p for p in places if line.amounts[p] is not None and p not in line.wrong]
    if not wrong:
        if stated:
            place = stated[0]
            column = grid.columns[place]
            stated_ = line.amounts[place]
            yuan = (stated_.value if stated_ else 0) * (1 if column.unit else unit)
            sentence = gettext(
                "%(count)s projects, together %(sum)s (%(title)s), as stated in row %(row)s."
            )
            told = {"count": len(summed), "sum": in_wan(yuan), "row": line.number + 1}
            desk.prove(sentence % {**told, "title": column.leaf})
        return None
    place = wrong[0]
    column = grid.columns[place]
    scale = 1 if column.unit else unit
    given = line.amounts[place]
    sum_ = total_of(each.amounts[place] for each in summed)
    text = gettext(
        "Row %(row)s, “%(name)s”, %(title)s: the table says %(stated)s, its rows add up to %(sum)s."
    ) % {
        "row": line.number + 1,
        "name": line.name or line.serial,
        "title": column.title,
        "stated": in_wan((given.value if given else 0) * scale),
        "sum": in_wan(sum_.value * scale),
    }
    hidden = hidden_against(grid, line)
    mended = mended_by_total(grid, line, summed, place, unit) if len(wrong) == 1 else {}
    choices = [
        *(AnswerChoice(value, each.label, each.gives) for value, each in mended.items()),
        AnswerChoice(ROWS, gettext("The rows are right"), _gives(grid, grid.data, column, unit)),
        *_as_project(grid, line, column, unit),
        *_without(grid, hidden, column, unit),
        AnswerChoice(SKIP, gettext("Do not read this table"), no_row_read(len(grid.data))),
    ]
    answer = desk.ask("rows", text, choices, column=str(line.number + 1))
    if answer in mended:
        return mended[answer]
    desk.prove(text, holds=False)
    if answer == PROJECT:
        line.role = LineRole.DATA
    elif answer == HIDDEN:
        leave_out(hidden)
    return None


def _without(
    grid: Grid, hidden: Sequence[Line], column: SheetColumn, unit: int
) -> list[AnswerChoice]:
    """Return the choice that hidden rows are left out, if there are some."""
    if not hidden:
        return []
    rows = "、".join(str(line.number + 1) for line in hidden[:MOST_ASKED])
    rows += "…" * (len(hidden) > MOST_ASKED)
    label = gettext("Leave the hidden rows out (%s): so the sum holds") % rows
    left = {line.number for line in hidden}
    seen = [line for line in grid.data if line.number not in left]
    return [AnswerChoice(HIDDEN, label, _gives(grid, seen, column, unit))]


def _as_project(grid: Grid, line: Line, column: SheetColumn, unit: int) -> list[AnswerChoice]:
    """Return the choice that a line numbered like a group is a project, if it may be one."""
    if line.role is not LineRole.GROUP or not line.name or line.is_counted:
        return []
    gives = _gives(grid, [*grid.data, line], column, unit)
    return [AnswerChoice(PROJECT, gettext("It is a project of its own"), gives)]
