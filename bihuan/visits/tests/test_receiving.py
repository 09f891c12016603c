import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.models import InspectorLight
from bihuan.lights.tests.factories import run_from_january
from bihuan.matters.models import Matter
from bihuan.progress.actions import add_photo
from bihuan.progress.tests.factories import make_listed, make_reporter, report_march
from bihuan.projects.actions import merge_projects
from bihuan.visits import actions, rules
from bihuan.visits.actions import PartSaid
from bihuan.visits.kinds import VisitState
from bihuan.visits.models import ReportLook, Visit, VisitPhoto

from .factories import (
    NOON,
    announce,
    finding,
    make_commanded,
    manifest,
    noted,
    part,
    photo,
    visit_with,
)

pytestmark = pytest.mark.django_db
MARCH = Month(2024, 3)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_visit_is_complete_once_every_photo_is_here() -> None:
    by, one, two = make_user(role=Role.SUPERVISOR), photo(1), photo(2)
    visit = announce(by=by, parts=(part(one), part(two)), findings=(finding(),))
    assert visit.state == VisitState.RECEIVING
    assert not Matter.objects.exists()
    for content in (one, two):
        visit = actions.take_part(
            visit=visit, sha256=part(content).sha256, content=content, by=by, at=NOON
        )
    assert visit.state == VisitState.COMPLETE
    assert visit.completed_at == NOON
    matter = Matter.objects.get()
    assert (matter.kind, matter.source, matter.source_ref) == ("finding", "visit", str(visit.pk))
    assert visit.findings.get().matter == matter
    assert Event.objects.filter(verb="visit.completed").count() == 1


def test_sending_anything_again_changes_nothing() -> None:
    by, project, one = make_user(role=Role.SUPERVISOR), make_commanded(), photo(1)
    said = manifest(parts=(part(one),), findings=(finding(),))
    for _time in range(3):
        visit = actions.receive(said=said, project=project, by=by, at=NOON)
        visit = actions.take_part(visit=visit, sha256=part(one).sha256, content=one, by=by, at=NOON)
    assert (Visit.objects.count(), VisitPhoto.objects.count(), Matter.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(verb="visit.received").count() == 1


def test_a_photo_that_did_not_arrive_whole_is_refused_and_can_be_sent_again() -> None:
    by, one = make_user(role=Role.SUPERVISOR), photo(1)
    visit = announce(by=by, parts=(part(one),))
    sha256 = part(one).sha256
    with pytest.raises(Refusal):
        actions.take_part(visit=visit, sha256=sha256, content=one[:-9], by=by, at=NOON)
    assert Visit.objects.get().state == VisitState.RECEIVING
    done = actions.take_part(visit=visit, sha256=sha256, content=one, by=by, at=NOON)
    assert done.state == VisitState.COMPLETE


def test_a_photo_that_was_not_announced_or_is_no_picture_is_refused() -> None:
    by, text = make_user(role=Role.SUPERVISOR), b"not a picture"
    visit = announce(by=by, parts=(part(text),))
    for content in (photo(3), text):
        with pytest.raises(Refusal):
            actions.take_part(
                visit=visit, sha256=part(content).sha256, content=content, by=by, at=NOON
            )


def test_nobody_sends_the_visit_of_another() -> None:
    project, one = make_commanded(), photo(1)
    said = manifest(parts=(part(one),))
    first, other = make_user(role=Role.SUPERVISOR), make_user(role=Role.SUPERVISOR)
    visit = actions.receive(said=said, project=project, by=first, at=NOON)
    with pytest.raises(NotAllowed):
        actions.receive(said=said, project=project, by=other, at=NOON)
    with pytest.raises(NotAllowed):
        actions.take_part(visit=visit, sha256=part(one).sha256, content=one, by=other, at=NOON)


def test_who_may_not_record_is_not_allowed() -> None:
    project = make_commanded()
    for person in (make_user(role=Role.VIEWER), make_user(role=Role.COMMANDER)):
        with pytest.raises(NotAllowed):
            actions.receive(said=manifest(), project=project, by=person, at=NOON)


def test_another_version_is_kept_beside_the_first_and_settled_by_the_office() -> None:
    by, project, office = make_user(role=Role.SUPERVISOR), make_commanded(), make_user()
    number = uuid.uuid4()
    first = announce(by=by, project=project, device_id=number, findings=(finding("护栏缺失"),))
    second = announce(by=by, project=project, device_id=number, findings=(finding("未戴安全帽"),))
    assert (second.double_of, second.state) == (first, VisitState.DOUBLE)
    assert Matter.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.settle(visit=second, keep=True, note="两次", by=by, at=NOON)
    with pytest.raises(Refusal):
        actions.settle(visit=second, keep=True, note=" ", by=office, at=NOON)
    kept = actions.settle(visit=second, keep=True, note="确为两次", by=office, at=NOON)
    assert kept.state == VisitState.COMPLETE
    assert Matter.objects.count() == 2
    with pytest.raises(Refusal):
        actions.settle(visit=second, keep=False, note="再来", by=office, at=NOON)


def test_a_version_set_aside_has_no_effect() -> None:
    by, project, number = make_user(role=Role.SUPERVISOR), make_commanded(), uuid.uuid4()
    announce(by=by, project=project, device_id=number)
    second = announce(by=by, project=project, device_id=number, findings=(finding(),))
    aside = actions.settle(visit=second, keep=False, note="误发", by=make_user(), at=NOON)
    assert aside.state == VisitState.SET_ASIDE
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"notes": " "},
        {"visited_at": NOON + timedelta(hours=1)},
        {"colour": "blue"},
        {"visited_at": datetime(2000, 12, 31, tzinfo=UTC)},
        {"longitude": Decimal(1)},
        {"findings": (finding(" "),)},
        {"parts": (part(photo(1)), part(photo(1)))},
    ],
)
def test_what_cannot_be_a_visit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        announce(**wrong)
    assert not Visit.objects.exists()


