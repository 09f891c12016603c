from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.projects import actions
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project, Theme
from bihuan.projects.queries import search

from .factories import NOW, make_project

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


def edit(project: Project, **said: Any) -> Project:
    said = {"edition": project.edition, "by": make_user(), "at": NOW, **said}
    return actions.edit_project(project=project, **said)


def move(project: Project, to: ProjectState, **said: Any) -> Project:
    said = {"on": DAY, "by": make_user(), "at": NOW, **said}
    return actions.change_state(project=project, to=to, **said)


def note(verb: str) -> dict[str, Any]:
    found: dict[str, Any] = Event.objects.filter(verb=verb).latest("pk").note
    return found


SPOKEN = "renmingongyuantizhigaizao rmgytzgz"


def test_a_project_is_added_and_recorded() -> None:
    project = make_project(name=" 人民公园提质改造 ", national_code="2401-431202-04-01-123456")
    assert (project.name, project.pinyin, project.edition) == ("人民公园提质改造", SPOKEN, 1)
    assert note("project.added")["changes"]["name"] == [None, "人民公园提质改造"]


def test_projects_are_sorted_by_the_whole_pinyin_of_their_names() -> None:
    for name in ("厨余垃圾处置", "城西路网", "储能变流器", "安置房", "城东停车场", "城南学校"):
        make_project(name=name)
    names = list(Project.objects.order_by("pinyin").values_list("name", flat=True))
    assert names == ["安置房", "城东停车场", "城南学校", "城西路网", "储能变流器", "厨余垃圾处置"]
    found = search(Project.objects.all(), "cn").order_by("pinyin")
    assert [project.name for project in found] == ["城南学校", "储能变流器"]


def test_an_unbelievable_project_is_refused_with_every_reason() -> None:
    with pytest.raises(Refusal) as told:
        make_project(industry_code="U", region_code="999999")
    assert len(str(told.value).splitlines()) == 2


def test_two_projects_bear_neither_one_name_nor_one_code() -> None:
    make_project(name="甲（一期）", national_code="2401-431202-04-01-123456")
    with pytest.raises(Refusal):
        make_project(name="甲(一期)")
    with pytest.raises(Refusal):
        make_project(name="乙", national_code="2401-431202-04-01-123456")


def test_a_new_project_is_not_under_construction() -> None:
    with pytest.raises(Refusal):
        make_project(state=ProjectState.CONSTRUCTION)


def test_only_the_office_adds_and_edits() -> None:
    project, reporter = make_project(), make_user(role=Role.REPORTER)
    with pytest.raises(NotAllowed):
        make_project(by=reporter)
    with pytest.raises(NotAllowed):
        edit(project, by=reporter, place="河西")


def test_an_edit_records_old_and_new_of_what_changed() -> None:
    owner = make_organisation(name="城投公司")
    project = make_project(place="河东", content="原样")
    project = edit(project, place="河西", content="原样", owner=owner, reason="迁址")
    assert project.edition == 2
    assert note("project.edited") == {
        "changes": {"place": ["河东", "河西"], "owner": [None, "城投公司"]},
        "reason": "迁址",
    }


def test_an_edit_that_changes_nothing_leaves_no_trace() -> None:
    project = make_project(place="河东")
    assert edit(project, place="河东 ").edition == 1
    assert not Event.objects.filter(verb="project.edited").exists()


def test_the_second_of_two_savers_is_told_by_whom() -> None:
    project, first = make_project(), make_user()
    edit(project, place="河东", by=first)
    with pytest.raises(Refusal, match=first.username):
        edit(project, place="河西", edition=1)
    project.refresh_from_db()
    assert project.place == "河东"


def test_a_renamed_project_is_still_found_by_its_former_name() -> None:
    project = edit(make_project(name="旧名"), name="新名")
    assert project.pinyin == "xinming xm"
    assert [former.name for former in project.former_names.all()] == ["旧名"]
    project = edit(project, name="旧名")
    assert [former.name for former in project.former_names.all()] == ["新名"]


