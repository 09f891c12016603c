from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.audit.models import Event
from bihuan.command import actions
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.models import BoneNote, Deferral, HardBone
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.lights.tests.factories import make_reported
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import APRIL, make_listed, make_reporter, report_march
from bihuan.projects import actions as projects
from bihuan.projects.models import Project

from .factories import AFTER_MARCH, JUNE, TODAY, make_commander, make_hard_bone, make_red

pytestmark = pytest.mark.django_db
STRANGERS = [Role.REPORTER, Role.DEPARTMENT, Role.COMMANDER, Role.SUPERVISOR, Role.VIEWER]


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_several_projects_are_given_to_a_leader_at_once():
    leader, given = make_leader(), [make_listed(), make_listed()]
    actions.appoint(projects=given, leader=leader, by=make_user(), at=AFTER_MARCH)
    assert set(Project.objects.filter(commander=leader)) == set(given)
    assert verbs() == ["project.edited"] * 2


def test_a_project_given_away_meanwhile_stops_the_whole_appointment():
    taken, free = make_listed(commander=make_leader()), make_listed()
    with pytest.raises(Refusal, match=taken.name):
        actions.appoint(
            projects=[free, taken], leader=make_leader(), by=make_user(), at=AFTER_MARCH
        )
    free.refresh_from_db()
    assert free.commander is None


def test_projects_change_hands_only_with_a_reason():
    old, new = make_leader(), make_leader()
    project = make_listed(commander=old)
    asked: dict[str, Any] = {
        "projects": [project],
        "leader": new,
        "instead_of": old,
        "at": AFTER_MARCH,
    }
    with pytest.raises(Refusal):
        actions.appoint(by=make_user(), **asked)
    actions.appoint(by=make_user(), reason="分工调整", **asked)
    project.refresh_from_db()
    assert project.commander == new
    assert Event.objects.get().note["reason"] == "分工调整"


def test_nobody_is_appointed_over_nothing_or_over_what_is_theirs():
    leader, office = make_leader(), make_user()
    with pytest.raises(Refusal):
        actions.appoint(projects=[], leader=leader, by=office, at=AFTER_MARCH)
    with pytest.raises(Refusal):
        actions.appoint(
            projects=[make_listed(commander=leader)],
            leader=leader,
            instead_of=leader,
            reason="分工调整",
            by=office,
            at=AFTER_MARCH,
        )


@pytest.mark.parametrize("role", STRANGERS)
def test_only_the_office_appoints(role):
    with pytest.raises(NotAllowed):
        actions.appoint(
            projects=[make_listed()], leader=make_leader(), by=make_user(role=role), at=AFTER_MARCH
        )


def test_a_project_comes_onto_the_list_with_what_the_rules_say():
    leader = make_leader()
    bone = make_hard_bone(project=make_red(commander=leader))
    assert (bone.entered_on, bone.leader, bone.first_target_on) == (TODAY, leader, JUNE)
    assert [reason["clause"] for reason in bone.entry_reasons] == ["BONE-1"]
    assert Event.objects.get(verb="hard_bone.entered").note["why"] == bone.why


def test_a_project_comes_onto_the_list_by_decision_too():
    other = make_leader()
    bone = make_hard_bone(project=make_listed(added_on=date(2024, 12, 1)), leader=other)
    assert (bone.entry_reasons, bone.leader) == ([], other)


def test_a_project_is_on_the_list_once_at_a_time():
    bone = make_hard_bone()
    with pytest.raises(Refusal):
        make_hard_bone(project=bone.project)
    actions.leave(
        bone=bone, outcome=HardBoneOutcome.DECIDED, why="区委专题会", by=make_user(), at=AFTER_MARCH
    )
    make_hard_bone(project=bone.project)
    assert HardBone.objects.filter(project=bone.project).count() == 2


@pytest.mark.parametrize("said", [{"why": " "}, {"target_on": TODAY}])
def test_a_hard_bone_needs_words_and_a_day_ahead(said):
    with pytest.raises(Refusal):
        make_hard_bone(**said)


