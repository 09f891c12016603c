"""Somebody leaves, for good or for some days: what hangs on them goes on, and nobody gains more."""

import ast
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.access.actions import set_sign_in_rules
from bihuan.accounts import actions
from bihuan.accounts.holdings import held_by, keepers
from bihuan.accounts.models import Deputyship, User
from bihuan.accounts.permissions import NOT_BY_DEPUTY, may
from bihuan.accounts.roles import GRANTS, Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.command.tests.factories import make_hard_bone
from bihuan.kit.days import chinese_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions as matters
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import answer_one, make_handler, raise_one
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project
from bihuan.site.settings import OUR_APPS
from bihuan.todo.queries import stands_in_for
from bihuan.visits.models import PlannedVisit, VisitPlan

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
WEEK = timedelta(days=7)


def make_commander():
    user = make_user(role=Role.COMMANDER)
    return user, make_leader(user=user)


def numbers(user):
    user = User.objects.get(pk=user.pk)
    return {str(each.label): each.number for each in held_by(user)}


def make_busy():
    """A commander with a project, a hard bone, a planned visit and an organisation."""
    user, leader = make_commander()
    office = make_user()
    project = make_listed(commander=leader)
    make_hard_bone(project=project, by=office)
    plan = VisitPlan.objects.create(
        month=TODAY.replace(day=1), seed=1, rules_version=1, made_at=NOW, made_by=office
    )
    PlannedVisit.objects.create(plan=plan, project=project, leader=leader)
    home = make_organisation()
    home.in_charge = leader
    home.save()
    raise_one(project=project, by=user)
    return user, project, office


def hand_over(user, successor, *, by=None, reason="调离"):
    actions.hand_over(user=user, successor=successor, reason=reason, by=by or make_user(), at=NOW)


def name_deputy(person, deputy, *, since=TODAY, until=TODAY + WEEK, by=None):
    return actions.name_deputy(
        person=person, deputy=deputy, since=since, until=until, by=by or make_user(), at=NOW
    )


def standing_in(person, deputy):
    """A browser of the deputy, who acts as the person."""
    held = name_deputy(person, deputy)
    client = signed_in(deputy)
    assert client.post(f"/access/deputies/{held.pk}/stand-in/").status_code == 302
    return client, held


class TestHandingOver:
    def test_all_that_hangs_on_a_commander_goes_to_the_successor_in_one_go(self):
        user, project, office = make_busy()
        before = numbers(user)
        assert len(before) == 5
        successor, leader = make_commander()
        hand_over(user, successor, by=office)
        assert numbers(user) == {}
        assert numbers(successor) == before
        project.refresh_from_db()
        assert project.commander == leader
        event = Event.objects.filter(verb="user.handed_over").get()
        assert (event.note["to"], event.note["reason"]) == (successor.username, "调离")

    def test_what_was_done_keeps_the_name_of_who_did_it(self):
        user, _project, office = make_busy()
        successor, _leader = make_commander()
        hand_over(user, successor, by=office)
        matter = Matter.objects.get(raised_by=user)
        assert matter.raiser_successor == successor
        assert matter in Matter.objects.visible_to(user)

    def test_the_successor_verifies_what_the_raiser_would_have_and_the_raiser_no_more(self):
        raiser, office = make_handler(), make_user()
        successor = make_handler(raiser.organisation)
        matter = answer_one(by=office)
        Matter.objects.filter(pk=matter.pk).update(raised_by=raiser)
        hand_over(raiser, successor)
        assert matter in Matter.objects.waiting_for(successor)
        assert matter not in Matter.objects.waiting_for(raiser)
        with pytest.raises(NotAllowed):
            matters.verify(matter=matter, note="", by=raiser, at=NOW)
        matters.verify(matter=matter, note="", by=successor, at=NOW)

    def test_nothing_is_handed_over_if_one_part_is_refused(self, monkeypatch):
        user, project, office = make_busy()
        successor, _leader = make_commander()

        def refuse(**_said):
            raise Refusal("nein")

        monkeypatch.setattr("bihuan.visits.held.pass_visit_on", refuse)
        with pytest.raises(Refusal):
            hand_over(user, successor, by=office)
        project.refresh_from_db()
        assert project.commander.user == user

    def test_who_does_not_fit_is_refused(self):
        user, _project, office = make_busy()
        nameless = make_user(role=Role.COMMANDER)
        gone, _leader = make_commander()
        actions.deactivate(user=gone, by=office, at=NOW)
        for successor in (make_user(), nameless, gone, user):
            with pytest.raises(Refusal):
                hand_over(user, User.objects.get(pk=successor.pk), by=office)
        fitting, _leader = make_commander()
        with pytest.raises(Refusal):
            hand_over(user, fitting, reason=" ")
        with pytest.raises(NotAllowed):
            hand_over(user, fitting, by=user)
        with pytest.raises(Refusal):
            hand_over(fitting, user)  # nothing hangs on them

    def test_a_reporter_is_followed_by_one_of_the_same_organisation(self):
        home = make_organisation()
        reporter = make_user(role=Role.REPORTER, organisation=home)
        raise_one(by=reporter, project=make_listed(owner=home))
        with pytest.raises(Refusal):
            hand_over(reporter, make_user(role=Role.REPORTER))
        hand_over(reporter, make_user(role=Role.REPORTER, organisation=home))

    def test_an_account_on_which_something_hangs_is_not_closed_by_the_way(self):
        user, _project, office = make_busy()
        with pytest.raises(Refusal, match="指挥的项目 1"):
            actions.deactivate(user=user, by=office, at=NOW)
        actions.deactivate(user=user, by=office, at=NOW, leave_held=True)

    def test_every_app_that_ties_something_to_a_person_says_so(self):
        """Foreign keys to a leader are what somebody goes on with: their app has a `held`."""
        apps = {vars(module)["__name__"].split(".")[1] for module in keepers()}
        assert apps == {"accounts", "command", "visits", "matters", "statistics"}
        for app in OUR_APPS:
            place = Path(*app.split("."), "models.py")
            if place.exists():
                tree = ast.parse(place.read_text(encoding="utf-8"))
                keys = [
                    ast.unparse(call.args[0])
                    for call in ast.walk(tree)
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "models.ForeignKey"
                ]
                if "Leader" in keys:
                    assert app.split(".")[1] in {*apps, "projects", "assessment"}, app