def test_construction_starts_the_offices_clock_and_no_other() -> None:
    project = move(make_project(), ProjectState.CONSTRUCTION)
    assert (project.started_on, project.permit_on) == (DAY, None)
    change = project.state_changes.get()
    assert (change.was, change.became, change.on) == (
        ProjectState.PREPARATION,
        ProjectState.CONSTRUCTION,
        DAY,
    )
    assert note("project.state_changed")["changes"] == {
        "state": ["preparation", "construction"],
        "started_on": [None, "2024-03-01"],
    }


def test_a_start_that_stands_is_not_moved_by_a_change_of_state() -> None:
    project = actions.set_clocks(
        project=make_project(), started_on=date(2024, 1, 5), by=make_user(), at=NOW
    )
    assert move(project, ProjectState.CONSTRUCTION).started_on == date(2024, 1, 5)


def test_it_is_completed_and_used() -> None:
    project = move(make_project(), ProjectState.CONSTRUCTION, on=date(2024, 1, 1))
    project = move(project, ProjectState.COMPLETED, on=date(2024, 2, 1))
    project = move(project, ProjectState.IN_USE)
    assert (project.finished_on, project.in_use_on) == (date(2024, 2, 1), DAY)


def test_nothing_happens_tomorrow_nor_before_the_start() -> None:
    with pytest.raises(Refusal):
        move(make_project(), ProjectState.CONSTRUCTION, on=date(2024, 3, 23))
    project = move(make_project(), ProjectState.CONSTRUCTION, on=date(2024, 3, 22))
    with pytest.raises(Refusal):
        move(project, ProjectState.COMPLETED, on=DAY)


def test_states_are_not_skipped_and_not_changed_by_strangers() -> None:
    with pytest.raises(Refusal):
        move(make_project(), ProjectState.IN_USE)
    with pytest.raises(Refusal):
        move(make_project(), ProjectState.MERGED, reason="合并")
    with pytest.raises(NotAllowed):
        move(make_project(), ProjectState.CONSTRUCTION, by=make_user(role=Role.VIEWER))


