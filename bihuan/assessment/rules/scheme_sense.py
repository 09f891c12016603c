"""What a scheme may say and yet can never mean: refused by its place (ASSESS-33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

from .formulas import Switch
from .in_group import RankPoints
from .point_rules import NOTHING, PointRule
from .tables import Cases, Ratio, Steps, ValueLimit

if TYPE_CHECKING:
    from .scheme import InputSpec, SchemeItem, ScoreSheet, Veto

OF_CONSTRUCTION = ("new", "continued")
"""Segments to which projects in construction alone belong (FIGURE-26)."""


def check_item(item: SchemeItem) -> None:
    """Refuse points that the item never gives, and a value that is divided by itself."""
    for rule in _rules(item.formula.rule):
        top = _stated(rule)
        if top is not None and top > item.most:
            raise PresetValueError(
                gettext("%(top)s points stand here, but the item gives %(most)s at most.")
                % {"top": f"{top:f}", "most": f"{item.most:f}"},
                "formula",
            )
        for of, over in _divided(rule):
            if _read(item.inputs[of]) == _read(item.inputs[over]):
                raise PresetValueError(
                    gettext("“%s” is divided by itself: another value is wanted.") % of, "formula"
                )


def _rules(rule: PointRule) -> Iterator[PointRule]:
    yield rule
    if isinstance(rule, Switch):
        for step in rule.table:
            yield from _rules(step.formula.rule)


def _stated(rule: PointRule) -> Decimal | None:
    """Return the most points that a table states; None for a formula that bounds may cut: a ratio
    of a higher weight has all points earlier.
    """
    return rule.most_points if isinstance(rule, Steps | RankPoints | Cases) else None


def _divided(rule: PointRule) -> Iterator[tuple[str, str]]:
    limits: Iterable[Ratio | Steps | ValueLimit] = ()
    if isinstance(rule, Ratio | Steps):
        limits = (rule,)
    if isinstance(rule, Cases):
        limits = (limit for case in rule.cases for limit in case.when)
    yield from ((each.of, each.over) for each in limits if each.over)


def _read(spec: InputSpec) -> InputSpec:
    return replace(spec, called="")


def check_sheet(sheet: ScoreSheet) -> None:
    """Refuse what holds for nobody, or for everybody, of whom the sheet scores."""
    for place, item in enumerate(sheet.items):
        _check_classes(sheet, item.inputs, "items", place)
    for place, veto in enumerate(sheet.vetoes):
        _check_classes(sheet, veto.inputs, "vetoes", place)
    _check_claims(sheet)
    _check_marks(sheet)


def _check_classes(sheet: ScoreSheet, inputs: dict[str, InputSpec], *path: str | int) -> None:
    """Refuse figures of a class of which no project stands on the sheet: always nought."""
    for name, spec in inputs.items():
        segment = spec.figure.rpartition(".")[2]
        kinds = [kind for kind in ProjectClass if kind.value == segment]
        kinds += [ProjectClass.CONSTRUCTION] if segment in OF_CONSTRUCTION else []
        if sheet.classes and not spec.awaits and kinds and not set(kinds) & set(sheet.classes):
            raise PresetValueError(
                gettext("No project on this sheet is of this class: “%s” never has a value.")
                % spec.figure,
                *path,
                "inputs",
                name,
            )


def _check_claims(sheet: ScoreSheet) -> None:
    for place, item in enumerate(sheet.items):
        for number, other in enumerate(sheet.items[:place], 1):
            if item.clause == other.clause and _specs(item.inputs) == _specs(other.inputs):
                raise PresetValueError(
                    gettext("This and item %s claim the same case by the same clause.") % number,
                    "items",
                    place,
                    "clause",
                )
    for place, veto in enumerate(sheet.vetoes):
        for number, earlier in enumerate(sheet.vetoes[:place], 1):
            if _condition(veto) == _condition(earlier):
                raise PresetValueError(
                    gettext("This and veto %s claim the same case.") % number,
                    "vetoes",
                    place,
                    "when",
                )


def _specs(inputs: dict[str, InputSpec]) -> set[InputSpec]:
    return set(map(_read, inputs.values()))


def _condition(veto: Veto) -> set[object]:
    return {
        (
            _read(veto.inputs[limit.of]),
            _read(veto.inputs[limit.over]) if limit.over else None,
            limit.at_least,
            limit.below,
        )
        for limit in veto.when
    }


def _check_marks(sheet: ScoreSheet) -> None:
    """Refuse marks that nobody reaches, and bounds that nobody exceeds."""
    whole = sum((item.most for item in sheet.items), NOTHING)
    whole = whole if sheet.most is None else min(whole, sheet.most)
    known = {item.id: item.most for item in sheet.items}
    _check_passing(sheet, known)
    for place, veto in enumerate(sheet.vetoes):
        if veto.most >= whole:
            raise PresetValueError(
                gettext("It takes nothing: the sheet gives %s at most.") % f"{whole:f}",
                "vetoes",
                place,
                "most",
            )
    for place, grade in enumerate(sheet.grades):
        _check_mark(grade.at_least, whole, "grades", place, "at_least")
    rule = sheet.lists.black if sheet.lists else None
    if rule and rule.below is not None:
        _check_mark(rule.below, known.get(rule.item, whole), "lists", "black", "below")


def _check_passing(sheet: ScoreSheet, known: dict[str, Decimal]) -> None:
    for place, block in enumerate(sheet.blocks):
        most = sum((known[each] for each in block.items), NOTHING)
        most = most if block.most is None else min(most, block.most)
        if block.pass_mark is not None:
            _check_mark(block.pass_mark, most, "blocks", place, "pass_mark")


def _check_mark(mark: Decimal, most: Decimal, *path: str | int) -> None:
    if mark > most:
        raise PresetValueError(
            gettext("Nobody can reach this: at most %s points can be won.") % f"{most:f}", *path
        )
