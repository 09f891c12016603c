from datetime import date, timedelta

import pytest

from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.matters import actions as matters
from bihuan.matters.models import Alert, Matter
from bihuan.matters.tests.factories import MONDAY, assign_one, noon
from bihuan.notices import actions
from bihuan.notices.actions import Delivered
from bihuan.notices.kinds import NoticeKind
from bihuan.notices.models import Notice
from bihuan.progress.tests.factories import make_listed

from .factories import CLOCK, make_channel

pytestmark = pytest.mark.django_db


def make_commander(listener) -> Leader:
    user = make_user(role=Role.COMMANDER)
    leader = make_leader(user=user)
    make_channel(user, address=listener.address)
    return leader


def make_late(leader: Leader, **said) -> Matter:
    project = make_listed(owner=make_organisation(), commander=leader)
    return assign_one(project=project, **said)


def climb(matter: Matter, leader: Leader, *, level: int = 3, on: date = MONDAY) -> int:
    return actions.enqueue_escalation(
        matter=matter, leader=leader, level=level, on=on, by=CLOCK, at=noon(on)
    )


def test_what_climbed_to_a_leader_is_told_at_once(listener):
    leader = make_commander(listener)
    matter = make_late(leader)
    assert climb(matter, leader) == 1
    assert actions.deliver(at=noon(MONDAY), by=CLOCK) == Delivered(sent=1)
    (heard,) = listener.heard
    assert heard["title"] == "提级到您的事项1件"
    assert matter.number in heard["message"]
    assert matter.title in heard["message"]


def test_one_step_is_told_once(listener):
    leader = make_commander(listener)
    matter = make_late(leader)
    assert climb(matter, leader) == 1
    assert climb(matter, leader) == 0
    actions.deliver(at=noon(MONDAY), by=CLOCK)
    assert climb(matter, leader) == 0
    assert climb(matter, leader, level=4, on=MONDAY + timedelta(days=1)) == 1


def test_what_climbs_together_comes_in_one_message(listener):
    leader = make_commander(listener)
    for _each in range(3):
        climb(make_late(leader), leader)
    assert actions.deliver(at=noon(MONDAY), by=CLOCK) == Delivered(sent=1)
    assert listener.heard[0]["title"] == "提级到您的事项3件"


def test_what_climbs_later_comes_in_the_next_message(listener):
    leader = make_commander(listener)
    climb(make_late(leader), leader)
    actions.deliver(at=noon(MONDAY), by=CLOCK)
    climb(make_late(leader), leader)
    actions.deliver(at=noon(MONDAY), by=CLOCK)
    assert [heard["title"] for heard in listener.heard] == ["提级到您的事项1件"] * 2


def test_a_leader_without_a_user_or_a_channel_is_not_told():
    leader = make_leader()
    assert climb(make_late(leader), leader) == 0
    other = make_leader(user=make_user(role=Role.COMMANDER))
    assert climb(make_late(other), other) == 0
    assert not Notice.objects.exists()


def test_what_was_solved_meanwhile_is_not_told(listener):
    leader = make_commander(listener)
    matter = make_late(leader)
    climb(matter, leader)
    matters.withdraw(matter=matter, note="重复", by=make_user(), at=noon(MONDAY))
    assert actions.deliver(at=noon(MONDAY), by=CLOCK) == Delivered(dropped=1)


def test_a_leader_is_told_only_of_what_he_or_she_may_see(listener):
    leader = make_commander(listener)
    climb(make_late(make_leader()), leader)
    assert actions.deliver(at=noon(MONDAY), by=CLOCK) == Delivered(dropped=1)
    assert listener.heard == []


def test_the_clock_tells_each_leader_of_the_level_that_a_matter_reached(listener):
    commander = make_commander(listener)
    in_charge = make_commander(listener)
    principal = make_commander(listener)
    Leader.objects.filter(pk=principal.pk).update(is_principal=True)
    lead = make_organisation()
    lead.in_charge = in_charge
    lead.save()
    make_late(commander, lead=lead)
    later = date(2024, 4, 12)  # past every level
    matters.escalate(on=later, by=CLOCK, at=noon(later))
    assert actions.enqueue_escalations(by=CLOCK, at=noon(later)) == 3
    assert actions.enqueue_escalations(by=CLOCK, at=noon(later)) == 0
    told = Notice.objects.filter(kind=NoticeKind.ESCALATION).values_list("recipient", flat=True)
    assert set(told) == {commander.user_id, in_charge.user_id, principal.user_id}
    assert actions.deliver(at=noon(later), by=CLOCK) == Delivered(sent=3)


def test_alerts_of_other_days_and_reminders_are_not_escalations(listener):
    commander = make_commander(listener)
    make_late(commander)
    wednesday = date(2024, 3, 6)
    matters.escalate(on=wednesday, by=CLOCK, at=noon(wednesday))
    assert Alert.objects.exists()
    assert actions.enqueue_escalations(by=CLOCK, at=noon(wednesday)) == 0


def test_without_a_channel_nobody_is_looked_for():
    make_late(make_leader())
    later = date(2024, 4, 12)
    matters.escalate(on=later, by=CLOCK, at=noon(later))
    assert actions.enqueue_escalations(by=CLOCK, at=noon(later)) == 0


def test_many_escalations_are_named_up_to_a_number_and_the_rest_counted(listener):
    leader = make_commander(listener)
    for _each in range(17):
        climb(make_late(leader), leader)
    actions.deliver(at=noon(MONDAY), by=CLOCK)
    assert listener.heard[0]["title"] == "提级到您的事项17件"
    assert listener.heard[0]["message"].count("\n- ") == 16
    assert "其余2项" in listener.heard[0]["message"]


def test_a_level_without_anybody_passes_it_on_to_the_next(listener):
    commander = make_commander(listener)
    make_late(commander, lead=make_organisation())  # no leader in charge of it
    matters.escalate(on=date(2024, 3, 14), by=CLOCK, at=noon(date(2024, 3, 14)))
    assert actions.enqueue_escalations(by=CLOCK, at=noon(date(2024, 3, 14))) == 1
    assert {mention.level for mention in Notice.objects.get().mentions.all()} == {2}
