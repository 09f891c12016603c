"""The one registry of figures: who answers for which id, and what all of them are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.audit.event_versions import one_reading
from bihuan.figures.declared import divides
from bihuan.figures.engine import cached_on_facts
from bihuan.figures.kinds import Dimension
from bihuan.figures.questions import Question
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, month_named
from bihuan.kit.words import gettext
from bihuan.progress.queries.windows import last_month_run

from . import chains, projects, ranks, records
from .values import Figure


@dataclass(frozen=True)
class Family:
    """Figures that are computed together. `ids` are those declared; a family of which the facts
    name the figures (chains) declares a pattern of each.
    """

    ids: tuple[str, ...]
    owns: Callable[[str], bool]
    all: Callable[[Question], list[Figure]]
    some: Callable[[Question, tuple[str, ...]], list[Figure]]


FAMILIES = (
    Family(projects.ALL, projects.owns, projects.project_figures, projects.project_figures),
    Family(records.ALL, records.owns, records.record_figures, records.record_figures),
    Family(ranks.ALL, ranks.owns, ranks.rank_figures, ranks.rank_figures),
    Family(chains.PATTERNS, chains.owns, chains.chain_figures, chains.chain_figures),
)


def declared() -> tuple[str, ...]:
    """Return the ids of every figure, those of chains as patterns such as `chain_output.*`."""
    return tuple(each for family in FAMILIES for each in family.ids)


@one_reading()
def figures(question: Question) -> list[Figure]:
    """Return every figure of the question, those of chains last. Narrowed to handling organisations
    there are those alone that stand with one.
    """
    if question.limited_to(Dimension.HANDLER):
        known = tuple(each for each in records.ALL if divides(Dimension.HANDLER, each))
        return records.record_figures(question, known)
    return [found for family in FAMILIES for found in family.all(question)]


@one_reading()
def some_figures(question: Question, *ids: str) -> dict[str, Figure]:
    """Return the figures of these ids, computing no others. Raises Refusal for an unknown one."""
    found: dict[str, Figure] = {}
    for family in FAMILIES:
        wanted = tuple(each for each in ids if each not in found and family.owns(each))
        if wanted:
            found |= {each.id: each for each in family.some(question, wanted)}
    for each in ids:
        if each not in found:
            raise Refusal(gettext("There is no figure “%s”.") % each)
    return {each: found[each] for each in ids}


def figure(figure_id: str, question: Question) -> Figure:
    """Return one figure. Raises Refusal if there is none of that id."""
    return some_figures(question, figure_id)[figure_id]


@cached_on_facts
def latest_month(year: int) -> int:
    """Return the last month of `year` that was run (`last_month_run`); December if none was."""
    last = last_month_run(year)
    return last.number if last else 12


def month_in_focus(year: int, asked: str) -> Month:
    """Return the month of the year that was asked for ("3", "2024-03"), else the latest one."""
    month = month_named(asked, year)
    return month if month and month.year == year else Month(year, latest_month(year))
