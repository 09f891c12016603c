"""What each project gives to a figure, so that two answers can be set side by side (FIGURE-19)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bihuan.figures.declared import RECORD_FIGURES
from bihuan.figures.engine import Row, cached_on_facts, run
from bihuan.figures.expressions import _, ibis
from bihuan.figures.kinds import RATES, Dimension, Grain, Unit
from bihuan.figures.measures import FIGURES, read_beside
from bihuan.figures.project_months import asked_places
from bihuan.figures.questions import Question
from bihuan.figures.segments import SEGMENTS
from bihuan.kit.words import gettext
from bihuan.project_months.districts import linked, selected
from bihuan.projects.models import Project
from bihuan.projects.rates import share

from .chains import GROWTH_DIGITS, chain_rows, is_divided
from .chains import owns as of_a_chain
from .projects import FIXED_ASSETS, investment_yuan
from .records import Given, cached_on_records, given_for, relation

if TYPE_CHECKING:
    import ibis.expr.types as ir

OF_NO_PROJECT = 0
"""Stands in the place of a project's number for what no project bears."""
LISTED = "count.all"
PROGRESS_CUTS = ("started", "finished", "in_use", "in_statistics", "reported")
"""Cuts that say how far a project has come; the others say on which list its place is."""
PLANNED = ("planned_yuan", "plan_to_date_yuan")


class Contribution(NamedTuple):
    """What one project gives: to a sum its part, to a rate its whole too."""

    part: int = 0
    whole: int = 0


NOTHING = Contribution()
Contributor = int | str
"""A project by its number, an enterprise of a chain by its name."""
Contributions = dict[Contributor, Contribution]
"""What everything that adds to a figure gives to one answer."""


def explainable(figure_id: str) -> bool:
    """Return whether a figure is made up of what its rows give: a median is not."""
    if figure_id in RECORD_FIGURES:
        return RECORD_FIGURES[figure_id].measure.days is None
    return is_of_projects(figure_id) or figure_id == FIXED_ASSETS or of_a_chain(figure_id)


def is_of_projects(figure_id: str) -> bool:
    """Return whether projects give it: neither enterprises nor the bureau's one sum."""
    return figure_id in FIGURES or figure_id in RECORD_FIGURES


def unit_of(figure_id: str) -> Unit:
    """Return the unit of a figure."""
    if not is_of_projects(figure_id):
        return Unit.PERCENT if is_divided(figure_id) else Unit.YUAN
    found = FIGURES.get(figure_id) or RECORD_FIGURES[figure_id]
    return found.measure.unit


def is_rate(figure_id: str) -> bool:
    """Return whether a figure is divided."""
    return unit_of(figure_id) in RATES


def digits_of(figure_id: str) -> int:
    """Return to how many places a figure is rounded: a sum to whole numbers."""
    if not is_rate(figure_id):
        return 0
    if of_a_chain(figure_id):
        return GROWTH_DIGITS
    return FIGURES[figure_id].measure.digits if figure_id in FIGURES else 2


def figure_of(figure_id: str, given: Contributions, mode: str) -> int | Decimal | None:
    """Return what the figure is if each project gives this, rounded as it is shown."""
    part = sum(each.part for each in given.values())
    if not is_rate(figure_id):
        return part
    whole = sum(each.whole for each in given.values())
    return share(part, whole, digits=digits_of(figure_id), rounding=mode)


def contributions(
    figure_id: str,
    question: Question,
    names: dict[Contributor, str],
    plans_of: Question | None = None,
) -> Contributions:
    """Return what each project gives, and note what it is called. With `plans_of`, each is set
    against the plan that it had in that question, which may be of another year.
    """
    if not is_of_projects(figure_id):
        by_row = _of_statistics(figure_id, question)
        names |= {key: str(key or Grain.INVESTMENT.label) for key in by_row}
        return by_row
    read = _of_records if figure_id in RECORD_FIGURES else _of_projects
    given, called = read(figure_id, question, plans_of)
    names |= dict(called)
    return dict(given)