def test_a_project_that_was_cancelled_does_not_come_onto_the_list():
    project = make_listed()
    projects.cancel(project=project, on=TODAY, reason="选址变更", by=make_user(), at=AFTER_MARCH)
    with pytest.raises(Refusal):
        make_hard_bone(project=project)


def test_a_hard_bone_is_solved_only_when_the_rules_say_so():
    bone = make_hard_bone(project=make_red())
    with pytest.raises(Refusal):
        actions.leave(bone=bone, outcome=HardBoneOutcome.SOLVED, by=make_user(), at=AFTER_MARCH)
    bone.refresh_from_db()
    assert bone.is_on_the_list


def test_two_clear_months_since_it_came_solve_a_hard_bone():
    project = make_reported(completed_yuan=3_000_000, added_on=date(2024, 3, 1))
    bone = make_hard_bone(project=project, at=datetime(2024, 3, 29, 2, tzinfo=UTC))
    asked: dict[str, Any] = {"bone": bone, "outcome": HardBoneOutcome.SOLVED, "by": make_user()}
    with pytest.raises(Refusal):
        actions.leave(at=AFTER_MARCH, **asked)
    in_april = datetime(2024, 4, 22, 2, tzinfo=UTC)
    april = report_march(
        project, by=make_user(), at=in_april, completed_yuan=2_000_000, month=APRIL
    )
    progress.accept(report=april, by=make_user(), at=in_april)
    left = actions.leave(at=in_april, **asked)
    assert [reason["clause"] for reason in left.leaving_reasons] == ["BONE-4", "BONE-4"]
    assert left.outcome == HardBoneOutcome.SOLVED


def test_months_before_it_came_do_not_count():
    project = make_reported(completed_yuan=3_000_000, added_on=date(2024, 3, 1))
    bone = make_hard_bone(project=project)
    with pytest.raises(Refusal):
        actions.leave(bone=bone, outcome=HardBoneOutcome.SOLVED, by=make_user(), at=AFTER_MARCH)


def test_a_hard_bone_ends_with_its_project():
    bone = make_hard_bone()
    projects.cancel(
        project=bone.project, on=TODAY, reason="选址变更", by=make_user(), at=AFTER_MARCH
    )
    left = actions.leave(bone=bone, outcome=HardBoneOutcome.ENDED, by=make_user(), at=AFTER_MARCH)
    assert (left.left_on, left.outcome) == (TODAY, HardBoneOutcome.ENDED)
    assert [reason["clause"] for reason in left.leaving_reasons] == ["BONE-5"]
    assert verbs()[-1] == "hard_bone.left"


def test_what_left_the_list_stays_as_it_was():
    bone, office = make_hard_bone(), make_user()
    moves: dict[str, Any] = {"by": office, "at": AFTER_MARCH}
    actions.leave(bone=bone, outcome=HardBoneOutcome.DECIDED, why="区委专题会", **moves)
    with pytest.raises(Refusal):
        actions.leave(bone=bone, outcome=HardBoneOutcome.DECIDED, why="再次调出", **moves)
    with pytest.raises(Refusal):
        actions.note(bone=bone, text="进展", **moves)
    with pytest.raises(Refusal):
        actions.change(bone=bone, target_on=date(2024, 9, 1), leader=None, why="延后", **moves)


def test_the_day_first_set_stays_on_show():
    bone, leader = make_hard_bone(), make_leader()
    changed = actions.change(
        bone=bone,
        target_on=date(2024, 9, 1),
        leader=leader,
        why="征拆受阻",
        by=make_user(),
        at=AFTER_MARCH,
    )
    assert (changed.target_on, changed.first_target_on) == (date(2024, 9, 1), JUNE)
    assert (changed.leader, changed.was_moved) == (leader, True)
    assert verbs()[-1] == "hard_bone.changed"


def test_a_change_of_nothing_is_not_recorded_and_one_of_something_needs_a_reason():
    bone, office = make_hard_bone(), make_user()
    same: dict[str, Any] = {"bone": bone, "leader": bone.leader, "by": office, "at": AFTER_MARCH}
    actions.change(target_on=bone.target_on, why="", **same)
    assert verbs() == ["hard_bone.entered"]
    with pytest.raises(Refusal):
        actions.change(target_on=date(2024, 9, 1), why=" ", **same)
    with pytest.raises(Refusal):
        actions.change(target_on=TODAY, why="提前", **same)