def test_the_distance_from_the_approved_site_is_said_and_nothing_refused() -> None:
    site: dict[str, Any] = {"longitude": Decimal("109.975"), "latitude": Decimal("27.548")}
    there = announce(project=make_commanded(**site), accuracy_m=20, **site)
    assert (there.distance_m, there.off_site) == (0, False)
    away = announce(
        project=make_commanded(**site), longitude=Decimal("109.99"), latitude=Decimal("27.548")
    )
    assert away.off_site
    assert away.distance_m == pytest.approx(1479, abs=3)


def test_a_photo_used_before_is_seen_even_if_it_was_made_smaller() -> None:
    first = visit_with(photo(1))
    again = visit_with(photo(1, size=20, quality=60))
    same = visit_with(photo(1))
    assert again.photos.get().same_as == first.photos.get()
    assert same.photos.get().same_as is not None
    assert visit_with(photo(9)).photos.get().same_as is None


def test_a_photo_made_smaller_on_the_device_is_known_by_its_original() -> None:
    original = hashlib.sha256(photo(3)).hexdigest()
    first = visit_with(photo(3))
    content, by = photo(4), make_user(role=Role.SUPERVISOR)
    said = PartSaid(part(content).sha256, len(content), original=original)
    visit = announce(by=by, parts=(said,))
    actions.take_part(visit=visit, sha256=said.sha256, content=content, by=by, at=NOON)
    assert visit.photos.get().same_as == first.photos.get()


def test_a_photo_of_a_report_on_the_project_is_seen_by_its_look() -> None:
    reporter = make_reporter()
    project = make_commanded(owner=reporter.organisation)
    report = report_march(project, by=reporter)
    shown = add_photo(report=report, content=photo(6), by=reporter, at=NOON)
    assert visit_with(photo(9), project=project).photos.get().same_as_report is None
    smaller = visit_with(photo(6, size=20, quality=60), project=project)
    assert smaller.photos.get().same_as_report == shown
    assert ReportLook.objects.count() == 1
    Path(shown.file.path).unlink()  # lost: it compares with nothing, and nothing fails
    ReportLook.objects.all().delete()
    assert visit_with(photo(7), project=project).photos.get().same_as_report is None


