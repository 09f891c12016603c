"""Figures broken down: by tier, class, sector, industry, theme, organisation, commander, chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from django.db.models import Model
from ibis import _

from bihuan.accounts.models import Leader, Organisation
from bihuan.figures import tables
from bihuan.figures.engine import Row, run, while_facts_stand
from bihuan.figures.kinds import Dimension
from bihuan.figures.measures import FIGURES, defined
from bihuan.figures.positions import COLUMNS, by_section, positions
from bihuan.figures.questions import Question
from bihuan.kit.choices import Choice
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import say
from bihuan.projects.kinds import ProjectClass, Sector, State, Tier
from bihuan.projects.models import Chain, Project, Theme

from .figures import Figure, answer, investment_yuan, rounding, totals
from .industries import INDUSTRIES


@dataclass(frozen=True)
class Part:
    """One value of a dimension, and the figures of the projects that have it."""

    key: str
    label: str
    figures: tuple[Figure, ...]

    def __getitem__(self, figure_id: str) -> Figure:
        for found in self.figures:
            if found.id == figure_id:
                return found
        raise KeyError(figure_id)


def parts(dimension: Dimension, question: Question, *ids: str) -> list[Part]:
    """Return the figures `ids` for each value of `dimension`, in the order of its list or name.

    A value under which nothing stands is left out. By tier each list has its own plan, so a
    project may count under two; so may one of two themes.
    """
    for figure_id in ids:
        defined(figure_id)
    found, investment, mode = _reckoned(dimension, ids, question)
    labels = _labels(dimension, {row["key"] for row in found})
    broken_down = [
        Part(
            key="" if row["key"] is None else str(row["key"]),
            label=str(labels.get(row["key"]) or say("None")),
            figures=tuple(
                answer(FIGURES[each], row, investment=investment, rounding=mode) for each in ids
            ),
        )
        for row in found
    ]
    filled = [part for part in broken_down if any(found.rows for found in part.figures)]
    order = {str(key): place for place, key in enumerate(labels)}
    return sorted(filled, key=lambda part: order.get(part.key, len(order)))


@while_facts_stand
def _reckoned(
    dimension: Dimension, ids: tuple[str, ...], question: Question
) -> tuple[list[Row], int | None, str]:
    return run(_parts, dimension, ids, question), investment_yuan(question), rounding()


def _parts(dimension: Dimension, ids: tuple[str, ...], question: Question) -> ir.Table:
    table = positions(question)
    if dimension is Dimension.TIER:  # each list by itself
        table = table.mutate(is_first=ibis.literal(1) == 1)
    keyed = _keyed(table, dimension, question)
    return keyed.group_by("key").aggregate(**totals(keyed, question, ids))


def _keyed(table: ir.Table, dimension: Dimension, question: Question) -> ir.Table:
    if dimension is Dimension.THEME:
        return table.join(_themes(question), "project_id").mutate(key=_.theme_id)
    if dimension is Dimension.INDUSTRY:
        return table.mutate(key=by_section())
    return table.mutate(key=_[COLUMNS[dimension]])


def _themes(question: Question) -> ir.Table:
    """The themes of projects; asked for some, those alone, though a project has others too."""
    told = map(whole_number, question.limited_to(Dimension.THEME))
    asked = {number for number in told if number is not None}
    return tables.themes.filter(_.theme_id.isin(sorted(asked))) if asked else tables.themes


_CHOICES: Mapping[Dimension, type[Choice]] = {
    Dimension.TIER: Tier, Dimension.CLASS: ProjectClass, Dimension.SECTOR: Sector,
    Dimension.STATE: State,
}  # fmt: skip
_NAMED: Mapping[Dimension, type[Model]] = {
    Dimension.THEME: Theme, Dimension.ORGANISATION: Organisation, Dimension.COMMANDER: Leader,
    Dimension.CHAIN: Chain, Dimension.PROJECT: Project,
}  # fmt: skip


def _labels(dimension: Dimension, keys: set[object]) -> Mapping[Any, Any]:
    """Return what each value is called, in order; a value that is not there is not named."""
    if dimension in _CHOICES:
        return {each.value: each.label for each in _CHOICES[dimension]}
    if dimension is Dimension.INDUSTRY:
        return dict(INDUSTRIES)
    named = _NAMED[dimension]._default_manager.filter(pk__in=keys - {None})
    return {
        each.pk: str(each)
        for each in named.order_by("pk" if dimension is Dimension.COMMANDER else "name")
    }
