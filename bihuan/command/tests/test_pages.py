"""The pages of commanders and hard bones."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.audit.models import Event
from bihuan.command import actions
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import BoneNote, Deferral, HardBone
from bihuan.lights.tests.factories import make_reported
from bihuan.matters.tests.factories import assign_one, raise_one
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.projects.models import Project

from .factories import AFTER_MARCH, JUNE, make_commander, make_hard_bone, make_red

pytestmark = pytest.mark.django_db
TABLE = reverse("command:commanders")
APPOINT = reverse("command:appointing")
BONES = reverse("command:bones")


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_MARCH, tick=False):
        yield


def test_the_table_counts_every_leaders_projects_lights_and_matters():
    leader, idle = make_leader(), make_leader()
    project = make_red(commander=leader)
    make_reported(completed_yuan=3_000_000, commander=leader, added_on=date(2024, 3, 1))
    make_hard_bone(project=project)
    raise_one(project=project, on=date(2024, 4, 2))
    assign_one(project=project)  # due before 3 April
    make_listed()
    table = signed_in().get(TABLE).context["table"]
    (line,) = table.commanding
    assert (line.projects, line.red, line.yellow, line.green, line.grey) == (2, 1, 0, 1, 0)
    assert (line.open_matters, line.overdue_matters, line.bones) == (2, 1, 1)
    assert table.idle == [idle]
    assert (table.projects, table.without_commander, table.with_commander) == (3, 1, 2)


def test_the_table_says_on_top_how_many_projects_have_nobody():
    make_listed()
    assert "1个项目中有1个没有指挥长" in signed_in().get(TABLE).content.decode()
    leader = make_leader()
    make_listed(commander=leader)
    assert "2个项目中有1个没有指挥长" in signed_in().get(TABLE).content.decode()


def test_the_table_is_glad_when_all_have_one_and_empty_without_projects():
    assert "尚无领导" in signed_in().get(TABLE).content.decode()
    make_listed(commander=make_leader())
    assert "1个项目全部有指挥长" in signed_in().get(TABLE).content.decode()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.DEPARTMENT, Role.COMMANDER])
def test_only_those_who_see_the_district_see_all_commanders(role):
    client = signed_in(make_user(role=role))
    assert client.get(TABLE).status_code == 403
    assert client.get(APPOINT).status_code == 403


def test_cancelled_projects_need_no_commander():
    make_listed(state="cancelled")
    assert signed_in().get(TABLE).context["table"].projects == 0


def test_a_cancelled_project_is_counted_with_its_lights_but_needs_no_commander():
    project = make_red(commander=make_leader())
    make_red(commander=make_leader())
    Project.objects.filter(pk=project.pk).update(state="cancelled")
    clear_caches()
    table = signed_in().get(TABLE).context["table"]
    assert (table.projects, sum(line.projects for line in table.lines)) == (1, 2)


def test_several_projects_are_ticked_and_given_to_a_leader():
    leader, projects = make_leader(), [make_listed(), make_listed()]
    client = signed_in()
    assert set(client.get(APPOINT).context["page"]) == set(projects)
    said = {"leader": leader.pk, "projects": [project.pk for project in projects]}
    answer = client.post(reverse("command:appoint"), said, follow=True)
    assert "已将2个项目交由" in answer.content.decode()
    assert leader.projects.count() == 2
    assert "每个项目都有指挥长" in client.get(APPOINT).content.decode()


def test_projects_change_hands_from_one_leader_to_another():
    old, new = make_leader(), make_leader()
    project = make_listed(commander=old)
    client = signed_in()
    assert list(client.get(APPOINT, {"of": old.pk}).context["page"]) == [project]
    said = {"of": old.pk, "leader": new.pk, "projects": [project.pk]}
    refused = client.post(reverse("command:appoint"), said)
    assert "请写明更换指挥长的理由" in refused.content.decode()
    assert str(project.pk) in refused.context["ticked"]
    client.post(reverse("command:appoint"), {**said, "reason": "分工调整"})
    project.refresh_from_db()
    assert project.commander == new


def test_appointing_without_a_tick_says_so():
    make_listed()
    answer = signed_in().post(reverse("command:appoint"), {"leader": make_leader().pk})
    assert "请至少勾选一个项目" in answer.content.decode()


def test_an_unknown_leader_is_not_found():
    client = signed_in()
    assert client.get(APPOINT, {"of": "999"}).status_code == 404
    assert client.get(APPOINT, {"of": "x"}).status_code == 404


def test_who_may_not_appoint_sees_no_form():
    make_listed()
    client = signed_in(make_user(role=Role.VIEWER))
    assert 'type="checkbox"' not in client.get(APPOINT).content.decode()


def test_the_list_shows_the_late_first_with_their_last_progress():
    bone = make_hard_bone(project=make_red(), target_on=date(2024, 4, 4))
    make_hard_bone()
    actions.note(bone=bone, text="已签约一户", by=make_user(), at=AFTER_MARCH)
    with time_machine.travel(date(2024, 4, 20), tick=False):
        lines = signed_in().get(BONES).context["lines"]
    assert [line.is_late for line in lines] == [True, False]
    assert (lines[0].note.text, lines[0].colour, lines[0].days) == ("已签约一户", "red", 17)


def test_the_lights_of_the_list_are_of_the_year_worked_in():
    make_hard_bone()
    client = signed_in()
    for year in (2023, 2024):
        page = client.get(BONES, {"year": year})
        assert page.context["month"].year == year
        assert (page.context["judged_by"] == page.context["month"]) is (year == 2024)


def test_the_rules_propose_whom_to_put_on_the_list_and_why():
    project = make_red()
    (proposal,) = signed_in().get(BONES).context["proposals"]
    assert (proposal.step, proposal.project) == (HardBoneStep.ENTER, project)
    assert [said.clause for said in proposal.why] == ["BONE-1"]


def test_an_overdue_matter_and_a_large_delay_propose_it_too():
    project = make_reported(completed_yuan=1_000_000, added_on=date(2024, 3, 1))
    matter = assign_one(project=project, on=date(2024, 1, 8))
    type(matter).objects.filter(pk=matter.pk).update(level=3)
    (proposal,) = signed_in().get(BONES).context["proposals"]
    assert [said.clause for said in proposal.why] == ["BONE-2"]


def test_the_rules_propose_whom_to_take_off_the_list():
    project = make_reported(completed_yuan=3_000_000, added_on=date(2024, 3, 1))
    with time_machine.travel(date(2024, 3, 25), tick=False):
        bone = make_hard_bone(project=project)
    client = signed_in()
    assert not list(client.get(BONES).context["proposals"])  # one clear month is not enough
    type(project).objects.filter(pk=project.pk).update(state="completed")
    clear_caches()
    (proposal,) = client.get(BONES).context["proposals"]
    assert (proposal.step, proposal.bone, proposal.outcome) == (
        HardBoneStep.LEAVE,
        bone,
        HardBoneOutcome.ENDED,
    )
    client.post(reverse("command:leave", args=[bone.pk]), {"outcome": proposal.outcome})
    bone.refresh_from_db()
    assert bone.outcome == HardBoneOutcome.ENDED
    assert [gone.pk for gone in client.get(BONES).context["left"]] == [bone.pk]


def test_what_is_on_the_list_or_deferred_is_not_proposed():
    first, second = make_red(), make_red()
    client = signed_in()
    make_hard_bone(project=first)
    client.post(reverse("command:defer", args=[second.pk, "enter"]), {"why": "资金本月到位"})
    assert Deferral.objects.count() == 1
    assert not list(client.get(BONES).context["proposals"])


def test_a_deferral_without_a_reason_is_refused():
    answer = signed_in().post(reverse("command:defer", args=[make_red().pk, "enter"]), {})
    assert answer.status_code == 409
    assert not Deferral.objects.exists()


def test_the_office_finds_a_project_and_puts_it_on_the_list():
    project = make_listed(name="滨江路改造", name_key="滨江路改造")
    make_listed()
    client = signed_in()
    assert len(client.get(reverse("command:choose")).context["page"]) == 2
    assert list(client.get(reverse("command:choose"), {"q": "滨江"}).context["page"]) == [project]
    page = reverse("command:enter", args=[project.pk])
    assert client.get(page).status_code == 200
    assert (
        "攻坚时限应在"
        in client.post(page, {"why": "征拆剩余三户", "target_on": "2024-04-03"}).content.decode()
    )
    answer = client.post(page, {"why": "征拆剩余三户", "target_on": "2024-06-30"}, follow=True)
    assert "征拆剩余三户" in answer.content.decode()
    assert HardBone.objects.get().project == project


def test_a_hard_bone_is_noted_changed_and_taken_off_on_its_page():
    bone, client = make_hard_bone(), signed_in()
    page = reverse("command:bone", args=[bone.pk])
    assert set(client.get(page).context["forms"]) == {"note", "leave", "change"}
    client.post(reverse("command:note", args=[bone.pk]), {"text": "已签约一户"})
    client.post(
        reverse("command:change", args=[bone.pk]), {"target_on": "2024-09-01", "why": "受阻"}
    )
    told = client.get(page).content.decode()
    assert "已签约一户" in told
    assert "首次2024年6月30日" in told
    refused = client.post(reverse("command:leave", args=[bone.pk]), {"outcome": "decided"})
    assert "请写明调出清单的理由" in refused.content.decode()
    client.post(
        reverse("command:leave", args=[bone.pk]), {"outcome": "decided", "why": "专题会决定"}
    )
    answer = client.get(page)
    assert "专题会决定" in answer.content.decode()
    assert answer.context["forms"] == {}


def test_a_commander_notes_progress_and_decides_nothing():
    user, leader = make_commander()
    bone = make_hard_bone(project=make_listed(commander=leader))
    client = signed_in(user)
    assert set(client.get(reverse("command:bone", args=[bone.pk])).context["forms"]) == {"note"}
    client.post(reverse("command:note", args=[bone.pk]), {"text": "已进场"})
    assert BoneNote.objects.get().by == user
    left = {"outcome": "decided", "why": "理由"}
    assert client.post(reverse("command:leave", args=[bone.pk]), left).status_code == 403


def test_strangers_see_neither_hard_bones_nor_proposals():
    make_hard_bone()
    make_red()
    gone = make_hard_bone()
    actions.leave(
        bone=gone, outcome=HardBoneOutcome.DECIDED, why="决定", by=make_user(), at=AFTER_MARCH
    )
    stranger, _leader = make_commander()
    for user in (stranger, make_reporter(make_organisation())):
        client = signed_in(user)
        told = client.get(BONES).context
        assert not told["lines"]
        assert not list(told["proposals"])
        assert not list(told["left"])
        assert client.get(reverse("command:bone", args=[gone.pk])).status_code == 404
        assert client.get(reverse("command:enter", args=[gone.project_id])).status_code == 404


def test_a_leader_sees_the_hard_bone_to_solve_though_the_project_is_anothers():
    user, leader = make_commander()
    bone = make_hard_bone(leader=leader)
    assert [line.bone for line in signed_in(user).get(BONES).context["lines"]] == [bone]


@pytest.mark.parametrize("address", [TABLE, APPOINT, BONES, reverse("command:choose")])
def test_queries_do_not_grow_with_rows(address, django_assert_max_num_queries):
    client = signed_in()

    def add():
        project = make_red(commander=make_leader())
        make_hard_bone(project=project)
        make_red(commander=make_leader())
        assign_one(project=project)
        make_listed()

    add()
    clear_caches()
    with django_assert_max_num_queries(80) as few:
        client.get(address)
    for _time in range(3):
        add()
    clear_caches()
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_reading_the_pages_writes_nothing():
    bone, client = make_hard_bone(project=make_red()), signed_in()
    before = Event.objects.count()
    places = [
        reverse("command:enter", args=[bone.project_id]),
        reverse("command:bone", args=[bone.pk]),
    ]
    for address in (TABLE, APPOINT, BONES, *places):
        assert client.get(address).status_code == 200
    assert Event.objects.count() == before
    assert bone.target_on == JUNE
