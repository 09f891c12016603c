"""PLAN-3 holds for who looked at the project before it ended."""

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.kit.errors import Refusal
from bihuan.plans import actions
from bihuan.plans.curves import Terms
from bihuan.plans.models import Entry, Plan
from bihuan.plans.rules import ChangeApproval
from bihuan.projects import actions as projects
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import NOW, make_project

from .factories import make_entry

pytestmark = pytest.mark.django_db


def cancel(project: Project) -> None:
    projects.cancel(project=project, on=NOW.date(), reason="调出", by=make_user(), at=NOW)


def test_a_project_cancelled_since_it_was_read_comes_onto_no_list() -> None:
    project = make_project()
    seen = Project.objects.get(pk=project.pk)
    cancel(project)
    with pytest.raises(Refusal):
        make_entry(project=seen)
    assert not Entry.objects.exists()


def test_a_plan_is_not_adjusted_for_a_project_cancelled_since_it_was_read() -> None:
    entry = make_entry()
    seen = Entry.objects.select_related("project").get(pk=entry.pk)
    cancel(entry.project)
    with pytest.raises(Refusal):
        actions.adjust_plan(
            entry=seen,
            terms=Terms(5_000_000, None, None),
            version=1,
            approval=ChangeApproval("征地滞后", "区长办公会", NOW.date()),
            by=make_user(),
            at=NOW,
        )
    assert Plan.objects.count() == 1


def test_the_plan_of_a_project_that_left_its_list_stands_as_it_was() -> None:
    entry = make_entry()
    actions.leave_list(entry=entry, on=entry.added_on, reason="调出", by=make_user(), at=NOW)
    with pytest.raises(Refusal):
        actions.adjust_plan(
            entry=entry,
            terms=Terms(5_000_000, None, None),
            version=1,
            approval=ChangeApproval("征地滞后", "区长办公会", NOW.date()),
            by=make_user(),
            at=NOW,
        )
    assert Plan.objects.count() == 1