class TestLeavingPages:
    def test_the_page_lists_with_links_and_hands_over(self):
        user, project, office = make_busy()
        client = signed_in(office)
        page = client.get(f"/accounts/users/{user.pk}/leaving/").content.decode()
        assert f'href="/projects/{project.pk}/"' in page
        successor, _leader = make_commander()
        address = f"/accounts/users/{user.pk}/hand-over/"
        assert client.post(address, {"successor": successor.pk}).status_code == 422
        told = {"successor": successor.pk, "reason": "调离"}
        assert client.post(address, told).status_code == 302
        assert client.post(address, told).status_code == 409  # nothing is left
        assert numbers(user) == {}

    def test_the_page_says_who_is_alone_and_offers_the_nearest_deputies_first(self):
        clerk, office = make_handler(), make_user()
        client, address = signed_in(office), f"/accounts/users/{clerk.pk}/leaving/"
        raise_one(by=clerk, project=make_listed(responsible=clerk.organisation))
        far, near = make_user(role=Role.VIEWER), make_user(organisation=clerk.organisation)
        answer = client.get(address)
        _none, *offered = (pk for pk, _name in answer.context["deputy"].fields["deputy"].choices)
        assert offered[0] == near.pk
        assert far.pk in offered
        assert f"{clerk.organisation}没有其他" in answer.content.decode()
        assert 'name="successor"' not in answer.content.decode()
        make_handler(clerk.organisation)
        page = client.get(address).content.decode()
        assert "没有其他" not in page
        assert 'name="successor"' in page

    def test_closing_leads_here(self):
        user, _project, office = make_busy()
        client, address = signed_in(office), f"/accounts/users/{user.pk}/deactivate/"
        assert client.post(address).headers["Location"] == f"/accounts/users/{user.pk}/leaving/"
        assert User.objects.get(pk=user.pk).is_active
        client.post(address, {"leave_held": "on"})
        assert not User.objects.get(pk=user.pk).is_active

    def test_a_deputy_is_named_and_ended(self):
        user, office, deputy = make_user(role=Role.VIEWER), make_user(), make_user()
        client, address = signed_in(office), f"/accounts/users/{user.pk}/deputies/"
        told = {"deputy": deputy.pk, "since": TODAY, "until": TODAY - WEEK}
        assert client.post(address, {}).status_code == 422
        assert client.post(address, told).status_code == 409
        assert client.post(address, {**told, "until": TODAY}).status_code == 302
        held = Deputyship.objects.get()
        assert client.post(f"/accounts/deputies/{held.pk}/end/").status_code == 302
        assert not Deputyship.objects.in_force(TODAY).exists()
        assert client.get(f"/accounts/users/{user.pk}/leaving/").status_code == 200

    def test_others_do_none_of_it(self):
        user, deputy = make_user(role=Role.DEPARTMENT), make_user()
        held = name_deputy(make_user(), deputy)
        client = signed_in(user)
        assert client.get(f"/accounts/users/{user.pk}/leaving/").status_code == 403
        for part in ("hand-over", "deputies"):
            assert client.post(f"/accounts/users/{user.pk}/{part}/").status_code == 403
        assert client.post(f"/accounts/deputies/{held.pk}/end/").status_code == 403
        assert client.post(f"/access/deputies/{held.pk}/stand-in/").status_code == 404


