"""The relation from which project figures are computed: every place on a year's lists.

A row is a project's place on one list at the end of a month, with its plan there and what was
completed, as `project_months` reads them. A project on two lists has two rows; `is_first` marks
the one on the highest list, so that a sum over all lists takes each project once (FIGURE-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.progress.kinds import Origin
from bihuan.project_months import relation
from bihuan.project_months.districts import district_of, linked, row_key, selected, somewhere

from .beside import BESIDE, counted_reports
from .building import built_once
from .expressions import _, ibis, tables
from .kinds import Dimension
from .questions import Question, key_number
from .rules import SECTIONS

if TYPE_CHECKING:
    import ibis.expr.types as ir


@built_once
def asked_places(question: Question, beside: tuple[str, ...] = ()) -> ir.Table:
    """Return the places that the question is about, narrowed and with all amounts in yuan, and the
    numbers of what stands `beside` them.

    Joined in one chain and selected once: SQLite's parser refuses deep nesting.
    """
    joined = {"done_of": _done(question), "counted_of": _statistics(question)}
    facts = [("project_id", key, table) for key, table in joined.items()]
    amounts = [*AMOUNTS]
    for each in map(BESIDE.__getitem__, beside):
        facts.append((each.place, each.key, each.read(question)))
        amounts.extend(each.numbers)
    return _marked(question, amounts, facts)


def planned_places(question: Question) -> ir.Table:
    """Return the same places with their plans alone: for sums of other facts, by the month."""
    return _marked(question, ("planned_yuan", "plan_to_date_yuan"))


def _marked(
    question: Question,
    amounts: Sequence[str],
    more: Sequence[tuple[str, str, ir.Table]] = (),
) -> ir.Table:
    """Return the entries on the year's lists at the end of the month (FIGURE-6), with the plan
    asked for and what `more` tells: of which column of theirs, by which of its own, and what.
    """
    projects = tables.projects.rename(number="id", project="name")
    placed = relation.places(question.year, question.month, question.plans)
    joined = linked(placed, projects, ("project_id", "number"), how="inner")
    years = tables.years.filter(_.year == question.year)
    classes = selected(years, "project_class", class_of="project_id")
    standings = selected(tables.standings, "entered_on", standing_of="project_id")
    classed = ("project_id", "class_of", classes)
    for place, key, facts in (classed, *more, ("project_id", "standing_of", standings)):
        joined = linked(joined, facts, (place, key))
    handed = relation.with_parties(joined, question.as_of.last_day, question.known_on)
    whole = handed.select(
        *KEPT,
        "tier",
        order=relation.rank(),
        one=ibis.literal(1),
        project_class=_.project_class.fill_null(""),
        district=district_of(handed),
        **{name: _[name].fill_null(0) for name in amounts},
    )
    seen = narrowed(within_reach(whole, question), question)
    alone = ibis.window(group_by=["project_id", "district"])
    return seen.mutate(is_first=_.order == _.order.min().over(alone))


KEPT = (
    "project_id",
    "project",
    "entry_id",
    "plan_id",
    "state",
    "sector",
    "industry_code",
    "owner_id",
    "responsible_id",
    "commander_id",
    "responsible_then",
    "commander_then",
    "chain_id",
    "planned_start_on",
    "planned_finish_on",
    "started_on",
    "finished_on",
    "in_use_on",
    "entered_on",
)
AMOUNTS = (
    "planned_yuan",
    "plan_to_date_yuan",
    "completed_yuan",
    "month_yuan",
    "recent_yuan",
    "before_yuan",
    "report_count",
    "reported_count",
    "statistics_yuan",
    "statistics_count",
    "total_investment_yuan",
)


def counted_statistics(question: Question) -> ir.Table:
    """Return the bureau's newest versions of the year's months so far."""
    rows = tables.statistics_months
    return rows.filter(
        rows.is_current, rows.month.between(question.first_day, question.as_of.first_day)
    )


def fixed_assets(question: Question) -> ir.Table:
    """Return the district's fixed-asset investment to the end of the month: one row or none."""
    rows = tables.fixed_assets
    current = rows.filter(rows.is_current, rows.month == question.as_of.first_day)
    return current.select("id", "month", "version", "cumulative_yuan")


