"""Proposals of the hard-bone list decided at once."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.command import actions
from bihuan.command.actions import ProposedStep
from bihuan.command.kinds import HardBoneStep
from bihuan.command.models import Deferral, HardBone
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.lights.tests.factories import make_reported

from .factories import AFTER_MARCH, JUNE, make_hard_bone, make_red

pytestmark = pytest.mark.django_db
BONES, DECIDE = reverse("command:bones"), reverse("command:decide_proposals")


def entering(*projects):
    return [ProposedStep(project, HardBoneStep.ENTER) for project in projects]


def follow(steps, **said):
    said = {"target_on": JUNE, "by": make_user(), "at": AFTER_MARCH, **said}
    return actions.follow_proposals(steps=steps, **said)


def test_several_come_onto_the_list_with_the_rules_own_reasons():
    one, two = make_red(), make_red()
    assert follow(entering(one, two)) == 2
    bones = HardBone.objects.on_the_list()
    assert {bone.project for bone in bones} == {one, two}
    assert all("红灯" in bone.why and bone.target_on == JUNE for bone in bones)


def test_the_offices_own_words_replace_the_rules():
    follow(entering(make_red()), why="区长点名")
    assert HardBone.objects.get().why == "区长点名"


def test_all_are_decided_or_none_and_every_obstacle_is_named():
    red = make_red()
    fine = make_reported(completed_yuan=9_000_000, added_on=date(2024, 3, 1))
    with pytest.raises(Refusal, match=fine.name):
        follow(entering(red, fine))
    with pytest.raises(Refusal, match="攻坚时限"):
        follow(entering(red), target_on=None)
    with pytest.raises(Refusal):
        follow([])
    assert not HardBone.objects.exists()
    make_hard_bone(project=red)
    with pytest.raises(Refusal, match=red.name):
        follow([*entering(red), ProposedStep(red, HardBoneStep.LEAVE)])


def test_several_are_put_off_for_one_reason():
    one, two = make_red(), make_red()
    said: dict[str, Any] = {"by": make_user(), "at": AFTER_MARCH}
    with pytest.raises(Refusal):
        actions.defer_proposals(steps=entering(one, two), why=" ", **said)
    assert actions.defer_proposals(steps=entering(one, two), why="本月先约谈", **said) == 2
    assert Deferral.objects.count() == 2


def test_only_who_manages_the_list_decides():
    for role in (Role.VIEWER, Role.COMMANDER, Role.SUPERVISOR):
        with pytest.raises(NotAllowed):
            follow(entering(make_red()), by=make_user(role=role))


def test_the_page_lists_each_proposal_in_one_line_and_decides_those_ticked():
    one, two = make_red(), make_red()
    with time_machine.travel(AFTER_MARCH, tick=False):
        client = signed_in()
        page = client.get(BONES)
        assert {f"enter-{one.pk}", f"enter-{two.pk}"} == {
            proposal.key for proposal in page.context["proposals"]
        }
        refused = client.post(DECIDE, {"steps": [f"enter-{one.pk}"], "target_on": "2024-01-01"})
        assert one.name in refused.text
        assert refused.context["ticked"] == {f"enter-{one.pk}"}
        assert client.post(DECIDE, {"target_on": "2024-06-30"}).status_code == 200
        odd = {"steps": ["enter-x", "leave-99999999999999999999"], "target_on": "2024-06-30"}
        assert client.post(DECIDE, odd).status_code == 200
        client.post(DECIDE, {"steps": [f"enter-{one.pk}"], "target_on": "2024-06-30"})
        client.post(DECIDE, {"steps": [f"enter-{two.pk}"], "why": "先约谈", "defer": "1"})
        assert not list(client.get(BONES).context["proposals"])
    assert HardBone.objects.get().target_on == date(2024, 6, 30)
    assert Deferral.objects.get().why == "先约谈"


def test_a_viewer_sees_no_ticks():
    make_red()
    with time_machine.travel(AFTER_MARCH, tick=False):
        page = signed_in(make_user(role=Role.VIEWER)).get(BONES)
    assert 'name="steps"' not in page.text


def test_they_are_decided_by_a_call():
    one, two = make_red(), make_red()
    address = "/api/command/hard-bones/proposals"
    with time_machine.travel(AFTER_MARCH, tick=False):
        client = signed_in()
        for project, answer in ((one, "follow"), (two, "defer")):
            said = {
                "steps": [{"project_id": project.pk, "step": "enter"}],
                "answer": answer,
                "target_on": "2024-06-30",
                "why": "连续红灯",
            }
            made = client.post(address, said, content_type="application/json")
            assert made.json() == {"decided": 1}
    assert HardBone.objects.get().project == one
    assert Deferral.objects.get().project == two
