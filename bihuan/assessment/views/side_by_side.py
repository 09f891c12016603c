"""A scheme as pages show it: item by item the office's words, the formula in words and a worked
example side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.assessment.queries.examples import WorkedSubject, scores_under, worked_subject
from bihuan.assessment.queries.inputs import DIMENSIONS
from bihuan.assessment.rules.made_values import made_values
from bihuan.assessment.rules.scheme import InputSpec, Scheme, SchemeItem, ScoreSheet
from bihuan.assessment.wording import (
    block_in_words,
    item_in_words,
    item_steps,
    sheet_in_words,
    veto_in_words,
)
from bihuan.assessment.wording.values import InputWords
from bihuan.figures.queries import month_in_focus
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, month_named
from bihuan.projects.http import year_in_focus


@dataclass(frozen=True)
class ItemBeside:
    """One item: its formula in one sentence, the lines of an example, what it reads and where that
    stands.
    """

    item: SchemeItem
    words: str
    steps: list[str]
    inputs: list[tuple[str, str]]


@dataclass(frozen=True)
class SheetBeside:
    """A sheet with its items; `rules` holds what is said of the sheet as a whole."""

    sheet: ScoreSheet
    items: list[ItemBeside]
    rules: list[str]
    worked: WorkedSubject | None


def beside(scheme: Scheme, worked: Mapping[str, WorkedSubject]) -> list[SheetBeside]:
    """Return every sheet, its example of the subject given for it, else of made values."""
    return [_sheet(sheet, worked.get(sheet.id)) for sheet in scheme.sheets]


def item_beside(
    item: SchemeItem, sheet: ScoreSheet, worked: WorkedSubject | None = None
) -> ItemBeside:
    """Return one item with its example."""
    inputs = [(InputWords(spec).name, _address(spec)) for spec in item.inputs.values()]
    return ItemBeside(item, item_in_words(item), _steps(item, sheet, worked), inputs)


def month_of_example(request: UserRequest) -> Month | None:
    """Return the month whose subjects are the examples, if one is asked for."""
    asked = request.GET.get("month", "")
    return month_named(asked, local_day(timezone.now()).year) if asked else None


def usual_month(request: UserRequest) -> Month:
    """Return the month that is proposed: the last that was run of the year in focus."""
    return month_in_focus(year_in_focus(request, today=local_day(timezone.now())), "")


def worked_subjects(
    request: UserRequest, scheme: Scheme, month: Month | None
) -> dict[str, WorkedSubject]:
    """Return for each sheet the subject asked for, or the first that the reader sees."""
    found: dict[str, WorkedSubject] = {}
    today = local_day(timezone.now())
    for sheet in scheme.sheets if month else ():
        if month and sheet.who in DIMENSIONS:
            scores = scores_under(scheme, sheet, month, today)
            worked = worked_subject(
                request.user, scores, sheet, request.GET.get(f"of-{sheet.id}", "")
            )
            if worked:
                found[sheet.id] = worked
    return found


def _sheet(sheet: ScoreSheet, worked: WorkedSubject | None) -> SheetBeside:
    items = [item_beside(item, sheet, worked) for item in sheet.items]
    return SheetBeside(sheet, items, list(_rules(sheet)), worked)


def _rules(sheet: ScoreSheet) -> Iterable[str]:
    yield from sheet_in_words(sheet)
    for block in sheet.blocks:
        yield f"{block.title} ({block.clause}): {block_in_words(block, sheet)}"
    for veto in sheet.vetoes:
        yield f"{veto.title} ({veto.clause}): {veto_in_words(veto)}"


def _steps(item: SchemeItem, sheet: ScoreSheet, worked: WorkedSubject | None) -> list[str]:
    if worked is None:
        units = {name: InputWords(spec).unit for name, spec in item.inputs.items()}
        return item_steps(item, *made_values(item, units), sheet.digits)
    known = worked.subject.known
    values = {name: known[spec] for name, spec in item.inputs.items() if spec in known}
    groups = {
        name: worked.groups[item.inputs[name]]
        for name in item.formula.rule.grouped
        if item.inputs[name] in worked.groups
    }
    return item_steps(item, values, groups, sheet.digits)


def _address(spec: InputSpec) -> str:
    """Return the page of what an input reads; "" while there is none."""
    if spec.ledger is not None:
        return reverse("assessment:ledger")
    return "" if spec.awaits else reverse("figures:figure", args=[spec.figure])
