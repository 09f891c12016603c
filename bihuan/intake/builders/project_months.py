"""One project's months as a batch states them: believable, or told why not; then written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.intake.table import TOLERANCE_YUAN, Row
from bihuan.kit.months import Month
from bihuan.kit.words import say
from bihuan.progress.believable import Known, Said, impossible
from bihuan.progress.kinds import FundSource, Origin, ReportState, RoundState
from bihuan.progress.models import FundsInPlace, Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import window
from bihuan.projects.kinds import State, Tier
from bihuan.projects.models import Project, StateChange
from bihuan.projects.rules import date_problem

from .base import Build

CLOCKS = ("started_on", "permit_on", "finished_on", "in_use_on")
SOURCES = tuple(source.value for source in FundSource)
REACHED = (
    ("started_on", State.CONSTRUCTION),
    ("finished_on", State.COMPLETED),
    ("in_use_on", State.IN_USE),
)
ORDER = [State.RESERVE, State.PREPARATION, State.CONSTRUCTION, State.COMPLETED, State.IN_USE]


@dataclass
class StatedMonth:
    """One project-month that a row states. What the row says besides money is of its last month."""

    month: Month
    row: Row
    completed_yuan: int
    cumulative_yuan: int | None
    keys: tuple[Any, Any]
    is_last: bool = True

    def get(self, key: str) -> Any:
        return self.row.get(key) if self.is_last else None

    def funds(self) -> dict[str, int]:
        return _funds(self.row) if self.is_last else {}


class ProjectMonths:
    """One project's year: the months that stand, and those now stated."""

    def __init__(self, build: Build, project: Project, months: list[StatedMonth]) -> None:
        self.build, self.project, self.months = build, project, months
        self.changes, self.world = build.changes, build.world
        self.standing = dict(self.world.reports[id(project)])
        self.year = self.world.years.get((id(project), months[0].month.year))

    def build_all(self) -> None:
        if not self.build.by.is_active or not may(self.build.by, Can.REPORT_FILL, self.project):
            for said in self.months:
                self.build.blame(said.row, "name", say("You may not report on this project."))
            return
        for said in self.months:
            mark = self.changes.mark()
            self._clocks(said)
            new = False
            if _speaks(said):
                self._judge(said)
                new = self._report(said) if not said.row.bad else False
            self.build.told(said.row, f"{self.project.name} {said.month}", mark, new=new)

    def _judge(self, said: StatedMonth) -> None:
        year = said.month.year
        earlier = [
            r for m, r in self.standing.items() if m.year == year and m < said.month.first_day
        ]
        earlier.sort(key=lambda report: report.month)
        to_date = sum(report.completed_yuan for report in earlier)
        self._check_cumulative(said, to_date)
        last = earlier[-1] if earlier else None
        known = Known(
            earlier_yuan=to_date,
            before_year_yuan=self.year.completed_before_yuan if self.year else 0,
            previous_percent=_last_percent(earlier),
            previous_funds=self._funds_of(last) if last else {},
            planned_yuan=None if self.project.total_investment_yuan else self._planned(year),
            total_yuan=self.project.total_investment_yuan,
        )
        stated = Said(
            completed_yuan=said.completed_yuan,
            physical_percent=said.get("percent"),
            funds=said.funds(),
        )
        for problem in impossible(stated, known):
            key = said.keys[0] if problem.field == "completed" else problem.field
            self.build.blame(said.row, key, problem.sentence)

    def _planned(self, year: int) -> int | None:
        """Return the largest plan of the project's lists, by which a slip of the unit is seen."""
        entries = [self.world.entries.get((id(self.project), year, str(tier))) for tier in Tier]
        plans = [self.world.plans[id(entry)][-1] for entry in entries if entry]
        return max((plan.planned_yuan for plan in plans), default=None)

    def _check_cumulative(self, said: StatedMonth, to_date: int) -> None:
        stated, derived = said.cumulative_yuan, to_date + said.completed_yuan
        if stated is None or abs(stated - derived) <= TOLERANCE_YUAN:
            return
        sentence = (
            say("The cumulative falls: %(stated)s yuan is stated, %(before)s stood a month before.")
            if stated < to_date
            else say("The cumulative is stated as %(stated)s yuan, the months sum to %(derived)s.")
        )
        numbers = {"stated": f"{stated:,}", "before": f"{to_date:,}", "derived": f"{derived:,}"}
        self.build.blame(said.row, said.keys[1], sentence % numbers)

    def _clocks(self, said: StatedMonth) -> None:
        stated = {name: value for name in CLOCKS if (value := said.get(name))}
        merged = {name: stated.get(name) or getattr(self.project, name) for name in CLOCKS}
        for name, value in stated.items():
            if value > self.build.today:
                self.build.blame(said.row, name, say("%s lies in the future.") % value)
        for first, then in (("started_on", "finished_on"), ("finished_on", "in_use_on")):
            if problem := date_problem(merged[first], merged[then]):
                self.build.blame(said.row, then, problem)
        if said.row.bad:
            return
        for name, value in stated.items():
            self.changes.set(self.project, name, value)
        self._live()

    def _live(self) -> None:
        """Move the project on in its life as far as its clocks say."""
        for clock, state in REACHED:
            on: date | None = getattr(self.project, clock)
            now = State(self.project.state)
            if on and now in ORDER and ORDER.index(state) > ORDER.index(now):
                self.changes.create(
                    StateChange(
                        project=self.project, was=now, became=state, on=on,
                        reason="", by=self.build.by.get_username(),
                    )
                )  # fmt: skip
                self.changes.set(self.project, "state", state)

    def _report(self, said: StatedMonth) -> bool:
        """Write the month's report; True if there was none."""
        day = said.month.first_day
        round = self._round(said.month)
        old = self.standing.get(day)
        columns = _columns(said)
        if old is not None and self._same(old, columns, said.funds()):
            return False
        if round.state == RoundState.LOCKED and not self.build.reason:
            self.build.blame(
                said.row, said.keys[0],
                say("%s is locked: a change needs a reason for the correction.") % said.month,
            )  # fmt: skip
            return False
        report = self._new(round, old, day, columns, said)
        self.standing[day] = report
        return old is None

    def _same(self, old: Report, columns: dict[str, Any], told: dict[str, int]) -> bool:
        merged = {k: v for k, v in columns.items() if v is not None}
        differing = [k for k, v in merged.items() if getattr(old, k) != v]
        funds = self._funds_of(old)
        return not differing and all(funds.get(s) == v for s, v in told.items() if v or s in funds)

    def _new(
        self,
        round: Round,
        old: Report | None,
        day: date,
        columns: dict[str, Any],
        said: StatedMonth,
    ) -> Report:
        build = self.build
        values = {
            name: value if value is not None else getattr(old, name, _blank(name))
            for name, value in columns.items()
        }
        report = Report(project=self.project, month=day, origin=self._origin(round), **values)
        report.submitted_at, report.submitted_by = build.at, build.by
        report.state = self._state(report, round, build.at)
        funds = {**(self._funds_of(old) if old else {}), **said.funds()}
        if old is not None:
            report.edition = old.edition + 1  # whoever has the old one open is told
            report.version, report.reason = (
                old.version + 1,
                build.reason or say("Workbook brought in"),
            )
            for name, value in values.items():
                if getattr(old, name) != value:
                    label = str(Report._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
                    self.changes.say(label, getattr(old, name), value, name=name)
            self.changes.retire(old)
        self.changes.create(report)
        for source, yuan in funds.items():
            if yuan:
                self.changes.create(FundsInPlace(report=report, source=source, amount_yuan=yuan))
        report.told_funds = funds  # type: ignore[attr-defined]  # for the months that follow
        return report

    def _state(self, report: Report, round: Round, at: datetime) -> str:
        if not may(self.build.by, Can.REPORT_ACCEPT, self.project):
            return ReportState.SUBMITTED
        report.accepted_at, report.accepted_by = at, self.build.by
        locked = round.state == RoundState.LOCKED
        return ReportState.LOCKED if locked else ReportState.ACCEPTED

    def _origin(self, round: Round) -> str:
        return Origin.BACKFILL if round.closes_on < self.build.today else Origin.WORKBOOK

    def _round(self, month: Month) -> Round:
        found = self.world.rounds.get(month.first_day)
        if found is None:
            days = window(month, rounds_in_force().on(month.first_day))
            over = days.closes_on < self.build.today
            found = Round(month=month.first_day, opens_on=days.opens_on, closes_on=days.closes_on)
            found.state = RoundState.CLOSED if over else RoundState.OPEN
            self.world.rounds[month.first_day] = found
            self.changes.create(found)
        return found

    def _funds_of(self, report: Report) -> dict[str, int]:
        told: dict[str, int] | None = getattr(report, "told_funds", None)
        return self.world.funds.get(report.pk, {}) if told is None else told


def _speaks(said: StatedMonth) -> bool:
    """False for a row of a form that nobody filled in: it reports nothing, not nought."""
    told = (said.get("percent"), said.get("text"), said.get("problems"), said.cumulative_yuan)
    return said.keys[0] in said.row.values or any(v is not None for v in told) or bool(said.funds())


def _columns(said: StatedMonth) -> dict[str, Any]:
    return {
        "completed_yuan": said.completed_yuan,
        "physical_percent": said.get("percent"),
        "physical_text": said.get("text"),
        "problems": said.get("problems"),
        "next_month_text": said.get("next_month"),
    }


def _blank(name: str) -> Any:
    return None if name == "physical_percent" else ""


def _funds(row: Row) -> dict[str, int]:
    values = row.values
    found = {}
    for key, value in values.items():
        name = key if isinstance(key, str) else key[0]
        if name in SOURCES:
            found[name] = value
    return found


def _last_percent(earlier: list[Report]) -> Decimal | None:
    return next(
        (r.physical_percent for r in reversed(earlier) if r.physical_percent is not None), None
    )
