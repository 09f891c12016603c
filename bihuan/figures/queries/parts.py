"""Figures broken down: by tier, class, sector, industry, theme, organisation, commander, chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from bihuan.accounts.models import Leader, Organisation
from bihuan.audit.event_versions import one_reading
from bihuan.figures.blocks import summed
from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.engine import Row, run
from bihuan.figures.expressions import _, ibis, tables
from bihuan.figures.kinds import Dimension
from bihuan.figures.measures import FIGURES, defined
from bihuan.figures.project_months import COLUMNS, asked_places, by_section
from bihuan.figures.questions import Question
from bihuan.kit.choices import Choice
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.project_months.districts import OWN, linked
from bihuan.projects.kinds import ProjectClass, ProjectState, Sector, Tier
from bihuan.projects.models import Chain, District, Project, Theme
from bihuan.projects.rates import rounding

from .industries import INDUSTRIES
from .projects import answer, investment_yuan, totals
from .records import (
    Given,
    cached_on_records,
    days_of,
    given_for,
    ids_by_subject,
    record_answer,
    record_totals,
    relation,
)
from .values import Figure, in_order

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class FigurePart:
    """One value of a dimension, and the figures of the projects that have it."""

    key: str
    label: str
    figures: tuple[Figure, ...]

    def __getitem__(self, figure_id: str) -> Figure:
        for found in self.figures:
            if found.id == figure_id:
                return found
        raise KeyError(figure_id)


@one_reading()
def parts(dimension: Dimension, question: Question, *ids: str) -> list[FigurePart]:
    """Return the figures `ids` for each value of `dimension`, in the order of its list or name.

    A value under which nothing stands is left out. By tier each list has its own plan, so a
    project may count under two; so may one of two themes.
    """
    for figure_id in ids:
        if figure_id not in RECORD_FIGURES:
            defined(figure_id)
    of_records, of_projects = in_order(RECORD_FIGURES, ids), in_order(FIGURES, ids)
    found = _of_projects(dimension, of_projects, question) if of_projects else {}
    if of_records:
        for key, figures in _of_records(dimension, of_records, question).items():
            found.setdefault(key, {}).update(figures)
    return _labelled(dimension, found, ids)


_Keyed = dict[Any, dict[str, Figure]]


def _labelled(dimension: Dimension, found: _Keyed, ids: tuple[str, ...]) -> list[FigurePart]:
    labels = _labels(dimension, set(found))
    order = {key: place for place, key in enumerate(labels)}
    broken_down = [
        FigurePart(
            key="" if key is None else str(key),
            label=str(labels.get(key) or gettext("None")),
            figures=tuple(figures[each] for each in ids if each in figures),
        )
        for key, figures in sorted(found.items(), key=lambda item: order.get(item[0], len(order)))
    ]
    return [part for part in broken_down if any(each.rows for each in part.figures)]


def _of_projects(dimension: Dimension, ids: tuple[str, ...], question: Question) -> _Keyed:
    investment, mode = investment_yuan(question), rounding()
    return {
        row["key"] or None: {
            each: answer(FIGURES[each], row, investment=investment, rounding=mode) for each in ids
        }
        for row in summed(_parts, dimension, ids, question, by="key")
    }


def _parts(dimension: Dimension, ids: tuple[str, ...], question: Question) -> ir.Table:
    table = asked_places(question)
    if dimension is Dimension.TIER:  # each list by itself
        table = table.mutate(is_first=ibis.literal(1) == 1)
    keyed = _keyed(table, dimension, question)
    return keyed.group_by("key").aggregate(**totals(keyed, question, ids))


def _of_records(dimension: Dimension, ids: tuple[str, ...], question: Question) -> _Keyed:
    rows, mode = _records_reckoned(dimension, ids, question)
    found: _Keyed = {}
    for row in rows:
        for each in ids:
            if f"part {each}" in row:
                answered = record_answer(RECORD_FIGURES[each], row, rounding=mode)
                found.setdefault(row["key"] or None, {})[each] = answered
    return found


@cached_on_records
def _records_reckoned(
    dimension: Dimension, ids: tuple[str, ...], question: Question
) -> tuple[list[Row], str]:
    given = given_for(question, ids)
    rows = [
        row
        for each in ids_by_subject(ids).values()
        for row in run(_record_parts, dimension, each, question, given)
    ]
    for each in ids:
        if RECORD_FIGURES[each].measure.days:
            listed = run(_record_days, dimension, each, question, given)
            for row in rows:
                under = [one for one in listed if one["key"] == row["key"]]
                row[f"days {each}"] = days_of(under, each, question)
    return rows, rounding()


def _record_parts(
    dimension: Dimension, ids: tuple[str, ...], question: Question, given: Given
) -> ir.Table:
    keyed = _record_keyed(dimension, ids[0], question, given)
    return keyed.group_by("key").aggregate(**record_totals(keyed, question, ids))


def _record_days(
    dimension: Dimension, figure_id: str, question: Question, given: Given
) -> ir.Table:
    found = RECORD_FIGURES[figure_id]
    keyed = _record_keyed(dimension, figure_id, question, given)
    return keyed.filter(found.measure.where(keyed, question)).select("key", *found.subject.kept)


def _record_keyed(
    dimension: Dimension, figure_id: str, question: Question, given: Given
) -> ir.Table:
    each_list = dimension is Dimension.TIER
    subject = RECORD_FIGURES[figure_id].subject
    return _keyed(relation(subject, question, given, each_list=each_list), dimension, question)


def _keyed(table: ir.Table, dimension: Dimension, question: Question) -> ir.Table:
    if dimension is Dimension.THEME:
        themes = _themes(question).rename(themed="project_id")
        return linked(table, themes, ("project_id", "themed"), how="inner").mutate(key=_.theme_id)
    if dimension is Dimension.INDUSTRY:
        return table.mutate(key=by_section())
    return table.mutate(key=_[COLUMNS[dimension]])


def _themes(question: Question) -> ir.Table:
    """The themes of projects; asked for some, those alone, though a project has others too."""
    told = map(whole_number, question.limited_to(Dimension.THEME))
    asked = {number for number in told if number is not None}
    return tables.themes.filter(_.theme_id.isin(sorted(asked))) if asked else tables.themes


_CHOICES: Mapping[Dimension, type[Choice]] = {
    Dimension.TIER: Tier,
    Dimension.CLASS: ProjectClass,
    Dimension.SECTOR: Sector,
    Dimension.STATE: ProjectState,
}
_NAMED: Mapping[Dimension, type[Model]] = {
    Dimension.THEME: Theme,
    Dimension.ORGANISATION: Organisation,
    Dimension.COMMANDER: Leader,
    Dimension.CHAIN: Chain,
    Dimension.PROJECT: Project,
}


def _labels(dimension: Dimension, keys: set[object]) -> Mapping[Any, Any]:
    """Return what each value is called, in order; a value that is not there is not named."""
    if dimension in _CHOICES:
        return {each.value: each.label for each in _CHOICES[dimension]}
    if dimension is Dimension.INDUSTRY:
        return dict(INDUSTRIES)
    if dimension is Dimension.DISTRICT:
        own = District.objects.served().name or gettext("This district")
        return {key: own if key == OWN else key for key in sorted(map(str, keys))}
    named = _NAMED[dimension]._default_manager.filter(pk__in=keys - {None})
    if dimension is Dimension.PROJECT:  # all others are in their own order
        named = named.order_by("pinyin", "name")
    return {each.pk: str(each) for each in named}