def test_what_the_camera_noted_is_shown_beside_the_photo() -> None:
    site: dict[str, Any] = {"longitude": Decimal("109.975"), "latitude": Decimal("27.548")}
    visit = visit_with(noted(photo(1)), project=make_commanded(**site))
    kept = visit.photos.get()
    assert kept.taken_at == datetime(2024, 3, 20, 3, 30, tzinfo=UTC)
    assert (kept.longitude, kept.latitude) == (Decimal("109.975000"), Decimal("27.548000"))
    assert kept.distance_m == 0
    assert not visit.off_site


def test_a_clock_that_leads_by_minutes_is_no_fault() -> None:
    assert announce(visited_at=NOON + timedelta(minutes=5)).state == VisitState.COMPLETE
    with pytest.raises(Refusal):
        announce(visited_at=NOON + timedelta(minutes=5, seconds=1))


def test_a_device_that_knows_no_original_says_the_same_as_before() -> None:
    one = manifest(parts=(part(photo(1)),))
    assert "original" not in one.said_of(1)
    named = replace(one, parts=(replace(one.parts[0], original="0" * 64),))
    assert one.digest(1) != named.digest(1)


def test_a_finding_that_is_open_already_is_pointed_to() -> None:
    project = make_commanded()
    announce(project=project, findings=(finding("临边防护缺失"),))
    again = announce(project=project, findings=(finding("临边防护缺失。"),))
    assert Matter.objects.count() == 1
    assert Matter.objects.get().number in again.findings.get().note


def test_a_supervisors_visit_gives_the_inspectors_light_and_a_commanders_does_not() -> None:
    commander = make_user(role=Role.COMMANDER)
    project = make_commanded(commander)
    announce(project=project, colour="red")
    assert InspectorLight.objects.get().colour == "red"
    announce(project=project, by=commander, colour="green", notes="很好")
    assert InspectorLight.objects.count() == 1


def test_a_months_plan_is_proposed_by_risk_confirmed_and_ticked_off() -> None:
    office, project = make_user(), make_commanded()
    month = MARCH
    plan = actions.propose_plan(month=month, seed=5, by=office, at=NOON)
    again = actions.propose_plan(month=month, seed=6, by=office, at=NOON)
    assert (plan.pk, again.seed) == (again.pk, 6)
    actions.confirm_plan(month=month, by=office, at=NOON)
    with pytest.raises(Refusal):
        actions.propose_plan(month=month, seed=7, by=office, at=NOON)
    planned = again.visits.get(project=project)
    assert rules.draw(again.pool, again.random_percent or 0, again.seed) == []
    announce(project=project)  # a supervisor's
    planned.refresh_from_db()
    assert planned.done is None
    done = announce(project=project, by=project.commander.user)
    planned.refresh_from_db()
    assert planned.done == done
    with pytest.raises(Refusal):
        actions.drop_visit(planned=planned, reason="已去", by=office, at=NOON)


def test_visits_are_put_in_and_dropped_by_hand_with_a_reason() -> None:
    office, month = make_user(), MARCH
    make_commanded()
    actions.propose_plan(month=month, seed=5, by=office, at=NOON)
    extra = make_commanded()
    more: dict[str, Any] = {"month": month, "project": extra, "by": office, "at": NOON}
    with pytest.raises(Refusal):
        actions.put_visit(reason=" ", **more)
    planned = actions.put_visit(reason="群众来信", **more)
    assert planned.put_reason == "群众来信"
    with pytest.raises(Refusal):
        actions.put_visit(reason="再放", **more)
    with pytest.raises(Refusal):
        actions.drop_visit(planned=planned, reason="", by=office, at=NOON)
    dropped = actions.drop_visit(planned=planned, reason="道路中断", by=office, at=NOON)
    assert dropped.dropped_reason == "道路中断"
    assert actions.put_visit(reason="道路已通", **more).dropped_reason == ""
    event = Event.objects.filter(verb="visit_plan.put").latest("pk")
    assert event.note["dropped"] == "道路中断"