def test_a_paused_project_resumes_where_it_was() -> None:
    office = make_user()
    project = move(make_project(), ProjectState.CONSTRUCTION)
    with pytest.raises(Refusal):
        actions.resume(project=project, on=DAY, by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.pause(project=project, on=DAY, reason="", by=office, at=NOW)
    project = actions.pause(project=project, on=DAY, reason="资金断链", by=office, at=NOW)
    assert project.state == ProjectState.PAUSED
    project = actions.resume(project=project, on=DAY, by=office, at=NOW)
    assert project.state == ProjectState.CONSTRUCTION


def test_a_cancelled_project_stays_with_its_reason() -> None:
    project = actions.cancel(
        project=make_project(), on=DAY, reason="选址不通过", by=make_user(), at=NOW
    )
    assert Project.objects.filter(pk=project.pk).exists()
    assert not Project.objects.live().filter(pk=project.pk).exists()
    assert project.state_changes.get().reason == "选址不通过"


def test_a_recorded_day_changes_only_with_a_reason() -> None:
    office = make_user()
    project = actions.set_clocks(project=make_project(), permit_on=DAY, by=office, at=NOW)
    assert note("project.edited")["changes"] == {"permit_on": [None, "2024-03-01"]}
    with pytest.raises(Refusal):
        actions.set_clocks(project=project, permit_on=date(2024, 3, 2), by=office, at=NOW)
    project = actions.set_clocks(
        project=project, permit_on=date(2024, 3, 2), reason="笔误", by=office, at=NOW
    )
    assert project.permit_on == date(2024, 3, 2)
    same = actions.set_clocks(project=project, permit_on=date(2024, 3, 2), by=office, at=NOW)
    assert same.edition == project.edition


@pytest.mark.parametrize("clock", ["finished_on", "in_use_on"])
def test_a_project_that_is_not_that_far_gets_no_day_of_finish_or_use(clock: str) -> None:
    project = move(make_project(), ProjectState.CONSTRUCTION)
    given: Any = {clock: DAY}
    with pytest.raises(Refusal, match="竣工" if clock == "finished_on" else "投产"):
        actions.set_clocks(project=project, by=make_user(), at=NOW, **given)
    project.refresh_from_db()
    assert getattr(project, clock) is None


def test_a_day_of_finish_that_stands_is_corrected_whatever_the_state() -> None:
    project = move(make_project(), ProjectState.CONSTRUCTION, on=date(2024, 1, 1))
    project = move(project, ProjectState.COMPLETED, on=date(2024, 2, 1))
    project = move(project, ProjectState.IN_USE)
    project = actions.set_clocks(
        project=project, finished_on=date(2024, 2, 5), reason="笔误", by=make_user(), at=NOW
    )
    assert (project.finished_on, project.in_use_on) == (date(2024, 2, 5), DAY)


def test_days_ahead_and_strangers_set_no_clock() -> None:
    with pytest.raises(Refusal):
        actions.set_clocks(
            project=make_project(), started_on=date(2024, 3, 23), by=make_user(), at=NOW
        )
    with pytest.raises(NotAllowed):
        actions.set_clocks(
            project=make_project(), started_on=DAY, by=make_user(role=Role.STATISTICS), at=NOW
        )


def test_a_merged_project_is_found_under_the_one_that_stays() -> None:
    gone, kept = make_project(name="甲"), make_project(name="乙")
    gone = actions.merge_projects(
        gone=gone, kept=kept, on=DAY, reason="同一项目", by=make_user(), at=NOW
    )
    assert (gone.state, gone.merged_into) == (ProjectState.MERGED, kept)
    assert kept.former_names.get().name == "甲"
    assert note("project.state_changed")["changes"]["merged_into"] == [None, "乙"]
    assert note("project.absorbed")["reason"] == "同一项目"


def test_a_merge_needs_another_project_a_reason_and_the_office() -> None:
    gone, kept = make_project(), make_project()
    merge: dict[str, Any] = {
        "gone": gone,
        "kept": kept,
        "on": DAY,
        "reason": "同一项目",
        "by": make_user(),
        "at": NOW,
    }
    wrong: dict[str, Any]
    for wrong in ({"kept": gone}, {"reason": " "}, {"on": date(2024, 3, 23)}):
        with pytest.raises(Refusal):
            actions.merge_projects(**{**merge, **wrong})
    with pytest.raises(NotAllowed):
        actions.merge_projects(**{**merge, "by": make_user(role=Role.DEPARTMENT)})


def test_themes_are_set_as_a_whole_and_recorded_once() -> None:
    port, living = Theme.objects.create(name="港产城"), Theme.objects.create(name="民生实事")
    project, office = make_project(), make_user()
    actions.set_themes(project=project, themes=[port, living], by=office, at=NOW)
    actions.set_themes(project=project, themes=[living, port], by=office, at=NOW)
    assert project.themes.count() == 2
    assert note("project.edited")["changes"]["themes"][0] == ""
    assert Event.objects.filter(verb="project.edited").count() == 1
    with pytest.raises(NotAllowed):
        actions.set_themes(project=project, themes=[], by=make_user(role=Role.VIEWER), at=NOW)


def test_a_commander_is_assigned_and_recorded_by_name() -> None:
    leader = make_leader()
    project = actions.assign_commander(
        project=make_project(), commander=leader, by=make_user(), at=NOW, reason="分工"
    )
    assert project.commander == leader
    assert note("project.edited")["changes"]["commander"] == [None, str(leader)]
    with pytest.raises(NotAllowed):
        actions.assign_commander(
            project=project, commander=None, by=make_user(role=Role.COMMANDER), at=NOW
        )
