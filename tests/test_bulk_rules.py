"""The bulk forms of actions refuse by themselves what pages refuse, of the facts as they stand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bihuan.accounts.actions import add_organisation
from bihuan.accounts.actions import bulk as accounts
from bihuan.accounts.drafts import OrganisationDraft
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.log import record
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.kit.writing import one_writer
from bihuan.plans.actions import leave_list
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import Plan
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import lock_round, open_round
from bihuan.progress.drafts import RoundDraft
from bihuan.progress.models import Report, Round
from bihuan.projects.actions import cancel
from bihuan.projects.drafts import StepDraft
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import make_project
from bihuan.statistics.actions import bulk as statistics
from bihuan.statistics.drafts import CountedDraft, FixedAssetDraft, StandingDraft

from .bulk_drafts import APRIL, AT, draft, of_months, of_plans, of_projects, report, write

pytestmark = pytest.mark.django_db
CODE = "2401-431202-04-01-123456"


class TestProjects:
    def test_two_bear_neither_one_name_nor_one_code(self) -> None:
        make_project(name="甲", national_code=CODE)
        for taken in ([draft("甲")], [draft("乙", CODE)], [draft("丙"), draft("丙")]):
            with pytest.raises(Refusal):
                of_projects(projects=taken)
        with pytest.raises(Refusal):
            of_projects(edits=[Edit(make_project(), {"name_key": ("x", "甲")})])
        of_projects(projects=[draft("乙", "2401-431202-04-01-123457")])

    def test_names_may_change_places(self) -> None:
        one, other = make_project(name="甲"), make_project(name="乙")
        edits = [
            Edit(one, {"name": ("甲", "乙"), "name_key": ("甲", "乙")}),
            Edit(other, {"name": ("乙", "甲"), "name_key": ("乙", "甲")}),
        ]
        of_projects(edits=edits)
        assert Project.objects.get(pk=one.pk).name == "乙"

    def test_an_edit_is_believable_beside_what_stands(self) -> None:
        project = make_project(planned_start_on=date(2025, 1, 1))
        with pytest.raises(Refusal):
            of_projects(edits=[Edit(project, {"planned_finish_on": (None, date(2024, 1, 1))})])

    def test_days_are_set_by_who_edits_projects_and_changed_with_a_reason(self) -> None:
        home = make_organisation()
        project = make_project(owner=home)
        first = {"started_on": (None, date(2024, 3, 1))}
        reporter = make_user(role=Role.REPORTER, organisation=home)
        with pytest.raises(NotAllowed):
            of_projects(reporter, edits=[Edit(project, first)])
        with pytest.raises(Refusal):
            of_projects(edits=[Edit(project, {"started_on": (None, date(2024, 5, 1))})])
        of_projects(edits=[Edit(project, first)])
        again = {"started_on": (date(2024, 3, 1), date(2024, 3, 2))}
        with pytest.raises(Refusal):
            of_projects(edits=[Edit(project, again)])
        of_projects(edits=[Edit(project, again)], reason="录入错误")

    def test_a_state_is_reached_by_its_steps_from_where_it_stands(self) -> None:
        project = make_project()
        now, to = ProjectState.PREPARATION, ProjectState.CONSTRUCTION
        edit = {"state": (now, to)}
        with pytest.raises(Refusal):
            of_projects(edits=[Edit(project, edit)])
        with pytest.raises(Refusal):
            of_projects(
                edits=[Edit(project, {"state": (now, ProjectState.IN_USE)})],
                steps=[StepDraft(project, to, ProjectState.IN_USE, APRIL)],
            )
        of_projects(edits=[Edit(project, edit)], steps=[StepDraft(project, now, to, APRIL)])


class TestPlans:
    def test_a_list_and_a_place_on_it_are_there_once(self) -> None:
        entry = make_entry()
        with pytest.raises(Refusal):
            of_plans(lists=[ListDraft(2024, entry.annual_list.tier)])
        with pytest.raises(Refusal):
            of_plans(entries=[EntryDraft(entry.annual_list, entry.project, APRIL)])
        with pytest.raises(Refusal):
            of_plans(years=[YearDraft(entry.project, 2024, "construction", 0)])

    def test_what_is_given_up_comes_onto_no_list(self) -> None:
        entry, gone = make_entry(), make_project()
        cancel(project=gone, on=date(2024, 3, 1), reason="撤项", by=make_user(), at=AT)
        gone.state = ProjectState.PREPARATION  # as it was read before
        with pytest.raises(Refusal):
            of_plans(entries=[EntryDraft(entry.annual_list, gone, APRIL)])

    def test_a_class_changes_with_a_reason(self) -> None:
        year = make_entry().project.years.get()
        change = Edit(year, {"project_class": (year.project_class, "preparation")})
        with pytest.raises(Refusal):
            of_plans(year_edits=[change])
        of_plans(year_edits=[change], reason="转前期")

    def test_a_plan_follows_the_one_that_stands(self) -> None:
        entry = make_entry()
        stands = Plan.objects.get(entry=entry)
        said: dict[str, Any] = {
            "reason": "调整",
            "approver": "区政府",
            "approved_on": APRIL,
            "months": [0] * 12,
            "goal": "",
            "curve": "",
        }
        late = PlanDraft(entry, 2024, 10, version=3, replaces=Plan(version=2, entry=entry), **said)
        with pytest.raises(Refusal):
            of_plans(plans=[late])
        of_plans(plans=[PlanDraft(entry, 2024, 10, version=2, replaces=stands, **said)])
        leave_list(entry=entry, on=APRIL, reason="缓建", by=make_user(), at=AT)
        newest = Plan.objects.get(entry=entry, is_current=True)
        with pytest.raises(Refusal):
            of_plans(plans=[PlanDraft(entry, 2024, 10, version=3, replaces=newest, **said)])


class TestMonths:
    def test_a_month_takes_reports_while_it_is_open(self) -> None:
        project = make_entry().project
        with pytest.raises(Refusal):
            of_months(report(project))
        open_round(month=Month(2024, 4), by=make_user(), at=AT)
        of_months(report(project))
        with pytest.raises(Refusal):
            of_months(rounds=[RoundDraft(APRIL, APRIL, APRIL, "open")])

    def test_a_second_report_of_a_month_replaces_the_one_that_stands(self) -> None:
        project = make_entry().project
        open_round(month=Month(2024, 4), by=make_user(), at=AT)
        of_months(report(project))
        with pytest.raises(Refusal):
            of_months(report(project))
        with pytest.raises(Refusal):
            of_months(report(project, replaces=Report.objects.get()))  # it left the desk

    def test_a_locked_month_takes_history_with_a_reason_and_nothing_else(self) -> None:
        project = make_entry().project
        open_round(month=Month(2024, 4), by=make_user(), at=AT)
        late = datetime(2024, 6, 20, 2, tzinfo=UTC)
        lock_round(round=Round.objects.get(), by=make_user(), at=late)
        with pytest.raises(Refusal):
            of_months(report(project))
        with pytest.raises(Refusal):
            of_months(report(project, state="locked"))
        of_months(report(project, state="locked"), reason="补录")


class TestBureau:
    def state(self, **drafts: Any) -> None:
        blank: dict[str, Any] = dict.fromkeys(
            ("standings", "standing_edits", "counted", "fixed_assets"), ()
        )
        write(statistics, make_user(role=Role.STATISTICS), **{**blank, **drafts})

    def test_nothing_is_counted_before_a_project_entered(self) -> None:
        project = make_project()
        counted = [CountedDraft(project, APRIL, 5)]
        with pytest.raises(Refusal):
            self.state(counted=counted)
        with pytest.raises(Refusal):
            self.state(counted=[CountedDraft(project, date(2024, 5, 1), 5)])
        self.state(standings=[StandingDraft(project, APRIL, APRIL)], counted=counted)

    def test_a_cumulative_does_not_fall(self) -> None:
        self.state(fixed_assets=[FixedAssetDraft(date(2024, 2, 1), 100)])
        with pytest.raises(Refusal):
            self.state(fixed_assets=[FixedAssetDraft(date(2024, 3, 1), 99)])
        self.state(fixed_assets=[FixedAssetDraft(date(2024, 3, 1), 100)])


def test_two_organisations_bear_neither_one_name_nor_one_credit_code() -> None:
    code = "91350100M000100Y43"
    add_organisation(name="甲公司", credit_code=code, by=make_user(), at=AT)

    def add(*drafts: OrganisationDraft) -> None:
        by = make_user()
        told: dict[str, Any] = {"leaders": (), "edits": (), "writes": BulkWrites()}
        with one_writer():
            accounts.add_many(organisations=drafts, **told, by=by, at=AT)
            record("batch.applied", by, by=by, at=AT)

    for taken in (["甲公司", ""], ["乙公司", code]):
        with pytest.raises(Refusal):
            add(OrganisationDraft(*taken))
    with pytest.raises(Refusal):
        add(OrganisationDraft("丙公司"), OrganisationDraft("丙公司"))
    add(OrganisationDraft("乙公司"))