def _of_statistics(figure_id: str, question: Question) -> Contributions:
    """Return what each enterprise gives to a chain's figure, or the bureau's one sum."""
    if figure_id == FIXED_ASSETS:
        return {OF_NO_PROJECT: Contribution(investment_yuan(question) or 0)}
    return {
        row["enterprise"]: Contribution(row["part"], row["whole"])
        for row in chain_rows(question, figure_id)
    }


def members(figure_id: str, question: Question, given: Contributions) -> set[Contributor]:
    """Return the projects on the lists that the figure is of: they are new to it or left it."""
    if not is_of_projects(figure_id):
        return set()
    if figure_id in RECORD_FIGURES:
        given = contributions(LISTED, question.widened(Dimension.HANDLER), {})
    return given.keys() - {OF_NO_PROJECT}


_Read = tuple[tuple[tuple[Contributor, Contribution], ...], tuple[tuple[Contributor, str], ...]]


@cached_on_facts
def _of_projects(figure_id: str, question: Question, plans_of: Question | None) -> _Read:
    found = run(_by_project, figure_id, question, plans_of)
    names = [(row["project_id"], row["project"]) for row in found]
    given = [(row["project_id"], _contribution(row)) for row in found]
    if FIGURES[figure_id].measure.over_investment:
        names.append((OF_NO_PROJECT, str(Grain.INVESTMENT.label)))
        given.append((OF_NO_PROJECT, Contribution(0, investment_yuan(question) or 0)))
    return tuple(given), tuple(names)


@cached_on_records
def _of_records(figure_id: str, question: Question, plans_of: Question | None) -> _Read:
    found = run(_records_by_project, figure_id, question, given_for(question, (figure_id,)))
    given = tuple((row["project_id"] or OF_NO_PROJECT, _contribution(row)) for row in found)
    numbers = [pk for pk, _given in given]
    names = Project.objects.filter(pk__in=numbers).values_list("pk", "name")
    return given, ((OF_NO_PROJECT, gettext("Of no project")), *names)


def _contribution(row: Row) -> Contribution:
    return Contribution(row["part"] or 0, row["whole"] or 0)


def _by_project(figure_id: str, question: Question, plans_of: Question | None) -> ir.Table:
    found = FIGURES[figure_id]
    member = _members(figure_id, question)
    if plans_of is not None:
        member = _with_plans(member, _members(figure_id, plans_of))
    part, whole = (found.measure.part, found.measure.whole)
    counted = found.where(member, question)
    chosen = member.select(
        "project_id",
        "project",
        part=ibis.ifelse(counted, part(member, question), 0),
        whole=ibis.ifelse(counted, whole(member, question), 0) if whole else ibis.literal(0),
    )
    return chosen.aggregate(by=["project_id", "project"], part=_.part.sum(), whole=_.whole.sum())


def _members(figure_id: str, question: Question) -> ir.Table:
    """Return the places that the figure is of, be they counted by it yet or not."""
    segment = FIGURES[figure_id].segment
    chosen = SEGMENTS["all"] if segment.name in PROGRESS_CUTS else segment
    table = asked_places(question, read_beside((figure_id,)))
    return table.filter(chosen.where(table, question))


def _with_plans(member: ir.Table, of: ir.Table) -> ir.Table:
    """Return the places with the plans that the same projects have among the others."""
    plans = selected(of, plan_of="project_id", **{f"that_{name}": name for name in PLANNED})
    joined = linked(member, plans, ("project_id", "plan_of"))
    others = [name for name in member.columns if name not in PLANNED]
    return joined.select(*others, **{name: _[f"that_{name}"].fill_null(0) for name in PLANNED})


def _records_by_project(figure_id: str, question: Question, given: Given) -> ir.Table:
    found = RECORD_FIGURES[figure_id]
    table = relation(found.subject, question, given)
    counted = table.filter(found.measure.where(table, question))
    whole = found.measure.whole(counted, question) if found.measure.whole else ibis.literal(0)
    chosen = counted.select("project_id", part=found.measure.part(counted, question), whole=whole)
    return chosen.aggregate(by="project_id", part=_.part.sum(), whole=_.whole.sum())
