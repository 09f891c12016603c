from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.factors import actions
from bihuan.factors.actions import NeedApproval
from bihuan.factors.kinds import NeedAlertKind, NeedState, NeedVerb
from bihuan.factors.models import Need
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.workdays import add_workdays
from bihuan.plans.models import ProjectYear
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import MONDAY, accepted, list_of, make_clerk, move, need_of, noon

pytestmark = pytest.mark.django_db
V, S = NeedVerb, NeedState


def test_a_project_gets_the_list_of_its_class_once_with_departments_found_by_name() -> None:
    needs = list_of(planned_start_on=date(2024, 5, 6))
    assert len(needs) == 12
    land = next(need for need in needs if need.element == "planning")
    assert land.department is not None
    assert land.department.name == "区自然资源局"
    assert land.needed_by == date(2024, 4, 6)
    assert actions.start_lists(year=2024, by=make_user(), at=noon()) == 0
    assert Need.objects.count() == 12


def test_days_follow_the_milestones_unless_set_by_hand() -> None:
    need, office = need_of("permit", planned_start_on=date(2024, 5, 6)), make_user()
    other = need.project.needs.get(element="funds")
    actions.set_needed_by(need=other, day=date(2024, 7, 1), reason="分期", by=office, at=noon())
    year = ProjectYear.objects.get(project=need.project)
    step = year.milestones.create(key="start", name="开工", order=1)
    step.promises.create(version=1, due_on=date(2024, 6, 30), recorded_at=noon())
    actions.start_lists(year=2024, by=office, at=noon())
    need.refresh_from_db()
    other.refresh_from_db()
    assert (need.needed_by, other.needed_by) == (date(2024, 6, 25), date(2024, 7, 1))
    with pytest.raises(Refusal):
        actions.set_needed_by(need=need, day=MONDAY, reason=" ", by=office, at=noon())


def test_only_the_office_starts_lists_and_a_stranger_year_is_refused() -> None:
    project = make_listed()
    with pytest.raises(NotAllowed):
        actions.start_lists(year=2024, by=make_clerk(), at=noon())
    with pytest.raises(Refusal):
        actions.start_list(project=project, year=2030, by=make_user(), at=noon())


def test_a_need_is_asked_for_accepted_and_approved_by_the_department_that_owes_it() -> None:
    owner = make_organisation()
    reporter, clerk = make_reporter(owner), make_clerk()
    need = need_of(project=make_listed(owner=owner))
    need = move(need, V.ASK, by=reporter)
    need = move(need, V.ACCEPT, by=clerk)
    assert (need.promised_due_on, need.statutory_due_on) == (date(2024, 3, 13), date(2024, 4, 1))
    approval = NeedApproval("怀自然资规〔2024〕8号", date(2024, 3, 8))
    done = actions.approve(need=need, approval=approval, by=clerk, at=noon(date(2024, 3, 8)))
    assert (done.state, done.approval_number) == (S.APPROVED, "怀自然资规〔2024〕8号")
    assert [each.verb for each in done.moves.all()] == ["ask", "accept", "approve"]
    assert Event.objects.filter(thing="factors.need").count() == 3


def test_the_clock_stands_still_while_papers_are_wanted() -> None:
    need = accepted()
    need = move(need, V.WANT_PAPERS, on=date(2024, 3, 5))
    assert need.stopped_on == date(2024, 3, 5)
    need = move(need, V.SUPPLY, on=date(2024, 3, 11))
    assert (need.state, need.stopped_on) == (S.IN_REVIEW, None)
    assert need.promised_due_on == date(2024, 3, 19)


def test_a_promise_lets_work_go_on_and_needs_a_later_day() -> None:
    need, office = accepted(), make_user()
    with pytest.raises(Refusal):
        actions.promise(need=need, ends_on=MONDAY, note="容缺", by=office, at=noon())
    later = date(2024, 4, 1)
    need = actions.promise(need=need, ends_on=later, note="容缺", by=office, at=noon())
    assert (need.state, need.promise_ends_on) == (S.PROMISED, later)
    assert move(need, V.SUPPLY, on=date(2024, 3, 8)).state == S.IN_REVIEW


@pytest.mark.parametrize(
    "wrong",
    [
        NeedApproval(" ", MONDAY),
        NeedApproval("1号", date(2024, 3, 5)),
        NeedApproval("1号", MONDAY, date(2024, 3, 3)),
    ],
)
def test_an_approval_has_a_number_a_day_that_came_and_lasts(wrong: NeedApproval) -> None:
    need = accepted()
    with pytest.raises(Refusal):
        actions.approve(need=need, approval=wrong, by=make_user(), at=noon())


def test_what_is_not_needed_is_said_with_a_reason_and_can_be_taken_back() -> None:
    need, office = need_of("gas"), make_user()
    with pytest.raises(Refusal):
        actions.move(need=need, verb=V.NOT_NEED, note="", by=office, at=noon())
    need = move(need, V.NOT_NEED)
    assert need.state == S.NOT_NEEDED
    assert move(need, V.NEED_AGAIN).state == S.NOT_STARTED


def test_handing_over_names_the_department() -> None:
    need, office = move(need_of("gas"), V.ASK), make_user()
    with pytest.raises(Refusal):
        actions.move(need=need, verb=V.HAND_OVER, by=office, at=noon())
    gas = make_organisation(name="怀化燃气公司")
    need = actions.move(need=need, verb=V.HAND_OVER, department=gas, by=office, at=noon())
    assert need.department == gas


