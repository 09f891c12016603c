"""Our place among the counties of the city by what each won of a programme (FIGURE-36)."""

from __future__ import annotations

from bihuan.audit.cached import cached_on
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.funding.kinds import Programme
from bihuan.funding.queries import CountyTable, county_tables
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext

from .values import Figure

RANK = "funding_rank."
ALL = tuple(f"{RANK}{each.value}" for each in Programme)


def owns(figure_id: str) -> bool:
    """Return whether a figure is a place among the counties."""
    return figure_id in ALL


def rank_figures(question: Question, ids: tuple[str, ...] = ALL) -> list[Figure]:
    """Return our place by each programme: none of a programme of which the city published no table
    that names us.
    """
    found = tables_for(question)
    return [_figure(each, found.get(Programme(each.removeprefix(RANK)))) for each in ids]


def tables_for(question: Question) -> dict[Programme, CountyTable]:
    """Return the newest tables of the question's year, to its month."""
    return _tables(question.year, question.month)


@cached_on("funding", "projects")
def _tables(year: int, month: int) -> dict[Programme, CountyTable]:
    return county_tables(year, Question(year, month).as_of.first_day)


def _figure(figure_id: str, table: CountyTable | None) -> Figure:
    programme = Programme(figure_id.removeprefix(RANK))
    ours = table.ours if table else None
    return Figure(
        id=figure_id,
        label=gettext("Place among the counties: %s") % programme.label,
        unit=Unit.PLACE,
        value=ours.rank if ours else None,
        rows=len(table.counties) if table and ours else 0,
        grain=Grain.COUNTY,
        part=ours.rank if ours else 0,
        definition=gettext(
            "How many counties of the city's table won more in the year, and ours: equal amounts"
            " share a place. %s"
        )
        % _scope(table),
        is_counted=True,
        is_known=ours is not None,
    )


def _scope(table: CountyTable | None) -> str:
    """Return of how many counties the place is, and who shares it; or why there is none."""
    if table is None:
        return gettext("The city's table of this year is not there.")
    if table.ours is None:
        return gettext("The city's table does not name our district.")
    told = {
        "count": len(table.counties),
        "month": table.month,
        "yuan": in_unit(table.ours.yuan),
        "tied": table.tied,
    }
    if table.tied:
        return gettext("Of %(count)s counties, to %(month)s: %(yuan)s; equal with %(tied)s.") % told
    return gettext("Of %(count)s counties, to %(month)s: %(yuan)s.") % told
