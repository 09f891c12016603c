"""Items, vetoes, blocks and sheets in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import pairwise

from bihuan.assessment.kinds import Missing
from bihuan.assessment.rules.scheme import SchemeItem, ScoreBlock, ScoreSheet, Veto
from bihuan.kit.words import gettext, joined

from .formulas import bounds_words, formula_in_words, in_a_row, limits_in_words
from .values import InputWords, number


def item_in_words(item: SchemeItem) -> str:
    """Return what an item gives, within which bounds, and what becomes of it without data."""
    return reduce(_after, _sentences(item))


def _after(first: str, second: str) -> str:
    return gettext("%(first)s %(second)s") % {"first": first, "second": second}


def _sentences(item: SchemeItem) -> Iterator[str]:
    yield formula_in_words(item.formula, item.inputs)
    bounds = _own_bounds(item)
    if bounds:
        yield gettext("Of this item %s.") % in_a_row(bounds)
    waits = [spec for spec in item.inputs.values() if spec.awaits]
    if waits:
        named = joined(dict.fromkeys(spec.awaits for spec in waits))
        yield gettext("It does not apply before there is: %s.") % named
    yield _without_data(item)


def _own_bounds(item: SchemeItem) -> list[str]:
    """Return the item's own bounds where its formula does not keep within them by itself."""
    top, floor = item.formula.rule.most_points, item.formula.rule.least_points
    most = item.most if top is None or top > item.most else None
    least = item.least
    if least is not None and floor is not None and floor >= least:
        least = None
    return bounds_words(least, most)


def _without_data(item: SchemeItem) -> str:
    if item.missing is Missing.REQUIRED:
        return gettext("Who has no data is not assessed.")
    if item.shares_weight:
        return gettext("Without data its %s points go to the others in proportion.") % number(
            item.max
        )
    return gettext("Without data it does not count.")


def veto_in_words(veto: Veto) -> str:
    """Return when the whole score is bounded, and by what."""
    return gettext("%(when)s: the whole score is %(most)s points at most.") % {
        "when": limits_in_words(veto.when, veto.inputs),
        "most": number(veto.most),
    }


def block_in_words(block: ScoreBlock, sheet: ScoreSheet) -> str:
    """Return what the items of a block may give together, and what a missed mark means."""
    titles = [item.title for item in sheet.items if item.id in block.items]
    parts = bounds_words(block.least, block.most)
    if block.pass_mark is not None:
        parts.append(gettext("passed from %s points on") % number(block.pass_mark))
        if sheet.grades:
            parts.append(gettext("not passed: one grade lower"))
    return gettext("%(items)s together: %(bounds)s.") % {
        "items": joined(titles),
        "bounds": in_a_row(parts),
    }


def sheet_in_words(sheet: ScoreSheet) -> list[str]:
    """Return what holds of a whole sheet: total and bounds, what must be known, grades, sizes."""
    said = {
        "total": number(sheet.total),
        "digits": sheet.digits,
        "percent": number(sheet.known_percent),
    }
    found = [
        gettext("%(total)s points in all; points of items are rounded to %(digits)s digits.")
        % said,
        gettext("Nobody is assessed of whom items of less than %(percent)s%% of it apply.") % said,
    ]
    bounds = bounds_words(sheet.least, sheet.most)
    found += [gettext("The score is %s.") % in_a_row(bounds)] if bounds else []
    grades = [
        gettext("from %(points)s points on %(grade)s")
        % {"points": number(grade.at_least), "grade": grade.title}
        for grade in sheet.grades
    ]
    found += [gettext("Grades: %s.") % in_a_row(grades)] if grades else []
    if sheet.no_grade_from is not None:
        found.append(gettext("With %s blocks not passed there is no grade.") % sheet.no_grade_from)
    if sheet.size:
        words = InputWords(sheet.size.input)
        bounds = [words.value(bound) for bound in sheet.size.bounds]
        said = {"of": words.name, "bounds": joined(bounds)}
        found.append(gettext("Ranked in groups by %(of)s, beginning at %(bounds)s.") % said)
    return found


def size_groups_in_words(sheet: ScoreSheet) -> list[str]:
    """Return how the size groups of a sheet are called, the smallest first; none without groups."""
    if sheet.size is None:
        return []
    words = InputWords(sheet.size.input)
    bounds = [words.value(bound) for bound in sheet.size.bounds]
    said = [gettext("below %s") % bounds[0]]
    said += [
        gettext("%(lower)s to below %(upper)s") % {"lower": lower, "upper": upper}
        for lower, upper in pairwise(bounds)
    ]
    return [*said, gettext("%s and more") % bounds[-1]]
