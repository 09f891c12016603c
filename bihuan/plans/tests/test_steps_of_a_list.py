"""A whole list is promised its usual steps at once."""

import pytest
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed
from bihuan.plans import actions
from bihuan.plans.models import Milestone, MilestonePromise, ProjectYear
from bihuan.projects.actions import cancel
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.tests.factories import NOW

from .factories import make_entry, make_list

pytestmark = pytest.mark.django_db


def steps_of(entry):
    return [m.key for m in Milestone.objects.filter(project_year__project=entry.project)]


def promise(entry, **said):
    return actions.set_milestones_of_list(
        **{"annual_list": entry.annual_list, "by": make_user(), "at": NOW, **said}
    )


def test_each_project_gets_the_steps_of_its_class_once():
    built, prepared = make_entry(), make_entry(project_class=ProjectClass.PREPARATION)
    assert promise(built) == 2
    assert (steps_of(built)[0], steps_of(prepared)[0]) == ("permit", "approval")
    firsts = MilestonePromise.objects.filter(
        milestone__project_year__project=built.project
    ).order_by("due_on")
    assert [str(each.due_on) for each in firsts][:2] == ["2024-03-31", "2024-04-30"]
    assert all(each.version == 1 and each.is_current for each in firsts)
    assert Event.objects.filter(verb="milestones.set").count() == 2
    assert promise(built) == 0
    assert Event.objects.filter(verb="milestones.set").count() == 2


def test_a_project_that_has_a_step_of_its_own_is_left_alone():
    entry = make_entry()
    year = ProjectYear.objects.get()
    actions.add_milestone(
        project_year=year, name="桩基完成", due_on=NOW.date(), by=make_user(), at=NOW
    )
    assert (promise(entry), steps_of(entry)) == (0, ["own1"])


def test_who_left_the_list_was_cancelled_or_stands_on_another_gets_none():
    entry, gone, other = make_entry(), make_entry(), make_entry(tier="municipal")
    actions.leave_list(entry=gone, on=NOW.date(), reason="退出", by=make_user(), at=NOW)
    cancelled = make_entry()
    cancel(project=cancelled.project, on=NOW.date(), reason="取消", by=make_user(), at=NOW)
    assert promise(entry) == 1
    assert steps_of(gone) == steps_of(other) == steps_of(cancelled) == []


@pytest.mark.parametrize("role", [Role.REPORTER, Role.VIEWER])
def test_only_who_edits_plans_promises(role):
    with pytest.raises(NotAllowed):
        promise(make_entry(), by=make_user(role=role))


def test_the_page_of_a_list_offers_it_while_projects_have_none():
    entry, client = make_entry(), Client()
    client.force_login(make_user())
    address = f"/plans/lists/{entry.annual_list_id}/"
    assert f"{address}milestones/" in client.get(address).content.decode()
    assert client.post(f"{address}milestones/").status_code == 302
    assert len(steps_of(entry)) == 5
    assert f"{address}milestones/" not in client.get(address).content.decode()


def test_the_api_does_the_same():
    client, entry = Client(), make_entry()
    client.force_login(make_user())
    answer = client.post(f"/api/plans/lists/{entry.annual_list_id}/milestones")
    assert (answer.status_code, answer.json()) == (200, {"projects": 1})


def test_promising_a_list_asks_no_more_for_more_projects(django_assert_max_num_queries):
    for _each in range(8):
        make_entry()
    with django_assert_max_num_queries(17):
        assert actions.set_milestones_of_list(annual_list=make_list(), by=make_user(), at=NOW) == 8
