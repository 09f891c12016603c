"""What became of the year's promises: each change with who and why, and the sums either way."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.assessment.kinds import CommitmentKind
from bihuan.assessment.queries import commitments
from bihuan.assessment.rules.commitments import (
    ListPlace,
    PromisedYear,
    day_change,
    original_place,
    plan_change,
    sums,
)
from bihuan.figures.tests.factories import WAN, accept_month, make_listed
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.plans import actions as plans
from bihuan.plans.curves import CurveShape, Terms
from bihuan.plans.rules import ChangeApproval
from bihuan.projects import actions as projects

JANUARY, MARCH, JUNE = Month(2024, 1), Month(2024, 3), Month(2024, 6)
IN_JUNE = datetime(2024, 6, 20, 2, tzinfo=UTC)
DAY = date(2024, 6, 12)


class TestReadings:
    def year(self, pk, first, now, completed):
        return PromisedYear(pk, str(pk), first, now, completed)

    def test_three_readings_of_one_year(self):
        years = [
            self.year(1, 100, 80, 60),  # its plan was cut
            self.year(2, 100, None, 0),  # it left the list
            self.year(3, None, 50, 50),  # it came later
        ]
        found = sums(years, digits=2, rounding="half_up")
        assert {name: each.rate for name, each in found.items()} == {
            "original": Decimal("30.00"),
            "original_list": Decimal("33.33"),
            "now": Decimal("84.62"),
        }

    def test_without_plans_there_is_no_rate(self):
        assert sums([], digits=2, rounding="half_up")["now"].rate is None

    def test_the_highest_list_that_bore_a_project_first_says_its_plan(self):
        high = ListPlace(0, date(2024, 5, 1), is_original=False, first_yuan=9)
        low = ListPlace(2, date(2024, 1, 1), is_original=True, first_yuan=1)
        middle = ListPlace(1, date(2024, 1, 1), is_original=True, first_yuan=5)
        assert original_place([high, low, middle]) is middle
        assert original_place([high]) is None

    @pytest.mark.parametrize(
        ("change", "kind"),
        [
            ((100, 80, 50, 60), CommitmentKind.CUT),
            ((100, 120, 50, 40), CommitmentKind.RAISED),
            ((100, 100, 50, 40), CommitmentKind.PUSHED_OUT),
            ((100, 100, 50, 60), CommitmentKind.PULLED_IN),
            ((100, 100, 50, 50), None),
        ],
    )
    def test_an_adjustment_changes_the_sum_or_the_months(self, change, kind):
        assert plan_change(*change) is kind

    def test_a_day_moves_out_or_in(self):
        first, later = date(2024, 3, 1), date(2024, 3, 2)
        assert day_change(first, later) is CommitmentKind.PUSHED_OUT
        assert day_change(later, first) is CommitmentKind.PULLED_IN


def adjust(project, yuan, by, **shape):
    entry = project.entries.get()
    plan = entry.plans.get(is_current=True)
    plans.adjust_plan(
        entry=entry,
        terms=Terms(yuan, **shape),
        approval=ChangeApproval("资金未到位", "区政府", DAY),
        version=plan.version,
        by=by,
        at=IN_JUNE,
    )


@pytest.fixture
def office():
    return make_user()


def kinds(found):
    return [each.kind for each in found.changes]


@pytest.mark.django_db
class TestChanges:
    def found(self, *, since=JANUARY, month=JUNE, user=None):
        return commitments(user, month, since)

    def test_a_year_as_promised_has_no_changes_and_one_reading(self):
        project = make_listed()
        accept_month(project, 300 * WAN)
        found = self.found(month=MARCH)
        assert found.changes == []
        assert {each.rate for each in found.sums.values()} == {Decimal("25.00")}

    def test_a_cut_plan_says_by_whom_when_and_why(self, office):
        project = make_listed()
        accept_month(project, 300 * WAN)
        adjust(project, 600 * WAN, office)
        found = self.found()
        (change,) = found.changes
        assert (change.kind, change.day, change.yuan) == (CommitmentKind.CUT, DAY, -600 * WAN)
        assert (change.by, change.approver, change.reason) == (
            str(office),
            "区政府",
            "资金未到位",
        )
        assert found.sums["original"].rate == Decimal("25.00")
        assert found.sums["now"].rate == Decimal("50.00")

    def test_the_same_sum_later_in_the_year_is_pushed_out(self, office):
        project = make_listed()
        adjust(
            project, 1_200 * WAN, office, shape=CurveShape(points={6: 100 * WAN, 12: 1_200 * WAN})
        )
        assert kinds(self.found()) == [CommitmentKind.PUSHED_OUT]

    def test_added_taken_off_and_back(self, office):
        stays, comes = make_listed(), make_listed(added_on=date(2024, 4, 1))
        entry = stays.entries.get()
        plans.leave_list(
            entry=entry, on=date(2024, 5, 6), reason="条件不成熟", by=office, at=IN_JUNE
        )
        found = self.found()
        assert [(each.kind, each.project_id) for each in found.changes] == [
            (CommitmentKind.ADDED, comes.pk),
            (CommitmentKind.REMOVED, stays.pk),
        ]
        assert found.changes[1].by == str(office)
        assert [row.project_id for row, _plan in found.sums["original"].rows] == [stays.pk]
        assert [row.project_id for row, _plan in found.sums["now"].rows] == [comes.pk]
        plans.return_to_list(
            entry=entry, on=date(2024, 6, 3), reason="重新启动", by=office, at=IN_JUNE
        )
        assert kinds(self.found()) == [
            CommitmentKind.ADDED,
            CommitmentKind.REMOVED,
            CommitmentKind.RETURNED,
        ]

    def test_a_milestone_that_moves_is_pushed_out_or_pulled_in(self, office):
        project = make_listed()
        step = plans.add_milestone(
            project_year=project.years.get(),
            name="主体完工",
            due_on=date(2024, 9, 30),
            by=office,
            at=IN_JUNE,
        )
        approval = ChangeApproval("征拆滞后", "王某", DAY)
        for due in (date(2024, 11, 30), date(2024, 10, 31)):
            plans.move_milestone(
                milestone=step, due_on=due, approval=approval, by=office, at=IN_JUNE
            )
        found = self.found()
        assert sorted(kinds(found)) == [CommitmentKind.PULLED_IN, CommitmentKind.PUSHED_OUT]
        assert found.changes[0].was.startswith("主体完工")
        assert {each.by for each in found.changes} == {str(office)}

    def test_merged_cancelled_and_relabelled(self, office):
        gone, kept, dead, other = (make_listed() for _each in range(4))
        projects.merge_projects(
            gone=gone, kept=kept, on=date(2024, 6, 1), reason="合并实施", by=office, at=IN_JUNE
        )
        projects.cancel(project=dead, on=date(2024, 6, 2), reason="不再实施", by=office, at=IN_JUNE)
        plans.set_class(
            project=other,
            year=2024,
            project_class="preparation",
            reason="未具备开工条件",
            by=office,
            at=IN_JUNE,
        )
        found = {each.kind: each for each in self.found().changes}
        assert found[CommitmentKind.MERGED].now == kept.name
        assert found[CommitmentKind.CANCELLED].reason == "不再实施"
        relabelled = found[CommitmentKind.RELABELLED]
        assert (relabelled.was, relabelled.now) == ("开工建设类", "前期储备类")
        assert {each.by for each in found.values()} == {str(office)}

    def test_what_was_changed_when_the_year_was_over_counts_to_its_last_month(self, office):
        project, later = make_listed(), datetime(2026, 12, 3, 2, tzinfo=UTC)
        plans.set_class(
            project=project,
            year=2024,
            project_class="preparation",
            reason="归类有误",
            by=office,
            at=later,
        )
        (found,) = self.found(month=Month(2024, 12)).changes
        assert (found.kind, found.day) == (CommitmentKind.RELABELLED, date(2026, 12, 3))
        assert kinds(self.found(month=Month(2024, 11))) == []

    def test_a_leave_entered_later_says_when(self, office):
        project, later = make_listed(), datetime(2026, 12, 3, 2, tzinfo=UTC)
        plans.leave_list(
            entry=project.entries.get(), on=date(2024, 6, 3), reason="退出", by=office, at=later
        )
        (found,) = self.found().changes
        assert (found.day, found.recorded_on) == (date(2024, 6, 3), date(2026, 12, 3))
        assert found.is_entered_later

    def test_only_the_time_asked_for_counts(self, office):
        adjust(make_listed(), 600 * WAN, office)
        assert kinds(self.found(month=Month(2024, 5))) == []
        assert kinds(self.found(since=JUNE)) == [CommitmentKind.CUT]
        with pytest.raises(Refusal):
            self.found(since=Month(2024, 7))
        with pytest.raises(Refusal):
            self.found(since=Month(2023, 1))

    def test_everybody_sees_the_promises_of_their_own_projects(self, office):
        home = make_organisation()
        own, _other = make_listed(owner=home), make_listed()
        found = self.found(user=make_user(role=Role.REPORTER, organisation=home))
        assert [row.project_id for row, _plan in found.sums["now"].rows] == [own.pk]