def test_a_hard_bone_is_late_after_its_day():
    bone = make_hard_bone()
    assert not bone.is_late(JUNE)
    assert bone.is_late(JUNE + timedelta(days=1))


def test_progress_is_noted_by_its_commander_its_leader_and_the_office():
    commander, own = make_commander()
    helper, other = make_commander()
    bone = make_hard_bone(project=make_listed(commander=own), leader=other)
    for user in (commander, helper, make_user()):
        actions.note(bone=bone, text="已签约一户", by=user, at=AFTER_MARCH)
    assert BoneNote.objects.filter(bone=bone).count() == 3
    assert verbs()[-1] == "hard_bone.noted"
    with pytest.raises(Refusal):
        actions.note(bone=bone, text=" ", by=commander, at=AFTER_MARCH)


def test_rows_call_themselves_by_project_and_day():
    bone = make_hard_bone()
    note = actions.note(bone=bone, text="进展", by=make_user(), at=AFTER_MARCH)
    asked: dict[str, Any] = {"project": make_red(), "move": HardBoneStep.ENTER, "at": AFTER_MARCH}
    deferral = actions.defer(why="资金本月到位", by=make_user(), **asked)
    assert str(bone) == f"{bone.project} 2024-04-03"
    assert str(note) == f"{bone} 2024-04-03"
    assert str(deferral) == f"{deferral.project} {HardBoneStep.ENTER.label} 2024-03"


def test_strangers_and_organisations_note_no_progress():
    reporter = make_reporter()
    bone = make_hard_bone(project=make_listed(owner=reporter.organisation))
    stranger, _leader = make_commander()
    for user in (reporter, stranger):
        with pytest.raises(NotAllowed):
            actions.note(bone=bone, text="进展", by=user, at=AFTER_MARCH)


@pytest.mark.parametrize("role", STRANGERS)
def test_only_the_office_manages_the_list(role):
    bone, user = make_hard_bone(), make_user(role=role)
    with pytest.raises(NotAllowed):
        make_hard_bone(by=user)
    with pytest.raises(NotAllowed):
        actions.leave(
            bone=bone, outcome=HardBoneOutcome.DECIDED, why="理由", by=user, at=AFTER_MARCH
        )
    with pytest.raises(NotAllowed):
        actions.change(bone=bone, target_on=JUNE, leader=None, why="理由", by=user, at=AFTER_MARCH)
    with pytest.raises(NotAllowed):
        actions.defer(
            project=bone.project, move=HardBoneStep.LEAVE, why="理由", by=user, at=AFTER_MARCH
        )


def test_a_proposal_is_deferred_for_its_month_with_a_reason():
    asked: dict[str, Any] = {
        "project": make_red(),
        "move": HardBoneStep.ENTER,
        "by": make_user(),
        "at": AFTER_MARCH,
    }
    with pytest.raises(Refusal):
        actions.defer(why=" ", **asked)
    deferral = actions.defer(why="资金本月到位", **asked)
    assert deferral.month == date(2024, 3, 1)
    assert [reason["clause"] for reason in deferral.reasons] == ["BONE-1"]
    assert verbs()[-1] == "hard_bone.deferred"
    with pytest.raises(Refusal):
        actions.defer(why="资金本月到位", **asked)
    assert Deferral.objects.count() == 1


@pytest.mark.parametrize("move", [*HardBoneStep, "elsewhere"])
def test_what_the_rules_do_not_propose_cannot_be_deferred(move):
    asked: dict[str, Any] = {"move": move, "why": "理由", "by": make_user(), "at": AFTER_MARCH}
    with pytest.raises(Refusal):
        actions.defer(project=make_listed(added_on=date(2024, 12, 1)), **asked)
    bone = make_hard_bone(project=make_red())
    with pytest.raises(Refusal):
        actions.defer(project=bone.project, **asked)


def test_the_database_refuses_a_second_entry_and_a_leaving_without_an_outcome():
    bone = make_hard_bone()
    rows = HardBone.objects.filter(pk=bone.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(left_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(why="")
