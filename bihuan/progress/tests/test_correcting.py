import pytest

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.progress import actions
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import Report
from bihuan.progress.validation import Filling
from bihuan.projects.models import Project

from .factories import (
    AFTER_MARCH,
    IN_MARCH,
    WAN,
    make_listed,
    report_march,
)

pytestmark = pytest.mark.django_db


class TestCorrecting:
    def accepted(self, project: Project, reporter: User) -> Report:
        report = report_march(project, by=reporter)
        return actions.accept(report=report, by=make_user(), at=IN_MARCH)

    def test_a_correction_is_a_new_version_and_the_old_one_stays(
        self, project: Project, reporter: User
    ) -> None:
        old = self.accepted(project, reporter)
        new = actions.correct(
            report=old,
            filling=Filling(completed_yuan=90 * WAN, funds={"own": 3}),
            reason="重复计入",
            by=make_user(),
            at=AFTER_MARCH,
        )
        old.refresh_from_db()
        assert (old.completed_yuan, old.is_current) == (100 * WAN, False)
        assert (new.version, new.is_current, new.state) == (2, True, ReportState.ACCEPTED)
        assert new.first_submitted_at == old.first_submitted_at
        note = Event.objects.filter(verb="report.corrected").order_by("pk")[0].note
        assert note["changes"] == {"completed_yuan": [100 * WAN, 90 * WAN]}

    @pytest.mark.parametrize(("completed", "reason"), [(1, ""), (-1, "x")])
    def test_it_needs_a_reason_and_possible_values(
        self, project: Project, reporter: User, completed: int, reason: str
    ) -> None:
        old = self.accepted(project, reporter)
        with pytest.raises(Refusal):
            actions.correct(
                report=old,
                filling=Filling(completed_yuan=completed),
                reason=reason,
                by=make_user(),
                at=AFTER_MARCH,
            )

    def test_only_the_newest_accepted_version_is_corrected(
        self, project: Project, reporter: User
    ) -> None:
        office, old = make_user(), self.accepted(project, reporter)
        filling = Filling(completed_yuan=1)
        actions.correct(report=old, filling=filling, reason="a", by=office, at=AFTER_MARCH)
        with pytest.raises(Refusal):
            actions.correct(report=old, filling=filling, reason="b", by=office, at=AFTER_MARCH)
        waiting = report_march(make_listed(owner=reporter.organisation), by=reporter)
        with pytest.raises(Refusal):
            actions.correct(report=waiting, filling=filling, reason="c", by=office, at=AFTER_MARCH)

    def test_reporters_do_not_correct(self, project: Project, reporter: User) -> None:
        old = self.accepted(project, reporter)
        with pytest.raises(NotAllowed):
            actions.correct(report=old, filling=Filling(), reason="a", by=reporter, at=AFTER_MARCH)
