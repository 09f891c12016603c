"""The right answer to a question about a case, as somebody gives it who knows the truth."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.questions import TableQuestion
from bihuan.kit.money import TENS
from bihuan.kit.months import Month
from bihuan.projects.rules import name_key

from .cases import LayoutCase
from .columns import DrawnColumn, Meaning
from .headings import UNIT_WORDS

LEAVE = "-"
TEN_WORDS = {unit: word for word, unit in TENS.items()}
SPANS = {
    Meaning.MONTH: "month",
    Meaning.EACH_MONTH: "month",
    Meaning.TO_DATE: "to_date",
    Meaning.SINCE_START: "since_start",
    Meaning.BEFORE: "before",
}


def right_answer(case: LayoutCase, question: TableQuestion, layouts: list[Layout]) -> str | None:
    """Return the choice that is true; None if it is not among them."""
    kind = question.id.partition("-")[0]
    columns = _columns(case, question.column, layouts)
    answers: Mapping[str, str] = {
        "year": str(case.truth.year),
        "month": str(Month(case.truth.year, case.truth.number)),
        "tier": str(case.truth.tier),
        "unit": _unit(case),
        "row": "project" if name_key(question.column) in _names(case) else "total",
        "rows": "rows",
        "parts": "sum",
        "blank": case.blanks,
        "children": case.children,
        "share": "percent",
        "measure": "completed",
        "foreseen": "completed",
        "source": "office",
        "corrected": "stands",
        "ledger": "stands",
        "counted": "yes",
        "curve": "plan",
        "rowunit": "each",
        "odd": case.slip,
        "groupunit": "groups",
        "remark": "-",
        "struck": "struck",
        "written": "amount",
        "noterow": "each",
        "later": "-",
        "worded": "stands",
        "zeros": _zeros(case, question),
    }
    wanted = answers.get(kind, "")
    if kind == "span":
        wanted = next((s for c in columns if (s := SPANS.get(c.meaning))), LEAVE)
    elif kind == "before":
        wanted = "before" if any(c.meaning is Meaning.BEFORE for c in columns) else LEAVE
    elif kind == "plan":
        wanted = _plan(case, question)
    elif kind == "size":
        wanted = _size(case, question, columns)
    offered = {choice.value for choice in question.choices}
    if kind == "span" and wanted not in offered:
        wanted = LEAVE  # what it truly is, is not read
    return wanted if wanted in offered else None


def _names(case: LayoutCase) -> set[str]:
    return {name_key(project.name) for project in case.truth.projects}


def _columns(case: LayoutCase, title: str, layouts: list[Layout]) -> list[DrawnColumn]:
    """Return the true columns under a title, as the reader puts it together."""
    found = {
        column.index
        for layout in layouts
        for column in (*layout.columns, *layout.unknown)
        if column.title == title
    }
    return [case.columns[index] for index in sorted(found) if index < len(case.columns)]


def _unit(case: LayoutCase) -> str:
    """Return the unit of the columns whose headings tell none."""
    units = [c.unit for c in case.columns if c.is_money]
    return UNIT_WORDS[max(set(units), key=units.count)] if units else ""


def _size(case: LayoutCase, question: TableQuestion, columns: list[DrawnColumn]) -> str:
    """Return the unit in which the column asked about counts, or the one beside it."""
    offered = {choice.value for choice in question.choices}
    others = [f"other-{TEN_WORDS[c.unit]}" for c in case.columns if c.is_money]
    ways = [TEN_WORDS[c.unit] for c in columns if c.is_money] + others
    spans = [str(c.meaning) for c in columns if c.meaning is Meaning.SINCE_START]
    return next((way for way in (*spans, *ways) if way in offered), "stands")


def _zeros(case: LayoutCase, question: TableQuestion) -> str:
    """Return whether months with noughts alone were reported: those up to the case's were."""
    told = any(c.meaning is Meaning.EACH_MONTH for c in case.columns)
    if not any(c.meaning is Meaning.NEVER for c in case.columns) or not told:
        return "reported"
    offered = {choice.value for choice in question.choices}
    return "last" if "last" in offered else "skip"


def _plan(case: LayoutCase, question: TableQuestion) -> str:
    """Return the choice of the plan's column: choices are the places of columns."""
    plans = {str(n) for n, column in enumerate(case.columns) if column.meaning is Meaning.PLAN}
    return next((c.value for c in question.choices if c.value in plans), LEAVE)