def standing(question: Question) -> ir.Table:
    """Return the entries on the year's lists at the end of the month, with their lists' tier."""
    return relation.standing(question.year, question.as_of.last_day, question.known_on)


def _done(question: Question) -> ir.Table:
    """What each project completed in the months so far, and in those that make up its speed."""
    this_month, pace = question.as_of.first_day, question.pace

    def within(first: date, last: date) -> ir.IntegerColumn:
        chosen = _.month.between(ibis.literal(first), ibis.literal(last)) & _is_of_its_month()
        return ibis.ifelse(chosen, _.completed_yuan, 0).sum()

    reports = counted_reports(question)
    summed = reports.aggregate(
        by=row_key(reports, "project_id"),
        completed_yuan=_.completed_yuan.sum(),
        report_count=_.count(),
        month_yuan=within(this_month, this_month),
        recent_yuan=within(pace.recent_from, this_month),
        reported_count=_reports_of_its_own(question).sum(),
        before_yuan=within(pace.before_from, pace.before_until),
    )
    return summed.rename(done_of="project_id")


def _reports_of_its_own(question: Question) -> ir.BooleanColumn:
    """Tell the reports of the month."""
    return (_.month == ibis.literal(question.as_of.first_day)) & _is_of_its_month()


def _is_of_its_month() -> ir.BooleanColumn:
    """Tell reports of one month from opening sums, which are in the year and in no month."""
    return _.origin.fill_null("") != Origin.OPENING.value


def _statistics(question: Question) -> ir.Table:
    months = counted_statistics(question)
    summed = months.aggregate(
        by=row_key(months, "project_id"),
        statistics_yuan=_.completed_yuan.sum(),
        statistics_count=_.count(),
    )
    return summed.rename(counted_of="project_id")


def within_reach(places: ir.Table, question: Question) -> ir.Table:
    """Keep the rows of the projects that the asker may see: today's, whoever had them then
    (FIGURE-23).
    """
    reach = question.row_scope
    if reach.commander_id is not None:
        return places.filter(_.commander_id == reach.commander_id)
    if reach.organisation_id is not None:
        own = reach.organisation_id
        return places.filter((_.owner_id == own) | (_.responsible_id == own))
    return places


def narrowed(places: ir.Table, question: Question) -> ir.Table:
    """Keep the rows of the projects that the question is about."""
    for dimension in dict.fromkeys(name for name, _key in question.only):
        keys = sorted(question.limited_to(dimension))
        places = _only(places, dimension, keys)
    return places


def _only(places: ir.Table, dimension: Dimension, keys: list[str]) -> ir.Table:
    if dimension is Dimension.THEME:
        themed = tables.themes.filter(_.theme_id.isin([key_number(key) for key in keys]))
        return somewhere(places, themed, ("project_id", "project_id"))
    if dimension is Dimension.INDUSTRY:
        return places.filter(by_section().isin(keys))
    column = column_of(places, dimension)
    if dimension.is_numbered:
        named = column.isin([key_number(key) for key in keys])
        return places.filter(named | column.isnull() if "" in keys else named)
    return places.filter(column.isin(keys))


def column_of(rows: ir.Table, dimension: Dimension) -> ir.Column:
    """Return the column that says where rows stand in a dimension. Raises Refusal for rows that
    stand nowhere in it: projects have no handler.
    """
    if COLUMNS[dimension] not in rows.columns:
        raise Refusal(
            gettext("Only figures of matters and needs are known by %s.") % dimension.label
        )
    return rows[COLUMNS[dimension]]


def by_section() -> ir.StringColumn:
    """Return the letter of the industry's section, as `rules.section` does for one code."""
    letter, division = _.industry_code.left(1), _.industry_code.left(2)
    ranges = [(division.between(f"{low:02d}", f"{high:02d}"), name) for name, low, high in SECTIONS]
    return ibis.cases((letter.between("A", "T"), letter), *ranges, else_="")


COLUMNS = {
    Dimension.TIER: "tier",
    Dimension.CLASS: "project_class",
    Dimension.SECTOR: "sector",
    Dimension.STATE: "state",
    Dimension.ORGANISATION: "responsible_then",
    Dimension.COMMANDER: "commander_then",
    Dimension.HANDLER: "handler_id",
    Dimension.CHAIN: "chain_id",
    Dimension.PROJECT: "project_id",
    Dimension.DISTRICT: "district",
}
