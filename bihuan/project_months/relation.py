"""The same reading as `reading.py`, as expressions for engines that read all projects at once:
which places stand on lists, by which plan each is measured, and which reports count.

`tests/test_project_months.py` holds the two together, for every meaning of a plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bihuan.kit.days import day_begins
from bihuan.kit.months import Month
from bihuan.plans.in_force import PlanMeaning
from bihuan.plans.places import TIERS
from bihuan.progress.kinds import COUNTED
from bihuan.projects.kinds import PartyRole

from .districts import linked, nowhere, row_key, selected, somewhere
from .expressions import _, ibis, tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

ONE_DAY = timedelta(days=1)
PARTIES = {PartyRole.RESPONSIBLE: "organisation_id", PartyRole.COMMANDER: "leader_id"}
"""The roles by which figures are broken down, and who bears each."""


@dataclass(frozen=True)
class PlanView:
    """Which plans are read: in which meaning, as approved by a day and known on one."""

    meaning: PlanMeaning
    approved_by: date
    known_on: date | None = None


@dataclass(frozen=True)
class Knowledge:
    """Which reports are read: the newest; of a day, the newest that was accepted by its end. Those
    first accepted later, by `late_until`, count too, as known on that day.
    """

    on: date | None = None
    late_until: date | None = None


def standing(year: int, day: date, known_on: date | None = None) -> ir.Table:
    """Return the entries that stand on the year's lists on a day, as known on another, with their
    lists' tier.
    """
    last = ibis.literal(day)
    lists = selected(tables.lists.filter(_.year == year), "tier", list_id="id")
    away = selected(
        absences(known_on, _.returned_on > last, _.left_on <= last), away_from="entry_id"
    )
    stood = known_entries(known_on).filter(_.added_on <= last, not_left(known_on, _.left_on > last))
    entries = selected(stood, "annual_list_id", "project_id", entry_id="id")
    here = nowhere(entries, away, ("entry_id", "away_from"))
    return linked(here, lists, ("annual_list_id", "list_id"), how="inner")


def known_entries(known_on: date | None) -> ir.Table:
    """Return the places on lists that were known on a day: those whose original plan was
    (FIGURE-24).
    """
    if is_always(known_on):
        return tables.entries
    first = tables.plans.filter(
        _.version == 1, _.recorded_at < ibis.literal(end_of(known_on or date.max))
    )
    named = selected(first, planned_entry="entry_id")
    return somewhere(tables.entries, named, ("id", "planned_entry"))


def not_left(known_on: date | None, later: ir.BooleanValue) -> ir.BooleanValue:
    """Return whether an entry was not left yet, or only `later`; what happened after the day of
    knowledge was not known then.
    """
    stays = _.left_on.isnull() | later
    return stays if is_always(known_on) else stays | (_.left_on > ibis.literal(known_on))


def absences(known_on: date | None, returned: ir.BooleanValue, left: ir.BooleanValue) -> ir.Table:
    """Return the times off a list that began (`left`) and had not ended (`returned` later); on a
    day of knowledge before the return was recorded, nobody knew of it.
    """
    if is_always(known_on):
        return tables.absences.filter(left, returned)
    unknown = _.recorded_at >= ibis.literal(end_of(known_on or date.max))
    return tables.absences.filter(left, _.left_on <= ibis.literal(known_on), returned | unknown)


def is_always(known_on: date | None) -> bool:
    """Return whether all that is known today counts."""
    return known_on is None or known_on == date.max


def meant_plans(view: PlanView) -> ir.Table:
    """Return the version that is meant of each entry's plan, as `Place.is_meant` says it."""
    recorded = tables.plans
    if view.known_on is not None:
        recorded = recorded.filter(_.recorded_at < ibis.literal(end_of(view.known_on)))
    if view.meaning is PlanMeaning.ORIGINAL:
        return recorded.filter(_.version == 1)
    if view.meaning is PlanMeaning.APPROVED:
        recorded = recorded.filter(_.approved_on.isnull() | (_.approved_on <= view.approved_by))
    newest = recorded.aggregate(by=row_key(recorded, "entry_id"), newest=_.version.max())
    named = newest.rename(newest_of="entry_id")
    return linked(recorded, named, ("entry_id", "newest_of"), ("version", "newest"), how="inner")


