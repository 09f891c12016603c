"""“My projects”, and handing matters over with one tap."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.audit.models import Event
from bihuan.command import actions
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import make_reported
from bihuan.matters.kinds import MatterState
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import assign_one, raise_one
from bihuan.plans.models import MilestonePromise
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import (
    APRIL,
    MARCH,
    make_listed,
    make_milestone,
    report_march,
)
from bihuan.projects.models import Project
from bihuan.visits import actions as visits

from .factories import AFTER_MARCH, make_commander, make_hard_bone, make_red

pytestmark = pytest.mark.django_db
MINE = reverse("command:mine")


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_MARCH, tick=False):
        yield


def make_mine(leader: Leader) -> Project:
    return make_red(commander=leader, responsible=make_organisation())


def tap(client: Client, matter: Matter, edition: int | None = None):
    said = {"edition": matter.edition if edition is None else edition}
    return client.post(reverse("command:hand_over", args=[matter.pk]), said, follow=True)


def test_red_projects_come_first_with_reasons_progress_and_silence():
    user, leader = make_commander()
    green = make_reported(completed_yuan=3_000_000, commander=leader, added_on=date(2024, 3, 1))
    silent = make_listed(commander=leader)
    context = signed_in(user).get(MINE).context
    first, second = context["cards"]
    assert (first.project, second.project) == (silent, green)
    assert (first.headline, first.is_silent, first.reported) == ("red", True, None)
    assert first.why[0].clause == "LIGHT-3"
    assert (second.headline, second.is_silent, second.reported) == ("green", False, MARCH)
    assert (second.position.completed_percent, second.position.expected_percent) == (25, 25)
    assert (context["whole"].red, context["whole"].green) == (1, 1)


def test_before_anybody_was_asked_no_project_is_silent():
    user, leader = make_commander()
    make_listed(commander=leader, responsible=make_organisation())
    page = signed_in(user).get(MINE)
    [card] = page.context["cards"]
    assert not card.is_silent
    for said in ("未报送", "已完成", "评定指挥长灯"):
        assert said not in page.text, said


def test_a_card_counts_matters_and_tells_the_next_milestone_and_the_hard_bone():
    user, leader = make_commander()
    project = make_mine(leader)
    raise_one(project=project, on=date(2024, 4, 2))
    assign_one(project=project)
    MilestonePromise.objects.create(
        milestone=make_milestone(project),
        version=1,
        due_on=date(2024, 4, 2),
        recorded_at=AFTER_MARCH,
    )
    bone = make_hard_bone(project=project)
    (card,) = signed_in(user).get(MINE).context["cards"]
    counts = card.matters
    assert (counts.opened, counts.overdue, counts.waiting) == (2, 1, 1)
    assert (card.impact.milestone_name, card.next_is_late) == ("节点0", True)
    assert card.bone == bone


def test_a_confirmed_visit_of_this_month_is_on_the_card_and_in_the_table():
    _user, leader = make_commander()
    project, office, client = make_mine(leader), make_user(), signed_in()
    month: dict[str, Any] = {"month": Month(2024, 4), "by": office, "at": AFTER_MARCH}
    visits.propose_plan(seed=1, **month)
    (card,) = client.get(MINE, {"leader": leader.pk}).context["cards"]
    assert card.visit is None
    visits.confirm_plan(**month)
    (card,) = client.get(MINE, {"leader": leader.pk}).context["cards"]
    assert (card.visit.project, card.visit.done) == (project, None)
    (line,) = client.get(reverse("command:commanders")).context["table"].commanding
    assert (line.visits_planned, line.visits_made) == (1, 0)


def test_what_waits_is_assigned_with_one_tap():
    user, leader = make_commander()
    project = make_mine(leader)
    matter = raise_one(project=project, on=date(2024, 4, 2))
    client = signed_in(user)
    context = client.get(MINE).context
    assert context["waits"] == 1
    assert context["first"][0].lead == project.responsible
    answer = tap(client, matter)
    assert f"{matter.number}已交办给{project.responsible}" in answer.content.decode()
    matter.refresh_from_db()
    assert (matter.state, matter.lead) == (MatterState.ASSIGNED, project.responsible)
    assert client.get(MINE).context["waits"] == 0


def test_one_tap_gives_a_matter_to_whom_its_form_proposes():
    user, leader = make_commander()
    bureau = make_organisation(name="区征收事务中心")
    matter = raise_one(project=make_mine(leader), type_code="relocation", on=date(2024, 4, 2))
    client = signed_in(user)
    (wait,) = client.get(MINE).context["first"]
    assert wait.lead == bureau
    assert "交办给区征收事务中心" in client.get(MINE).content.decode()
    tap(client, matter)
    matter.refresh_from_db()
    assert matter.lead == bureau


def test_of_two_who_tap_the_second_is_told():
    user, leader = make_commander()
    matter = raise_one(project=make_mine(leader), on=date(2024, 4, 2))
    assert tap(signed_in(), matter).status_code == 200
    late = tap(signed_in(user), matter)
    assert late.status_code == 409
    matter.refresh_from_db()
    again = tap(signed_in(user), matter)
    assert again.status_code == 409
    assert "已有承办单位" in again.content.decode()


def test_a_project_without_a_responsible_organisation_has_nobody_to_hand_over_to():
    user, leader = make_commander()
    matter = raise_one(project=make_red(commander=leader), on=date(2024, 4, 2))
    assert signed_in(user).get(MINE).context["first"][0].lead is None
    with pytest.raises(Refusal):
        actions.hand_over(matter=matter, by=user, at=AFTER_MARCH)
    matter.refresh_from_db()
    assert matter.state == MatterState.RAISED


def test_a_handing_over_is_recorded_and_strangers_may_not():
    user, leader = make_commander()
    matter = raise_one(project=make_mine(leader), on=date(2024, 4, 2))
    stranger, _other = make_commander()
    with pytest.raises(NotAllowed):
        actions.hand_over(matter=matter, by=stranger, at=AFTER_MARCH)
    assert tap(signed_in(stranger), matter).status_code == 404
    actions.hand_over(matter=matter, by=user, at=AFTER_MARCH)
    assert Event.objects.filter(verb="matter.assigned").count() == 1


def test_the_office_looks_at_any_leader_and_a_commander_at_nobody_else():
    _user, leader = make_commander()
    project = make_mine(leader)
    raise_one(project=project, on=date(2024, 4, 2))
    context = signed_in().get(MINE, {"leader": leader.pk}).context
    assert [card.project for card in context["cards"]] == [project]
    assert (context["waits"], context["is_own"], context["may_speak"]) == (1, False, False)
    stranger, other = make_commander()
    client = signed_in(stranger)
    assert client.get(MINE, {"leader": leader.pk}).status_code == 403
    assert client.get(MINE).context["cards"] == []
    assert client.get(MINE, {"leader": other.pk}).status_code == 200
    assert client.get(MINE, {"leader": "x"}).status_code == 404


def test_a_leader_who_does_not_sign_in_has_nothing_waiting():
    leader = make_leader()
    raise_one(project=make_mine(leader), on=date(2024, 4, 2))
    context = signed_in().get(MINE, {"leader": leader.pk}).context
    assert (context["waits"], len(context["cards"])) == (0, 1)


def test_the_office_goes_to_the_table_and_a_person_who_is_no_leader_is_told():
    assert signed_in().get(MINE).headers["Location"] == reverse("command:commanders")
    answer = signed_in(make_user(role=Role.REPORTER)).get(MINE)
    assert "您尚未登记为领导" in answer.content.decode()


def test_a_leaders_page_leads_to_the_light():
    user, leader = make_commander()
    project = make_mine(leader)
    told = signed_in(user).get(MINE).content.decode()
    assert reverse("lights:light", args=[MARCH, project.pk]) in told


def test_queries_of_the_page_do_not_grow_with_rows(django_assert_max_num_queries):
    user, leader = make_commander()
    client = signed_in(user)

    def add():
        project = make_mine(leader)
        make_hard_bone(project=project)
        raise_one(project=project, on=date(2024, 4, 2))
        assign_one(project=project)

    add()
    clear_caches()
    with django_assert_max_num_queries(75) as few:
        client.get(MINE)
    for _time in range(3):
        add()
    clear_caches()
    with django_assert_max_num_queries(len(few)):
        client.get(MINE)


def test_the_page_comes_over_http_too():
    user, leader = make_commander()
    project = make_mine(leader)
    matter = raise_one(project=project, on=date(2024, 4, 2))
    client = signed_in(user)
    told = client.get("/api/command/mine?year=2024").json()
    assert (told["leader_id"], told["projects"], told["waiting"]) == (leader.pk, 1, 1)
    assert told["first_waiting"] == [matter.number]
    assert (told["cards"][0]["headline"], told["cards"][0]["project_id"]) == ("red", project.pk)
    handed = client.post(f"/api/command/matters/{matter.pk}/hand-over")
    assert handed.json()["lead"] == str(project.responsible)
    assert client.post(f"/api/command/matters/{matter.pk}/hand-over").status_code == 409
    assert signed_in().get("/api/command/mine?year=2024").status_code == 404
    assert signed_in().get(f"/api/command/mine?year=2024&leader={leader.pk}").status_code == 200
    stranger, _other = make_commander()
    foreign = f"/api/command/mine?year=2024&leader={leader.pk}"
    assert signed_in(stranger).get(foreign).status_code == 403


@pytest.mark.parametrize(("on", "is_over"), [("2024-04-30", False), ("2024-05-01", True)])
def test_a_commander_is_sent_to_a_light_only_while_it_can_be_given(on, is_over):
    user, leader = make_commander()
    project = make_mine(leader)
    with time_machine.travel(f"{on}T12:00+08:00", tick=False):
        client = signed_in(user)
        answer = client.get(MINE, {"year": 2024})
        month = answer.context["month"]
        link = reverse("lights:light", args=[month, project.pk])
        assert (link in answer.content.decode()) is not is_over
        assert ("的指挥长灯已于2024年4月30日截止评定" in answer.content.decode()) is is_over
        assert ("speak" in client.get(link).context["forms"]) is not is_over


def test_reds_stay_in_sight_while_a_new_month_is_being_reported():
    user, leader = make_commander()
    make_red(commander=leader)
    with time_machine.travel(datetime(2024, 4, 23, 2, tzinfo=UTC), tick=False):
        at = timezone.now()
        other = make_listed()
        april = report_march(other, by=make_user(), at=at, completed_yuan=2_000_000, month=APRIL)
        progress.accept(report=april, by=make_user(), at=at)
        browser = signed_in(user)
        page = browser.get(MINE)
        assert (page.context["month"], page.context["whole"].red) == (MARCH, 1)
        assert "2024年4月正在填报" in page.text
        assert browser.get(MINE, {"month": "2024-04"}).context["month"] == APRIL
        assert browser.get(MINE, {"month": "2024-09"}).context["month"] == MARCH
    with time_machine.travel(datetime(2024, 5, 15, 2, tzinfo=UTC), tick=False):
        assert signed_in(user).get(MINE).context["month"] == APRIL
