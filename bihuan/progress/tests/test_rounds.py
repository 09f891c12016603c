from datetime import UTC, date, datetime
from functools import partial

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.progress import actions
from bihuan.progress.kinds import ReportState, RoundState
from bihuan.progress.models import Report, Round
from bihuan.projects.kinds import Rules

from .factories import (
    AFTER_MARCH,
    IN_MARCH,
    MARCH,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)

pytestmark = pytest.mark.django_db


class TestOpeningAndClosing:
    def test_a_round_takes_its_days_from_the_district_s_rules(self) -> None:
        office = make_user()
        actions.choose_rules(presets={Rules.ROUNDS: "guangxi"}, by=office, at=IN_MARCH)
        round = actions.open_round(month=MARCH, by=office, at=AFTER_MARCH)
        assert (round.opens_on, round.closes_on) == (date(2024, 3, 25), date(2024, 4, 8))

    def test_opened_early_it_is_open_at_once(self) -> None:
        early = datetime(2024, 3, 5, 2, tzinfo=UTC)
        assert open_march(at=early).opens_on == date(2024, 3, 5)

    def test_it_opens_once_and_not_before_its_month(self) -> None:
        open_march()
        with pytest.raises(Refusal):
            open_march()
        with pytest.raises(Refusal):
            actions.open_round(month=Month(2024, 4), by=make_user(), at=IN_MARCH)

    def test_an_unknown_preset_is_refused_by_name(self) -> None:
        office = make_user()
        actions.choose_rules(presets={Rules.ROUNDS: "nowhere"}, by=office, at=IN_MARCH)
        with pytest.raises(Refusal, match="nowhere"):
            actions.open_round(month=MARCH, by=office, at=IN_MARCH)

    def test_closing_early_moves_the_last_day(self) -> None:
        round = actions.close_round(round=open_march(), by=make_user(), at=IN_MARCH)
        assert (round.state, round.closes_on) == (RoundState.CLOSED, date(2024, 3, 22))
        with pytest.raises(Refusal):
            actions.close_round(round=round, by=make_user(), at=IN_MARCH)

    def test_after_closing_late_reports_still_come_in(self) -> None:
        reporter = make_reporter()
        actions.close_round(round=open_march(), by=make_user(), at=IN_MARCH)
        report = report_march(make_listed(owner=reporter.organisation), by=reporter, at=AFTER_MARCH)
        assert report.state == ReportState.SUBMITTED

    def test_only_the_office_manages_rounds(self) -> None:
        reporter, round = make_reporter(), open_march()
        with pytest.raises(NotAllowed):
            actions.open_round(month=Month(2024, 2), by=reporter, at=IN_MARCH)
        with pytest.raises(NotAllowed):
            actions.close_round(round=round, by=reporter, at=IN_MARCH)
        with pytest.raises(NotAllowed):
            actions.lock_round(round=round, by=reporter, at=AFTER_MARCH)
        with pytest.raises(NotAllowed):
            actions.reopen(
                round=round, project=make_listed(), reason="x", by=reporter, at=AFTER_MARCH
            )


class TestLocking:
    def test_accepted_reports_freeze(self) -> None:
        reporter, office = make_reporter(), make_user()
        report = report_march(make_listed(owner=reporter.organisation), by=reporter)
        actions.accept(report=report, by=office, at=IN_MARCH)
        assert actions.lock_round(round=Round.objects.get(), by=office, at=AFTER_MARCH) == 1
        assert Report.objects.get().state == ReportState.LOCKED
        assert Event.objects.get(verb="round.locked").note["frozen"] == 1

    def test_waiting_reports_hold_the_lock_unless_a_reason_is_given(self) -> None:
        reporter, office = make_reporter(), make_user()
        report = report_march(make_listed(owner=reporter.organisation), by=reporter)
        round = Round.objects.get()
        with pytest.raises(Refusal):
            actions.lock_round(round=round, by=office, at=AFTER_MARCH)
        actions.lock_round(round=round, by=office, at=AFTER_MARCH, reason="市里要数")
        for review in (
            actions.accept,
            actions.mark_reviewed,
            partial(actions.return_, note="单位"),
        ):
            with pytest.raises(Refusal, match="锁定"):
                review(report=report, by=office, at=AFTER_MARCH)
        actions.reopen(
            round=round, project=report.project, reason="断网", by=office, at=AFTER_MARCH
        )
        actions.return_(report=report, note="单位", by=office, at=AFTER_MARCH)
        with pytest.raises(Refusal):
            actions.lock_round(round=round, by=office, at=AFTER_MARCH)

    def test_a_locked_month_takes_no_report_but_of_a_project_reopened(self) -> None:
        reporter, office = make_reporter(), make_user()
        project, round = make_listed(owner=reporter.organisation), open_march()
        actions.lock_round(round=round, by=office, at=AFTER_MARCH)
        with pytest.raises(Refusal):
            report_march(project, by=reporter, at=AFTER_MARCH)
        actions.reopen(round=round, project=project, reason="断网", by=office, at=AFTER_MARCH)
        report = report_march(project, by=reporter, at=AFTER_MARCH)
        report = actions.accept(report=report, by=office, at=AFTER_MARCH)
        assert report.state == ReportState.LOCKED
        assert Event.objects.filter(verb="round.reopened").count() == 1

    def test_reopening_needs_a_locked_month_a_reason_and_no_accepted_report(self) -> None:
        reporter, office = make_reporter(), make_user()
        project = make_listed(owner=reporter.organisation)
        report = report_march(project, by=reporter)
        round = Round.objects.get()
        with pytest.raises(Refusal):
            actions.reopen(round=round, project=project, reason="x", by=office, at=AFTER_MARCH)
        actions.accept(report=report, by=office, at=IN_MARCH)
        actions.lock_round(round=round, by=office, at=AFTER_MARCH)
        with pytest.raises(Refusal):
            actions.reopen(round=round, project=project, reason="x", by=office, at=AFTER_MARCH)
        other = make_listed()
        with pytest.raises(Refusal):
            actions.reopen(round=round, project=other, reason="", by=office, at=AFTER_MARCH)
        actions.reopen(round=round, project=other, reason="x", by=office, at=AFTER_MARCH)
        with pytest.raises(Refusal):
            actions.reopen(round=round, project=other, reason="x", by=office, at=AFTER_MARCH)


class TestTheClock:
    def run(self, day: date) -> list[str]:
        at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        return actions.run_rounds(on=day, by=ClockActor(), at=at)

    def test_it_opens_on_the_first_day_and_closes_after_the_last(self) -> None:
        assert self.run(date(2024, 3, 19)) == []
        assert self.run(date(2024, 3, 20)) == ["opened 2024-03"]
        assert self.run(date(2024, 3, 28)) == []
        assert self.run(date(2024, 3, 29)) == ["closed 2024-03"]
        assert self.run(date(2024, 3, 30)) == []
        assert Round.objects.get().closes_on == date(2024, 3, 28)

    def test_a_window_in_the_month_after_is_found(self) -> None:
        actions.choose_rules(presets={Rules.ROUNDS: "next_fifth"}, by=make_user(), at=IN_MARCH)
        assert self.run(date(2024, 4, 3)) == ["opened 2024-03"]
        assert self.run(date(2024, 4, 6)) == ["closed 2024-03"]
        assert Event.objects.get(verb="round.closed").by == "clock"
