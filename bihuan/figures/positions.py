"""The one relation from which project figures are reckoned: every place on a year's lists.

A row is a project's place on one list at the end of a month, with its plan there and what was
completed. A project on two lists has two rows; `is_first` marks the one on the highest list, so
that a sum over all lists takes each project once (FIGURE-2).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.progress.kinds import COUNTED
from bihuan.projects.kinds import Tier

from . import tables
from .districts import district_of
from .kinds import Basis, Dimension
from .knowledge import known_reports, recorded_plans
from .questions import Question
from .rules import SECTIONS, pace

RANKS = {tier.value: rank for rank, tier in enumerate(Tier)}


def positions(question: Question) -> ir.Table:
    """Return the places that the question is about, narrowed and with all amounts in yuan.

    Joined in one chain and selected once: SQLite's parser refuses deep nesting.
    """
    return _marked(
        question,
        AMOUNTS,
        done_of=_done(question),
        counted_of=_statistics(question),
    )


def planned_places(question: Question) -> ir.Table:
    """Return the same places with their plans alone: for sums of other facts, by the month."""
    return _marked(question, ("planned_yuan", "plan_to_date_yuan"))


def _marked(question: Question, amounts: tuple[str, ...], **more: ir.Table) -> ir.Table:
    joined = _places(question)
    standings = tables.standings.select("entered_on", standing_of="project_id")
    for key, facts in {"class_of": _classes(question), **more, "standing_of": standings}.items():
        joined = joined.left_join(facts, _.project_id == facts[key])
    first = _.order == _.order.min().over(ibis.window(group_by="project_id"))
    whole = joined.select(
        *KEPT,
        "tier",
        order=rank(),
        one=ibis.literal(1),
        project_class=_.project_class.fill_null(""),
        district=district_of(joined),
        **{name: _[name].fill_null(0) for name in amounts},
    )
    return narrowed(within_reach(whole, question), question).mutate(is_first=first)


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


def counted_reports(question: Question) -> ir.Table:
    """Return the newest accepted versions of the year's months so far (FIGURE-1)."""
    rows = known_reports(question)
    return rows.filter(
        rows.state.isin([state.value for state in COUNTED]),
        rows.month.between(_day(question, 1), _day(question, question.month)),
    )


def counted_statistics(question: Question) -> ir.Table:
    """Return the bureau's newest versions of the year's months so far."""
    rows = tables.statistics_months
    return rows.filter(
        rows.is_current, rows.month.between(_day(question, 1), _day(question, question.month))
    )


def fixed_assets(question: Question) -> ir.Table:
    """Return the district's fixed-asset investment to the end of the month: one row or none."""
    rows = tables.fixed_assets
    current = rows.filter(rows.is_current, rows.month == _day(question, question.month))
    return current.select("id", "month", "version", "cumulative_yuan")


def standing(question: Question) -> ir.Table:
    """Return the entries on the year's lists at the end of the month, with their lists' tier."""
    last = ibis.literal(question.as_of.last_day)
    lists = tables.lists.filter(_.year == question.year).select("tier", list_id="id")
    away = tables.absences.filter(_.left_on <= last, _.returned_on > last).select("entry_id")
    entries = (
        tables.entries.filter(_.added_on <= last, _.left_on.isnull() | (_.left_on > last))
        .select("annual_list_id", "project_id", entry_id="id")
        .anti_join(away, "entry_id")
    )
    return entries.join(lists, _.annual_list_id == lists.list_id)


def _places(question: Question) -> ir.Table:
    """Entries on the year's lists at the end of the month (FIGURE-6), with the plan asked for."""
    plan = plans_asked(question).select("planned_yuan", plan_id="id", plan_of="entry_id")
    curve = tables.plan_months.filter(_.month == _day(question, question.month)).select(
        plan_to_date_yuan="cumulative_yuan", curve_of="plan_id"
    )
    projects = tables.projects.rename(number="id", project="name")
    return (
        standing(question)
        .join(projects, _.project_id == projects.number)
        .left_join(plan, _.entry_id == plan.plan_of)
        .left_join(curve, _.plan_id == curve.curve_of)
    )


def plans_asked(question: Question) -> ir.Table:
    """The original plans, or the newest that were approved by the end of the month (FIGURE-7)."""
    view = question.plans
    recorded = recorded_plans(view.known_on)
    if view.basis is Basis.ORIGINAL:
        return recorded.filter(_.version == 1)
    approved = recorded.filter(_.approved_on.isnull() | (_.approved_on <= view.approved_by))
    newest = approved.aggregate(by=_.entry_id.name("newest_of"), newest=_.version.max())
    return approved.join(newest, [_.entry_id == newest.newest_of, _.version == newest.newest])


def rank() -> ir.IntegerColumn:
    """Return the place of a list's tier, highest first; lists with a plan come before the others,
    as in `plans.in_force`.
    """
    tier = ibis.cases(*((_.tier == tier, rank) for tier, rank in RANKS.items()), else_=len(RANKS))
    return tier + ibis.ifelse(_.plan_id.isnull(), len(RANKS) + 1, 0)


def _classes(question: Question) -> ir.Table:
    rows = tables.years.filter(_.year == question.year)
    return rows.select("project_class", class_of="project_id")


def _done(question: Question) -> ir.Table:
    """What each project completed in the months so far, and in those that make up its speed."""
    months = pace(question.month)

    def within(numbers: tuple[int, ...]) -> ir.IntegerColumn:
        if not numbers:
            return (_.completed_yuan * 0).sum()
        chosen = _.month.isin([_day(question, number) for number in numbers])
        return ibis.ifelse(chosen, _.completed_yuan, 0).sum()

    return counted_reports(question).aggregate(
        by=_.project_id.name("done_of"),
        completed_yuan=_.completed_yuan.sum(),
        report_count=_.count(),
        month_yuan=within((question.month,)),
        recent_yuan=within(months.recent),
        reported_count=(_.month == _day(question, question.month)).sum(),
        before_yuan=within(months.before),
    )


def _statistics(question: Question) -> ir.Table:
    return counted_statistics(question).aggregate(
        by=_.project_id.name("counted_of"),
        statistics_yuan=_.completed_yuan.sum(),
        statistics_count=_.count(),
    )


def within_reach(places: ir.Table, question: Question) -> ir.Table:
    """Keep the rows of the projects that the asker may see."""
    reach = question.reach
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
        themed = tables.themes.filter(_.theme_id.isin([_number(key) for key in keys]))
        return places.semi_join(themed, "project_id")
    if dimension is Dimension.INDUSTRY:
        return places.filter(by_section().isin(keys))
    column = COLUMNS[dimension]
    if dimension in NUMBERED:
        named = _[column].isin([_number(key) for key in keys])
        return places.filter(named | _[column].isnull() if "" in keys else named)
    return places.filter(_[column].isin(keys))


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
    Dimension.ORGANISATION: "responsible_id",
    Dimension.COMMANDER: "commander_id",
    Dimension.CHAIN: "chain_id",
    Dimension.PROJECT: "project_id",
    Dimension.DISTRICT: "district",
}
NUMBERED = {
    Dimension.ORGANISATION,
    Dimension.COMMANDER,
    Dimension.CHAIN,
    Dimension.PROJECT,
}


def _number(key: str) -> int:
    number = whole_number(key)
    return -1 if number is None else number


def _day(question: Question, month: int) -> ir.DateScalar:
    return ibis.literal(Month(question.year, month).first_day)