def places(year: int, month: int, view: PlanView) -> ir.Table:
    """Return where projects stand at the end of a month, with the plan that is meant and what its
    curve expects by then.
    """
    until = Month(year, month)
    plan = selected(meant_plans(view), "planned_yuan", plan_id="id", plan_of="entry_id")
    months = tables.plan_months.filter(_.month == ibis.literal(until.first_day))
    curve = selected(months, plan_to_date_yuan="cumulative_yuan", curve_of="plan_id")
    stood = standing(year, until.last_day, view.known_on)
    planned = linked(stood, plan, ("entry_id", "plan_of"))
    return linked(planned, curve, ("plan_id", "curve_of"))


def with_parties(projects: ir.Table, day: date, known_on: date | None = None) -> ir.Table:
    """Return the rows with who answered for their project and who commanded it on a day, as known
    on another: `responsible_then` and `commander_then` (PROJ-12).
    """
    found = projects
    for role, column in PARTIES.items():
        former = _former_parties(role, column, day, known_on)
        found = linked(found, former, ("project_id", f"{role.value}_of"))
    then = {
        f"{role.value}_then": ibis.coalesce(_[f"{role.value}_until"], _[f"{role.value}_id"])
        for role in PARTIES
    }
    return found.mutate(**then)


def _former_parties(role: PartyRole, column: str, day: date, known_on: date | None) -> ir.Table:
    """Return who had projects on that day that others have now: the first whose last day had not
    passed, or whose leaving was not known yet.
    """
    had = _.until >= ibis.literal(day)
    if known_on is not None and known_on != date.max:
        had = had | (_.recorded_at >= ibis.literal(end_of(known_on)))
    rows = tables.former_parties.filter(_.role == role.value, had)
    first = ibis.window(group_by=row_key(rows, "project_id"), order_by=_.until)
    ranked = rows.mutate(place=ibis.row_number().over(first)).filter(_.place == 0)
    named = {f"{role.value}_of": "project_id", f"{role.value}_until": column}
    return selected(ranked, **named)


def rank() -> ir.IntegerColumn:
    """Return the place of a list's tier, highest first; lists with a plan come before the others,
    as in `plans.in_force`.
    """
    tier = ibis.cases(
        *((_.tier == tier, rank) for rank, tier in enumerate(TIERS)), else_=len(TIERS)
    )
    return tier + ibis.ifelse(_.plan_id.isnull(), len(TIERS) + 1, 0)


def counted_reports(year: int, month: int, known: Knowledge) -> ir.Table:
    """Return the newest accepted versions of the year's months so far (FIGURE-1)."""
    first, last = (ibis.literal(Month(year, each).first_day) for each in (1, month))
    return _known(known).filter(
        _.state.isin([state.value for state in COUNTED]), _.month.between(first, last)
    )


def _known(known: Knowledge) -> ir.Table:
    is_counted = _.state.isin([state.value for state in COUNTED])
    return as_known(
        tables.reports, known, lambda end: (_.accepted_at < ibis.literal(end)) & is_counted
    )


def as_known(
    reports: ir.Table, known: Knowledge, by: Callable[[datetime], ir.BooleanValue]
) -> ir.Table:
    """Return the versions that stand; of a day, the newest of each month that was there `by` its
    end.
    """
    if known.on is None:
        return reports.filter(_.is_current)
    prompt = _newest(reports, known.on, by)
    if known.late_until is None:
        return prompt
    later = _newest(reports, known.late_until, by)
    late = nowhere(later, prompt, ("project_id", "project_id"), ("month", "month"))
    return prompt.union(late, distinct=False)


def _newest(reports: ir.Table, day: date, by: Callable[[datetime], ir.BooleanValue]) -> ir.Table:
    if day == date.max:
        return reports.filter(_.is_current).select(*reports.columns)
    newest = ibis.window(
        group_by=row_key(reports, "project_id", "month"), order_by=_.version.desc()
    )
    ranked = reports.filter(by(end_of(day))).mutate(place=ibis.row_number().over(newest))
    return ranked.filter(_.place == 0).select(*reports.columns)


def end_of(day: date) -> datetime:
    """Return when a day of the district ends, in UTC without saying so, as engines store it."""
    return day_begins(day + ONE_DAY).astimezone(UTC).replace(tzinfo=None)
