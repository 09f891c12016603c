"""Rows whose remarks say other than what they are read as: asked about, or told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import told_in
from bihuan.importing.proof.amounts import amount_of, shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.months.months_by_sums import known_months
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, as_it_stands
from bihuan.importing.proof.rows.lines import Line, LineRole
from bihuan.importing.proof.single_rows.odd_amounts import AS_WORDED, SO_FAR
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .found import RowRemark, remarks_of_rows
from .words import Objection

REMARK = "remark"
MOST_ASKED, MOST_NAMED = 12, 8
FIELDS = ("completed", "cumulative")


def settle_remarks(desk: Desk, layout: Layout, grid: Grid, unit: int, month: Month | None) -> None:
    """Ask of the rows whose remarks say that their amounts are of another month, a forecast,
    counted otherwise or the year so far whether they are read; tell what remarks say is in them.
    """
    columns = [c for c in layout.columns if c.field in FIELDS]
    by_text: dict[str, list[RowRemark]] = {}
    for each in remarks_of_rows(layout, grid, month) if columns else ():
        if any(any(grid.amounts(c, lines=[each.line])) for c in columns) and not _is_right(
            grid, columns, each, unit
        ):
            by_text.setdefault(each.text, []).append(each)
    asked = {t: each for t, each in by_text.items() if not _is_told_only(each)}
    _tell({t: each for t, each in by_text.items() if t not in asked}, desk)
    for text, remarks in _grouped(asked).items():
        rest = _rest(layout, grid, remarks, unit, month) or _right(columns, remarks, unit)
        answer = _ask(desk, grid, unit, columns, (text, remarks), rest)
        if answer == LEAVE:
            for each in remarks:
                each.line.role = LineRole.DOUBTED
        elif answer in (SO_FAR, AS_WORDED):
            for each in remarks:
                _put(each.line, _corrected(columns, text), rest[each.line.number], unit)


def _put(line: Line, column: SheetColumn, yuan: Decimal, unit: int) -> None:
    """Put an amount into the cell of a line."""
    line.cells = list(line.cells)
    line.cells[column.index] = shown(yuan / (column.unit or unit))


def _corrected(columns: Sequence[SheetColumn], text: str) -> SheetColumn:
    """Return the column of which a text says what is right: of the month, unless it speaks of the
    year so far.
    """
    of_year = [column for column in columns if column.field == "cumulative"]
    return of_year[0] if of_year and "累计" in text else columns[0]


def _right(
    columns: Sequence[SheetColumn], remarks: Sequence[RowRemark], unit: int
) -> dict[int, Decimal]:
    """Return the amounts that remarks say are right, by their lines; nothing unless all say one."""
    found: dict[int, Decimal] = {}
    for each in remarks:
        own = _corrected(columns, each.text).unit or unit
        right = amount_of(each.remark.instead, own)
        if right is None:
            return {}
        found[each.line.number] = right.value
    return found


def _is_right(grid: Grid, columns: Sequence[SheetColumn], said: RowRemark, unit: int) -> bool:
    """True if a line has the amount already that a remark says is right."""
    right = _right(columns, [said], unit).get(said.line.number)
    stated = grid.amounts(_corrected(columns, said.text), unit, [said.line])[0]
    return right is not None and stated is not None and stated.value == right


def _is_told_only(remarks: Sequence[RowRemark]) -> bool:
    return all(each.remark.objection is Objection.SCOPE for each in remarks)


def _tell(told: Mapping[str, Sequence[RowRemark]], desk: Desk) -> None:
    """Say what remarks say is in amounts, or not."""
    for text, remarks in list(told.items())[:MOST_ASKED]:
        sentence = gettext("“%(text)s” (rows %(rows)s): the amounts are read as they stand.")
        desk.prove(sentence % {"text": text, "rows": _rows(remarks)})


def _grouped(asked: Mapping[str, list[RowRemark]]) -> dict[str, list[RowRemark]]:
    """Return the remarks by their texts; those beyond the first ones together."""
    texts = list(asked.items())
    first = dict(texts[:MOST_ASKED])
    if rest := [each for _text, remarks in texts[MOST_ASKED:] for each in remarks]:
        first[f"{rest[0].text} …"] = rest
    return first


def _rest(
    layout: Layout,
    grid: Grid,
    remarks: Sequence[RowRemark],
    unit: int,
    month: Month | None,
) -> dict[int, Decimal]:
    """Return what the months known leave of the months that are said to be the year so far, by
    their lines; nothing unless all are known.
    """
    column = layout.column("completed")
    is_so_far = all(each.remark.objection is Objection.SO_FAR for each in remarks)
    if not is_so_far or column is None or month is None:
        return {}
    lines = [each.line for each in remarks]
    known = known_months(grid, month.year, lines)
    found: dict[int, Decimal] = {}
    for line, stated, each in zip(lines, grid.amounts(column, unit, lines), known, strict=True):
        earlier = each.earlier(month.number)
        if earlier is None or stated is None:
            return {}
        found[line.number] = stated.value - earlier.value
    return found


def _ask(
    desk: Desk,
    grid: Grid,
    unit: int,
    columns: Sequence[SheetColumn],
    said: tuple[str, Sequence[RowRemark]],
    rest: Mapping[int, Decimal],
) -> str:
    text, remarks = said
    lines = list({each.line.number: each.line for each in remarks}.values())
    told = {"rows": _rows(remarks), "name": lines[0].name, "text": text}
    question = gettext(
        "“%(text)s” is said of rows %(rows)s (%(name)s): are their amounts read as they stand?"
    )
    choices = [as_it_stands(_gives(grid, unit, columns, lines))]
    if rest:
        choices.append(_instead(columns, remarks, rest, unit))
    left = [line for line in grid.data if line not in lines]
    gives = gettext("%(count)s rows left out; of the others: %(sums)s")
    sums = _gives(grid, unit, columns, left) if left else "—"
    label = gettext("Leave these rows out")
    choices.append(AnswerChoice(LEAVE, label, gives % {"count": len(lines), "sums": sums}))
    return desk.ask(REMARK, question % told, choices, column=f"{text}|{lines[0].name}")


def _instead(
    columns: Sequence[SheetColumn],
    remarks: Sequence[RowRemark],
    rest: Mapping[int, Decimal],
    unit: int,
) -> AnswerChoice:
    """Return the choice of the amounts that remarks give instead of those in the cells."""
    own = _corrected(columns, remarks[0].text).unit or unit
    gives = told_in(sum(rest.values(), Decimal(0)), own)
    if remarks[0].remark.objection is Objection.WRONG:
        return AnswerChoice(AS_WORDED, gettext("As the words of the rows say"), gives)
    label = gettext("The year so far: the month is what the months before leave of it")
    return AnswerChoice(SO_FAR, label, gives)


def _gives(grid: Grid, unit: int, columns: Sequence[SheetColumn], lines: Sequence[Line]) -> str:
    sums = (
        f"{c.leaf} {told_in(total_of(grid.amounts(c, unit, lines)).value, c.unit or unit)}"
        for c in columns
    )
    return "，".join([gettext("%s projects") % len(lines), *sums])


def _rows(remarks: Sequence[RowRemark]) -> str:
    numbers = dict.fromkeys(str(each.line.number + 1) for each in remarks)
    return "、".join(list(numbers)[:MOST_NAMED]) + "…" * (len(numbers) > MOST_NAMED)