def test_planning_needs_something_to_visit_and_the_office() -> None:
    with pytest.raises(Refusal):
        actions.propose_plan(month=MARCH, seed=5, by=make_user(), at=NOON)
    with pytest.raises(Refusal):
        actions.confirm_plan(month=MARCH, by=make_user(), at=NOON)
    project = make_commanded()
    project.commander = None
    project.save()
    for call in (
        lambda by: actions.propose_plan(month=MARCH, seed=1, by=by, at=NOON),
        lambda by: actions.confirm_plan(month=MARCH, by=by, at=NOON),
        lambda by: actions.put_visit(month=MARCH, project=project, reason="急", by=by, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            call(make_user(role=Role.COMMANDER))


def test_a_leader_without_a_sign_in_is_planned_for_too() -> None:
    project = make_commanded()
    project.commander = make_leader()
    project.save()
    plan = actions.propose_plan(month=MARCH, seed=5, by=make_user(), at=NOON)
    assert plan.visits.get().leader == project.commander


def test_the_draw_of_a_plan_can_be_repeated_after_everything_changed() -> None:
    run_from_january()
    commander = make_user(role=Role.COMMANDER)
    leader = make_leader(user=commander)
    projects = [make_listed(commander=leader) for _each in range(12)]
    plan = actions.propose_plan(month=MARCH, seed=77, by=make_user(), at=NOON)
    for project in projects[:6]:
        announce(project=project, by=commander)
        merge_projects(
            gone=project,
            kept=projects[-1],
            on=date(2024, 3, 20),
            reason="打捆",
            by=make_user(),
            at=NOON,
        )
    plan.refresh_from_db()
    drawn = plan.visits.filter(is_random=True).values_list("project", flat=True)
    assert set(rules.draw(plan.pool, plan.random_percent or 0, plan.seed)) == set(drawn)
    assert len(drawn) == -(-len(plan.pool) // 10)
    assert Event.objects.get(verb="visit_plan.proposed").note["pool"] == plan.pool


def test_what_the_office_records_for_a_leader_ticks_the_visit_off() -> None:
    office, project = make_user(), make_commanded()
    plan = actions.propose_plan(month=MARCH, seed=5, by=office, at=NOON)
    done = announce(project=project, by=office)
    assert plan.visits.get().done == done


def test_a_visit_of_a_project_that_was_merged_meanwhile_is_kept_and_completed() -> None:
    by, project, one = make_user(role=Role.SUPERVISOR), make_commanded(), photo(1)
    said = manifest(parts=(part(one),), findings=(finding(),), colour="red")
    merge_projects(
        gone=project,
        kept=make_commanded(),
        on=date(2024, 3, 19),
        reason="打捆",
        by=make_user(),
        at=NOON,
    )
    visit = actions.receive(said=said, project=project, by=by, at=NOON)
    visit = actions.take_part(visit=visit, sha256=part(one).sha256, content=one, by=by, at=NOON)
    assert visit.state == VisitState.COMPLETE
    told = visit.findings.get()
    assert told.matter is not None or told.note


def test_a_visit_announced_before_its_project_changed_hands_is_completed() -> None:
    commander, one = make_user(role=Role.COMMANDER), photo(1)
    project = make_commanded(commander)
    said = manifest(parts=(part(one),))
    visit = actions.receive(said=said, project=project, by=commander, at=NOON)
    project.commander = make_leader()
    project.save()
    assert actions.receive(said=said, project=project, by=commander, at=NOON) == visit
    visit = actions.take_part(
        visit=visit, sha256=part(one).sha256, content=one, by=commander, at=NOON
    )
    assert visit.state == VisitState.COMPLETE
    with pytest.raises(NotAllowed):
        actions.receive(said=manifest(), project=project, by=commander, at=NOON)
