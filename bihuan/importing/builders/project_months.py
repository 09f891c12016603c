"""One project's months as a batch states them: validated, then drafted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.importing.rows.table import TOLERANCE_YUAN
from bihuan.kit.days import long_day
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext
from bihuan.progress import rules
from bihuan.progress.drafts import STATED, ReportDraft, RoundDraft
from bihuan.progress.kinds import COUNTED, SENT, ReportState, RoundState
from bihuan.progress.models import Report
from bihuan.progress.validation import Known, ReportInput, impossible
from bihuan.projects.drafts import StepDraft
from bihuan.projects.kinds import ProjectState, Tier
from bihuan.projects.rules import CLOCKS, check_move, clock_problems, recorded_day_problems

from .base import AnyProject, ImportContext
from .stated_month import StatedMonth

Standing = Report | ReportDraft
REACHED = (
    ("started_on", ProjectState.CONSTRUCTION),
    ("finished_on", ProjectState.COMPLETED),
    ("in_use_on", ProjectState.IN_USE),
)
_MONTH = attrgetter("month")
ORDER = [
    ProjectState.RESERVE,
    ProjectState.PREPARATION,
    ProjectState.CONSTRUCTION,
    ProjectState.COMPLETED,
    ProjectState.IN_USE,
]


class ProjectMonths:
    """One project's year: the months that stand, and those now stated."""

    def __init__(
        self, context: ImportContext, project: AnyProject, months: list[StatedMonth]
    ) -> None:
        self.context, self.project, self.months = context, project, months
        self.changes, self.existing = context.changes, context.existing
        self.standing: dict[date, Standing] = {**self.existing.reports[id(project)]}
        self.year = self.existing.years.get((id(project), months[0].month.year))
        self.opening_yuan = 0
        self.trusts_cumulative = True

    def gap(self) -> int:
        """Return by how much the first month's cumulative goes beyond what is known, where months
        before it in its year are missing and the office may bring in history; else 0.
        """
        first = self.months[0]
        if first.cumulative_yuan is None or first.stated_yuan is None:
            return 0
        if self._knows_all_before(first.month):
            return 0
        if not may(self.context.by, Can.REPORT_ACCEPT, self.project):
            return 0
        gap = first.cumulative_yuan - first.stated_yuan - self._known(first.month).earlier_yuan
        return gap if gap > TOLERANCE_YUAN else 0

    def opening_month(self) -> Month | None:
        """Return the month as of which an opening sum of the year would stand: that before the
        first one known, or before the first one told. None if that is January, or there are months
        known on either side of it.
        """
        year, before = self.months[0].month.year, self.months[0].month.previous()
        if before.year == year and before.first_day not in self.standing:
            return before
        month = before
        while month.first_day in self.standing and month.year == year:
            month = month.previous()
        known_before = any(day.year == year and day < month.first_day for day in self.standing)
        return None if known_before or month.year != year else month

    def _knows_all_before(self, month: Month) -> bool:
        """True if every month before is reported, or is in an opening sum."""
        opened = self._opened_until(month.year)
        missing = (date(month.year, n, 1) for n in range(1, month.number))
        return all(day in self.standing or (opened and day <= opened) for day in missing)

    def _is_in_opening(self, said: StatedMonth, old: Standing | None) -> bool:
        """Blame a month that an opening sum covers: it would count twice, or take its place."""
        opened = self._opened_until(said.month.year)
        if opened is None or _corrects_opening(said, old):
            return False
        check, until = rules.check_not_in_opening, Month.of(opened)
        return self.context.refused(said.row, said.keys[0], check, said.month, until)

    def _opened_until(self, year: int) -> date | None:
        """Return the month to which an opening sum of a year reaches, None if there is none."""
        sums = (day for day, each in self.standing.items() if each.is_opening)
        return max((day for day in sums if day.year == year), default=None)

    def _open(self) -> None:
        """Draft the opening sum of the months before the first known, as of the last of them."""
        first, before = self.months[0], self.opening_month()
        if not self.opening_yuan or before is None:
            return
        state = self._history(StatedMonth(before, first.row, 0, None, first.keys, first.desk))
        if state is None:
            return
        report = ReportDraft(
            project=self.project,
            month=before.first_day,
            completed_yuan=self.opening_yuan,
            physical_percent=None,
            physical_text="",
            problems="",
            next_month_text="",
            funds={},
            state=state,
            is_opening=True,
        )
        self.changes.create(report)
        self.standing[before.first_day] = report

    def _derive(self, said: StatedMonth) -> None:
        """Work out a month of which only the year so far is told."""
        if said.stated_yuan is not None or said.cumulative_yuan is None:
            said.completed_yuan = said.stated_yuan or 0
            return
        rest = said.cumulative_yuan - self._known(said.month).earlier_yuan
        said.completed_yuan = 0 if -TOLERANCE_YUAN <= rest < 0 else rest
        said.covers_more = not self._knows_all_before(said.month)
        if rest and said.is_in_yi:
            sentence = gettext("The month is what a rounded cumulative leaves: it is not exact.")
            self.context.warn(said.row, said.keys[1], sentence)
        if said.completed_yuan < 0:
            sentence = gettext(
                "The year so far is less than the %s that are known of the months before."
            )
            earlier = said.row.money(said.keys[1], self._known(said.month).earlier_yuan)
            self.context.add_error(said.row, said.keys[1], sentence % earlier)

    def build_all(self) -> None:
        if not self.context.by.is_active or not may(self.context.by, Can.REPORT_FILL, self.project):
            for said in self.months:
                self.context.add_error(
                    said.row, "name", gettext("You may not report on this project.")
                )
            return
        self._open()
        for said in self.months:
            mark = self.changes.mark()
            self._derive(said)
            self._clocks(said)
            new = False
            if said.reports:
                self._judge(said)
                new = self._report(said) if not said.row.bad else False
            label, month = f"{self.project.name} {said.month}", said.month.number
            self.context.add_outcome(said.row, label, mark, new=new, month=month)

    def _judge(self, said: StatedMonth) -> None:
        known = self._known(said.month)
        stated = said.cumulative_yuan if self.trusts_cumulative else None
        derived = known.earlier_yuan + said.completed_yuan
        if stated is not None and said.may_print(stated, derived):
            stated = derived
        told = ReportInput(
            completed_yuan=said.completed_yuan,
            physical_percent=said.get("percent"),
            funds=said.funds(),
            stated_cumulative_yuan=stated,
        )
        keys = dict(zip(("completed", "cumulative"), said.keys, strict=True))
        for problem in impossible(told, known, unit=said.row.unit_of(said.keys[1])):
            self.context.add_error(
                said.row, keys.get(problem.field, problem.field), problem.sentence
            )

    def _known(self, month: Month) -> Known:
        """Return what the month is compared with: what was handed in before it, or now is."""
        first, total = month.first_day, self.project.total_investment_yuan
        earlier = [r for day, r in self.standing.items() if day < first and r.state in SENT]
        of_year = [report for report in earlier if report.month.year == month.year]
        told = [report for report in earlier if report.physical_percent is not None]
        return Known(
            earlier_yuan=sum([report.completed_yuan for report in of_year]),
            before_year_yuan=self.year.completed_before_yuan if self.year else 0,
            previous_percent=max(told, key=_MONTH).physical_percent if told else None,
            previous_funds=self._funds_of(max(of_year, key=_MONTH)) if of_year else {},
            planned_yuan=None if total else self._planned(month.year),
            total_yuan=total,
        )

    def _planned(self, year: int) -> int | None:
        """Return the plan on the highest list that the project stands on."""
        found = (self.existing.entries.get((id(self.project), year, str(tier))) for tier in Tier)
        plans = (self.existing.plans[id(e)][-1] for e in found if e and e.left_on is None)
        plan = next(plans, None)
        return plan.planned_yuan if plan else None

    def _clocks(self, said: StatedMonth) -> None:
        stated = {name: value for name in CLOCKS if (value := self._reached(said, name))}
        if not stated:
            return
        was = {name: getattr(self.project, name) for name in CLOCKS}
        found = {
            **recorded_day_problems(was, stated, reason=self.context.reason),
            **clock_problems({**was, **stated}, today=self.context.today),
        }
        for name, sentence in found.items():
            self.context.add_error(said.row, name, sentence)
        changed = [name for name, value in stated.items() if value != was[name]]
        if self._may_not_set(said, changed) or said.row.bad:
            return
        for name in changed:
            self.changes.set(self.project, name, stated[name])
        if may(self.context.by, Can.PROJECT_EDIT, self.project):
            self._live(said)

    def _reached(self, said: StatedMonth, name: str) -> date | None:
        """Return the day of a clock; one after the month is a plan, and said to be left out."""
        on: date | None = said.get(name)
        if on is None or on <= max(said.month.last_day, getattr(self.project, name) or on.min):
            return on
        column = said.row.columns.get(name)
        if column is not None and "实际" in column.title:
            return on
        sentence = gettext("%(day)s is after %(month)s: it is taken as a plan, and left out.")
        self.context.warn(
            said.row, name, sentence % {"day": long_day(on), "month": said.month.in_words}
        )
        return None

    def _may_not_set(self, said: StatedMonth, days: list[str]) -> bool:
        """Blame days that whoever brings the sheet in may not set on the project's page."""
        by, project = self.context.by, self.project
        blamed = [
            self.context.refused(said.row, day, require, by, Can.PROJECT_EDIT, project)
            for day in days
        ]
        return any(blamed)

    def _live(self, said: StatedMonth) -> None:
        """Move the project on in its life as far as its clocks say."""
        for clock, state in REACHED:
            on: date | None = getattr(self.project, clock)
            now = ProjectState(self.project.state)
            if not on or now not in ORDER or ORDER.index(state) <= ORDER.index(now):
                continue
            if self.context.refused(said.row, clock, check_move, now, state, reason=""):
                return
            self.changes.create(StepDraft(self.project, now, state, on))
            self.changes.set(self.project, "state", state)

    def _report(self, said: StatedMonth) -> bool:
        """Draft the month's report; True if there was none."""
        old = self.standing.get(said.month.first_day)
        is_other = old is None or (old.is_opening and said.stated_yuan is not None)
        if old and not is_other and self._same(old, said.columns(), said.funds()):
            return False
        refused, today = self.context.refused, self.context.today
        if refused(said.row, said.keys[0], check_begun, said.month, today=today):
            return False
        if self._is_in_opening(said, old):
            return False
        state = self._entrance(old, said)
        if state is None:
            return False
        report = self._new(said, old, state)
        if old is not None:
            self._say(old, report)
        self.changes.create(report)
        self.standing[said.month.first_day] = report
        return old is None

    def _entrance(self, old: Standing | None, said: StatedMonth) -> str | None:
        """Return in which state the report comes in; None if it does not."""
        if old is not None and old.state in COUNTED:
            return old.state if self._may_correct(old, said) else None
        if old is None and self._is_history(said.month):
            return self._history(said)
        return None if self._shut(old, said) else ReportState.SUBMITTED

    def _same(self, old: Standing, columns: dict[str, Any], told: dict[str, int]) -> bool:
        merged = {k: v for k, v in columns.items() if v is not None}
        differing = [k for k, v in merged.items() if getattr(old, k) != v]
        funds = self._funds_of(old)
        return not differing and all(funds.get(s) == v for s, v in told.items() if v or s in funds)

    def _is_history(self, month: Month) -> bool:
        """Return whether the office brings in what was accepted before the month was run here."""
        if not may(self.context.by, Can.REPORT_ACCEPT, self.project):
            return False
        round = self.existing.rounds.get(month.first_day)
        return rules.is_history(
            round.state if round else None,
            self.existing.window(month),
            today=self.context.today,
            told_otherwise=round is not None and self.existing.was_run(month.first_day),
        )

    def _may_correct(self, old: Standing, said: StatedMonth) -> bool:
        """Blame a change of what was accepted, by others or without a reason (REPORT-7)."""
        context, key = self.context, said.keys[0]
        if not may(context.by, Can.REPORT_CORRECT, self.project):
            return not context.refused(said.row, key, rules.check_editable, old.state)
        return not context.refused(said.row, key, rules.check_correction, context.reason)

    def _history(self, said: StatedMonth) -> str | None:
        """Return the state of a report of a month that was over before it was run here, or is
        locked.
        """
        round = self.existing.rounds.get(said.month.first_day)
        if round is None:
            self._begin(said.month, RoundState.CLOSED)
        elif round.state == RoundState.LOCKED:
            refused = self.context.refused(
                said.row,
                said.keys[0],
                rules.check_locked_history,
                said.month,
                self.context.reason,
            )
            return None if refused else ReportState.LOCKED
        return ReportState.ACCEPTED

    def _shut(self, old: Standing | None, said: StatedMonth) -> bool:
        """Report a month that takes no report of the project, and a report that left the desk."""
        context, month, at = self.context, said.month, (said.row, said.keys[0])
        round = self.existing.rounds.get(month.first_day)
        if round is None and may(context.by, Can.ROUND_MANAGE):
            round = self._begin(month, RoundState.OPEN)
        if context.refused(
            *at,
            rules.check_fillable,
            month,
            round.state if round else None,
            opens_on=round.opens_on if round else context.today,
            today=context.today,
            reopened=(month.first_day, self.project.pk) in self.existing.reopened,
        ):
            return True
        return old is not None and context.refused(*at, rules.check_editable, old.state)

    def _new(self, said: StatedMonth, old: Standing | None, state: str) -> ReportDraft:
        """Return a report of what the row says, and of what it leaves as it was."""
        values = {
            name: value if value is not None else getattr(old, name, _blank(name))
            for name, value in said.columns().items()
        }
        before = self._funds_of(old) if old is not None else {}
        return ReportDraft(
            project=self.project,
            month=said.month.first_day,
            **values,
            funds={**before, **said.funds()},
            state=state,
            replaces=old,
            reason=self.context.reason if old is not None and state in COUNTED else "",
            is_opening=state in COUNTED
            and (_corrects_opening(said, old) if old else said.covers_more),
        )

    def _say(self, old: Standing, new: ReportDraft) -> None:
        for name in STATED:
            if getattr(old, name) != getattr(new, name):
                label = str(Report._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
                self.changes.add_difference(
                    label, getattr(old, name), getattr(new, name), name=name
                )

    def _begin(self, month: Month, state: RoundState) -> RoundDraft:
        """Return the month's round, begun with this import."""
        days = self.existing.window(month)
        opens_on = min(days.opens_on, self.context.today)
        over = days.closes_on < self.context.today
        round = RoundDraft(
            month.first_day, opens_on, days.closes_on, RoundState.CLOSED if over else state
        )
        self.existing.rounds[month.first_day] = round
        self.existing.begun.add(month.first_day)
        self.changes.create(round)
        return round

    def _funds_of(self, report: Standing) -> Mapping[str, int]:
        if isinstance(report, ReportDraft):
            return report.funds
        return self.existing.funds.get(report.pk, {})


def _corrects_opening(said: StatedMonth, old: Standing | None) -> bool:
    """Return whether a row tells the year so far anew, where that stands as an opening sum."""
    return old is not None and old.is_opening and said.stated_yuan is None


def _blank(name: str) -> Any:
    return None if name == "physical_percent" else ""
