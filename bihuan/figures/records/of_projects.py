"""Joins records to what is known of their projects, so that they break down as projects do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bihuan.figures.building import built_once
from bihuan.figures.expressions import _, ibis, tables
from bihuan.figures.kinds import Dimension
from bihuan.figures.project_months import narrowed, standing, within_reach
from bihuan.figures.questions import Question
from bihuan.project_months.districts import DISTRICT, district_of, linked, row_key, selected
from bihuan.project_months.relation import meant_plans, rank, with_parties

if TYPE_CHECKING:
    import ibis.expr.types as ir

ATTRIBUTES = (
    "state",
    "sector",
    "industry_code",
    "owner_id",
    "responsible_id",
    "commander_id",
    "chain_id",
)


def of_projects(records: ir.Table, question: Question, *, each_list: bool = False) -> ir.Table:
    """Return the records that the question is about, with the columns by which they break down.

    A record counts once, under the highest list that its project stands on at the end of the
    month; with `each_list` once under every list. One of no project, or of a project on no list,
    keeps its row: a join never changes a total (FIGURE-12).
    """
    projects = selected(tables.projects, *ATTRIBUTES, project_number="id")
    years = tables.years.filter(_.year == question.year)
    classes = selected(years, "project_class", class_of="project_id")
    places = _places(question, each_list=each_list)
    joined = linked(records, projects, ("project_id", "project_number"))
    joined = linked(joined, classes, ("project_id", "class_of"))
    joined = linked(joined, places, ("project_id", "place_of"))
    handed = with_parties(joined, question.as_of.last_day, question.known_on)
    whole = handed.select(
        *(name for name in records.columns if name != DISTRICT),
        *(a for a in ATTRIBUTES if a.endswith("_id")),
        "responsible_then",
        "commander_then",
        tier=_.tier.fill_null(""),
        project_class=_.project_class.fill_null(""),
        state=_.state.fill_null(""),
        sector=_.sector.fill_null(""),
        industry_code=_.industry_code.fill_null(""),
        district=district_of(handed),
    )
    return narrowed(within_reach(whole, question), question)


@built_once
def _places(question: Question, *, each_list: bool) -> ir.Table:
    """Return where projects stand: on the highest of the lists asked for, or on each of them."""
    tiers = question.limited_to(Dimension.TIER)
    listed = standing(replace(question, only=()))
    listed = listed.filter(_.tier.isin(sorted(tiers))) if tiers else listed
    if each_list:
        return selected(listed, "tier", place_of="project_id")
    plans = selected(meant_plans(question.plans), plan_id="id", plan_of="entry_id")
    planned = linked(listed, plans, ("entry_id", "plan_of"))
    ranked = selected(planned, "tier", "plan_id", place_of="project_id").mutate(rank=rank())
    alone = ibis.window(group_by=row_key(ranked, "place_of"))
    first = ranked.mutate(is_first=_.rank == _.rank.min().over(alone))
    return selected(first.filter(_.is_first), "tier", "place_of")