class TestDeputies:
    def test_a_deputy_sees_and_does_what_the_person_may(self):
        commander, leader = make_commander()
        project = make_listed(commander=leader)
        deputy = make_user(role=Role.REPORTER)
        client, _held = standing_in(commander, deputy)
        assert Project.objects.visible_to(deputy).count() == 0
        page = client.get(f"/projects/{project.pk}/")
        assert page.status_code == 200
        assert str(deputy) in page.content.decode()
        assert client.get("/command/mine/").status_code == 200
        assert client.post("/access/deputies/stand-down/").status_code == 302
        assert client.get(f"/projects/{project.pk}/").status_code == 404

    def test_what_a_deputy_does_is_recorded_with_both(self):
        office, deputy = make_user(), make_user(role=Role.VIEWER)
        client, _held = standing_in(office, deputy)
        told = json.dumps({"name": "道路一期"})
        answer = client.post("/api/projects", told, content_type="application/json")
        assert answer.status_code == 201
        event = Event.objects.filter(verb="project.added").get()
        assert (event.by, event.note["deputy"]) == (office.username, deputy.username)

    def test_no_deputy_manages_accounts_passwords_or_keys_in_anothers_name(self):
        office, deputy = make_user(), make_user(role=Role.VIEWER)
        client, _held = standing_in(office, deputy)
        assert client.get("/accounts/users/").status_code == 403
        name_deputy_again = f"/accounts/users/{deputy.pk}/deputies/"
        assert client.post(name_deputy_again).status_code == 403
        person = User.objects.get(pk=office.pk)
        person.stood_in_by = deputy
        allowed = {can for can in GRANTS[Role.OFFICE] if may(person, can)}
        assert allowed == GRANTS[Role.OFFICE] - NOT_BY_DEPUTY
        page = client.get("/sign-in/2fa/").content.decode()
        assert str(deputy) in page

    def test_it_ends_by_itself_and_when_either_may_no_longer_sign_in(self):
        commander, _leader = make_commander()
        deputy, office = make_user(role=Role.REPORTER), make_user()
        client, held = standing_in(commander, deputy)
        Deputyship.objects.filter(pk=held.pk).update(
            since=TODAY - WEEK, until=TODAY - timedelta(days=1)
        )
        assert client.get("/command/mine/", follow=True).context["user"] == deputy
        assert "stands_in" not in client.session
        client, held = standing_in(commander, deputy)
        actions.end_deputyship(deputyship=held, by=office, at=NOW)
        assert client.post(f"/access/deputies/{held.pk}/stand-in/").status_code == 404
        client, held = standing_in(commander, deputy)
        actions.deactivate(user=commander, by=office, at=NOW)
        assert not stands_in_for(deputy, TODAY)

    def test_a_role_with_a_second_step_is_stood_in_for_with_one_alone(self):
        commander, _leader = make_commander()
        deputy, office = make_user(role=Role.REPORTER), make_user()
        client, held = standing_in(commander, deputy)
        set_sign_in_rules(two_step_roles=[Role.COMMANDER], two_step_since=TODAY, by=office, at=NOW)
        client.get("/work/")
        assert "stands_in" not in client.session
        assert client.post(f"/access/deputies/{held.pk}/stand-in/").status_code == 409

    def test_the_person_who_is_back_ends_it(self):
        person, deputy = make_user(role=Role.VIEWER), make_user(role=Role.VIEWER)
        held = name_deputy(person, deputy)
        with pytest.raises(NotAllowed):
            actions.end_deputyship(deputyship=held, by=deputy, at=NOW)
        actions.end_deputyship(deputyship=held, by=person, at=NOW)
        assert not Deputyship.objects.in_force(TODAY).exists()

    def test_a_deputy_who_handled_a_matter_does_not_verify_it_as_another(self):
        handler, office = make_handler(), make_user()
        matter = answer_one(handler=handler)
        office.stood_in_by = handler
        with pytest.raises(NotAllowed):
            matters.verify(matter=matter, note="", by=office, at=NOW)

    def test_who_handled_a_matter_as_a_deputy_does_not_verify_it_as_himself(self):
        handler, office = make_handler(), make_user()
        matter = answer_one(handler=handler)
        name_deputy(handler, office)
        with pytest.raises(NotAllowed):
            matters.verify(matter=matter, note="", by=office, at=NOW)

    @pytest.mark.parametrize(
        ("since", "until"),
        [(TODAY, TODAY - WEEK), (TODAY - 2 * WEEK, TODAY - WEEK), (TODAY, TODAY + 60 * WEEK)],
    )
    def test_days_that_make_no_sense_are_refused(self, since, until):
        with pytest.raises(Refusal):
            name_deputy(make_user(), make_user(), since=since, until=until)

    def test_one_person_has_one_deputy_at_a_time_and_is_not_the_own(self):
        person = make_user()
        name_deputy(person, make_user())
        with pytest.raises(Refusal):
            name_deputy(person, make_user(), since=TODAY + WEEK, until=TODAY + 2 * WEEK)
        with pytest.raises(Refusal):
            name_deputy(make_user(), actions.console_user(at=NOW))
        with pytest.raises(Refusal):
            name_deputy(person, person, since=TODAY + 3 * WEEK, until=TODAY + 4 * WEEK)
        with pytest.raises(NotAllowed):
            name_deputy(person, make_user(), by=make_user(role=Role.VIEWER))

    def test_what_waits_for_the_person_stands_on_the_deputys_list(self):
        commander, leader = make_commander()
        raise_one(project=make_listed(commander=leader), by=make_user())
        deputy = make_user(role=Role.REPORTER)
        held = name_deputy(commander, deputy)
        client = signed_in(deputy)
        page = client.get("/work/").content.decode()
        assert f"/access/deputies/{held.pk}/stand-in/" in page
        assert str(commander) in page
        told = client.get("/api/work").json()["for_others"]
        assert told[0]["number"] == client.get("/work/").context["others"][0].work.number > 0

    @pytest.mark.parametrize("role", [Role.COMMANDER, Role.VIEWER])
    def test_a_deputy_is_told_at_sign_in_and_comes_to_the_persons_own_job(self, role):
        commander, leader = make_commander()
        deputy = make_user(role=role)
        held = name_deputy(commander, deputy)
        client = Client()
        said = {"login": deputy.username, "password": "a-good-pass-phrase"}
        deputy.set_password(said["password"])
        deputy.save()
        first = client.post("/sign-in/login/", said, follow=True)
        assert f"您是{commander}的代理人，至{chinese_day(held.until)}止" in first.text
        if role == Role.COMMANDER:
            assert first.redirect_chain[-1][0] == "/work/"
            assert f"/access/deputies/{held.pk}/stand-in/" in client.get("/command/mine/").text
        acting = client.post(f"/access/deputies/{held.pk}/stand-in/", follow=True)
        assert acting.redirect_chain[-1][0] == "/command/mine/"
        assert acting.context["leader"] == leader
        assert chinese_day(held.until) in acting.text
        assert client.post("/access/deputies/stand-down/", follow=True).status_code == 200

    def test_a_deputy_does_not_stand_in_for_whom_the_person_stands_in(self):
        first, second, third = (make_user(role=Role.VIEWER) for _number in range(3))
        other = name_deputy(first, second)
        client, _held = standing_in(second, third)
        assert client.get("/work/").context["others"] == []
        assert client.post(f"/access/deputies/{other.pk}/stand-in/").status_code == 404


def test_over_http_it_is_listed_handed_over_and_closed():
    user, _project, office = make_busy()
    successor, _leader = make_commander()
    client = signed_in(office)

    def call(path, **said):
        return client.post(f"/api/accounts/{path}", json.dumps(said), "application/json")

    assert call(f"users/{user.pk}/deactivate").status_code == 409
    assert len(client.get(f"/api/accounts/users/{user.pk}/holdings").json()) == 5
    done = call(f"users/{user.pk}/hand-over", successor_id=successor.pk, reason="调离")
    assert len(done.json()) == 5
    named = call(
        f"users/{user.pk}/deputies", deputy_id=successor.pk, since=str(TODAY), until=str(TODAY)
    )
    assert named.status_code == 201
    assert call(f"deputies/{named.json()['id']}/end").json()["ended_at"]
    assert call(f"users/{user.pk}/deactivate").status_code == 200