def test_nobody_makes_the_move_of_another() -> None:
    owner = make_organisation()
    need = need_of(project=make_listed(owner=owner))
    reporter, clerk, stranger = make_reporter(owner), make_clerk(), make_clerk("区水利局")
    with pytest.raises(NotAllowed):
        move(need, V.ASK, by=clerk)
    need = move(need, V.ASK, by=reporter)
    for person in (reporter, stranger, make_user(role=Role.VIEWER)):
        with pytest.raises(NotAllowed):
            move(need, V.ACCEPT, by=person)
    with pytest.raises(NotAllowed):
        move(need, V.NOT_NEED, by=clerk)
    with pytest.raises(Refusal):
        move(need, V.APPROVE, by=clerk)


def test_the_second_of_two_is_told() -> None:
    need = accepted()
    seen = need.edition
    move(need, V.REVIEW)
    with pytest.raises(Refusal, match="审查中"):
        actions.move(
            need=need, verb=V.WANT_PAPERS, note="缺图", edition=seen, by=make_user(), at=noon()
        )


def test_a_stuck_need_is_raised_once_as_a_guarantee_request() -> None:
    need, office = accepted(), make_user()
    matter = actions.raise_need(need=need, severity="ordinary", by=office, at=noon())
    assert (matter.kind, matter.type_code, matter.source_ref) == (
        "request",
        "planning",
        str(need.pk),
    )
    with pytest.raises(Refusal, match=matter.number):
        actions.raise_need(need=need, severity="ordinary", by=office, at=noon())


def test_the_clock_tells_each_thing_once_and_catches_up() -> None:
    accepted()
    late = date(2024, 5, 6)
    said = actions.warn(on=late, by=ClockActor(), at=noon(late))
    assert [(each.told, each.on) for each in said] == [
        (NeedAlertKind.PROMISED_LATE, date(2024, 3, 14)),
        (NeedAlertKind.STATUTORY_LATE, date(2024, 4, 2)),
    ]
    events = Event.objects.count()
    assert actions.warn(on=late, by=ClockActor(), at=noon(late)) == []
    assert Event.objects.count() == events


def test_asking_anew_clears_the_old_approval_and_the_record_keeps_it() -> None:
    need, office = accepted(), make_user()
    approval = NeedApproval("怀自然资规〔2024〕8号", MONDAY)
    need = actions.approve(need=need, approval=approval, by=office, at=noon())
    need = move(need, V.ASK)
    assert (need.approval_number, need.approved_on, need.valid_until) == ("", None, None)
    kept = Event.objects.get(thing="factors.need", verb="need.approved").note
    assert (kept["approval_number"], kept["approved_on"]) == (approval.number, "2024-03-04")


def test_the_clock_lets_open_needs_follow_milestones_that_moved() -> None:
    need = need_of("permit", planned_start_on=date(2024, 5, 6))
    by_hand, done = (need.project.needs.get(element=code) for code in ("funds", "planning"))
    office = make_user()
    actions.set_needed_by(need=by_hand, day=date(2024, 7, 1), reason="分期", by=office, at=noon())
    move(done, V.NOT_NEED)
    assert actions.follow_milestones(by=ClockActor(), at=noon()) == 0
    year = ProjectYear.objects.get(project=need.project)
    step = year.milestones.create(key="start", name="开工", order=1)
    step.promises.create(version=1, due_on=date(2024, 6, 30), recorded_at=noon())
    assert actions.follow_milestones(by=ClockActor(), at=noon()) > 0
    needs = need.project.needs.filter(element__in=("permit", "funds"))
    days = {each.element: each.needed_by for each in needs}
    assert days == {"permit": date(2024, 6, 25), "funds": date(2024, 7, 1)}
    was = done.needed_by
    done.refresh_from_db()
    assert done.needed_by == was
    assert Event.objects.filter(verb="need.day_followed", thing_id=str(need.pk)).count() == 1
    assert actions.follow_milestones(by=ClockActor(), at=noon()) == 0


def test_a_project_without_milestones_or_start_needs_nothing_by_a_day() -> None:
    need = need_of("permit")
    assert need.needed_by is None
    assert actions.follow_milestones(by=ClockActor(), at=noon()) == 0


def test_what_the_list_has_not_is_added_once_with_a_reason() -> None:
    project, office = list_of(planned_start_on=date(2024, 5, 6))[0].project, make_user()
    said: dict[str, Any] = {"project": project, "at": noon(), "by": office}
    need = actions.add_need(element="environment_report", reason="报告书类", **said)
    assert (need.state, need.needed_by) == (S.NOT_STARTED, date(2024, 4, 6))
    assert Event.objects.get(verb="need.added").thing_id == str(need.pk)
    for element, reason in (("environment_report", "再来"), ("moon", "无"), ("forest", " ")):
        with pytest.raises(Refusal):
            actions.add_need(element=element, reason=reason, **said)
    with pytest.raises(NotAllowed):
        actions.add_need(**{**said, "by": make_clerk()}, element="forest", reason="占用林地")


def test_the_clock_stands_still_while_papers_are_promised() -> None:
    need = accepted()
    law, promised = need.statutory_due_on, need.promised_due_on
    assert law is not None
    assert promised is not None
    need = actions.promise(
        need=need, ends_on=date(2024, 3, 29), note="容缺", by=make_user(), at=noon()
    )
    need = move(need, V.SUPPLY, on=date(2024, 3, 11))
    assert need.statutory_due_on == add_workdays(law, 5)
    assert need.promised_due_on == add_workdays(promised, 5)


def test_a_department_may_refuse_what_was_asked_of_it() -> None:
    need = move(need_of(), V.ASK)
    refused = move(need, V.REFUSE, by=make_clerk())
    assert refused.state == S.REFUSED
