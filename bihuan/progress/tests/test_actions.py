from decimal import Decimal

import pytest

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.progress import actions
from bihuan.progress.kinds import Origin, ReportState
from bihuan.progress.models import Report
from bihuan.progress.validation import Filling
from bihuan.projects.models import Project

from .factories import (
    AFTER_MARCH,
    APRIL,
    IN_MARCH,
    MARCH,
    WAN,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)

pytestmark = pytest.mark.django_db
FILLING = Filling(
    completed_yuan=100 * WAN,
    physical_percent=Decimal(30),
    physical_text="主体施工",
    problems="缺电",
    next_month_text="封顶",
    funds={"fiscal": 50 * WAN},
)


def save(project: Project, by: User, *, edition: int = 0, filling: Filling = FILLING) -> Report:
    return actions.save_draft(
        project=project, month=MARCH, filling=filling, edition=edition, by=by, at=IN_MARCH
    )


def events(verb: str) -> list[Event]:
    return list(Event.objects.filter(verb=verb).order_by("pk"))


class TestFillingByAction:
    def test_a_draft_keeps_all_that_was_said(self, project: Project, reporter: User) -> None:
        open_march()
        report = save(project, reporter)
        assert report.state == ReportState.DRAFT
        assert (report.completed_yuan, report.problems) == (100 * WAN, "缺电")
        assert report.funds.get().amount_yuan == 50 * WAN

    def test_a_second_saver_is_told_and_nothing_is_overwritten(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        save(project, reporter)
        colleague = make_reporter(reporter.organisation)
        with pytest.raises(actions.SavedMeanwhile, match=str(reporter)):
            save(project, colleague, filling=Filling(completed_yuan=7))
        assert Report.objects.get().completed_yuan == 100 * WAN

    def test_the_next_edition_saves_again(self, project: Project, reporter: User) -> None:
        open_march()
        first = save(project, reporter)
        again = save(project, reporter, edition=first.edition, filling=Filling(completed_yuan=7))
        assert (again.pk, again.completed_yuan, again.funds.count()) == (first.pk, 7, 0)

    def test_impossible_values_are_refused_by_field(self, project: Project, reporter: User) -> None:
        open_march()
        with pytest.raises(actions.Impossible) as told:
            save(project, reporter, filling=Filling(completed_yuan=-1))
        assert told.value.problems[0].field == "completed"
        assert not Report.objects.exists()

    def test_a_month_that_is_not_open_cannot_be_filled(
        self, project: Project, reporter: User
    ) -> None:
        with pytest.raises(Refusal):
            save(project, reporter)

    def test_what_was_handed_in_cannot_be_edited(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        with pytest.raises(Refusal):
            save(project, reporter, edition=report.edition)

    def test_a_stranger_may_not_fill(self, project: Project) -> None:
        open_march()
        with pytest.raises(NotAllowed):
            save(project, make_reporter())

    def test_saving_is_recorded_with_old_and_new(self, project: Project, reporter: User) -> None:
        open_march()
        first = save(project, reporter)
        save(project, reporter, edition=first.edition, filling=Filling(completed_yuan=7))
        assert events("report.saved")[1].note["changes"]["completed_yuan"] == [100 * WAN, 7]


class TestSubmitting:
    def test_a_saved_report_is_handed_in(self, project: Project, reporter: User) -> None:
        open_march()
        report = actions.submit(report=save(project, reporter), by=reporter, at=IN_MARCH)
        assert (report.state, report.submitted_by) == (ReportState.SUBMITTED, reporter)
        assert len(events("report.submitted")) == 1

    def test_it_is_not_handed_in_twice(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        with pytest.raises(Refusal):
            actions.submit(report=report, by=reporter, at=IN_MARCH)

    def test_a_stranger_may_not_submit(self, project: Project, reporter: User) -> None:
        open_march()
        report = save(project, reporter)
        with pytest.raises(NotAllowed):
            actions.submit(report=report, by=make_reporter(), at=IN_MARCH)

    def test_no_change_carries_progress_words_and_funds(
        self, project: Project, reporter: User
    ) -> None:
        report_march(
            project,
            by=reporter,
            physical_percent=Decimal(30),
            physical_text="主体施工",
            funds={"fiscal": 9},
        )
        at = AFTER_MARCH.replace(month=4, day=22)
        actions.open_round(month=APRIL, by=make_user(), at=at)
        april = actions.no_change(project=project, month=APRIL, edition=0, by=reporter, at=at)
        assert (april.completed_yuan, april.no_change) == (0, True)
        assert (april.physical_percent, april.physical_text) == (Decimal(30), "主体施工")
        assert april.state == ReportState.SUBMITTED
        assert april.funds.get().amount_yuan == 9

    def test_no_change_over_a_draft_that_says_more_asks_first(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        draft = save(project, reporter)

        def hand_in_no_change(*, replace: bool) -> Report:
            return actions.no_change(
                project=project,
                month=MARCH,
                edition=draft.edition,
                replace=replace,
                by=reporter,
                at=IN_MARCH,
            )

        with pytest.raises(actions.WouldReplace):
            hand_in_no_change(replace=False)
        assert Report.objects.get().completed_yuan == 100 * WAN
        report = hand_in_no_change(replace=True)
        assert (report.completed_yuan, report.problems, report.funds.count()) == (0, "", 0)
        assert (report.no_change, report.state) == (True, ReportState.SUBMITTED)

    def test_no_change_over_a_draft_that_says_no_more_does_not_ask(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        draft = save(project, reporter, filling=Filling())
        report = actions.no_change(
            project=project, month=MARCH, edition=draft.edition, by=reporter, at=IN_MARCH
        )
        assert report.no_change

    def test_no_change_is_refused_to_strangers_and_once_handed_in(
        self, project: Project, reporter: User
    ) -> None:
        report = report_march(project, by=reporter)
        with pytest.raises(Refusal):
            actions.no_change(
                project=project, month=MARCH, edition=report.edition, by=reporter, at=IN_MARCH
            )
        with pytest.raises(NotAllowed):
            actions.no_change(
                project=project, month=MARCH, edition=0, by=make_reporter(), at=IN_MARCH
            )

    def test_the_first_submission_decides_lateness(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        actions.return_(report=report, note="补形象", by=make_user(), at=IN_MARCH)
        report = actions.submit(report=report, by=reporter, at=AFTER_MARCH)
        assert (report.first_submitted_at, report.submitted_at) == (IN_MARCH, AFTER_MARCH)


class TestWithdrawing:
    def test_who_submitted_takes_it_back(self, project: Project, reporter: User) -> None:
        report = actions.withdraw(
            report=report_march(project, by=reporter), by=reporter, at=IN_MARCH
        )
        assert report.state == ReportState.DRAFT
        assert len(events("report.withdrawn")) == 1

    def test_nobody_else_does(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        for other in (make_reporter(reporter.organisation), make_reporter()):
            with pytest.raises(NotAllowed):
                actions.withdraw(report=report, by=other, at=IN_MARCH)

    def test_after_acceptance_it_stays(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        actions.accept(report=report, by=make_user(), at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.withdraw(report=report, by=reporter, at=IN_MARCH)


class TestReviewing:
    def test_the_department_passes_and_the_office_accepts(
        self, project: Project, reporter: User
    ) -> None:
        report = report_march(project, by=reporter)
        clerk = make_user(role=Role.DEPARTMENT, organisation=reporter.organisation)
        actions.mark_reviewed(report=report, by=clerk, at=IN_MARCH)
        report = actions.accept(report=report, by=make_user(), at=IN_MARCH)
        assert (report.state, report.reviewed_by) == (ReportState.ACCEPTED, clerk)
        assert [len(events(v)) for v in ("report.reviewed", "report.accepted")] == [1, 1]

    def test_nobody_reviews_or_accepts_their_own(self) -> None:
        office = make_user()
        report = report_march(make_listed(), by=office)
        for step in (actions.mark_reviewed, actions.accept):
            with pytest.raises(Refusal):
                step(report=report, by=office, at=IN_MARCH)

    def test_what_the_office_imported_somebody_else_accepts(self) -> None:
        office, project = make_user(), make_listed()
        open_march()
        report = actions.hand_in(
            project=project,
            month=MARCH,
            filling=FILLING,
            edition=0,
            by=office,
            at=IN_MARCH,
            origin=Origin.WORKBOOK,
        )
        with pytest.raises(Refusal):
            actions.accept(report=report, by=office, at=IN_MARCH)
        accepted = actions.accept(report=report, by=make_user(), at=IN_MARCH)
        assert accepted.state == ReportState.ACCEPTED

    def test_a_draft_is_neither_reviewed_nor_accepted_nor_returned(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        report, office = save(project, reporter), make_user()
        with pytest.raises(Refusal):
            actions.mark_reviewed(report=report, by=office, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.accept(report=report, by=office, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.return_(report=report, note="x", by=office, at=IN_MARCH)

    def test_returning_needs_words_and_lets_the_reporter_edit(
        self, project: Project, reporter: User
    ) -> None:
        report, office = report_march(project, by=reporter), make_user()
        with pytest.raises(Refusal):
            actions.return_(report=report, note=" ", by=office, at=IN_MARCH)
        report = actions.return_(report=report, note="补形象", by=office, at=IN_MARCH)
        assert (report.state, report.returned_note) == (ReportState.RETURNED, "补形象")
        saved = save(project, reporter, edition=report.edition)
        assert saved.state == ReportState.RETURNED
        assert len(events("report.returned")) == 1

    def test_reporters_review_return_and_accept_nothing(
        self, project: Project, reporter: User
    ) -> None:
        report = report_march(project, by=reporter)
        colleague = make_reporter(reporter.organisation)
        with pytest.raises(NotAllowed):
            actions.mark_reviewed(report=report, by=colleague, at=IN_MARCH)
        with pytest.raises(NotAllowed):
            actions.return_(report=report, note="x", by=colleague, at=IN_MARCH)
        with pytest.raises(NotAllowed):
            actions.accept(report=report, by=colleague, at=IN_MARCH)
        with pytest.raises(NotAllowed):
            actions.accept_many(seen={report.pk: None}, by=colleague, at=IN_MARCH)

    def test_a_department_of_elsewhere_may_not_review(
        self, project: Project, reporter: User
    ) -> None:
        report = report_march(project, by=reporter)
        stranger = make_user(role=Role.DEPARTMENT, organisation=make_organisation())
        with pytest.raises(NotAllowed):
            actions.mark_reviewed(report=report, by=stranger, at=IN_MARCH)

    def test_a_report_changed_since_it_was_read_is_not_accepted(
        self, project: Project, reporter: User
    ) -> None:
        report, office = report_march(project, by=reporter), make_user()
        read = report.edition
        report = actions.withdraw(report=report, by=reporter, at=IN_MARCH)
        report = actions.submit(report=report, by=reporter, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.accept(report=report, edition=read, by=office, at=IN_MARCH)
        passed = actions.accept_many(seen={report.pk: read}, by=office, at=IN_MARCH)
        assert (passed.accepted, passed.refused[0][0]) == (0, project.name)

    def test_a_report_changed_since_it_was_read_is_neither_reviewed_nor_returned(
        self, project: Project, reporter: User
    ) -> None:
        report, office = report_march(project, by=reporter), make_user()
        read = report.edition
        report = actions.withdraw(report=report, by=reporter, at=IN_MARCH)
        report = actions.submit(report=report, by=reporter, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.mark_reviewed(report=report, edition=read, by=office, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.return_(report=report, note="补形象", edition=read, by=office, at=IN_MARCH)
        assert not events("report.reviewed")
        assert not events("report.returned")
        now = report.edition
        actions.mark_reviewed(report=report, edition=now, by=office, at=IN_MARCH)
        back = actions.return_(report=report, note="补形象", edition=now, by=office, at=IN_MARCH)
        assert back.state == ReportState.RETURNED

    def test_many_are_accepted_and_the_rest_named(self, reporter: User) -> None:
        office = make_user()
        good = report_march(make_listed(owner=reporter.organisation), by=reporter)
        own = report_march(make_listed(), by=office)
        passed = actions.accept_many(
            seen={good.pk: good.edition, own.pk: own.edition}, by=office, at=IN_MARCH
        )
        assert passed.accepted == 1
        assert [name for name, _why in passed.refused] == [own.project.name]
        assert len(events("report.accepted")) == 1

    def test_many_cost_no_more_queries_than_few(
        self, reporter: User, django_assert_max_num_queries
    ) -> None:
        office = make_user()
        reports = [
            report_march(make_listed(owner=reporter.organisation), by=reporter) for _ in range(12)
        ]
        with django_assert_max_num_queries(12):
            actions.accept_many(seen={r.pk: r.edition for r in reports}, by=office, at=IN_MARCH)
